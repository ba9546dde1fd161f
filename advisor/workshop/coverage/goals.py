"""What tests of a pack should reach: each goal is one thing that some example or case has to bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place
from advisor.knowledge.conditions_of import Slot, slots
from advisor.logic.condition import Condition, Test, every, leaves, opposite
from advisor.logic.evaluate import holds
from advisor.logic.mcdc import decided, where_it_matters
from advisor.logic.notation import written
from advisor.reasoning.answers import question_of
from advisor.reasoning.choice import candidates, fell_at, prefers
from advisor.reasoning.deductions import for_step
from advisor.reasoning.unfolding import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from advisor.knowledge.fields import Scalar
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.deductions import Deduction
    from advisor.reasoning.planner import PlannedStep
    from advisor.reports.blocks import Block
    from advisor.workshop.cases.run import Said


Key = tuple[str | int | bool, ...]
"""Names a goal: ``("fired", finding)``, ``("test", slot, place, verdict)`` and so on."""

ROWS = ("rules", "choice", "tests", "tests that mattered", "questions", "steps", "report blocks")


class Goal(msgspec.Struct, frozen=True):
    """One thing to reach: its row in the table, where it stands, and what has not happened as long as it is not reached."""

    row: str
    place: Place
    missing: str


def goals(loaded: LoadedPack, blocks: Sequence[Block], templates: str) -> dict[Key, Goal]:
    """Return every goal of a pack by its key."""
    pack, found = loaded.pack, dict[Key, Goal]()
    for key, row, entry, missing in (*_of_rules(pack), *_of_tests(pack), *_of_questions(pack), *_of_steps(pack)):
        found[key] = Goal(row, loaded.places.of(entry), missing)
    for block in blocks:
        place = Place(f"{templates}/{block.template}", block.line)
        found["block", block.template, block.line, block.head] = Goal(ROWS[6], place, f"'{block.head}' is shown in no report")
    return found


_Found = tuple[Key, str, str, str]


def _of_rules(pack: Pack) -> Iterator[_Found]:
    for finding in pack.findings:
        yield ("fired", finding.id), ROWS[0], f"findings/{finding.id}", f"'{finding.id}' fires nowhere"
        yield ("silent", finding.id), ROWS[0], f"findings/{finding.id}", f"'{finding.id}' is silent nowhere"
    for criterion in pack.criteria:
        entry = f"criteria/{criterion.id}"
        yield ("prefers", criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers no step that could come"
        yield ("passes", criterion.id), ROWS[1], entry, f"'{criterion.id}' prefers every step that could come"
        yield ("decides", criterion.id), ROWS[1], entry, f"'{criterion.id}' decides nowhere between two steps"


def _of_tests(pack: Pack) -> Iterator[_Found]:
    for number, slot in enumerate(slots(pack)):
        for place, test in enumerate(leaves(slot.condition)):
            for verdict in (True, False):
                what = f"'{written(test)}' in '{slot.called}' of '{slot.entry.partition('/')[2]}'"
                word = "true" if verdict else "false"
                yield ("test", number, place, verdict), ROWS[2], slot.entry, f"{what} is {word} nowhere"
                yield ("mattered", number, place, verdict), ROWS[3], slot.entry, f"{what} decides nowhere by being {word}"


def read_questions(pack: Pack) -> list[str]:
    """Return the questions that a condition reads; answers to others can change no verdict."""
    facts = {question_of(test.fact) for slot in slots(pack) for test in leaves(slot.condition)}
    return [question.id for question in pack.questions if question.id in facts]


def _of_questions(pack: Pack) -> Iterator[_Found]:
    for name in read_questions(pack):
        question, entry = pack.question(name), f"questions/{name}"
        values = [level.name for level in question.levels] or (["no", "yes"] if question.type == "yes_no" else [])
        for value in values:
            yield ("level", name, value), ROWS[4], entry, f"no test answers '{name}' with '{value}'"
        if not values:
            yield ("answered", name), ROWS[4], entry, f"no test answers '{name}'"


def _of_steps(pack: Pack) -> Iterator[_Found]:
    for step in pack.steps:
        yield ("taken", step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is taken on no path"
        yield ("waits", step.id), ROWS[5], f"steps/{step.id}", f"'{step.id}' is nowhere put back for another step"


class Wanting:
    """Writes goals as conditions on answers."""

    def __init__(self, pack: Pack, written: Iterable[Deduction]) -> None:
        """Take a pack and its deductions."""
        self._pack = pack
        self.verdicts = Verdicts(written)
        self.slots = list(slots(pack))

    def condition(self, key: Key) -> Condition | None:
        """Return on which answers a goal is reached; None where no condition says it."""
        match key:
            case ("fired", str(finding)):
                return self.verdicts.finding(finding)
            case ("silent", str(finding)):
                return opposite(self.verdicts.finding(finding))
            case ("level", str(question), str(level)):
                return self._answered(question, level)
            case ("test" | "mattered" as kind, int(slot), int(place), bool(verdict)):
                condition = self.slots[slot].condition
                if self.slots[slot].entry.startswith("criteria/"):
                    return None  # its words stand for another step each time
                test: Condition = list(leaves(condition))[place]
                context = where_it_matters(condition, place) if kind == "mattered" else every()
                return self.verdicts.grounded(every(test if verdict else opposite(test), context))
            case _:
                return None

    def _answered(self, question: str, level: str) -> Condition | None:
        facts = self._pack.vocabulary.facts
        fact, value = (f"{question}.{level}", "yes") if question in self._pack.vocabulary.several else (question, level)
        return Test(fact, frozenset({value}), facts[fact]) if fact in facts else None


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
