"""The ways in which a condition comes true, side by side: needed where two ways complement each other."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from advisor.knowledge.branches import TooManyBranchesError, branches
from advisor.knowledge.condition import Condition, every, leaves, some
from advisor.knowledge.values import complement, everything, intersect, is_empty, is_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.values import Allowed


def has_opposed_tests(condition: Condition, known: Mapping[str, Allowed]) -> bool:
    """Tell whether some open fact has no value that fails all tests on it: whatever it turns out to be, a way may come true."""
    asked: dict[str, Allowed] = {}
    for test in leaves(condition):
        possible = known.get(test.fact, everything(test.domain))
        if not is_within(possible, test.allowed):
            asked[test.fact] = intersect(asked.get(test.fact, possible), complement(test.domain, test.allowed))
    return any(is_empty(failing) for failing in asked.values())


def side_by_side(condition: Condition) -> Condition:
    """Return a condition of the same meaning that is certain only if one of its ways is by itself.

    "a and b, or not a and b" is certain as soon as b is, whatever a is, yet neither way is. The prime implicants have that way.
    Where they are too many the condition stays as it is: each of its ways is still enough.
    """
    with contextlib.suppress(TooManyBranchesError):
        return some(*(every(*branch) for branch in branches(condition)))
    return condition
