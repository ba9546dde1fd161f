"""Find answers on which conditions are true: a search that decides what must be before it tries what may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.condition import Condition, Group, Test
from advisor.knowledge.readers import holds
from advisor.knowledge.values import Allowed, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TRIES = 5000
"""How many choices are looked at before the search gives up."""


def solved(conditions: Iterable[Condition], known: Mapping[str, Allowed] | None = None) -> dict[str, Allowed] | None:
    """Return values of facts on which all conditions are true; None where there are none, or none were found in time.

    Facts that do not matter stay out; ``known`` holds those that are given.
    """
    return _Search().solve(list(conditions), dict(known or {}))


class GaveUpError(Exception):
    """There was too much to try; nothing is known then."""


def decided(conditions: Iterable[Condition], known: Mapping[str, Allowed]) -> dict[str, Allowed] | None:
    """Return values of facts on which all conditions are true; None only where there are certainly none.

    Raises:
        GaveUpError: that would take too long to find out.

    """
    search = _Search()
    found = search.solve(list(conditions), dict(known))
    if found is None and search.gave_up:
        raise GaveUpError
    return found


def impossible(condition: Condition) -> bool:
    """Tell whether a condition is certainly never true: everything was tried."""
    search = _Search()
    return search.solve([condition], {}) is None and not search.gave_up


class _Search:
    def __init__(self) -> None:
        self._left = _TRIES

    @property
    def gave_up(self) -> bool:
        """Tell whether something was left untried."""
        return self._left < 0

    def solve(self, todo: list[Condition], known: dict[str, Allowed]) -> dict[str, Allowed] | None:
        """Decide everything that has to be true, then try the first choice both ways."""
        self._left -= 1
        if self._left < 0:
            return None
        choices: list[Group] = []
        while todo:
            match todo.pop():
                case Test(fact, allowed, domain):
                    there = intersect(known.get(fact, everything(domain)), allowed)
                    if is_empty(there):
                        return None
                    known[fact] = there
                case Group(needed, members) as group:
                    if needed > len(members):
                        return None
                    if needed == len(members):
                        todo += members
                    elif needed > 0:
                        choices.append(group)
        return self._choose(choices, known)

    def _choose(self, choices: list[Group], known: dict[str, Allowed]) -> dict[str, Allowed] | None:
        verdicts = [holds(group, known) for group in choices]
        if False in verdicts:
            return None
        still = [group for group, verdict in zip(choices, verdicts, strict=True) if verdict is None]
        if not still:
            return known
        first, *others = sorted(still, key=lambda group: len(group.members) - group.needed)
        one, *rest = sorted(first.members, key=lambda member: holds(member, known) is not True)
        with_it = self.solve([one, Group(first.needed - 1, tuple(rest)), *others], dict(known))
        if with_it is not None:
            return with_it
        return self.solve([Group(first.needed, tuple(rest)), *others], dict(known))
