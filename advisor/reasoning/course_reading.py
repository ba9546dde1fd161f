"""Read the rules about the way without an engine: what is neither given nor concluded is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.knowledge.condition import Condition, Group, Test, leaves
from advisor.knowledge.values import only
from advisor.knowledge.vocabulary import NO, YES
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.course import StepConditions, course
from advisor.reasoning.deductions import Deduction, aim_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.knowledge.values import Allowed


class _Rule(msgspec.Struct, frozen=True):
    """A deduction, and a fact without which it concludes nothing: most steps are out of the question at once."""

    deduction: Deduction
    needs: str | None


class CourseReading:
    """A pack's rules about the way, taken apart once; every method is a pure function of what is given."""

    def __init__(self, pack: Pack) -> None:
        """Take a pack."""
        self._rules = [_Rule(deduction, _needed(deduction.condition)) for deduction in course(pack)]
        self._steps = StepConditions(pack)
        others = {rule.deduction.fact for rule in self._rules} | {aim_fact(approach.id) for approach in pack.approaches}
        asked = (test for rule in self._rules for test in leaves(rule.deduction.condition) if test.fact not in others)
        self.signs = tuple(dict.fromkeys(test.fact for test in asked if test.allowed == YES))
        """The facts about steps that the rules ask for: what criteria prefer, and whether all is there that nothing prepares."""

    def infer(self, given: Mapping[str, str]) -> Conclusions:
        """Return what follows from the values that facts have."""
        known: dict[str, Allowed] = {fact: only(value) for fact, value in given.items()}
        for rule in self._rules:
            if (rule.needs is None or rule.needs in known) and _is_so(rule.deduction.condition, known):
                known[rule.deduction.fact] = rule.deduction.values
        return Conclusions(dict(given), known)

    def precedes(self, one: Step, other: Step, known: Mapping[str, Allowed]) -> bool:
        """Tell whether one step comes before another if both can."""
        return _is_so(self._steps.precedes(one, other), known)


def _needed(condition: Condition) -> str | None:
    """Return a fact that must be so for a condition to hold; None where there is no single one."""
    if not isinstance(condition, Group) or condition.needed < len(condition.members):
        return None
    return next((part.fact for part in condition.members if isinstance(part, Test) and part.allowed == YES), None)


def _is_so(condition: Condition, known: Mapping[str, Allowed]) -> bool:
    match condition:
        case Test(fact, allowed):
            return known.get(fact, NO) <= allowed  # type: ignore[operator] # all facts here have named values
        case Group(needed, members):
            for member in members:
                if needed <= 0:
                    break
                needed -= _is_so(member, known)
            return needed <= 0
        case _:
            assert_never(condition)
