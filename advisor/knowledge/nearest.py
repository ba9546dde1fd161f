"""Read a condition for what would have to be different: the smallest changes that make it true.

A change is minimal if no part of it is enough. The search builds every way in which the condition can come true and drops those
that need more changes than the limit; it is exact, because a condition that is true is true by one of its ways.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.branches import TooManyBranchesError, branches
from advisor.knowledge.condition import Condition, Group, Test, leaves
from advisor.knowledge.remaining import Needs, contains, needs
from advisor.knowledge.values import Allowed, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LIMIT = 3
"""How many answers a change may consist of: more is no near miss, and no reader would follow it."""


def nearest(
    condition: Condition,
    known: Mapping[str, Allowed],
    answer_of: Callable[[str], str],
    *,
    unknown_is_free: bool,
    limit: int = LIMIT,
) -> tuple[Needs, ...]:
    """Return the minimal changes that make a condition true, smallest first.

    Args:
        condition: what is to become true; it tests facts from answers only.
        known: the values that answers leave possible.
        answer_of: the answer a fact belongs to; facts of one answer change together and count once.
        unknown_is_free: whether the condition has to become true only for some way in which the unknown facts turn out
            (a change does not name them then), or for certain (then they count as changes).
        limit: how many answers a change may consist of.

    Returns:
        For each change the facts that are different, and the values they may have; one empty change if there is nothing to do.

    """
    search = _Search(known, answer_of, limit, unknown_is_free=unknown_is_free)
    found: dict[frozenset[str], Needs] = {}
    for way in sorted(_ways(condition, search, certain=not unknown_is_free), key=search.cost):
        if search.cost(way) > limit:
            break
        changed = {fact: allowed for fact, allowed in way.items() if search.differs(fact, allowed)}
        answers = frozenset(answer_of(fact) for fact in changed)
        if not any(smaller <= answers for smaller in found):
            found[answers] = changed
    return tuple(found.values())


def _ways(condition: Condition, search: _Search, *, certain: bool) -> Iterable[Needs]:
    """Return the ways in which a condition can come true.

    The ways of the tree are all there are unless two of them complement each other on an unknown fact. Where one occurs twice
    the prime implicants are taken for certain; where those are too many, each way of the tree is still enough.
    """
    facts = [test.fact for test in leaves(condition)]
    if certain and any(facts.count(fact) > 1 and search.is_open(fact) for fact in set(facts)):
        with contextlib.suppress(TooManyBranchesError):
            return needs(branches(condition))
    return search.ways(condition)


class _Search:
    def __init__(
        self, known: Mapping[str, Allowed], answer_of: Callable[[str], str], limit: int, *, unknown_is_free: bool
    ) -> None:
        self._known = known
        self._answer_of = answer_of
        self._limit = limit
        self._unknown_is_free = unknown_is_free

    def differs(self, fact: str, allowed: Allowed) -> bool:
        possible = self._known.get(fact)
        if possible is None:
            return not self._unknown_is_free
        if self._unknown_is_free:
            return is_empty(intersect(possible, allowed))
        return not contains(allowed, possible)

    def is_open(self, fact: str) -> bool:
        possible = self._known.get(fact)
        return not isinstance(possible, frozenset) or len(possible) != 1

    def cost(self, way: Needs) -> int:
        return len({self._answer_of(fact) for fact, allowed in way.items() if self.differs(fact, allowed)})

    def ways(self, condition: Condition) -> list[Needs]:
        match condition:
            case Test(fact, allowed):
                way = {fact: allowed}
                return [] if is_empty(allowed) or self.cost(way) > self._limit else [way]
            case Group(needed, members):
                return self._joined(needed, [self.ways(member) for member in members])
            case _:
                assert_never(condition)

    def _joined(self, needed: int, parts: list[list[Needs]]) -> list[Needs]:
        """Return the ways in which so many of the members come true together."""
        chosen: list[list[Needs]] = [[{}], *([] for _ in range(needed))]
        for place, part in enumerate(parts):
            for count in range(min(needed, place + 1), 0, -1):
                more = [both for one in chosen[count - 1] for other in part if (both := self._both(one, other)) is not None]
                chosen[count] = _general(chosen[count] + more)
        return chosen[needed]

    def _both(self, one: Needs, other: Needs) -> Needs | None:
        joined = dict(one)
        for fact, allowed in other.items():
            common = intersect(joined[fact], allowed) if fact in joined else allowed
            if is_empty(common):
                return None
            joined[fact] = common
        return joined if self.cost(joined) <= self._limit else None


def _general(ways: list[Needs]) -> list[Needs]:
    """Leave out ways that ask for more than another one."""
    kept: list[Needs] = []
    for way in sorted(ways, key=len):
        if not any(all(fact in way and contains(allowed, way[fact]) for fact, allowed in other.items()) for other in kept):
            kept.append(way)
    return kept
