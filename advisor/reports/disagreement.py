"""What respondents disagree on, what was settled between them, and what they noted: tables of the report, for every document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.voices import everything_said, single, who_and_when
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import Answer
    from advisor.reasoning.outcome import DisputeState
    from advisor.reports.context import Context

Row = dict[str, object]

_FINDINGS_SHOWN = 3


def told_disputes(context: Context) -> list[list[Row]]:
    """Return what respondents disagree on, with what depends on it; those that decide something come first."""
    rows: list[Row] = [
        {
            "label": context.question_label(state.question),
            "said": _everything(context, state.question),
            "decides": _decides(context, state),
        }
        for state in context.outcome.disputes
    ]
    return [rows] if rows else []


def _everything(context: Context, question: str) -> str:
    return everything_said(context.words, context.pack.question(question), context.answers, context.answers.answers[question])


def _decides(context: Context, state: DisputeState) -> str:
    """Say what a dispute decides: approaches and the path by name, findings by name where they are few."""
    words, names = context.words, {each.id: each.name for each in context.pack.approaches}
    found = [names[name] for name in state.decides if name in names]
    found += [words("dispute.path")] if state.decides_path else []
    titles = [context.titled(name) for name in state.decides if name not in names]
    if len(titles) > _FINDINGS_SHOWN:
        titles = [words("dispute.findings", count=len(titles))]
    return "; ".join([*found, *titles]) or words("dispute.nothing")


def told_settled(context: Context) -> list[list[Row]]:
    """Return what was agreed on although respondents had said something else; the note has a column where there is one."""
    states = context.outcome.settled
    noted = any(state.note for state in states)
    rows: list[Row] = []
    for state in states:
        question, answer = context.pack.question(state.question), context.answers.answers[state.question]
        row: Row = {
            "label": question.label,
            "said": _everything(context, state.question),
            "value": answer_in_words(context.words, question, answer.value),
            "who": who_and_when(context.words, context.answers, answer) or context.words("dispute.somebody"),
            "note": [answer.note or context.words("source_none")] if noted else [],
        }
        rows.append(row)
    return [rows] if rows else []


def notes(context: Context) -> list[dict[str, object]]:
    """Return what was noted beside answers, by all who did; who and when has a column where somebody is named."""
    found = [(question, each) for question in context.pack.questions for each in _noted(context, question)]
    named = any(each.by or each.on for _, each in found)
    rows = [
        {
            "label": question.label,
            "answer": single(context.words, question, each.value, unanswered=each.unanswered),
            "note": each.note,
            "who": [who_and_when(context.words, context.answers, each)] if named else [],
        }
        for question, each in found
    ]
    return [{"rows": rows, "who": [named] if named else []}] if rows else []


def _noted(context: Context, question: Question) -> Iterator[Answer]:
    answer, waiting = context.answers.answers.get(question.id), context.answers.waiting.get(question.id)
    if answer is not None:
        yield from (each for each in (answer, *answer.said) if each.note)
    elif waiting is not None:
        yield msgspec.structs.replace(waiting, unanswered=True)


def all_notes(context: Context) -> list[str]:
    """Return the text of every note."""
    return [str(each.note) for question in context.pack.questions for each in _noted(context, question)]
