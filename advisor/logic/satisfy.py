"""Tell whether a condition can be true at all, and whether one follows from another, by trying values until it is decided.

Unlike branches this needs no list of all ways, so it also reads what falls into too many of them. Where it would take too long
it says that the condition may be true, which is never wrong about what it rules out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import Condition, Group, Test, every, opposite
from advisor.logic.evaluate import holds
from advisor.logic.implicants import branches
from advisor.logic.values import Allowed, Levels, Span, Value, complement, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    Known = dict[str, Allowed]
    from collections.abc import Iterable

    from advisor.logic.values import Domain


_PARTIAL_CITIES = 2_000
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
    for _ in range(_PARTIAL_CITIES):
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


def witness(condition: Condition) -> dict[str, Value] | None:
    """Return the lowest answers on which the first branch of a condition is true, or None if it never is."""
    for branch in branches(condition):
        return {test.fact: _lowest(test.allowed, test.domain) for test in branch}
    return None


def _lowest(allowed: Allowed, domain: Domain) -> Value:
    if isinstance(allowed, Span):
        return allowed.low if allowed.low is not None else allowed.high or 0
    names = domain.names if isinstance(domain, Levels) else ()
    return next(name for name in names if name in allowed)
