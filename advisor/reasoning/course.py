"""Write the way as deductions: which step is available, which stays in the running after each criterion, which comes next.

These rules are about a city as it is known to stand. What is still open there counts as the least that is possible: a step is
never taken because something might be the case, and none is held back because something might not. A criterion prefers a step
only for what is certain, and what is open covers no pole. So nothing is open here, and what no rule concludes is not so.

``precedes`` says of two steps what the rules say of all of them, in one condition: what needs answers instead of a verdict
(explanations, proofs, the look ahead) reads that. A property test holds that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import ALWAYS, NEVER, Condition, Group, Test, every, leaves, opposite, some
from advisor.logic.values import YES_NO, only
from advisor.logic.vocabulary import NO, STATUS, YES
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.deductions import MISSING, Deduction, admitted, aim_fact, for_step, preference_fact, under_way

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.logic.values import Allowed
    from advisor.reasoning.unfolding import Verdicts


def taken_fact(step: str) -> str:
    """Name the fact that says whether a step was taken."""
    return f"{step} taken"


def available_fact(step: str) -> str:
    """Name the fact that says whether a step can come now."""
    return f"{step}.available"


def running_fact(criterion: str, step: str) -> str:
    """Name the fact that says whether a step is still in the running after a criterion."""
    return f"{criterion}>{step}"


def next_fact(step: str) -> str:
    """Name the fact that says whether a step comes next."""
    return f"{step}.next"


def facts_about(pack: Pack, step: Step) -> frozenset[str]:
    """Return the facts that rules conclude about a step on the way."""
    running = (running_fact(criterion.id, step.id) for criterion in pack.criteria)
    return frozenset({available_fact(step.id), *running, next_fact(step.id)})


def available(pack: Pack, step: Step) -> Condition:
    """Return when a step can come in a city that aims at its target: what it springs from is there, and what nothing prepares."""
    return every(*starting_point(pack, step).members, *admitted(step))


def starting_point(pack: Pack, step: Step) -> Group:
    """Return when a city stands where a step springs from, and not yet where it leads: statuses alone."""
    absent = [_status(step.target, "absent")] if step.opens else []
    return every(opposite(_status(step.target, "established")), *_springboard(pack, step), *absent)


def _springboard(pack: Pack, step: Step) -> list[Condition]:
    """Return when a step can spring: from an established approach; from nothing; from its target, begun.

    What has begun is completed where no neighbour is established, or where the step from there would begin with what is done.
    """
    if step.springboard == "nothing":
        return [opposite(_status(approach.id, "established")) for approach in pack.approaches]
    if step.springboard == "begun":
        own = set(pack.approach(step.target).poles)
        beside = [approach.id for approach in pack.approaches if own & set(approach.poles) and approach.id != step.target]
        there = {each.springboard: test for each in pack.steps if each.target == step.target for test in under_way(pack, each)}
        begun = opposite(_status(step.target, "absent"))
        alone = [some(opposite(_status(name, "established")), *([there[name]] if name in there else [])) for name in beside]
        return [begun, *alone]
    return [_status(step.springboard, "established"), *(_no(test.fact) for test in under_way(pack, step))]


def precedes(pack: Pack, one: Step, other: Step) -> Condition:
    """Return when one step comes before another if both can: the first criterion that tells them apart, then the order."""
    order = [step.id for step in pack.steps]
    found: Condition = ALWAYS if order.index(one.id) < order.index(other.id) else NEVER
    for criterion in reversed(pack.criteria):
        mine, theirs = (_yes(preference_fact(criterion.id, step.id)) for step in (one, other))
        found = some(every(mine, opposite(theirs)), every(some(mine, opposite(theirs)), found))
    return found


def for_a_pole(pack: Pack) -> dict[str, Condition]:
    """Return when each criterion that asks for a missing pole prefers a step, by the name of that preference."""
    return {
        preference_fact(criterion.id, step.id): for_step(criterion.when, step, pack)
        for criterion in pack.criteria
        if any(test.allowed == MISSING for test in leaves(criterion.when))
        for step in pack.steps
    }


class StepConditions:
    """The conditions under which the steps of a pack come, each written when it is first asked for.

    They are on what rules conclude; with the conditions behind verdicts they are on answers alone.
    """

    def __init__(self, pack: Pack, verdicts: Verdicts | None = None) -> None:
        """Take a pack, and the conditions behind its verdicts."""
        self._pack = pack
        self._verdicts = verdicts
        self.for_a_pole = for_a_pole(pack)
        self._can_come: dict[str, Condition] = {}
        self._precedes: dict[tuple[str, str], Condition] = {}
        self.choices: dict[tuple[str, ...], frozenset[str]] = {}
        """The facts from answers that a choice among steps can rest on, by the ids of the steps: the same in each turn."""

    def comes_next(self, aim: Collection[str], taken: Collection[str], step: Step) -> Condition:
        """Return when a step is the next one for a city that has these aims and took those steps."""
        if step.target not in aim or step.id in taken:
            return NEVER
        rivals = [each for each in self._pack.steps if each.target in aim and each.id not in taken and each.id != step.id]
        behind = [some(opposite(self.can_come(rival)), self.precedes(step, rival)) for rival in rivals]
        return every(self.can_come(step), *behind)

    def can_come(self, step: Step) -> Condition:
        """Return when a step can come in a city that aims at its target."""
        if step.id not in self._can_come:
            self._can_come[step.id] = self._read(available(self._pack, step))
        return self._can_come[step.id]

    def precedes(self, one: Step, other: Step) -> Condition:
        """Return when one step comes before another if both can."""
        key = (one.id, other.id)
        if key not in self._precedes:
            self._precedes[key] = self._read(precedes(self._pack, one, other))
        return self._precedes[key]

    def _read(self, condition: Condition) -> Condition:
        return condition if self._verdicts is None else self._verdicts.grounded(condition)


def course(pack: Pack) -> tuple[Deduction, ...]:
    """Return the deductions about the way, each after those it builds on: linear in the steps, none about a pair of them."""
    found: list[Deduction] = []
    running: dict[str, Condition] = {}
    for step in pack.steps:
        open_to_it = every(_yes(aim_fact(step.target)), _no(taken_fact(step.id)), available(pack, step))
        running[step.id] = _concluded(found, available_fact(step.id), open_to_it)
    for criterion in pack.criteria:
        speaks = {name: _yes(preference_fact(criterion.id, name)) for name in running}
        decides = _yes(f"{criterion.id} decides")
        found += [Deduction(decides.fact, YES, YES_NO, every(still, speaks[name])) for name, still in running.items()]
        running = {
            name: _concluded(found, running_fact(criterion.id, name), every(still, some(speaks[name], opposite(decides))))
            for name, still in running.items()
        }
    before: Condition = NEVER
    for name, still in running.items():
        found.append(Deduction(next_fact(name), YES, YES_NO, every(still, opposite(before))))
        before = _concluded(found, f"{name} or before", some(still, before))
    return tuple(found)


def _concluded(found: list[Deduction], fact: str, condition: Condition) -> Condition:
    """Add the deduction of a fact that is so or not, and return the test that it is so."""
    found.append(Deduction(fact, YES, YES_NO, condition))
    return _yes(fact)


def _status(approach: str, status: str) -> Test:
    return Test(approach, frozenset({status}), STATUS)


def _yes(fact: str) -> Test:
    return Test(fact, YES, YES_NO)


def _no(fact: str) -> Test:
    return Test(fact, NO, YES_NO)


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
        self.for_a_pole = for_a_pole(pack)
        """When each criterion that asks for a missing pole prefers a step."""

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
    """Tell whether a condition is so where nothing is open; reads no more than it takes."""
    if isinstance(condition, Test):
        return known.get(condition.fact, NO) <= condition.allowed  # type: ignore[operator] # all facts here have named values
    needed, spare = condition.needed, len(condition.members) - condition.needed
    if needed <= 0 or spare < 0:
        return needed <= 0
    for member in condition.members:
        if _is_so(member, known):
            needed -= 1
            if not needed:
                return True
        else:
            spare -= 1
            if spare < 0:
                return False
    return False
