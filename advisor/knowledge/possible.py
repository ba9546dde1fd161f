"""Tell whether a condition can be true at all, and whether one follows from another, by trying values until it is decided.

Unlike branches this needs no list of all ways, so it also reads what falls into too many of them. Where it would take too long
it says that the condition may be true, which is never wrong about what it rules out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import Condition, Group, Test, every, opposite
from advisor.knowledge.readers import holds
from advisor.knowledge.values import complement, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.values import Allowed

    Known = dict[str, Allowed]

_TRIES = 2_000
"""How many partial cities are tried for one condition; those that people write need some dozens."""


def can_hold(condition: Condition, known: Mapping[str, Allowed] | None = None) -> bool:
    """Tell whether some values of the facts make a condition true; ``known`` limits what they can be."""
    return values_for(condition, known) is not None


def follows(condition: Condition, given: Condition, known: Mapping[str, Allowed] | None = None) -> bool:
    """Tell whether a condition is true wherever the given one is."""
    return not can_hold(every(given, opposite(condition)), known)


def values_for(condition: Condition, known: Mapping[str, Allowed] | None = None) -> Known | None:
    """Return values with which a condition is true, or None if there are none; where that took too long, as far as it came."""
    return _Search().first(condition, dict(known or {}))


class _Search:
    """One search through partial cities, which ends early rather than late."""

    def __init__(self) -> None:
        self._left = _TRIES

    def first(self, condition: Condition, known: Known) -> Known | None:
        verdict = holds(condition, known)
        self._left -= 1
        if verdict is not None or self._left <= 0:
            return None if verdict is False else known
        test = _open_test(condition, known)
        possible = known.get(test.fact, everything(test.domain))
        for values in (test.allowed, complement(test.domain, test.allowed)):
            left = intersect(possible, values)
            if is_empty(left):
                continue
            found = self.first(condition, {**known, test.fact: left})
            if found is not None:
                return found
        return None


def _open_test(condition: Condition, known: Known) -> Test:
    """Return a test that keeps an open condition open."""
    match condition:
        case Test():
            return condition
        case Group(members=members):
            return _open_test(next(member for member in members if holds(member, known) is None), known)
        case _:
            assert_never(condition)
