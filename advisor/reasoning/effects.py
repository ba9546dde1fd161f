"""What an action changes: facts are raised to at least a level, and never lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import NEVER, Condition, Group, Test
from advisor.logic.values import YES_NO, Allowed, Levels, Span, Value, WholeNumbers, is_within, only
from advisor.logic.vocabulary import NO, YES, option_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack

NO_OPTION = "none"
"""The option of a question with several that excludes all others."""


def within_reach(condition: Condition) -> Condition:
    """Return what is left of a condition for steps to bring about: they raise levels, options and numbers, never dates."""
    match condition:
        case Group(needed, members):
            return Group(needed, tuple(within_reach(member) for member in members))
        case Test(_, Span(high=None), _):
            return condition
        case Test(_, _, domain):
            return condition if isinstance(domain, Levels) else NEVER
        case _:
            assert_never(condition)


def raised(pack: Pack, given: Mapping[str, Value], raises: Mapping[str, str]) -> dict[str, Value]:
    """Return the facts that change when facts are raised; those already there stay out."""
    changes: dict[str, Value] = {}
    for fact, level in raises.items():
        if fact in pack.vocabulary.several:
            wanted: dict[str, Value] = {option_fact(fact, level): "yes"}
            if NO_OPTION in pack.vocabulary.several[fact]:
                wanted[option_fact(fact, NO_OPTION)] = "no"
            changes |= {name: value for name, value in wanted.items() if given.get(name) != value}
        elif not _reaches(pack, fact, given.get(fact), level):
            changes[fact] = value_of(pack, fact, level)
    return changes


def value_of(pack: Pack, fact: str, level: str) -> Value:
    """Return the value that a fact is raised to: a level, or a number."""
    return int(level) if isinstance(pack.vocabulary.facts[fact], WholeNumbers) else level


def reached(pack: Pack, fact: str, level: str) -> Test:
    """Return the test that a fact is there: at least at a level, at least so many, or this option."""
    if fact in pack.vocabulary.several:
        return Test(option_fact(fact, level), YES, YES_NO)
    domain = pack.vocabulary.facts[fact]
    if isinstance(domain, WholeNumbers):
        return Test(fact, Span(low=int(level)), domain)
    return Test(fact, frozenset(domain.names[domain.names.index(level) :] if domain.numbers else (level,)), domain)


def _reaches(pack: Pack, fact: str, value: Value | None, level: str) -> bool:
    domain = pack.vocabulary.facts[fact]
    if value is None:
        return False
    if not isinstance(domain, Levels):
        return int(value) >= int(level)
    if not domain.numbers:
        return value == level
    return domain.names.index(str(value)) >= domain.names.index(level)


def raised_sets(pack: Pack, known: Mapping[str, Allowed], raises: Mapping[str, str]) -> dict[str, Allowed]:
    """Return the values facts can have once they were raised, for facts of which only the possible values are known."""
    changes: dict[str, Allowed] = {}
    for fact, level in raises.items():
        if fact in pack.vocabulary.several:
            changes[option_fact(fact, level)] = YES
            if NO_OPTION in pack.vocabulary.several[fact]:
                changes[option_fact(fact, NO_OPTION)] = NO
            continue
        domain = pack.vocabulary.facts[fact]
        if isinstance(domain, Levels) and domain.numbers:
            reached = frozenset(domain.names[domain.names.index(level) :])
            before = known.get(fact, frozenset(domain.names))
            higher = reached & before if isinstance(before, frozenset) else reached
            changes[fact] = higher if is_within(before, reached) else higher | {level}
        elif isinstance(domain, WholeNumbers):
            before = known.get(fact, Span())
            low, high = (before.low, before.high) if isinstance(before, Span) else (None, None)
            least = int(level)
            changes[fact] = Span(max(least, low or least), None if high is None else max(least, high))
        else:
            changes[fact] = only(level)
    return changes
