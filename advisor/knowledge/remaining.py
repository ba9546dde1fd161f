"""Read branches against what is known: which of them can still come true, and what each still needs.

``known`` maps facts to the values they can still have. Restricting prime implicants and dropping those that others cover gives
the prime implicants of what is left, so a fact occurs in the rest exactly if it can still make a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.values import Allowed, Span, intersect, is_empty, is_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.condition import Test

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
        if not any(_covers(other, branch) for other in kept):
            kept.append(branch)
    return tuple(kept)


def _covers(general: Needs, special: Needs) -> bool:
    return all(fact in special and contains(allowed, special[fact]) for fact, allowed in general.items())


def contains(whole: Allowed, part: Allowed) -> bool:
    """Tell whether every value of the part is in the whole; quicker than ``is_within`` for named values."""
    if isinstance(part, Span) or isinstance(whole, Span):
        return is_within(part, whole)
    return part <= whole
