"""The appendix with all answers: what was asked and said, by whom and when, what was noted, and what was concluded from it."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.answers import question_of
from advisor.reasoning.relevance import waited_for
from advisor.reports.chapters import renewing
from advisor.reports.chapters.cutting import listed
from advisor.reports.chapters.voices import agreed, who_and_when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import Answer, AnswerValue
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context
    from advisor.reports.remembering import Common
    from advisor.reports.words import Words

_USED = 3
"""How many conclusions are named of each answer."""

_APART = 3
"""In one of how many rows something has to stand for a column of its own."""


_APPROACH, _STEP, _RISK, _OTHER = range(4)
"""In which order conclusions are named."""
_RANK = itemgetter(0)

_TOLD_FIRST = {"contradiction", "risk"}


class AnswerRow(TypedDict):
    """A question with its answer; who, when and the note are empty where nothing is known of them."""

    label: str
    answer: str
    who: str
    note: str
    used: str


class AllAnswers(TypedDict):
    """Every answer; ``named`` and ``noted`` say whether who and when, and what was noted, have a column of their own."""

    rows: list[AnswerRow]
    named: bool
    noted: bool
    in_their_words: bool
    """Whether anything was noted, in a column or beside an answer."""
    left: str | None
    """How many questions nobody has answered yet."""


def all_answers(context: Context) -> AllAnswers:
    """Return every question that was answered or noted something about, in the order of the pack."""
    given, waiting = context.answers.answers, context.answers.waiting
    asked = [each for each in context.pack.questions if each.id in given or each.id in waiting]
    used = _used(context)
    rows = [_row(context, question, used.get(question.id, [])) for question in asked]
    left = len(context.pack.questions) - len(asked)
    apart = sum(bool(row["who"] or row["note"]) for row in rows) * _APART >= len(rows) > 0
    return {
        "rows": rows if apart else [_together(context, row) for row in rows],
        "named": apart and any(row["who"] for row in rows),
        "noted": apart and any(row["note"] for row in rows),
        "in_their_words": any(row["note"] for row in rows),
        "left": context.words.counted("answers.left", left) if left else None,
    }


def _row(context: Context, question: Question, used: list[str]) -> AnswerRow:
    answer = context.answers.answers.get(question.id)
    if answer is not None and not (answer.by or answer.on or answer.note or answer.said):
        return context.once(_bare_row, context.common, question.id, answer.value, answer.implied, *used)
    label, told = question.label, _named(context.words, used)
    value = context.answer_with_names(question.id) if answer is not None else context.words("value.unanswered")
    who, note = _details(context, question, answer)
    return {"label": label, "answer": value, "who": who, "note": note, "used": told}


def _bare_row(common: Common, question: str, value: AnswerValue | None, implied: bool, *used: str) -> AnswerRow:  # noqa: FBT001 - as it is remembered
    """Return the row of an answer of which nothing else is known."""
    asked, words = common.pack.question(question), common.words
    told = agreed(words, asked, value, implied=implied)
    return {"label": asked.label, "answer": told, "who": "", "note": "", "used": _named(words, used)}


def _named(words: Words, used: Sequence[str]) -> str:
    return listed(words, used, _USED) or words("source_none")


def _details(context: Context, question: Question, answer: Answer | None) -> tuple[str, str]:
    """Return who gave an answer and when, and what was noted."""
    notes, is_disputed = context.notes.get(question.id, []), context.disputed(question.id)
    form = "answers.noted_by" if is_disputed else "answers.noted"  # behind the last who spoke, a note would seem to be theirs
    told = [
        context.words(form, note=each.note, who=by) if by and (len(notes) > 1 or is_disputed) else str(each.note)
        for each in notes
        for by in [who_and_when(context.words, context.answers, each)]
    ]
    known = [answer] if answer is not None else notes
    who = "; ".join(filter(None, (who_and_when(context.words, context.answers, each) for each in known)))
    return who, _one_after_another(told)


def _one_after_another(told: list[str]) -> str:
    """Return what several people noted, each told apart from the next by a stop."""
    *others, last = told or [""]
    return "".join([*(f"{each} " if each.endswith((".", "!", "?", "…")) else f"{each}; " for each in others), last])


def _together(context: Context, row: AnswerRow) -> AnswerRow:
    """Return a row whose answer says as well who gave it, when, and what was noted: columns that few rows need would be empty."""
    details = [each for each in (row["who"], row["note"]) if each]
    if not details:
        return row
    answer = context.words("answers.detailed", answer=row["answer"], details="; ".join(details))
    return {**row, "answer": answer, "who": "", "note": ""}


def _scheduling(context: Context, item: PathStep) -> Iterator[str]:
    """Yield the questions whose answers the months of a step rest on."""
    info, frame = context.pack.info, item.timeframe
    is_voted = frame.above is not None and frame.above.money is not None
    dated = {info.next_round: frame.round is not None or is_voted, info.term_ends: frame.term is not None}
    dated[info.freeze_ends] = frame.money is not None
    for name in context.once(_waited_for, context.common, item.step):
        if name in context.answers.answers and dated.get(name, frame.lead_time is not None or is_voted):
            yield name


def _waited_for(common: Common, step: str) -> tuple[str, ...]:
    return tuple(waited_for(common.pack, common.pack.step(step)))


def _used(context: Context) -> dict[str, list[str]]:
    """Return for each question what was concluded from its answer: approaches, then steps, risks, and the other findings."""
    names = context.once(_names, context.common)
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in context.outcome.trace:
        name = names.get(entry.rule)
        if name is None or not (name[0] == _APPROACH or context.is_told(entry.rule)):
            continue
        for question in context.once(_questions, *entry.answers):
            told = found.get(question)
            if told is None:
                found[question] = [name]
            elif name not in told:
                told.append(name)
    for question in renewing.questions(context):
        found.setdefault(question, []).append((_RISK, context.words("renewal.used")))
    steps = [item for item in context.outcome.path if item.kind == "step"]
    for number, item in enumerate(steps, start=1):
        of_choice = (question for entry in item.trace for question in context.once(_questions, *entry.answers))
        for question in dict.fromkeys([*of_choice, *_scheduling(context, item), *_of_money(context, item)]):
            found.setdefault(question, []).append((_STEP, context.words("item.step", number=number)))
    return {question: [name for _, name in sorted(told, key=_RANK)] for question, told in found.items()}


def _questions(*facts: str) -> tuple[str, ...]:
    """Return the questions behind facts, each once."""
    return tuple(dict.fromkeys(map(question_of, facts)))


def _names(common: Common) -> dict[str, tuple[int, str]]:
    """Return what conclusions are called by their rules, each with its rank."""
    names = {each.id: (_APPROACH, each.name) for each in common.pack.approaches}
    return names | {each.id: (_RISK if each.kind in _TOLD_FIRST else _OTHER, each.title) for each in common.pack.findings}


def _of_money(context: Context, item: PathStep) -> list[str]:
    """Return the questions behind who decides on the money of a step."""
    info = context.pack.info
    return [each.up_to for each in info.competences if each.up_to] if item.grants else []
