"""Read rules about what is wholly known without an engine: what is neither given nor concluded is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import Condition, Group, Test
from advisor.knowledge.values import only
from advisor.knowledge.vocabulary import NO
from advisor.reasoning.conclusions import Conclusions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.values import Allowed
    from advisor.reasoning.deductions import Deduction


class ClosedReading:
    """Deductions that each conclude that a fact is so, in an order in which each comes after those it builds on."""

    def __init__(self, deductions: Iterable[Deduction]) -> None:
        """Take the deductions."""
        self._deductions = tuple(deductions)

    def infer(self, given: Mapping[str, str]) -> Conclusions:
        """Return what follows from the values that facts have."""
        known: dict[str, Allowed] = {fact: only(value) for fact, value in given.items()}
        for deduction in self._deductions:
            if _is_so(deduction.condition, known):
                known[deduction.fact] = deduction.values
        return Conclusions(dict(given), known)


def _is_so(condition: Condition, known: Mapping[str, Allowed]) -> bool:
    match condition:
        case Test(fact, allowed):
            return known.get(fact, NO) <= allowed  # type: ignore[operator] # all facts here have named values
        case Group(needed, members):
            return sum(_is_so(member, known) for member in members) >= needed
        case _:
            assert_never(condition)
