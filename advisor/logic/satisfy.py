"""Find values on which conditions hold: there are some, there are none, or it would take too long to tell.

Unlike branches this needs no list of all ways, so it also reads what falls into too many of them.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from advisor.logic.condition import Condition, Group, Test, every, opposite
from advisor.logic.evaluate import holds
from advisor.logic.implicants import branches
from advisor.logic.values import Allowed, Levels, Span, Value, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.logic.values import Domain

    Known = dict[str, Allowed]


class Unsolved(enum.Enum):
    """Why there are no values to give."""

    IMPOSSIBLE = "impossible"
    """Everything was tried: there are none."""
    GAVE_UP = "gave up"
    """None were found within the limit; there may be some."""


LIMIT = 5_000
"""How many partial cities are looked at before the search gives up; conditions that people write need some dozens."""


def solve(conditions: Iterable[Condition], known: Mapping[str, Allowed] | None = None) -> Known | Unsolved:
    """Return values of facts on which all conditions hold, whatever the other facts are, or why there are none to give.

    ``known`` limits what facts can be; it is part of what is returned. It must leave each of them a value.
    """
    waiting: list[tuple[list[Condition], Mapping[str, Allowed]]] = [(list(conditions), known or {})]
    for _ in range(LIMIT):
        if not waiting:
            return Unsolved.IMPOSSIBLE
        demanded, narrowed = waiting.pop()
        values = dict(narrowed)
        choices = _settle(demanded, values)
        still_open = None if choices is None else _still_open(choices, values)
        if still_open is None:
            continue
        if not still_open:
            return values
        group, *others = sorted(still_open, key=lambda choice: len(choice.members) - choice.needed)
        first, *rest = sorted(group.members, key=lambda member: holds(member, values) is not True)
        waiting.append(([Group(group.needed, tuple(rest)), *others], values))
        waiting.append(([first, Group(group.needed - 1, tuple(rest)), *others], values))  # what stands last is tried first
    return Unsolved.GAVE_UP if waiting else Unsolved.IMPOSSIBLE


def _settle(demanded: list[Condition], values: Known) -> list[Group] | None:
    """Narrow values to what conditions leave no choice about; return the groups that leave one, or None on a contradiction."""
    choices: list[Group] = []
    while demanded:
        match demanded.pop():
            case Test(fact, allowed, domain):
                left = intersect(values.get(fact, everything(domain)), allowed)
                if is_empty(left):
                    return None
                values[fact] = left
            case Group(needed, members) as group:
                if needed > len(members):
                    return None
                if needed == len(members):
                    demanded += members
                elif needed > 0:
                    choices.append(group)
    return choices


def _still_open(choices: Iterable[Group], values: Known) -> list[Group] | None:
    """Return the groups that values do not decide, or None if one of them is false."""
    still_open: list[Group] = []
    for group in choices:
        verdict = holds(group, values)
        if verdict is False:
            return None
        if verdict is None:
            still_open.append(group)
    return still_open


def can_hold(condition: Condition, known: Mapping[str, Allowed] | None = None) -> bool:
    """Tell whether some values of the facts make a condition true; where that took too long to find out, it may be true.

    ``known`` limits what facts can be.
    """
    return solve([condition], known) is not Unsolved.IMPOSSIBLE


def follows(condition: Condition, given: Condition, known: Mapping[str, Allowed] | None = None) -> bool:
    """Tell whether a condition is certainly true wherever the given one is."""
    return not can_hold(every(given, opposite(condition)), known)


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
