"""Where the path hangs on answers that nobody could give, the one or two that decide are told, and how it begins with each."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from tests.support.cities import by_chance, city
from tests.support.sampling import in_full, sampled
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.outcome import Outcome

CITIES = in_full(80, beside_a_change=40)
BASES = [KnowledgeBase(shipped_pack(name)) for name in ("smart-city", "unit-leadership")]


def answered(base: KnowledgeBase, number: int) -> dict[str, AnswerValue]:
    """Return the answers of a city by chance of which two in five are unknown; the same number is the same city."""
    dice = random.Random(f"forks {number}")
    return {name: value for name, value in by_chance(base.pack, dice).items() if dice.random() >= 0.4}


def first_step(outcome: Outcome) -> str | None:
    return next((item.step for item in outcome.path if item.kind == "step"), None)


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_each_way_of_a_fork_is_the_one_that_its_answer_leads_to(base: KnowledgeBase, number: int) -> None:
    given = answered(base, number)
    outcome = assess(base, city(base.pack, given))
    for fork in outcome.forks:
        assert fork.question not in given
        assert len({answer.next for answer in fork.answers}) > 1
        for answer in fork.answers:
            assert first_step(assess(base, city(base.pack, given | {fork.question: answer.value}))) == answer.next


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_months_are_added_up_only_where_the_path_is_one_of_one(base: KnowledgeBase, number: int) -> None:
    outcome = assess(base, city(base.pack, answered(base, number)))
    is_open = [state for state in outcome.approaches.values() if state.aimed and state.status == "undetermined"]
    assert len(is_open) > 1 or not outcome.forks
    assert (outcome.months is None) == (len(is_open) > 1 or first_step(outcome) is None)


def test_who_answered_everything_has_no_fork() -> None:
    for base in BASES:
        outcome = assess(base, city(base.pack, by_chance(base.pack, random.Random("whole"))))
        assert outcome.forks == []
