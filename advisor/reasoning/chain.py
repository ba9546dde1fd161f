"""Follow a conclusion back to the answers: what it follows from, and what that follows from in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.condition import Test
from advisor.knowledge.vocabulary import STATUS
from advisor.reasoning.answers import question_of
from advisor.reasoning.deductions import AIM, preference_fact
from advisor.reasoning.diagnosis import readable
from advisor.reasoning.outcome import Given, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.planner import PlannedStep


class Reason(Part, frozen=True, kw_only=True):
    """A fact and its value: an answer, or a conclusion with the reasons it follows from."""

    fact: str
    value: Given
    derived: bool = False
    because: list[Reason] = []

    def questions(self) -> Iterator[str]:
        """Yield the questions whose answers stand at the end of the chain; what a city aims at is no answer."""
        if not self.derived and question_of(self.fact) != AIM:
            yield question_of(self.fact)
        for each in self.because:
            yield from each.questions()


def reasons(pack: Pack, conclusions: Conclusions, fact: str, value: str) -> list[Reason]:
    """Return what a concluded value of a fact follows from; nothing where it was not concluded."""
    firing = conclusions.firing(fact, value)
    return _each(pack, conclusions, firing.because) if firing else []


def reasons_for_step(pack: Pack, planned: PlannedStep) -> list[Reason]:
    """Return why a step comes: its target is not there yet, its springboard is, and a criterion speaks for it."""
    step, criterion, conclusions = planned.step, planned.choice.criterion, planned.before
    springs = [Test(each.id, frozenset({"established"}), STATUS) for each in pack.approaches if each.id == step.springboard]
    tests = [Test(step.target, frozenset({"absent", "emerging"}), STATUS), *springs]
    firing = conclusions.firing(preference_fact(criterion, step.id), "yes") if criterion else None
    found = _each(pack, conclusions, [test for test in tests if conclusions.behind(test)])
    more = _each(pack, conclusions, firing.because) if firing else []
    return [*found, *(each for each in more if each.fact not in {reason.fact for reason in found})]


def _each(pack: Pack, conclusions: Conclusions, tests: Iterable[Test]) -> list[Reason]:
    return [_reason(pack, conclusions, test) for test in {test.fact: test for test in tests}.values()]


def _reason(pack: Pack, conclusions: Conclusions, test: Test) -> Reason:
    if test.fact in conclusions.given:
        return Reason(fact=test.fact, value=readable(pack, test.fact, conclusions.given[test.fact]))
    firing = conclusions.behind(test)
    if firing is None:
        return Reason(fact=test.fact, value=None, derived=test.fact not in pack.vocabulary.facts)
    names = [name for name in firing.deduction.domain.names if name in firing.deduction.values]
    because = _each(pack, conclusions, firing.because)
    return Reason(fact=test.fact, value=names[0] if len(names) == 1 else names, derived=True, because=because)
