"""What makes a path provisional: answers that contradict each other, and those on which respondents disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.answers import question_of
from advisor.reports.chapters.cutting import shortened
from advisor.reports.chapters.voices import shares_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import DisputeState, FindingState
    from advisor.reports.context import Context

Ranked = tuple[int, str]
"""How much hangs on it, and the sentence."""

_MOST = 230
"""How many characters of what was said stand in a paper."""

_PATH = 100


def contradicting(context: Context) -> list[FindingState]:
    """Return the findings that say that answers contradict each other."""
    return [state for state in context.outcome.findings if state.kind == "contradiction"]


def contradictions(context: Context) -> int:
    """Return how many contradictions there are between the answers."""
    return len(context.outcome.contradictions) + len(contradicting(context))


def deciding(context: Context) -> list[DisputeState]:
    """Return the disputes that decide the status of an approach, or the path."""
    return [each for each in context.outcome.disputes if each.decides_path or _statuses(context, each.decides)]


def provisional(context: Context) -> str | None:
    """Say why nothing is certain yet, or nothing where it is."""
    words, outcome = context.words, context.outcome
    counts = {"contradictions": contradictions(context), "disputes": len(deciding(context))}
    causes = [words.counted(f"council.provisional.{name}", count) for name, count in counts.items() if count]
    is_planned = any(item.kind == "step" for item in outcome.path) and not begins_open(context)
    form = ("until" if is_planned else "until_way") if defers(context) else "beside"
    until = words(f"council.provisional.{form}")
    return " ".join([*causes, until]) if causes else None


def defers(context: Context) -> bool:
    """Tell whether a verdict or the path hangs on what has to be settled, so that no step can be decided on before."""
    against = [[each.question, *each.answers] for each in context.outcome.contradictions]
    against += [each.answers for each in contradicting(context)]
    return bool(deciding(context)) or any(_rest_on(context, questions) for questions in against)


def begins_open(context: Context) -> bool:
    """Tell whether it hangs on unknown answers how the path begins."""
    return context.pack.is_bound and bool(context.outcome.forks)


def to_settle(context: Context) -> list[str]:
    """Return what is to be settled before anything is decided, what decides most first, each with what was said."""
    return [text for _, text in sorted(_ranked(context), key=lambda ranked: -ranked[0])]


def _ranked(context: Context) -> Iterator[Ranked]:
    words, outcome = context.words, context.outcome
    for each in deciding(context):
        weight = _PATH * each.decides_path + _statuses(context, each.decides)
        values = shares_said(words, context.pack.question(each.question), context.answers)
        yield weight, shortened(words("answer", label=context.question_label(each.question), value=values), _MOST)
    for state in outcome.contradictions:
        others = words.join([_said(context, name) for name in state.answers])
        said = _said(context, state.question)
        told = words("council.provisional.against", answer=said, others=others) if others else said
        yield _rest_on(context, [state.question, *state.answers]), shortened(told, _MOST)
    for finding in contradicting(context):
        answers = words.join([_said(context, name) for name in finding.answers])
        told = words("answer", label=context.titled(finding.id), value=answers) if answers else context.titled(finding.id)
        yield _rest_on(context, finding.answers), shortened(told, _MOST)


def _said(context: Context, question: str) -> str:
    label, value = context.question_label(question), context.answer(question)
    return shortened(context.words("answer", label=label, value=value), _MOST)


def _statuses(context: Context, decided: list[str]) -> int:
    """Return how many statuses of approaches are among what something decides."""
    return sum(name in context.outcome.approaches for name in decided)


def _rest_on(context: Context, questions: list[str]) -> int:
    """Return how many approaches that the city aims at rest on any of these answers."""
    needed = [
        {question_of(each.fact) for each in state.requirements} for state in context.outcome.approaches.values() if state.aimed
    ]
    return sum(bool(facts & set(questions)) for facts in needed)
