"""What makes a path provisional: answers that contradict each other, and those on which respondents disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.answers import question_of
from advisor.reports.chapters.cutting import shortened

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


def deciding(context: Context) -> list[DisputeState]:
    """Return the disputes that decide the status of an approach, or the path."""
    return [each for each in context.outcome.disputes if each.decides_path or _statuses(context, each.decides)]


def provisional(context: Context) -> str | None:
    """Say why nothing is certain yet, or nothing where it is."""
    words, outcome = context.words, context.outcome
    counts = {
        "contradictions": len(outcome.contradictions) + len(contradicting(context)),
        "disputes": len(deciding(context)),
    }
    causes = [
        words(f"council.provisional.{name}_one") if count == 1 else words(f"council.provisional.{name}", count=count)
        for name, count in counts.items()
        if count
    ]
    is_planned = any(item.kind == "step" for item in outcome.path)
    form = ("until" if is_planned else "until_way") if defers(context) else "beside"
    until = words(f"council.provisional.{form}")
    return " ".join([*causes, until]) if causes else None


def defers(context: Context) -> bool:
    """Tell whether a verdict or the path hangs on what has to be settled, so that no step can be decided on before."""
    return any(weight for weight, _ in _ranked(context))


def to_settle(context: Context) -> list[str]:
    """Return what is to be settled before anything is decided, what decides most first, each with what was said."""
    return [text for _, text in sorted(_ranked(context), key=lambda ranked: -ranked[0])]


def _ranked(context: Context) -> Iterator[Ranked]:
    words, outcome = context.words, context.outcome
    for each in deciding(context):
        weight = _PATH * each.decides_path + _statuses(context, each.decides)
        yield weight, _said(context, each.question)
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
