"""Imagine cities: from values of facts to answers, and a stock of cities that stand in every place of the map."""

from __future__ import annotations

import datetime
import random
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.roles import labels
from advisor.logic.satisfy import Unsolved, solve
from advisor.logic.values import Allowed, Levels, Span, only
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, Answers, City
from advisor.reasoning.deductions import AIM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.unfolding import Verdicts

TODAY = datetime.date(2026, 1, 1)
"""The day of imagined cities."""

_BY_CHANCE = 200


def city(pack: Pack, facts: Mapping[str, Allowed], aim: tuple[str, ...] | None = None) -> Answers:
    """Return a city with these facts, each with the lowest of its values, and no others."""
    found: dict[str, Answer] = {}
    for question in pack.questions:
        value = _value(pack, question, facts)
        if value is not None:
            found[question.id] = Answer(value=value)
    given_up = {name.partition(".")[2] for name, allowed in facts.items() if name.startswith(f"{AIM}.") and allowed == only("no")}
    aims = aim or tuple(approach.id for approach in pack.approaches if approach.id not in given_up)
    everything = tuple(approach.id for approach in pack.approaches)
    return _city(pack, found, aims or everything)


def _city(pack: Pack, answers: dict[str, Answer], aim: tuple[str, ...]) -> Answers:
    name = pack.info.title
    place = City(name=name, labels=labels(pack, name, None, {}))
    return Answers(pack=pack.info.id, city=place, date=TODAY, start=TODAY, aim=aim, answers=answers)


def _value(pack: Pack, question: Question, facts: Mapping[str, Allowed]) -> AnswerValue | None:
    if question.type == "several":
        options = pack.vocabulary.several[question.id]
        asked = {option: facts[f"{question.id}.{option}"] for option in options if f"{question.id}.{option}" in facts}
        return tuple(option for option, allowed in asked.items() if allowed == only("yes")) if asked else None
    allowed = facts.get(question.id)
    if isinstance(allowed, Span):
        number = allowed.low if allowed.low is not None else allowed.high or 0
        return _in_months(number) if question.type == "date" else max(number, question.minimum or number)
    domain = pack.vocabulary.facts.get(question.id)
    if allowed is None or not isinstance(domain, Levels):
        return None
    return next(name for name in domain.names if name in allowed)


def _in_months(months: int) -> datetime.date:
    years, month = divmod(TODAY.month - 1 + months, 12)
    return TODAY.replace(year=TODAY.year + years, month=month + 1)


def stock(pack: Pack, verdicts: Verdicts) -> Iterator[Answers]:
    """Yield cities of which little is said, in every place of the map with every aim and with one, and by chance.

    They are always the same.
    """
    names = [approach.id for approach in pack.approaches]
    yield from _told(pack)
    for statuses in product(reversed(STATUS.names), repeat=len(names)):
        wanted = [verdicts.status(name, status) for name, status in zip(names, statuses, strict=True)]
        facts = solve(wanted)
        if isinstance(facts, Unsolved):
            continue  # nobody stands there, or nobody was found in time
        there = city(pack, facts)
        yield there
        yield _filled(pack, there, 0)
        yield _filled(pack, there, -1)
        for name, status in zip(names, statuses, strict=True):
            if status != "established":
                yield city(pack, facts, (name,))
    dice = random.Random(0)  # noqa: S311 - cities, not secrets
    for _ in range(_BY_CHANCE):
        yield by_chance(pack, dice)


def _filled(pack: Pack, answers: Answers, end: int) -> Answers:
    """Return a city that answers everything else with the first level of each question, or the last."""
    rest = [question for question in pack.questions if question.type == "ordinal" and question.id not in answers.answers]
    more = {each.id: Answer(value=each.levels[end].name) for each in rest}
    return msgspec.structs.replace(answers, answers={**answers.answers, **more})


def _told(pack: Pack) -> Iterator[Answers]:
    """Yield cities of which more is said than values: nothing, a note, two opinions, and what was agreed on."""
    aim = tuple(approach.id for approach in pack.approaches)
    yield _city(pack, {}, aim)
    question = next((each for each in pack.questions if len(each.levels) > 1 and each.type != "several"), None)
    if question is not None:
        low, high = question.levels[0].name, question.levels[-1].name
        yield _city(pack, {question.id: Answer(value=low, note="…", by="…")}, aim)
        said = (Answer(value=low), Answer(value=high))
        yield _city(pack, {question.id: Answer(value=None, said=said)}, aim)
        yield _city(pack, {question.id: Answer(value=low, note="…", by="…", said=said)}, aim)
        yield msgspec.structs.replace(_city(pack, {}, aim), note="…")


def by_chance(pack: Pack, dice: random.Random) -> Answers:
    """Return a city that has answered every question, or most, as the dice fall."""
    found: dict[str, Answer] = {}
    answered = dice.choice([1.0, 0.8, 0.6])
    for question in pack.questions:
        names = [level.name for level in question.levels] or (["no", "yes"] if question.type == "yes_no" else [])
        if names and dice.random() < answered:
            value = dice.choice(names)
            found[question.id] = Answer(value=(value,) if question.type == "several" else value)
    aims = [approach.id for approach in pack.approaches]
    chosen = dice.sample(aims, dice.choice([len(aims), dice.randint(1, len(aims))]))
    return _city(pack, found, tuple(sorted(chosen, key=aims.index)))
