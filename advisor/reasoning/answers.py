"""What a city answered, as plain values, and the facts that rules read from it."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.placeholders import Forms
from advisor.logic.evaluate import holds
from advisor.logic.values import Allowed, Span, Value, only
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.deductions import aim_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.model import Pack, Question

AnswerValue = str | int | tuple[str, ...] | datetime.date
"""A level name, a number, the options that apply, or a date; None is unknown."""

ALSO_IN_CITY = ("population", "canton")
"""What may stand in the city block and answers the question of the same id, where a pack has it."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, with what speaks for it.

    ``said`` keeps what several respondents said. Where they disagree and nothing was settled, the value is None.
    ``implied`` marks an answer that nobody gave because the question does not arise; ``unanswered`` a note to a question that is
    still to be answered.
    """

    value: AnswerValue | None
    note: str | None = None
    by: str | None = None
    on: datetime.date | None = None
    said: tuple[Answer, ...] = ()
    implied: bool = False
    unanswered: bool = False

    @property
    def settled(self) -> bool:
        """Tell whether the room agreed on a value that is not simply what everybody had said."""
        return self.value is not None and bool(self.said) and {each.value for each in self.said} - {None} != {self.value}

    @property
    def disputed(self) -> tuple[AnswerValue, ...]:
        """Return the different values that were said, where none of them was settled on."""
        if self.value is not None or not self.said:
            return ()
        values = tuple(dict.fromkeys(each.value for each in self.said if each.value is not None))
        return values if len(values) > 1 else ()


class Respondent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who answered: in a role, by name, or both; ``language`` is theirs where it is not that of the city."""

    role: str | None = None
    name: str | None = None
    language: str | None = None


class City(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the advice is for; ``roles`` as the city wrote them, ``labels`` in every form of the language it is told in."""

    name: str
    canton: str | None = None
    population: int | None = None
    language: str | None = None
    roles: dict[str, str | dict[str, str]] = {}
    labels: dict[str, Forms] = {}


class Answers(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything a city has said, on one day, about one pack.

    ``retired`` keeps answers to questions that are no longer asked, ``waiting`` the notes on questions that nobody answered yet.
    ``by`` of an answer may be the id of one of the ``respondents``, a role, or a name.
    """

    pack: str
    city: City
    date: datetime.date
    start: datetime.date
    aim: tuple[str, ...]
    answers: dict[str, Answer]
    note: str | None = None
    retired: dict[str, Answer] = {}
    waiting: dict[str, Answer] = {}
    respondents: dict[str, Respondent] = {}

    def complete(self, pack: Pack) -> Answers:
        """Return the answers with those that follow from others, because a question does not arise."""
        known = self._complete
        if known is None or known[0] is not pack:
            known = (pack, self._completed(pack))
            self.__dict__["_complete"] = known[1].__dict__["_complete"] = known
        return known[1]

    @functools.cached_property
    def _complete(self) -> tuple[Pack, Answers] | None:
        """The pack for which they were completed last, and what came of it: every part of a report asks again."""
        return None

    def _completed(self, pack: Pack) -> Answers:
        given, possible = dict(self.answers), self._possible(pack)
        for question in pack.questions:
            moot = question.arises is not None and holds(question.arises, possible) is False
            if moot and question.otherwise and not self._has(question.id):
                noted = given.get(question.id) or self.waiting.get(question.id) or Answer(value=None)
                given[question.id] = msgspec.structs.replace(noted, value=question.otherwise, implied=True, unanswered=False)
        return msgspec.structs.replace(self, answers=given)

    def facts(self, pack: Pack) -> dict[str, Value]:
        """Return the facts that follow from the answers; what is unknown or disputed is left out."""
        known = self._facts
        if known is None or known[0] is not pack:
            aims: dict[str, Value] = {aim_fact(each.id): "yes" if each.id in self.aim else "no" for each in pack.approaches}
            known = self.__dict__["_facts"] = (pack, aims | facts_in(self.complete(pack).answers, pack, self.date))
        return dict(known[1])

    @functools.cached_property
    def _facts(self) -> tuple[Pack, dict[str, Value]] | None:
        """The pack for which they were read last, and the facts: the rules ask, and parts of a report."""
        return None

    def possible(self, pack: Pack) -> dict[str, Allowed]:
        """Return the values each fact can have; for disputed answers those that somebody gave."""
        return {**self.disputed_facts(pack), **{fact: only(value) for fact, value in self.facts(pack).items()}}

    def disputed_facts(self, pack: Pack) -> dict[str, Allowed]:
        """Return the values that respondents gave for facts on which they disagree."""
        found: dict[str, Allowed] = {}
        for question in pack.questions:
            answer = self.answers.get(question.id)
            if answer is not None and answer.disputed:
                each = [facts_of(question, value, self.date) for value in answer.disputed]
                found |= {fact: _hull(facts[fact] for facts in each) for fact in each[0]}
        return found

    def _possible(self, pack: Pack) -> dict[str, Allowed]:
        found = self.disputed_facts(pack)
        for question in pack.questions:
            if self._has(question.id) and (value := self.answers[question.id].value) is not None:
                found |= {fact: only(each) for fact, each in facts_of(question, value, self.date).items()}
        return found

    def _has(self, question: str) -> bool:
        answer = self.answers.get(question)
        return answer is not None and (answer.value is not None or bool(answer.disputed))


def _hull(values: Iterable[Value]) -> Allowed:
    """Return the set of values; for numbers the span from the lowest to the highest."""
    found = list(values)
    numbers = [value for value in found if isinstance(value, int)]
    return Span(min(numbers), max(numbers)) if numbers else frozenset(value for value in found if isinstance(value, str))


def facts_in(answers: Mapping[str, Answer], pack: Pack, today: datetime.date) -> dict[str, Value]:
    """Return the facts that answers stand for, without those that are unknown or disputed."""
    found: dict[str, Value] = {}
    for question in pack.questions:
        answer = answers.get(question.id)
        if answer is not None and answer.value is not None:
            found |= facts_of(question, answer.value, today)
    return found


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
