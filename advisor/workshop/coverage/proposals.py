"""Propose cases: for a goal that no test reaches, and for a mutant that no test notices.

A condition is solved, or the stock of imagined cities is searched; then answers are dropped as long as the case does its work.
What is proposed was run: it reaches its goal, or tells the mutant from the pack.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.knowledge.conditions_of import slots
from advisor.logic.condition import every, leaves, opposite
from advisor.logic.satisfy import Unsolved, solve
from advisor.reasoning.assess import assess
from advisor.reasoning.deductions import deductions
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.reasoning.repertoire import Repertoire
from advisor.reports.blocks import blocks_shown
from advisor.workshop.cases import expect
from advisor.workshop.cases.run import Said
from advisor.workshop.cases.synthetic import city, stock
from advisor.workshop.cases.write import case_text
from advisor.workshop.coverage.goals import (
    Answered,
    AnsweredWith,
    Fires,
    Goal,
    KeepsQuiet,
    OfSentence,
    Shown,
    Speaks,
    StaysSilent,
    TestDecides,
    TestSays,
    shown,
)
from advisor.workshop.coverage.mutation import PATH, Trial, needed
from advisor.workshop.coverage.names import free_name, name_of_expectation, name_of_goal
from advisor.workshop.coverage.reach import Reach, Wanting
from advisor.workshop.coverage.sentences import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.deductions import Deduction
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.workshop.cases.expect import Expectation
    from advisor.workshop.coverage.mutants import Mutant
    from advisor.workshop.coverage.mutation import Change

_WRITTEN = 120
"""How many cities reports are written for in search of a block."""


class Proposal(msgspec.Struct, frozen=True):
    """A case ready to paste, and the goals that it reaches; one that tells a mutant is for no goal."""

    text: str
    reaches: frozenset[Goal] = frozenset()


class Proposer:
    """Imagines cities for one pack."""

    def __init__(self, base: KnowledgeBase, taken: set[str]) -> None:
        """Take what is known, and the names that cases have; what is proposed is added."""
        pack = base.pack
        self._taken = taken
        self._pack = pack
        self._base = base
        self._written = deductions(pack)
        self._wanting = Wanting(pack, self._written)
        self._reader = ReadingEngine(pack, Reading(self._written))
        self._trial = Trial(pack, ())
        self._found = numbered(pack)
        self._reach = Reach(self._found)
        self._repertoire = Repertoire(self._found.pack, self._wanting.verdicts)

    def for_goal(self, goal: Goal) -> Proposal | None:
        """Return a case that reaches a goal; None where none was found."""
        found = self._for_block(goal) if isinstance(goal, Shown) else self._reaching(goal)
        if found is None:
            return None
        expected = self._expected(goal, self._said(found))
        if isinstance(goal, Shown):
            return self._proposal(found, expected, None, goal)

        def still(answers: Answers) -> bool:
            return goal in self._reached(answers) and self._expected(goal, self._said(answers)) == expected

        return self._proposal(self._least(found, still), expected, name_of_goal(self._pack, goal))

    def _reaching(self, goal: Goal) -> Answers | None:
        on_path = isinstance(goal, OfSentence) and self._found.hangs_on_path(goal.number)
        for imagined in self._imagined(None if on_path else self._wanting.condition(goal)):
            if goal in self._reached(imagined):
                return imagined
        return next((answers for answers, reached in self._stock if goal in reached), None)

    def _imagined(self, wanted: Condition | None) -> Iterator[Answers]:
        """Yield a city in which a condition holds; without one, or where none was found in time, the stock has to do."""
        facts = Unsolved.IMPOSSIBLE if wanted is None else solve([wanted])
        if not isinstance(facts, Unsolved):
            yield city(self._pack, facts)

    def _proposal(self, answers: Answers, expected: Expectation, name: str | None = None, *also: Goal) -> Proposal:
        return Proposal(self._text(answers, expected, name), self._reached(answers) | set(also))

    def _text(self, answers: Answers, expected: Expectation, name: str | None = None) -> str:
        called = free_name(name or name_of_expectation(self._pack, expected), self._taken)
        return case_text(self._pack, called, answers, expected)

    def for_mutant(self, mutant: Mutant) -> Proposal | None:
        """Return a case in which the rules say something else than a mutant; None where none was found."""
        change = self._trial.change(mutant.pack)
        if change is None or not change.reached:
            return None
        differs = self._told_apart(mutant, change)
        found = next((said for said in self._suspects(mutant) if differs(said) is not None), None)
        if found is None:
            return None
        reader = _reader(self._written, change, self._pack)
        expected = differs(found) or {}
        least = self._least(found.answers, lambda each: differs(Said(self._pack, reader, each)) == expected)
        return Proposal(self._text(least, expected))

    @staticmethod
    def _told_apart(mutant: Mutant, change: Change) -> Callable[[Said], Expectation | None]:
        """Return what tells a mutant from what the pack says; only findings are looked at where nothing else can be different."""
        theirs = _reader(change.written, change, mutant.pack)

        def differs(said: Said) -> Expectation | None:
            other = Said(mutant.pack, theirs, said.answers)
            if PATH in change.reached:
                return expect.of_difference(said, other)
            return expect.of_other_findings(said, other, change.reached)

        return differs

    @functools.cached_property
    def _cities(self) -> list[Said]:
        return [self._said(answers) for answers in stock(self._pack, self._wanting.verdicts)]

    @functools.cached_property
    def _stock(self) -> list[tuple[Answers, frozenset[Goal]]]:
        return [(said.answers, frozenset(self._reach.of_case(said))) for said in self._cities]

    def _said(self, answers: Answers) -> Said:
        return Said(self._found.pack, self._reader, answers, self._repertoire)

    def _reached(self, answers: Answers) -> frozenset[Goal]:
        return frozenset(self._reach.of_case(self._said(answers)))

    def _for_block(self, wanted: Shown) -> Answers | None:
        templates = paths.shipped("templates")
        cities = [said.answers for said in self._cities]
        for answers in [each for each in cities if len(each.answers) < len(self._pack.questions) // 2][:_WRITTEN]:
            blocks = blocks_shown(templates, self._pack, answers, assess(self._base, answers))
            if wanted in map(shown, blocks):
                return answers
        return None

    def _expected(self, goal: Goal, said: Said) -> Expectation:
        match goal:
            case Fires(finding) | StaysSilent(finding):
                return expect.of_findings(said, [finding])
            case TestSays(slot) | TestDecides(slot):
                return self._expected_of(self._wanting.slots[slot].entry, said)
            case AnsweredWith(question) | Answered(question):
                facts = {question, *(f"{question}.{option}" for option in self._pack.vocabulary.several.get(question, ()))}
                read = [each.id for each in self._pack.findings if facts & {test.fact for test in leaves(each.when)}]
                return expect.of_findings(said, read) or expect.of_course(said)
            case Speaks(number) | KeepsQuiet(number):
                return expect.of_place(said, self._found.spots[number].place)
            case _:
                return expect.of_course(said)

    def _expected_of(self, entry: str, said: Said) -> Expectation:
        section, _, name = entry.partition("/")
        match section:
            case "findings":
                return expect.of_findings(said, [name])
            case "approaches":
                return expect.of_statuses(said, [name])
            case "questions":
                return expect.of_statuses(said, [approach.id for approach in self._pack.approaches])
            case _:
                return expect.of_course(said)

    def _suspects(self, mutant: Mutant) -> Iterator[Said]:
        """Yield cities in which a mutant may say something else: where its condition does, then all in stock."""
        for mine, theirs in zip(self._wanting.slots, slots(mutant.pack), strict=False):
            if mine.entry != theirs.entry or mine.called != theirs.called or mine.condition == theirs.condition:
                continue
            if mine.entry.startswith("criteria/"):
                break
            one, other = (self._wanting.verdicts.grounded(slot.condition) for slot in (mine, theirs))
            for wanted in (every(one, opposite(other)), every(opposite(one), other)):
                for imagined in self._imagined(wanted):
                    yield self._said(imagined)
                    for said in self._cities:
                        both = {**said.answers.answers, **imagined.answers}
                        yield self._said(msgspec.structs.replace(said.answers, answers=both))
            break
        yield from self._cities

    def _least(self, answers: Answers, still: Callable[[Answers], bool]) -> Answers:
        """Drop answers as long as a city does what it is for."""
        for name in list(answers.answers):
            fewer = {each: answer for each, answer in answers.answers.items() if each != name}
            without = msgspec.structs.replace(answers, answers=fewer)
            if still(without):
                answers = without
        return answers


def _reader(written: Sequence[Deduction], change: Change, pack: Pack) -> ReadingEngine:
    """Return what reads those rules of a pack that a change can reach; all of them where it reaches the path."""
    everything = PATH in change.reached
    return ReadingEngine(pack, Reading(written if everything else needed(written, change.reached, pack)))
