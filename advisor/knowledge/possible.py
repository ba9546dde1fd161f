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
        verdict = holds(condition, now)
        if verdict is True:
            return now
        if verdict is None:
            test = _open_test(condition, now)
            possible = now.get(test.fact, everything(test.domain))
            for values in (complement(test.domain, test.allowed), test.allowed):  # what stands last is tried first
                left = intersect(possible, values)
                if not is_empty(left):
                    waiting.append({**now, test.fact: left})
    return waiting[-1] if waiting else None


def _open_test(condition: Condition, known: Known) -> Test:
    """Return a test that keeps an open condition open."""
    match condition:
        case Test():
            return condition
        case Group(members=members):
            return _open_test(next(member for member in members if holds(member, known) is None), known)
        case _:
            assert_never(condition)
