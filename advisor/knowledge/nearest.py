"""Search what would have to be different: the smallest changes that make a condition true.

A change is minimal if no part of it is enough. The ways in which a large condition can come true are too many to write down, so
one broken part is mended after the other, and only as long as the changes stay few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.circuit import Circuit, Suppositions
from advisor.knowledge.mending import Mending

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from advisor.knowledge.condition import Condition
    from advisor.knowledge.remaining import Needs
    from advisor.knowledge.values import Allowed

LIMIT = 3
"""How many answers a change may consist of: more is no near miss, and no reader would follow it."""


class Near:
    """Searches around one city; what was read of it for one condition is kept for the next."""

    def __init__(self, known: Mapping[str, Allowed], answer_of: Callable[[str], str], circuit: Circuit | None = None) -> None:
        """Take the city as :func:`nearest` does, and a circuit where conditions were taken apart before."""
        self._supposing = Suppositions(circuit or Circuit(), known)
        self._answer_of = answer_of

    def changes(self, condition: Condition, *, unknown_is_free: bool, fixed: Collection[str] = ()) -> tuple[Needs, ...]:
        """Return the minimal changes that make a condition true, smallest first; :func:`nearest` says what is meant."""
        mending = Mending(self._supposing, self._answer_of, frozenset(fixed), LIMIT, unknown_is_free=unknown_is_free)
        return mending.changes(condition)


def nearest(
    condition: Condition,
    known: Mapping[str, Allowed],
    answer_of: Callable[[str], str],
    *,
    unknown_is_free: bool,
    fixed: Collection[str] = (),
) -> tuple[Needs, ...]:
    """Return the minimal changes that make a condition true, smallest first.

    Args:
        condition: what is to become true; it tests facts from answers only.
        known: the values that answers leave possible.
        answer_of: the answer a fact belongs to; facts of one answer change together and count once.
        unknown_is_free: whether the condition has to become true only for some way in which the unknown facts turn out
            (a change does not name them then), or for certain (then they count as changes, and each way in
            which the condition comes true is looked at by itself; see :mod:`~advisor.knowledge.ways`).
        fixed: answers that cannot be different.

    Returns:
        For each change the facts that are different, and the values they may have; one empty change if there is nothing to do.

    """
    return Near(known, answer_of).changes(condition, unknown_is_free=unknown_is_free, fixed=fixed)
