"""What nobody could answer yet: in full what could change statuses or the path, the rest by its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.logic.condition import leaves
from advisor.reasoning.answers import question_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Question
    from advisor.reports.context import Context

_MOST = 12
"""How many of those that matter less are named; all of them stand among the answers."""


class OpenQuestionRow(TypedDict):
    """An open question in full."""

    label: str
    ask: str
    why: str


class OpenQuestions(TypedDict):
    """Those that could change a status or the path, and the labels of the others by topic: beside those, or alone."""

    rows: list[OpenQuestionRow]
    others: list[str]
    alone: list[str]


def open_questions(context: Context) -> OpenQuestions | None:
    """Return what nobody could answer: what could change statuses or the path in full, the labels of the others."""
    asked = [context.pack.question(name) for name in context.outcome.open_questions if not context.disputed(name)]
    if not asked:
        return None
    decisive = set(_decisive(context))
    rows: list[OpenQuestionRow] = [
        {"label": question.label, "ask": context.text(question.ask), "why": context.text(question.why)}
        for question in asked
        if question.id in decisive
    ]
    others = _by_topic(context, [question for question in asked if question.id not in decisive])
    return {"rows": rows, "others": others if rows else [], "alone": [] if rows else others}


def _by_topic(context: Context, questions: Sequence[Question]) -> list[str]:
    """Return the labels of questions, in a line for each topic; of many only how many: nobody reads a run of all of them."""
    topics = [(each.name, [one.label for one in questions if one.topic == each.id]) for each in context.pack.topics]
    told = [(name, labels) for name, labels in topics if labels]
    if len(questions) <= _MOST:
        return [context.words("answer", label=name, value=", ".join(labels)) for name, labels in told]
    counted = [context.words("how_many", name=name, count=len(labels)) for name, labels in told]
    return [context.words("label.open_elsewhere", topics=context.words.join(counted))]


def _decisive(context: Context) -> Iterator[str]:
    """Yield the questions that statuses and the preconditions of the path's steps hang on."""
    for item in context.outcome.path:
        yield from item.questions
        if item.kind == "step":
            conditions = [each.asks for each in context.step(item.step).preconditions]
            yield from (question_of(test.fact) for condition in conditions for test in leaves(condition))
