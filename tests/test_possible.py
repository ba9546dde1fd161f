"""Whether a condition can hold, and whether one follows from another, is what trying every city says."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from advisor.logic import satisfy
from advisor.logic.condition import Condition, Test, every
from advisor.logic.evaluate import holds
from advisor.logic.satisfy import can_hold, follows, values_for
from advisor.logic.values import Span, WholeNumbers, is_within, only
from tests.strategies import FACTS, NUMBERS, random_conditions, values_of

if TYPE_CHECKING:
    import pytest

CITIES = [
    {name: only(value) for name, value in zip(FACTS, values, strict=True)}
    for values in product(*(values_of(domain) for domain in FACTS.values()))
]
CONDITIONS = random_conditions(FACTS)


@given(CONDITIONS)
def test_a_condition_can_hold_exactly_if_it_holds_in_some_city(condition: Condition) -> None:
    found = values_for(condition)
    assert can_hold(condition) == (found is not None) == any(holds(condition, city) for city in CITIES)
    if found is not None:
        assert holds(condition, found) is True


@given(CONDITIONS, CONDITIONS)
def test_a_condition_follows_exactly_if_it_holds_wherever_the_other_does(one: Condition, other: Condition) -> None:
    assert follows(one, other) == all(holds(one, city) for city in CITIES if holds(other, city))


@given(CONDITIONS, st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=2))
def test_what_is_known_limits_the_cities(condition: Condition, bounds: list[int]) -> None:
    known = Span(min(bounds), max(bounds))
    inside = [city for city in CITIES if is_within(city["n"], known)]
    assert can_hold(condition, {"n": known}) == any(holds(condition, city) for city in inside)


def test_a_search_that_would_take_too_long_rules_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(satisfy, "_PARTIAL_CITIES", 200)
    facts = [Test(f"f{number}", Span(low=1), WholeNumbers()) for number in range(300)]
    assert can_hold(every(*facts))
