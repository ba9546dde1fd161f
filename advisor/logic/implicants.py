"""Take a condition apart into branches: the shortest sets of tests each of which is enough on its own.

The branches are the prime implicants of the condition (iterated consensus after Quine, 1955, for facts with more than two
values). With them a three-valued reading is exact over facts that are independent of each other: a condition is certainly true
exactly if all tests of one of its branches are, whatever the unknown facts turn out to be.
"""

from __future__ import annotations

import contextlib
import functools
from itertools import combinations, product
from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import Condition, Group, Test, every, leaves, some
from advisor.logic.values import Allowed, Span, complement, everything, intersect, is_empty, is_within, unite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


LIMIT = 128
"""How many branches a condition may have; more would make experta slow, and no reader could follow them."""

Branch = dict[str, Test]


class TooManyBranchesError(ValueError):
    """The condition falls into more branches than :data:`LIMIT`."""


@functools.lru_cache(maxsize=4096)
def branches(condition: Condition) -> tuple[tuple[Test, ...], ...]:
    """Return the branches of a condition, in an order that depends on nothing but the condition.

    A condition that is always true has one branch without tests; one that is never true has none.

    Raises:
        TooManyBranchesError: the condition falls into more than :data:`LIMIT` branches.

    """
    if _is_one_branch(condition):
        return (condition.members,)  # type: ignore[union-attr, return-value] # a group of tests
    found = _close(_expand(condition))
    return tuple(tuple(branch.values()) for branch in found)


def _is_one_branch(condition: Condition) -> bool:
    """Tell whether a condition joins tests of different facts, each of which can fail and can hold: most do, and are done."""
    if not isinstance(condition, Group) or condition.needed != len(condition.members):
        return False
    tests = [part for part in condition.members if isinstance(part, Test)]
    weighty = all(not is_empty(test.allowed) and test.allowed != everything(test.domain) for test in tests)
    return weighty and len({test.fact for test in tests}) == len(tests) == len(condition.members)


def _expand(condition: Condition) -> list[Branch]:
    match condition:
        case Test(fact, allowed, domain):
            if is_empty(allowed):
                return []
            return [{}] if allowed == everything(domain) else [{fact: condition}]
        case Group(needed, members):
            return _at_least(needed, [_expand(member) for member in members])
        case _:
            assert_never(condition)


def _at_least(needed: int, parts: list[list[Branch]]) -> list[Branch]:
    """Return the branches that hold in enough of the parts, part by part: ways to choose them are far more than branches."""
    holding: dict[int, list[Branch]] = {0: [{}]}
    for place, part in enumerate(parts, start=1):
        fewest = max(needed - (len(parts) - place), 0)
        holding = {
            count: _joined(holding.get(count, []), holding.get(count - 1, []), part)
            for count in range(fewest, min(needed, place) + 1)
        }
    return holding.get(needed, [])


def _joined(without: list[Branch], fewer: list[Branch], part: list[Branch]) -> list[Branch]:
    """Return the branches that hold without a part, and those that hold with one more thanks to it."""
    found = list(without)
    for one, other in product(fewer, part):
        branch = _conjoin(one, other)
        if branch is not None:
            _add(found, branch)
    return found


def _conjoin(one: Branch, other: Branch) -> Branch | None:
    joined = dict(one)
    for fact, test in other.items():
        allowed = intersect(joined[fact].allowed, test.allowed) if fact in joined else test.allowed
        if is_empty(allowed):
            return None
        joined[fact] = Test(fact, allowed, test.domain)
    return joined


def _add(found: list[Branch], branch: Branch) -> bool:
    """Add a branch unless one that is already there is enough for it; drop those it makes superfluous."""
    if any(_covers(other, branch) for other in found):
        return False
    found[:] = [other for other in found if not _covers(branch, other)]
    found.append(branch)
    if len(found) > LIMIT:
        message = f"the condition falls into more than {LIMIT} branches"
        raise TooManyBranchesError(message)
    return True


def _covers(general: Branch, special: Branch) -> bool:
    return all(fact in special and is_within(special[fact].allowed, test.allowed) for fact, test in general.items())


def _close(found: list[Branch]) -> list[Branch]:
    """Add what follows from two branches together until nothing new follows."""
    changed = True
    while changed:
        changed = False
        for one, other in combinations(list(found), 2):
            for fact in sorted(one.keys() & other.keys()):
                merged = _consensus(one, other, fact)
                if merged is not None and _add(found, merged):
                    changed = True
    return found


def _consensus(one: Branch, other: Branch, fact: str) -> Branch | None:
    """Join two branches over a fact on which they complement each other."""
    united = unite(one[fact].allowed, other[fact].allowed)
    if united is None:
        return None
    rest = _conjoin(
        {name: test for name, test in one.items() if name != fact},
        {name: test for name, test in other.items() if name != fact},
    )
    if rest is None or united == everything(one[fact].domain):
        return rest
    return {**rest, fact: Test(fact, united, one[fact].domain)}


Needs = dict[str, Allowed]
"""One branch as plain values: what each of its facts has to be."""


def needs(branches: Iterable[Iterable[Test]]) -> tuple[Needs, ...]:
    """Return branches as plain values."""
    return tuple({test.fact: test.allowed for test in branch} for branch in branches)


def remaining(branches: Iterable[Needs], known: Mapping[str, Allowed]) -> tuple[Needs, ...]:
    """Return what each branch that can still come true still needs.

    Nothing is left of a condition that is certainly false; one empty branch is left of one that is certainly true.
    """
    left: list[Needs] = []
    for branch in branches:
        rest = _rest(branch, known)
        if rest is None:
            continue
        if not rest:
            return ({},)
        left.append(rest)
    return tuple(left) if len(left) < 2 else _without_covered(left)  # noqa: PLR2004 - one branch covers no other


def _rest(branch: Needs, known: Mapping[str, Allowed]) -> Needs | None:
    rest: Needs = {}
    for fact, allowed in branch.items():
        possible = known.get(fact)
        if possible is None:
            rest[fact] = allowed
        elif not contains(allowed, possible):
            common = intersect(possible, allowed)
            if is_empty(common):
                return None
            rest[fact] = common
    return rest


def _without_covered(left: list[Needs]) -> tuple[Needs, ...]:
    kept: list[Needs] = []
    for branch in sorted(left, key=len):
        if not any(_includes(other, branch) for other in kept):
            kept.append(branch)
    return tuple(kept)


def _includes(general: Needs, special: Needs) -> bool:
    return all(fact in special and contains(allowed, special[fact]) for fact, allowed in general.items())


def contains(whole: Allowed, part: Allowed) -> bool:
    """Tell whether every value of the part is in the whole; quicker than ``is_within`` for named values."""
    if isinstance(part, Span) or isinstance(whole, Span):
        return is_within(part, whole)
    return part <= whole


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
