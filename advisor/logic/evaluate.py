"""Read a condition against what is known: does it hold, and which answers would decide it?

``known`` maps a fact to the values it can still have; a fact that is missing from it is unknown, which is never "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, assert_never

from advisor.logic.condition import Condition, Group, Test
from advisor.logic.values import Allowed, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


def holds(condition: Condition, known: Mapping[str, Allowed]) -> bool | None:
    """Tell whether the condition is true, false, or open (None) as far as is known."""
    if isinstance(condition, Test):  # asked most often of all, and by names nearly always
        possible, allowed = known.get(condition.fact), condition.allowed
        if possible is None:
            return None
        if type(possible) is frozenset and type(allowed) is frozenset:
            return True if possible <= allowed else False if possible.isdisjoint(allowed) else None
        common = intersect(possible, allowed)
        if common == possible or is_empty(possible):
            return True
        return False if is_empty(common) else None
    return _joined(condition, holds, known)


def verdict_of(condition: Condition, says: Callable[[Test], bool | None]) -> bool | None:
    """Tell whether a condition is true, false, or open (None), by what is said of each of its tests."""
    return says(condition) if isinstance(condition, Test) else _joined(condition, verdict_of, says)


def _joined(group: Group, verdict_on: Callable[[Condition, T], bool | None], given: T) -> bool | None:
    """Tell whether enough parts of a group are true, as far as is known (None: open); reads no more of them than it takes."""
    needed, spare = group.needed, len(group.members) - group.needed
    if needed <= 0 or spare < 0:
        return needed <= 0
    for member in group.members:
        verdict = verdict_on(member, given)
        if verdict is True:
            needed -= 1
            if not needed:
                return True
        elif verdict is False:
            spare -= 1
            if spare < 0:
                return False
    return None


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
