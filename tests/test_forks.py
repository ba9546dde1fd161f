"""Where the path hangs on answers that nobody could give, the one or two that decide are told, and how it begins with each."""

from __future__ import annotations

import random
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from advisor.logic.condition import leaves
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters.plan import planned
from advisor.reports.chapters.timetable import schedule
from advisor.reports.pictures.gallery import figures
from tests.support.cities import by_chance, city
from tests.support.reports import context
from tests.support.sampling import in_full, sampled
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.told import Fork

CITIES = in_full(80, beside_a_change=40)
BASES = [KnowledgeBase(shipped_pack(name)) for name in ("smart-city", "unit-leadership")]


def answered(base: KnowledgeBase, number: int) -> dict[str, AnswerValue]:
    """Return the answers of a city by chance of which two in five are unknown; the same number is the same city."""
    dice = random.Random(f"forks {number}")
    return {name: value for name, value in by_chance(base.pack, dice).items() if dice.random() >= 0.4}


def first_step(outcome: Outcome) -> str | None:
    return next((item.step for item in outcome.path if item.kind == "step"), None)


@pytest.mark.parametrize("number", sampled(16, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_each_way_of_a_fork_is_the_one_that_its_answer_leads_to(base: KnowledgeBase, number: int) -> None:
    given = answered(base, number)
    outcome = assess(base, city(base.pack, given))
    for fork in outcome.forks:
        assert fork.question not in given
        assert len({answer.next for answer in fork.answers}) > 1
        for answer in fork.answers:
            assert first_step(assess(base, city(base.pack, given | {fork.question: answer.value}))) == answer.next


@pytest.mark.parametrize("number", sampled(16, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_months_are_added_up_only_where_the_path_is_one_of_one(base: KnowledgeBase, number: int) -> None:
    outcome = assess(base, city(base.pack, answered(base, number)))
    is_open = [state for state in outcome.approaches.values() if state.aimed and state.status == "undetermined"]
    assert len(is_open) > 1 or not outcome.forks
    assert (outcome.months is None) == (len(is_open) > 1 or first_step(outcome) is None)


@pytest.mark.parametrize("number", sampled(16, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_only_what_is_clarified_has_months_while_it_is_open_how_the_path_begins(base: KnowledgeBase, number: int) -> None:
    answers = city(base.pack, answered(base, number))
    outcome = assess(base, answers)
    found = context(base.pack, answers, outcome)
    for rows in (schedule(found), planned(found)):
        for item, row in zip(outcome.path, rows, strict=True):
            has_months = item.kind == "clarify" or not outcome.forks
            assert {row["begins"] != "noch offen", row["ends"] != "noch offen"} == {has_months}
    is_shown = first_step(outcome) is not None and not outcome.forks
    assert ("timeline" in figures(found)) == is_shown
    assert bool(figures(found)["map"].shapes["arrows"]) == is_shown


@pytest.mark.parametrize("number", sampled(16, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_each_answer_of_a_fork_leads_to_a_step(base: KnowledgeBase, number: int) -> None:
    outcome = assess(base, city(base.pack, answered(base, number)))
    assert all(answer.next for fork in outcome.forks for answer in fork.answers)


@pytest.mark.long
def test_a_fork_is_told_that_parts_the_scale_once_before_one_that_does_not() -> None:
    base = BASES[0]
    outcomes = [assess(base, city(base.pack, answered(base, number))) for number in range(CITIES)]
    told = [[_ways(fork) for fork in outcome.forks] for outcome in outcomes if outcome.forks]
    assert all(len({_is_parted_once(ways) for ways in forks}) == 1 for forks in told)
    assert sum(_is_parted_once(forks[0]) for forks in told) > len(told) / 2


def _ways(fork: Fork) -> list[str | None]:
    return [way for way, _ in groupby(answer.next for answer in fork.answers)]


def _is_parted_once(ways: list[str | None]) -> bool:
    return len(ways) == len(set(ways))


@pytest.mark.parametrize("number", sampled(16, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_nothing_is_to_be_clarified_first_that_no_status_rests_on(base: KnowledgeBase, number: int) -> None:
    outcome = assess(base, city(base.pack, answered(base, number)))
    rests = {need.fact for state in outcome.approaches.values() for need in state.requirements}
    begun = {test.fact for approach in base.pack.approaches for test in leaves(approach.emerging_when)}
    assert {name for item in outcome.path if item.kind == "clarify" for name in item.questions} <= rests | begun


def test_who_answered_everything_has_no_fork() -> None:
    for base in BASES:
        outcome = assess(base, city(base.pack, by_chance(base.pack, random.Random("whole"))))
        assert outcome.forks == []
