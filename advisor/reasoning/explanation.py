"""Explain what follows: each conclusion back to the answers, how firm it is, and the smallest changes that would alter it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.logic.condition import Test, leaves, opposite
from advisor.logic.implicants import has_opposed_tests
from advisor.logic.values import Span, only
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answers, question_of
from advisor.reasoning.choice import established
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.course import StepConditions
from advisor.reasoning.deductions import AIM, preference_fact
from advisor.reasoning.diagnosis import readable, status_of
from advisor.reasoning.firmness import distance, flips, near, supports, well_backed
from advisor.reasoning.outcome import Given, Support
from advisor.reasoning.told import Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.logic.counterfactuals import Near
    from advisor.logic.implicants import Needs
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.planner import Plan, PlannedStep
    from advisor.reasoning.unfolding import Verdicts


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


Kind = Literal["status", "finding", "step"]


class Change(Part, frozen=True, kw_only=True):
    """One answer that would have to be different: the fact, its value today (null: unknown), and the values that would do."""

    fact: str
    today: Given
    to: list[str | int]
    at_least: int | None = None
    at_most: int | None = None


class Explanation(Part, frozen=True, kw_only=True):
    """A verdict: what it follows from, the answers it rests on, and the smallest changes that would flip it.

    ``distance`` is how many answers that takes, null if more than three; unknown answers may turn out any way. It is 0 where
    these alone could put another step in place of one; the smallest changes then name unknown answers too.
    ``distance_unbacked`` counts only answers that something is weak about: null if no three of them are enough.
    """

    about: str
    kind: Kind
    verdict: str
    because: list[Reason]
    rests_on: list[Support]
    distance: int | None
    smallest: list[list[Change]]
    distance_unbacked: int | None = None


class NearMiss(Part, frozen=True, kw_only=True):
    """A verdict that did not come, and the smallest changes that would bring it for certain."""

    about: str
    kind: Kind
    verdict: str
    smallest: list[list[Change]]


class Explained(Part, frozen=True, kw_only=True):
    """Verdicts about a city, those that did not come, and those that are open with the questions they hang on."""

    verdicts: list[Explanation]
    near_misses: list[NearMiss]
    open: dict[str, list[str]]


def explain(pack: Pack, verdicts: Verdicts, plan: Plan, answers: Answers, about: Collection[str] = ()) -> Explained:
    """Explain what was concluded about a city, or only what the named approaches, findings and steps are about."""
    look = _Look(pack, verdicts, plan, answers.complete(pack), frozenset(about))
    return Explained(
        verdicts=[*look.statuses(), *look.findings(), *look.steps()],
        near_misses=[*look.not_established(), *look.not_found(), *look.not_next()],
        open=look.open(),
    )


class _Look:
    def __init__(self, pack: Pack, verdicts: Verdicts, plan: Plan, answers: Answers, about: frozenset[str]) -> None:
        self._pack = pack
        self._verdicts = verdicts
        self._plan = plan
        self._conclusions = plan.start
        self._answers = answers
        self._possible = answers.possible(pack)
        self._near = near(verdicts, self._possible)
        self._steps = StepConditions(pack, verdicts)
        self._backed = well_backed(self._answers)
        self._about = about
        self._approaches = [each for each in pack.approaches if self._asked(each.id)]
        self._findings = [each for each in pack.findings if self._asked(each.id)]

    def _asked(self, name: str) -> bool:
        return not self._about or name in self._about

    def statuses(self) -> Iterator[Explanation]:
        for approach in self._approaches:
            status = status_of(approach.id, self._conclusions)
            if status != "undetermined":
                condition = self._verdicts.status(approach.id, status)
                yield self._explanation(approach.id, "status", status, self._why(approach.id, status), self._near, condition)

    def findings(self) -> Iterator[Explanation]:
        for finding in self._findings:
            if self._conclusions.concluded(finding.id, "present"):
                condition = self._verdicts.finding(finding.id)
                yield self._explanation(finding.id, "finding", "present", self._why(finding.id, "present"), self._near, condition)

    def steps(self) -> Iterator[Explanation]:
        """Explain each step at its place: what those before it have brought about stays."""
        taken: list[PlannedStep] = []
        for planned in self._plan.steps:
            if self._asked(planned.step.id):
                yield self._step(planned, taken)
            taken.append(planned)

    def _step(self, planned: PlannedStep, taken: list[PlannedStep]) -> Explanation:
        brought = {question_of(fact) for each in taken for fact in {**each.prepared, **each.changed}}
        possible = self._possible | {fact: only(value) for fact, value in planned.before.given.items()}
        before = [each.step.id for each in taken]
        comes = self._steps.comes_next(self._answers.aim, before, planned.step)
        around = near(self._verdicts, possible)
        because = reasons_for_step(self._pack, planned)
        made = self._explanation(planned.step.id, "step", "chosen", because, around, comes, brought)
        if made.distance == 0:  # name the unknown answers on which it hangs
            found = around.changes(opposite(comes), unknown_is_free=False, fixed=(AIM, *brought))
            made = msgspec.structs.replace(made, smallest=self._changes(found))
        return msgspec.structs.replace(made, rests_on=[each for each in made.rests_on if each.question not in brought])

    def not_established(self) -> Iterator[NearMiss]:
        for approach in self._approaches:
            if "established" not in possible_values(approach.id, STATUS, self._conclusions.known):
                condition = self._verdicts.status(approach.id, "established")
                yield self._miss(approach.id, "status", "established", self._certain(approach.id, "established", condition))

    def not_found(self) -> Iterator[NearMiss]:
        for finding in self._findings:
            if not self._conclusions.concluded(finding.id, "present"):
                condition = self._verdicts.finding(finding.id)
                yield self._miss(finding.id, "finding", "present", self._certain(finding.id, "present", condition))

    def not_next(self) -> Iterator[NearMiss]:
        """Say what would make each step towards an open aim the next one, if it is not on the path at all."""
        due = set(self._answers.aim) - set(established(self._pack, self._conclusions))
        on_path = {planned.step.id for planned in self._plan.steps}
        for step in self._pack.steps:
            if step.target in due and step.id not in on_path and self._asked(step.id):
                yield self._miss(step.id, "step", "next", self._steps.comes_next(self._answers.aim, (), step))

    def open(self) -> dict[str, list[str]]:
        found = {}
        for approach in self._approaches:
            if status_of(approach.id, self._conclusions) == "undetermined":
                facts = {
                    test.fact
                    for status in STATUS.names
                    for test in leaves(self._verdicts.status(approach.id, status))
                    if test.fact not in self._conclusions.given
                }
                found[approach.id] = [each.id for each in self._pack.questions if each.id in {question_of(f) for f in facts}]
        return found

    def _why(self, about: str, verdict: str) -> list[Reason]:
        return reasons(self._pack, self._conclusions, about, verdict)

    def _certain(self, about: str, verdict: str, condition: Condition) -> Condition:
        return self._verdicts.ways_to(about, verdict) if has_opposed_tests(condition, self._possible) else condition

    def _explanation(  # noqa: PLR0913, PLR0917 - what a verdict is about, and where what would flip it is searched
        self,
        about: str,
        kind: Kind,
        verdict: str,
        because: list[Reason],
        around: Near,
        condition: Condition,
        fixed: Collection[str] = (),
    ) -> Explanation:
        found = flips(around, condition, fixed)
        weak = flips(around, condition, {*fixed, *self._backed}) if self._backed else found
        behind = dict.fromkeys(question for reason in because for question in reason.questions())
        return Explanation(
            about=about,
            kind=kind,
            verdict=verdict,
            because=because,
            rests_on=supports(self._pack, self._answers, behind),
            distance=distance(found),
            smallest=self._changes(found),
            distance_unbacked=distance(weak),
        )

    def _miss(self, about: str, kind: Kind, verdict: str, condition: Condition) -> NearMiss:
        found = self._near.changes(condition, unknown_is_free=False, fixed=(AIM,))
        return NearMiss(about=about, kind=kind, verdict=verdict, smallest=self._changes(found))

    def _changes(self, found: Iterable[Needs]) -> list[list[Change]]:
        order = list(self._pack.vocabulary.facts)
        return [[self._change(fact, needs) for fact in sorted(needs, key=order.index)] for needs in found]

    def _change(self, fact: str, needs: Needs) -> Change:
        allowed = needs[fact]
        today = readable(self._pack, fact, self._conclusions.given.get(fact))
        if isinstance(allowed, Span):
            return Change(fact=fact, today=today, to=[], at_least=allowed.low, at_most=allowed.high)
        names = [name for name in getattr(self._pack.vocabulary.facts[fact], "names", ()) if name in allowed]
        values = [readable(self._pack, fact, name) for name in names]
        return Change(fact=fact, today=today, to=[value for value in values if isinstance(value, str | int)])
