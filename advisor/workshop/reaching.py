"""Which goals an example or a case reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.readers import holds
from advisor.reasoning.choice import candidates, fell_at, prefers
from advisor.reasoning.deductions import for_step
from advisor.workshop.deciding import decided
from advisor.workshop.slots import Slot, slots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.knowledge.condition import Test
    from advisor.knowledge.fields import Scalar
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.planner import PlannedStep
    from advisor.workshop.goals import Key
    from advisor.workshop.running import Said


class Reach:
    """Tells what tests of one pack reach."""

    def __init__(self, pack: Pack) -> None:
        """Take the pack whose rules, questions and steps are the goals."""
        self._pack = pack
        every_slot = list(enumerate(slots(pack)))
        self._slots = [(number, slot) for number, slot in every_slot if not slot.entry.startswith("criteria/")]
        self._criteria = [(number, slot) for number, slot in every_slot if slot.entry.startswith("criteria/")]

    def of_example(self, given: Mapping[str, Scalar], concluded: Conclusions) -> Iterator[Key]:
        """Yield what an example inside a rule reaches."""
        for name, value in given.items():
            yield from self._levels(name, value if isinstance(value, tuple) else (str(value),))
        yield from self._here(concluded)

    def of_case(self, said: Said) -> Iterator[Key]:
        """Yield what a case reaches, on its whole path."""
        for name, answer in said.answers.answers.items():
            if answer.value is not None:
                yield from self._levels(name, answer.value if isinstance(answer.value, tuple) else (str(answer.value),))
        yield from self._here(said.start)
        for planned in said.plan.steps:
            yield from self._here(planned.after)
            yield from self._choice(planned)

    @staticmethod
    def _levels(name: str, values: tuple[str, ...]) -> Iterator[Key]:
        yield ("answered", name)
        for value in values:
            yield ("level", name, value)

    def _here(self, concluded: Conclusions) -> Iterator[Key]:
        for finding in self._pack.findings:
            yield ("fired" if concluded.concluded(finding.id, "present") else "silent", finding.id)
        for number, slot in self._slots:
            yield from _tests(number, slot, lambda test: holds(test, concluded.known))

    def _choice(self, planned: PlannedStep) -> Iterator[Key]:
        before, chosen, course = planned.before, planned.step, planned.choice.course
        yield ("taken", chosen.id)
        for step in candidates(self._pack, course):
            if step is not chosen:
                yield ("waits", step.id)
                if (criterion := fell_at(self._pack, course, step)) is not None:
                    yield ("decides", criterion)
            for criterion_ in self._pack.criteria:
                yield ("prefers" if prefers(before, criterion_.id, step) else "passes", criterion_.id)
            for number, slot in self._criteria:
                yield from _tests(number, slot, self._of_step(step, before))

    def _of_step(self, step: Step, before: Conclusions) -> Callable[[Test], bool | None]:
        """Read ``target``, ``pole`` and ``step`` in the tests of a criterion as those of a step."""
        return lambda test: holds(for_step(test, step, self._pack), before.known)


def _tests(number: int, slot: Slot, value: Callable[[Test], bool | None]) -> Iterator[Key]:
    for each in decided(slot.condition, value):
        yield ("test", number, each.place, each.verdict)
        if each.matters:
            yield ("mattered", number, each.place, each.verdict)
