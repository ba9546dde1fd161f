"""Conditions mean the same to every reader of their tree."""

from __future__ import annotations

from hypothesis import given

from advisor.logic.condition import Condition, opposite
from advisor.logic.evaluate import holds, undecided
from advisor.logic.implicants import branches
from advisor.logic.values import Allowed, Value, only
from tests.support.sampling import examples
from tests.support.strategies import FACTS, completions, plainly_true, random_answers, random_conditions


def certain(condition: Condition, city: dict[str, Value]) -> bool | None:
    """Ask every completion of the unknown facts: the reference for three-valued reading."""
    verdicts = {plainly_true(condition, full) for full in completions(city, FACTS)}
    return verdicts.pop() if len(verdicts) == 1 else None


def known(city: dict[str, Value]) -> dict[str, Allowed]:
    return {fact: only(value) for fact, value in city.items()}


@given(random_conditions(FACTS), random_answers())
@examples(100)
def test_a_verdict_survives_every_completion_of_the_unknown_answers(condition: Condition, city: dict[str, Value]) -> None:
    verdict = holds(condition, known(city))
    assert verdict in {None, certain(condition, city)}


@given(random_conditions(FACTS), random_answers())
@examples(300)
def test_a_branch_is_true_exactly_where_the_condition_is_certain(condition: Condition, city: dict[str, Value]) -> None:
    fires = any(all(holds(test, known(city)) for test in branch) for branch in branches(condition))
    assert fires == (certain(condition, city) is True)


@given(random_conditions(FACTS), random_answers())
@examples(100)
def test_the_opposite_negates_the_verdict_and_keeps_what_is_open(condition: Condition, city: dict[str, Value]) -> None:
    verdict = holds(condition, known(city))
    assert holds(opposite(condition), known(city)) == (None if verdict is None else not verdict)


@given(random_conditions(FACTS), random_answers())
@examples(100)
def test_only_undecided_tests_can_change_an_open_verdict(condition: Condition, city: dict[str, Value]) -> None:
    open_facts = {test.fact for test in undecided(condition, known(city))}
    unrelated = {fact: domain for fact, domain in FACTS.items() if fact not in open_facts}
    for full in completions(city, unrelated | {fact: FACTS[fact] for fact in city}):
        assert (holds(condition, known(full)) is None) == (holds(condition, known(city)) is None)


@given(random_conditions(FACTS))
@examples(100)
def test_branches_come_in_the_same_order_every_time(condition: Condition) -> None:
    assert branches(condition) == branches(condition)
