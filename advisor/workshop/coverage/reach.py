"""Which goals answers reach: as conditions to be solved before there are any, and as what cases have reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.conditions_of import Slot, slots
from advisor.logic.condition import Condition, Test, every, leaves, opposite
from advisor.logic.evaluate import holds
from advisor.logic.mcdc import decided, where_it_matters
from advisor.logic.vocabulary import YES, option_fact
from advisor.reasoning.choice import candidates, fell_at, prefers
from advisor.reasoning.deductions import deductions, for_step
from advisor.reasoning.repertoire import Repertoire
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.coverage.goals import (
    Answered,
    AnsweredWith,
    Decides,
    Fires,
    KeepsQuiet,
    Passes,
    Prefers,
    PutBack,
    Speaks,
    StaysSilent,
    Taken,
    TestDecides,
    TestSays,
)
from advisor.workshop.coverage.sentences import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advisor.knowledge.fields import Scalar
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.deductions import Deduction
    from advisor.reasoning.planner import PlannedStep
    from advisor.workshop.cases.run import Said
    from advisor.workshop.coverage.goals import Goal, OfTest
    from advisor.workshop.coverage.sentences import Numbered


class Wanting:
    """Writes goals as conditions on answers."""

    def __init__(self, pack: Pack, written: Iterable[Deduction]) -> None:
        """Take a pack and its deductions."""
        self._pack = pack
        self.found = numbered(pack)
        self.verdicts = Verdicts(written)
        self.slots = list(slots(pack))

    def condition(self, goal: Goal) -> Condition | None:
        """Return on which answers a goal is reached; None where no condition says it."""
        match goal:
            case Fires(finding):
                return self.verdicts.finding(finding)
            case StaysSilent(finding):
                return opposite(self.verdicts.finding(finding))
            case AnsweredWith(question, value):
                return self._answered(question, value)
            case TestSays() | TestDecides():
                return self._of_test(goal)
            case Speaks(number) | KeepsQuiet(number):
                return self.found.condition(number, self.verdicts, said=isinstance(goal, Speaks))
            case _:
                return None

    def _of_test(self, goal: OfTest) -> Condition | None:
        condition = self.slots[goal.slot].condition
        if self.slots[goal.slot].entry.startswith("criteria/"):
            return None  # its words stand for another step each time
        test: Condition = leaves(condition)[goal.test]
        context = where_it_matters(condition, goal.test) if isinstance(goal, TestDecides) else every()
        return self.verdicts.grounded(every(test if goal.verdict else opposite(test), context))

    def _answered(self, question: str, value: str) -> Condition | None:
        facts = self._pack.vocabulary.facts
        several = question in self._pack.vocabulary.several
        fact, allowed = (option_fact(question, value), YES) if several else (question, frozenset({value}))
        return Test(fact, allowed, facts[fact]) if fact in facts else None


class Reach:
    """Tells what tests of one pack reach; ``pack`` is the one to run them on, with numbers for sentences."""

    def __init__(self, found: Numbered) -> None:
        """Take the pack whose rules, questions, steps and sentences are the goals."""
        pack = self.pack = self._pack = found.pack
        self._found = found
        self._repertoire = Repertoire(pack, Verdicts(deductions(pack)))
        numbered = list(enumerate(slots(pack)))
        self._slots = [(number, slot) for number, slot in numbered if not slot.entry.startswith("criteria/")]
        self._criteria = [(number, slot) for number, slot in numbered if slot.entry.startswith("criteria/")]

    def of_example(self, given: Mapping[str, Scalar], concluded: Conclusions) -> Iterator[Goal]:
        """Yield what an example inside a rule reaches."""
        for name, value in given.items():
            yield from self._levels(name, value if isinstance(value, tuple) else (str(value),))
        yield from self._here(concluded)
        yield from self._spoken(self._found.of_example(self._repertoire, concluded))

    def of_case(self, said: Said) -> Iterator[Goal]:
        """Yield what a case reaches, on its whole path."""
        for name, answer in said.answers.answers.items():
            if answer.value is not None:
                yield from self._levels(name, answer.value if isinstance(answer.value, tuple) else (str(answer.value),))
        yield from self._here(said.start)
        for planned in said.plan.steps:
            yield from self._here(planned.after)
            yield from self._choice(planned)
        yield from self._spoken(self._found.of_case(self._repertoire, said))

    def _spoken(self, said: set[int]) -> Iterator[Goal]:
        yield from map(Speaks, said)
        yield from map(KeepsQuiet, self._found.unsaid(said))

    @staticmethod
    def _levels(name: str, values: tuple[str, ...]) -> Iterator[Goal]:
        yield Answered(name)
        for value in values:
            yield AnsweredWith(name, value)

    def _here(self, concluded: Conclusions) -> Iterator[Goal]:
        for finding in self._pack.findings:
            yield Fires(finding.id) if concluded.concluded(finding.id, "present") else StaysSilent(finding.id)
        for number, slot in self._slots:
            yield from _tests(number, slot, lambda test: holds(test, concluded.known))

    def _choice(self, planned: PlannedStep) -> Iterator[Goal]:
        before, chosen, course = planned.before, planned.step, planned.choice.course
        yield Taken(chosen.id)
        for step in candidates(self._pack, course):
            if step is not chosen:
                yield PutBack(step.id)
                if (decisive := fell_at(self._pack, course, step)) is not None:
                    yield Decides(decisive)
            for criterion in self._pack.criteria:
                yield Prefers(criterion.id) if prefers(course, criterion.id, step) else Passes(criterion.id)
            for number, slot in self._criteria:
                yield from _tests(number, slot, self._of_step(step, before))

    def _of_step(self, step: Step, before: Conclusions) -> Callable[[Test], bool | None]:
        """Read ``target``, ``pole`` and ``step`` in the tests of a criterion as those of a step."""
        return lambda test: holds(for_step(test, step, self._pack), before.known)


def _tests(number: int, slot: Slot, value: Callable[[Test], bool | None]) -> Iterator[Goal]:
    for test in decided(slot.condition, value):
        yield TestSays(number, test.place, test.verdict)
        if test.matters:
            yield TestDecides(number, test.place, test.verdict)
