"""What is uncertain: the questions that decide most, whose answer is missing or disputed, and what hangs on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import leaves
from advisor.reasoning.answers import question_of
from advisor.reports.chapters import reservations, settling
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.situation import first_of, first_step, situation
from advisor.reports.chapters.summary import may_be_there
from advisor.reports.chapters.voices import who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Approach
    from advisor.reports.context import Context

_NAMED, _FEW = 3, 1
"""How many questions are named on the first page, in full and in short."""


def uncertain(context: Context, *, in_short: bool = False, least: bool = False) -> Iterator[str]:
    """Yield what is uncertain, what decides most first, and that much is proposed and not known.

    At the least that is what is to be settled, where anything is, and how much else is open.
    """
    words, most = context.words, _FEW if in_short else _NAMED
    decisive, unknown = _decisive(context), reservations.open_answers(context)
    undetermined = context.approaches_with("undetermined", aimed=True)
    waits = settling.provisional(context)
    if waits:
        yield from _to_settle(context)
    beside = settling.beside(context)
    if waits and least:
        count = len({*decisive, *unknown, *beside})
        yield from [words.counted("council.uncertain.others", count)] if count else []
    elif decisive:
        yield from _grouped(context, decisive, most)
    elif undetermined and not waits:
        yield words("council.uncertain.open", names=words.join(undetermined))
    elif unknown:
        named = words.join([asked(context, name) for name in unknown[:most]])
        form = "council.uncertain.unknown_all" if 1 < len(unknown) <= most else "council.uncertain.unknown"
        yield words.counted(form, len(unknown), questions=named)
    elif not (waits or beside):
        yield words("council.uncertain.nothing")
    if beside and not (waits and least):
        labels = words.join([context.question_label(name) for name in beside[:most]])
        yield words.counted("council.uncertain.disputed", len(beside), questions=labels)
    if situation(context) == "step" and may_be_there(context, aimed=True):
        yield words("council.uncertain.may_shorten")
    if first_step(context) is not None:
        yield words("council.uncertain.proposals")


def _to_settle(context: Context) -> Iterator[str]:
    """Say that what is to be settled is uncertain, and whether the status hangs on it or no more than the path."""
    if not settling.defers(context):
        yield context.words("council.uncertain.contradicting")
    else:
        yield context.words("council.uncertain.settle_both" if settling.touched(context) else "council.uncertain.settle_path")


def asked(context: Context, question: str) -> str:
    """Return a question as it is asked, in quotation marks; a label alone says of nothing what is open about it."""
    return context.words("value.quoted", value=first_sentence(context.text(context.pack.question(question).ask)))


def _decisive(context: Context) -> dict[str, list[str]]:
    """Return the questions without an answer on which verdicts or the path hang, what decides most first, each with what hangs.

    What is disputed stands where it is to be settled, and not here again.
    """
    found: dict[str, list[str]] = {}
    forks = context.outcome.forks if begins_open(context) else []
    for fork in (each for each in forks if not context.disputed(each.question)):
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
    open_ones = {*(clarify.questions if clarify is not None else ()), *map(question_of, state.unknown)}
    tests = [*leaves(approach.established_when), *leaves(approach.emerging_when)]
    names = dict.fromkeys(question_of(test.fact) for test in tests)
    return [name for name in names if name in open_ones and not context.disputed(name)]


def _grouped(context: Context, decisive: dict[str, list[str]], most: int) -> Iterator[str]:
    """Yield the first questions, those together of which the same is said, and how many more there are."""
    words, groups = context.words, dict[tuple[str, str], list[str]]()
    for question, hangs in list(decisive.items())[:most]:
        groups.setdefault((_state(context, question), words.join(hangs)), []).append(asked(context, question))
    for (state, what), questions in groups.items():
        yield words.counted("council.uncertain.each", len(questions), questions=words.join(questions), state=state, what=what)
    if len(decisive) > most:
        yield words.counted("council.uncertain.more", len(decisive) - most)


def _state(context: Context, question: str) -> str:
    """Say why an answer is missing: somebody did not know it, or nobody was asked."""
    words, answer = context.words, context.answers.answers.get(question)
    if answer is None or answer.unanswered:
        return words("council.uncertain.unanswered")
    if answer.by is None:
        return words("council.uncertain.not_known")
    return words("council.uncertain.not_known_by", who=who(words, context.answers, answer.by))
