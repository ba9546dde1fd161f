"""What a city answered, as plain values, and the facts that rules read from it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.texts import Forms
from advisor.knowledge.vocabulary import option_fact
from advisor.reasoning.deductions import aim_fact

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.values import Value

AnswerValue = str | int | tuple[str, ...] | datetime.date
"""A level name, a number, the options that apply, or a date; None is unknown."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, with what speaks for it."""

    value: AnswerValue | None
    note: str | None = None
    by: str | None = None
    on: datetime.date | None = None


class City(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the advice is for; ``labels`` are the city's names of the roles, in every form."""

    name: str
    canton: str | None = None
    population: int | None = None
    language: str | None = None
    labels: dict[str, Forms] = {}


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a city has said, on one day, about one pack."""

    pack: str
    city: City
    date: datetime.date
    start: datetime.date
    aim: tuple[str, ...]
    answers: dict[str, Answer]
    note: str | None = None

    def facts(self, pack: Pack) -> dict[str, Value]:
        """Return the facts that follow from the answers; what is unknown is left out."""
        found = {aim_fact(approach.id): "yes" if approach.id in self.aim else "no" for approach in pack.approaches}
        given: dict[str, Value] = dict(found)
        for question in pack.questions:
            answer = self.answers.get(question.id)
            if answer is not None and answer.value is not None:
                given |= facts_of(question, answer.value, self.date)
        return given


def facts_of(question: Question, value: AnswerValue, today: datetime.date) -> dict[str, Value]:
    """Return the facts one answer stands for; texts stand for none."""
    if question.type == "several" and isinstance(value, tuple):
        names = [level.name for level in question.levels]
        return {option_fact(question.id, name): "yes" if name in value else "no" for name in names}
    if question.type == "date" and isinstance(value, datetime.date):
        return {question.id: months_between(today, value)}
    if question.type != "text" and isinstance(value, str | int):
        return {question.id: value}
    return {}


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Return the whole months from one day to another; negative if it has passed.

    >>> months_between(datetime.date(2026, 11, 22), datetime.date(2027, 3, 1))
    3
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def question_of(fact: str) -> str:
    """Return the question that a fact comes from."""
    return fact.partition(".")[0]
