"""What an action changes: facts are raised to at least a level, and never lowered."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import NEVER, Condition, Group, Test
from advisor.logic.values import Allowed, Levels, Value, is_within, only
from advisor.logic.vocabulary import NO, YES, option_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack

NO_OPTION = "none"
"""The option of a question with several that excludes all others."""


def within_reach(condition: Condition) -> Condition:
    """Return what is left of a condition for steps to bring about: they raise levels and options, never numbers or dates."""
    match condition:
        case Group(needed, members):
            return Group(needed, tuple(within_reach(member) for member in members))
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
            changes[fact] = level
    return changes


def _reaches(pack: Pack, fact: str, value: Value | None, level: str) -> bool:
    domain = pack.vocabulary.facts[fact]
    if value is None or not isinstance(domain, Levels):
        return False
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
        else:
            changes[fact] = only(level)
    return changes
