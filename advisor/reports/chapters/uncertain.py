"""What is uncertain: the questions that decide most, whose answer is missing or disputed, and what hangs on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import leaves
from advisor.reasoning.answers import question_of
from advisor.reports.chapters import reservations, settling
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.situation import first_of, first_step, situation
from advisor.reports.chapters.summary import may_be_there
from advisor.reports.chapters.voices import who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Approach
    from advisor.reports.context import Context

_NAMED = 3
"""How many questions are named on the first page."""


def uncertain(context: Context) -> Iterator[str]:
    """Yield what is uncertain, what decides most first, and that much is proposed and not known."""
    words = context.words
    decisive, unknown = _decisive(context), reservations.open_answers(context)
    undetermined = context.approaches_with("undetermined", aimed=True)
    if settling.contradictions(context):
        yield words("council.uncertain.contradicting")
    if decisive:
        named, more = _grouped(context, decisive), len(decisive) - _NAMED
        yield (
            words.counted("council.uncertain.key_more", more, questions=named)
            if more > 0
            else words("council.uncertain.key", questions=named)
        )
    elif undetermined:
        yield words("council.uncertain.open", names=words.join(undetermined))
    elif unknown:
        named = words.join([words("value.quoted", value=label) for label in unknown[:_NAMED]])
        form = "council.uncertain.unknown_all" if 1 < len(unknown) <= _NAMED else "council.uncertain.unknown"
        yield words.counted(form, len(unknown), questions=named)
    elif not settling.contradictions(context):
        yield words("council.uncertain.nothing")
    if situation(context) == "step" and may_be_there(context, aimed=True):
        yield words("council.uncertain.may_shorten")
    if first_step(context) is not None:
        yield words("council.uncertain.proposals")


def _decisive(context: Context) -> dict[str, list[str]]:
    """Return the questions on which verdicts or the path hang, what decides most first, each with what hangs on it."""
    found: dict[str, list[str]] = {}
    for each in settling.deciding(context):
        names = [context.name(name) for name in each.decides if name in context.outcome.approaches]
        found[each.question] = [*names, *([context.words("dispute.path")] if each.decides_path else [])]
    for fork in context.outcome.forks if begins_open(context) else ():
        found.setdefault(fork.question, []).append(context.words("council.uncertain.begin"))
    for approach in context.pack.approaches:
        for question in _open(context, approach):
            hangs = found.setdefault(question, [])
            hangs += [approach.name] if approach.name not in hangs else []
    return dict(sorted(found.items(), key=lambda each: -len(each[1])))


def _open(context: Context, approach: Approach) -> list[str]:
    """Return the questions without an answer on which it hangs where an approach stands."""
    state = context.outcome.approaches[approach.id]
    if not state.aimed or state.status != "undetermined":
        return []
    clarify = first_of(context.outcome.path, "clarify")
    asked = {*(clarify.questions if clarify is not None else ()), *map(question_of, state.unknown)}
    tests = [*leaves(approach.established_when), *leaves(approach.emerging_when)]
    return [name for name in dict.fromkeys(question_of(test.fact) for test in tests) if name in asked]


def _grouped(context: Context, decisive: dict[str, list[str]]) -> str:
    """Return the first questions, those together of which the same is said."""
    words, groups = context.words, dict[tuple[str, str], list[str]]()
    for question, hangs in list(decisive.items())[:_NAMED]:
        label = words("value.quoted", value=context.question_label(question))
        groups.setdefault((_state(context, question), words.join(hangs)), []).append(label)
    return "; ".join(
        words("council.uncertain.each", labels=words.join(labels), state=state, what=what)
        for (state, what), labels in groups.items()
    )


def _state(context: Context, question: str) -> str:
    """Say why an answer is missing: it is disputed, somebody did not know it, or nobody was asked."""
    words, answer = context.words, context.answers.answers.get(question)
    if context.disputed(question):
        return words("council.uncertain.disputed")
    if answer is None or answer.unanswered:
        return words("council.uncertain.unanswered")
    if answer.by is None:
        return words("council.uncertain.not_known")
    return words("council.uncertain.not_known_by", who=who(words, context.answers, answer.by))
