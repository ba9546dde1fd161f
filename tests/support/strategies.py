"""Random knowledge and random answers, for promises that must hold for all of them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from advisor.logic.condition import Condition, Group, Test, opposite
from advisor.logic.values import Domain, Levels, Span, Value, WholeNumbers
from advisor.reasoning.deductions import Deduction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACTS: dict[str, Domain] = {
    "a": Levels(("none", "some", "most"), (0, 1, 2)),
    "b": Levels(("none", "some", "most", "all"), (0, 1, 2, 3)),
    "c": Levels(("no", "yes")),
    "d": Levels(("red", "green", "blue")),
    "n": WholeNumbers(),
}
NUMBERS = (0, 1, 2, 3)
"""The numbers a random city can have; the bounds of random tests lie among them, so they stand for all."""

VERDICT = Levels(("no", "yes"))


def values_of(domain: Domain) -> tuple[Value, ...]:
    """Return the values to try for a domain."""
    return domain.names if isinstance(domain, Levels) else NUMBERS


@st.composite
def random_tests(draw: st.DrawFn, facts: Mapping[str, Domain]) -> Test:
    """Draw a test that is neither always nor never true."""
    name = draw(st.sampled_from(sorted(facts)))
    domain = facts[name]
    if isinstance(domain, Levels):
        chosen = draw(st.sets(st.sampled_from(domain.names), min_size=1, max_size=len(domain.names) - 1))
        return Test(name, frozenset(chosen), domain)
    bound = draw(st.sampled_from(NUMBERS[1:]))
    return Test(name, Span(low=bound) if draw(st.booleans()) else Span(high=bound - 1), domain)


def random_conditions(facts: Mapping[str, Domain]) -> st.SearchStrategy[Condition]:
    """Draw a condition of any shape that authors can write."""

    def groups(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        members = st.lists(children, min_size=1, max_size=3)
        return members.flatmap(lambda parts: st.integers(1, len(parts)).map(lambda needed: Group(needed, tuple(parts))))

    return st.recursive(random_tests(facts), groups, max_leaves=6)


@st.composite
def random_rules(draw: st.DrawFn) -> tuple[Deduction, ...]:
    """Draw a small knowledge base in two layers: the second builds on what the first concludes."""
    first = [draw(random_conditions(FACTS)) for _ in range(3)]
    lower = {f"x{number}": VERDICT for number in range(3)}
    second = [draw(random_conditions({**FACTS, **lower})) for _ in range(2)]
    return (
        *(_yes(f"x{number}", condition) for number, condition in enumerate(first)),
        *(_no(f"x{number}", condition) for number, condition in enumerate(first)),
        *(_yes(f"y{number}", condition) for number, condition in enumerate(second)),
    )


def _yes(fact: str, condition: Condition) -> Deduction:
    return Deduction(fact, frozenset({"yes"}), VERDICT, condition)


def _no(fact: str, condition: Condition) -> Deduction:
    return Deduction(fact, frozenset({"no"}), VERDICT, opposite(condition))


def random_answers(facts: Mapping[str, Domain] = FACTS) -> st.SearchStrategy[dict[str, Value]]:
    """Draw answers to some of the questions; the others stay unknown."""
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(values_of(domain)) for name, domain in facts.items()})


def completions(given: Mapping[str, Value], facts: Mapping[str, Domain]) -> Iterator[dict[str, Value]]:
    """Yield every way in which the unknown facts could turn out."""
    unknown = sorted(set(facts) - set(given))
    for chosen in product(*(values_of(facts[name]) for name in unknown)):
        yield {**given, **dict(zip(unknown, chosen, strict=True))}


def plainly_true(condition: Condition, city: Mapping[str, Value]) -> bool:
    """Evaluate a condition on a fully known city, in the simplest way there is: the reference for all readers."""
    if isinstance(condition, Group):
        return sum(plainly_true(member, city) for member in condition.members) >= condition.needed
    value = city[condition.fact]
    if isinstance(condition.allowed, Span):
        low, high = condition.allowed.low, condition.allowed.high
        return isinstance(value, int) and (low is None or value >= low) and (high is None or value <= high)
    return value in condition.allowed
