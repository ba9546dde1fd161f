"""Run the tests of a pack against its mutants: a mutant that no test notices is a survivor.

What is run is the plain reading of the rules, which concludes what experta concludes; and only tests that name something which
the change can reach.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import ALWAYS, Condition, every, leaves
from advisor.logic.implicants import TooManyBranchesError, branches
from advisor.reasoning.deductions import CircularRulesError, Deduction, deductions
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.reasoning.repertoire import Repertoire
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.cases.examples import ExampleError, example_facts
from advisor.workshop.cases.run import Said, deviations
from advisor.workshop.coverage.measure import percent
from advisor.workshop.coverage.mutants import Mutant, mutants
from advisor.workshop.coverage.spoken import mutants_of_sentences, notices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Pack, Question
    from advisor.knowledge.steps import Step
    from advisor.workshop.cases.read import Case

Meaning = frozenset[frozenset[tuple[str, object]]]
"""What a condition says, however it is written: its branches."""


class Mutation(msgspec.Struct, frozen=True):
    """How many mutants there are that mean something else than the pack, how many of these a test notices, and the others."""

    counted: int
    killed: int
    equivalent: int
    survivors: list[Mutant]

    @property
    def share(self) -> float:
        """Return the share of mutants that a test notices, in percent."""
        return percent(self.killed, self.counted)


def mutation(pack: Pack, cases: Sequence[Case]) -> Mutation:
    """Return how many mutants of a pack its examples and these cases notice."""
    trial = Trial(pack, cases)
    equivalent, killed, survivors = 0, 0, list[Mutant]()
    for mutant in mutants(pack):
        change = trial.change(mutant.pack)
        if change is not None and not change.reached:
            equivalent += 1
        elif change is None or trial.notices(mutant.pack, change):
            killed += 1
        else:
            survivors.append(mutant)
    for mutant, concerned, is_same in mutants_of_sentences(pack, trial.cases, trial.alike):
        if is_same:
            equivalent += 1
        elif notices(mutant, concerned, trial.engine, trial.verdicts):
            killed += 1
        else:
            survivors.append(mutant)
    return Mutation(killed + len(survivors), killed, equivalent, survivors)


PATH = "the path"
"""Stands for the course among what a change can reach."""

PRESUPPOSED = "what answers presuppose"
"""Stands for that: it is looked at of those questions whose answers some case expects to be contradicted."""


class Change(msgspec.Struct, frozen=True):
    """What a mutant comes to: its rules, and the concluded facts that are different for some city."""

    written: tuple[Deduction, ...]
    reached: frozenset[str]


class Trial:
    """The tests of a pack that hold, ready to be run against others like it."""

    def __init__(self, pack: Pack, cases: Sequence[Case]) -> None:
        """Take the pack as it is, and its cases."""
        self._pack = pack
        self._meanings: dict[Condition, Meaning] = {}
        written = deductions(pack)
        self._before = {(deduction.fact, deduction.values): deduction.condition for deduction in written}
        self.engine = ReadingEngine(pack, Reading(written))
        self.verdicts = Verdicts(written)
        repertoire = Repertoire(pack, self.verdicts)
        said = ((case, Said(pack, self.engine, case.answers, repertoire)) for case in cases)
        self.cases = [case for case, each in said if not any(deviations(case, each))]

    @functools.cached_property
    def _examples(self) -> set[str]:
        return {finding.id for finding in self._pack.findings if self._examples_hold(self._pack, self.engine, finding)}

    @functools.cached_property
    def _contradicted(self) -> set[str]:
        return {name for case in self.cases for name in case.expect.contradictions or ()}

    def change(self, mutant: Pack) -> Change | None:
        """Return what a mutant changes; None where its rules cannot be read any more.

        :data:`PATH` stands for the path. Nothing is reached by a change that means the same.
        """
        try:
            now = deductions(mutant)
            found = {deduction.fact for deduction in now if not self._same(deduction)}
        except (CircularRulesError, TooManyBranchesError):
            return None
        for deduction in now:  # each comes after those it builds on
            if any(test.fact in found for test in leaves(deduction.condition)):
                found.add(deduction.fact)
        named = self._pack.concluded_facts()
        if found - named or found & {approach.id for approach in self._pack.approaches} or self._other_course(mutant):
            found.add(PATH)
        asked = list(zip(self._pack.questions, mutant.questions, strict=True))
        if any(not self.alike(one.arises, other.arises) for one, other in asked):
            found |= {*named, PATH}
        if any(_presupposed(one) != _presupposed(other) for one, other in asked if one.id in self._contradicted):
            found.add(PRESUPPOSED)
        return Change(now, frozenset(found))

    def notices(self, mutant: Pack, change: Change) -> bool:
        """Tell whether a test fails for a mutant."""
        concerned = [case for case in self.cases if change.reached & _named(case)]
        looked_at = change.reached.union(*(_named(case) for case in concerned))
        engine = ReadingEngine(mutant, Reading(needed(change.written, looked_at, mutant)))
        shown = [finding for finding in mutant.findings if finding.id in change.reached & self._examples]
        if any(not self._examples_hold(mutant, engine, finding) for finding in shown):
            return True
        repertoire = Repertoire(mutant, Verdicts(change.written))
        said = ((case, Said(mutant, engine, case.answers, repertoire)) for case in concerned)
        noticing = next((case for case, each in said if any(deviations(case, each))), None)
        if noticing is not None:  # it is likely to notice the next mutant as well, so it comes first
            self.cases.sort(key=lambda case: case is not noticing)
        return noticing is not None

    @staticmethod
    def _examples_hold(mutant: Pack, engine: ReadingEngine, finding: Finding) -> bool:
        try:
            fires, silent = (example_facts(mutant, given) for given in (finding.examples.fires, finding.examples.silent))
        except ExampleError:
            return False
        there = [engine.infer(facts).concluded(finding.id, "present") for facts in (fires, silent)]
        return there == [True, False]

    def _within(self, fact: str) -> Condition:
        """Return what holds wherever a fact is looked at: signs of a step only where it can spring from its springboard."""
        step = next((each for each in self._pack.steps if fact.startswith(f"{each.id}.")), None)
        return self._springs(step) if step else ALWAYS

    def _springs(self, step: Step) -> Condition:
        return next((approach.established_when for approach in self._pack.approaches if approach.id == step.springboard), ALWAYS)

    def _same(self, deduction: Deduction) -> bool:
        before, now = self._before.get((deduction.fact, deduction.values)), deduction.condition
        return before is not None and (before == now or self.alike(before, now, self._within(deduction.fact)))

    def alike(self, one: Condition | None, other: Condition | None, within: Condition = ALWAYS) -> bool:
        """Tell whether two conditions mean the same where a third one holds."""
        if one is None or other is None or one == other:
            return one == other
        return self._meaning(every(within, one)) == self._meaning(every(within, other))

    def _meaning(self, condition: Condition) -> Meaning:
        if condition not in self._meanings:
            found = branches(condition)
            self._meanings[condition] = frozenset(frozenset((test.fact, test.allowed) for test in branch) for branch in found)
        return self._meanings[condition]

    def _other_course(self, mutant: Pack) -> bool:
        """Tell whether steps or their order are different in what the planner does with them."""
        if [criterion.id for criterion in self._pack.criteria] != [criterion.id for criterion in mutant.criteria]:
            return True
        return any(not self._same_step(one, other) for one, other in zip(self._pack.steps, mutant.steps, strict=True))

    def _same_step(self, one: Step, other: Step) -> bool:
        if one is other:
            return True
        springs = self._springs(one)
        needs = list(zip(one.preconditions, other.preconditions, strict=False))
        return (
            [action.raises for action in one.actions] == [action.raises for action in other.actions]
            and len(one.preconditions) == len(other.preconditions)
            and all(self.alike(mine.asks, theirs.asks, springs) for mine, theirs in needs)
            and all(mine.prepare == theirs.prepare or self.alike(mine.asks, ALWAYS, springs) for mine, theirs in needs)
        )


def _named(case: Case) -> frozenset[str]:
    expect = case.expect
    course = expect.steps is not None or expect.first_step or expect.arrives is not None or expect.details
    against = [] if expect.contradictions is None else [PRESUPPOSED]
    return frozenset({*expect.statuses, *expect.present, *expect.absent, *against, *([PATH] if course else [])})


def _presupposed(question: Question) -> list[Condition | None]:
    """Return what the answers to a question presuppose, all of them and each of its levels."""
    return [question.presupposes, *(level.presupposes for level in question.levels)]


def needed(written: Sequence[Deduction], looked_at: frozenset[str], pack: Pack) -> list[Deduction]:
    """Return the deductions that facts rest on; the path rests on all but the findings."""
    facts = set(looked_at)
    if PRESUPPOSED in looked_at:  # findings may name it themselves
        facts |= {test.fact for finding in pack.findings if finding.kind == "contradiction" for test in leaves(finding.when)}
    if PATH in looked_at:
        facts |= {deduction.fact for deduction in written} - {finding.id for finding in pack.findings}
        facts |= {test.fact for step in pack.steps for precondition in step.preconditions for test in leaves(precondition.asks)}
    found = []
    for deduction in reversed(written):  # each comes after those it builds on
        if deduction.fact in facts:
            facts.update(test.fact for test in leaves(deduction.condition))
            found.append(deduction)
    return found[::-1]
