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
    waiting: list[Known] = [dict(known or {})]
    for _ in range(_TRIES):
        if not waiting:
            return None
        now = waiting.pop()
        test = _read(condition, now)
        if test is True:
            return now
        if test is not False:
            possible = now.get(test.fact, everything(test.domain))
            for values in (complement(test.domain, test.allowed), test.allowed):  # what stands last is tried first
                left = intersect(possible, values)
                if not is_empty(left):
                    waiting.append({**now, test.fact: left})
    return waiting[-1] if waiting else None


def _read(condition: Condition, known: Known) -> bool | Test:
    """Tell whether a condition is true or false; where it is open, return the first test that keeps it open."""
    match condition:
        case Test():
            verdict = holds(condition, known)
            return condition if verdict is None else verdict
        case Group(needed, members):
            open_test, spare = None, len(members) - needed
            for member in members:
                if needed <= 0 or spare < 0:
                    break
                found = _read(member, known)
                needed -= found is True
                spare -= found is False
                open_test = found if open_test is None and isinstance(found, Test) else open_test
            return True if needed <= 0 else open_test if open_test is not None and spare >= 0 else False
        case _:
            assert_never(condition)
