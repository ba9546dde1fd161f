"""Read a condition against what is known: does it hold, and which answers would decide it?

``known`` maps a fact to the values it can still have; a fact that is missing from it is unknown, which is never "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import Condition, Group, Test
from advisor.knowledge.values import Allowed, intersect, is_empty, is_within

if TYPE_CHECKING:
    from collections.abc import Mapping


def holds(condition: Condition, known: Mapping[str, Allowed]) -> bool | None:
    """Tell whether the condition is true, false, or open (None) as far as is known."""
    match condition:
        case Test(fact, allowed):
            possible = known.get(fact)
            if possible is None:
                return None
            if is_within(possible, allowed):
                return True
            return False if is_empty(intersect(possible, allowed)) else None
        case Group(needed, members):
            verdicts = [holds(member, known) for member in members]
            if verdicts.count(True) >= needed:
                return True
            return None if len(members) - verdicts.count(False) >= needed else False
        case _:
            assert_never(condition)


def undecided(condition: Condition, known: Mapping[str, Allowed]) -> tuple[Test, ...]:
    """Return the open tests in those parts of the condition that are still open themselves."""
    if holds(condition, known) is not None:
        return ()
    match condition:
        case Test():
            return (condition,)
        case Group(members=members):
            return tuple(test for member in members for test in undecided(member, known))
        case _:
            assert_never(condition)
