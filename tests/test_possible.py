"""The search for values on which conditions hold gives one of three answers, and each is what trying every city says."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.logic import satisfy
from advisor.logic.condition import Condition, Test, every, some
from advisor.logic.evaluate import holds
from advisor.logic.satisfy import Unsolved, can_hold, follows, solve
from advisor.logic.values import YES_NO, Allowed, Span, WholeNumbers, is_within, only
from advisor.logic.vocabulary import NO, YES
from tests.support.sampling import examples, sample_and_all
from tests.support.strategies import FACTS, NUMBERS, random_conditions, values_of

CITIES = [
    {name: only(value) for name, value in zip(FACTS, values, strict=True)}
    for values in product(*(values_of(domain) for domain in FACTS.values()))
]
CONDITIONS = random_conditions(FACTS)
ENOUGH = satisfy.LIMIT


def inside(known: satisfy.Known) -> list[dict[str, Allowed]]:
    """Return the cities that are among some values."""
    return [city for city in CITIES if all(is_within(city[fact], allowed) for fact, allowed in known.items())]


@given(st.lists(CONDITIONS, max_size=3), st.sampled_from([1, 2, 3, ENOUGH]))
@examples(100)
def test_each_of_the_three_answers_is_what_every_city_says(conditions: list[Condition], limit: int) -> None:
    good = [city for city in CITIES if all(holds(condition, city) for condition in conditions)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(satisfy, "LIMIT", limit)
        match solve(conditions):
            case Unsolved.IMPOSSIBLE:
                assert good == []
            case Unsolved.GAVE_UP:
                assert limit < ENOUGH
            case values:
                there = inside(values)
                assert there
                assert all(city in good for city in there)


@given(CONDITIONS)
@examples(100)
def test_a_condition_can_hold_exactly_if_it_holds_in_some_city(condition: Condition) -> None:
    assert can_hold(condition) == any(holds(condition, city) for city in CITIES)


@given(CONDITIONS, CONDITIONS)
@examples(100)
def test_a_condition_follows_exactly_if_it_holds_wherever_the_other_does(one: Condition, other: Condition) -> None:
    assert follows(one, other) == all(holds(one, city) for city in CITIES if holds(other, city))


@given(CONDITIONS, st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=2))
@examples(100)
def test_what_is_known_limits_the_cities(condition: Condition, bounds: list[int]) -> None:
    known: dict[str, Allowed] = {"n": Span(min(bounds), max(bounds))}
    found = solve([condition], known)
    good = [city for city in inside(known) if holds(condition, city)]
    assert (found is Unsolved.IMPOSSIBLE) == (not good)
    assert isinstance(found, Unsolved) or all(city in good for city in inside(found))


def more_birds_than_holes(birds: int, holes: int) -> Condition:
    """Return that each bird sits in a hole, and no two in the same: false, and seen late by whoever tries."""
    sits = {(bird, hole): f"b{bird}.h{hole}" for bird in range(birds) for hole in range(holes)}
    each_sits = [some(*(Test(sits[bird, hole], YES, YES_NO) for hole in range(holes))) for bird in range(birds)]
    alone = [
        some(Test(sits[one, hole], NO, YES_NO), Test(sits[other, hole], NO, YES_NO))
        for hole in range(holes)
        for one, other in combinations(range(birds), 2)
    ]
    return every(*each_sits, *alone)


@pytest.mark.long
def test_a_search_that_would_take_too_long_says_so_and_rules_nothing_out() -> None:
    assert solve([more_birds_than_holes(4, 3)]) is Unsolved.IMPOSSIBLE
    hard = more_birds_than_holes(9, 8)
    assert solve([hard]) is Unsolved.GAVE_UP
    assert can_hold(hard)
    assert not follows(some(), hard)  # it does follow, but nobody found out


@sample_and_all("count", 1_200, 3_000)
def test_many_facts_and_many_choices_are_no_reason_to_give_up(count: int) -> None:
    facts = [Test(f"f{number}", Span(low=1), WholeNumbers()) for number in range(count)]
    assert solve([every(*facts)]) == {test.fact: Span(low=1) for test in facts}
    assert solve([some(*pair) for pair in zip(facts[::2], facts[1::2], strict=True)]) == {
        test.fact: Span(low=1) for test in facts[::2]
    }
