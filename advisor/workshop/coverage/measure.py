"""How much of a pack its examples and cases reach, as one table, with what is missing."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.logic.satisfy import can_hold
from advisor.reasoning.assess import assess
from advisor.reasoning.deductions import deductions, for_step
from advisor.reports.blocks import blocks, blocks_shown
from advisor.workshop.cases.examples import ExampleError, example_facts
from advisor.workshop.cases.run import Said
from advisor.workshop.coverage.goals import (
    BESIDE,
    ROWS,
    Decides,
    Described,
    Goal,
    OfSentence,
    Shown,
    TestDecides,
    TestSays,
    goals,
    listed_by,
    shown,
)
from advisor.workshop.coverage.reach import Reach, Wanting
from advisor.workshop.coverage.sentences import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.errors import Place
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Criterion
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.conclusions import Infers
    from advisor.reasoning.knowledge_base import KnowledgeBase


class Coverage(msgspec.Struct, frozen=True):
    """The goals of a pack, those that are reached, and how many more no answers could ever reach."""

    goals: dict[Goal, Described]
    reached: frozenset[Goal]
    impossible: int

    @property
    def share(self) -> float:
        """Return how much of everything but sentences is reached, in percent."""
        return percent(len(self._counted & self.reached), len(self._counted))

    @property
    def _counted(self) -> set[Goal]:
        return {goal for goal, described in self.goals.items() if described.row != BESIDE}

    def missing(self) -> list[Goal]:
        """Return the goals that are not reached, by their place."""
        return sorted(self.goals.keys() - self.reached, key=self._place_in_list)

    def _place_in_list(self, goal: Goal) -> tuple[int, Place, str]:
        described = self.goals[goal]
        return ROWS.index(described.row), described.place, listed_by(goal)

    def table(self) -> Iterator[str]:
        """Yield one line for each kind of goal, one for all, and one for sentences beside them."""
        rows = {row: {goal for goal, described in self.goals.items() if described.row == row} for row in ROWS}
        beside = rows.pop(BESIDE)
        yield from (_line(row, len(wanted & self.reached), len(wanted)) for row, wanted in rows.items() if wanted)
        ends = f"   ({self.impossible} more can never happen and do not count)" if self.impossible else ""
        yield _line("together", len(self._counted & self.reached), len(self._counted)) + ends
        yield from [_line(BESIDE, len(beside & self.reached), len(beside))] if beside else []


def percent(part: int, whole: int) -> float:
    """Return a share in percent; all of nothing is everything.

    >>> percent(1, 3)
    33.3
    """
    return round(100 * part / whole, 1) if whole else 100.0


def _line(name: str, part: int, whole: int) -> str:
    return f"{name:<20} {part:>5} of {whole:<5} {percent(part, whole):>5} %"


def coverage(loaded: LoadedPack, reader: Infers, base: KnowledgeBase, cases: Sequence[Answers]) -> Coverage:
    """Return what the examples of a pack and these cases reach.

    Args:
        loaded: the pack.
        reader: what concludes; it may read without experta.
        base: what reports are written from.
        cases: the answers of cases and of whole cities.

    """
    pack, templates = loaded.pack, paths.shipped("templates")
    wanted = goals(loaded, blocks(templates), str(_seen_from_here(templates)))
    reach = Reach(numbered(pack))
    reached: set[Goal] = set()
    for finding in pack.findings:
        for given in (finding.examples.fires, finding.examples.silent):
            try:
                facts = example_facts(pack, given)
            except ExampleError:
                continue  # it is told among the examples that do not hold
            reached.update(reach.of_example(given, reader.infer(facts)))
    for answers in cases:
        reached.update(reach.of_case(Said(reach.pack, reader, answers)))
    reached.update(_blocks(loaded, base, cases, {goal for goal in wanted if isinstance(goal, Shown)}))
    wanting = Wanting(pack, deductions(pack))
    never = {goal for goal in wanted.keys() - reached if _never(pack, wanting, goal)}
    possible = {goal: described for goal, described in wanted.items() if goal not in never}
    return Coverage(possible, frozenset(reached), len(never))


def _never(pack: Pack, wanting: Wanting, goal: Goal) -> bool:
    """Tell whether no answers reach a goal of a test, a criterion or a sentence; a rule that never fires is just missing."""
    if isinstance(goal, Decides):
        return _speaks_for_all_alike(pack, pack.criterion(goal.criterion))
    condition = wanting.condition(goal) if isinstance(goal, TestSays | TestDecides | OfSentence) else None
    return condition is not None and not can_hold(condition)


def _speaks_for_all_alike(pack: Pack, criterion: Criterion) -> bool:
    """Tell whether a criterion asks for poles alone and, whatever is established, tells no step that could come from another."""
    if {test.fact for test in leaves(criterion.when)} != {"pole"}:
        return False
    ids = [approach.id for approach in pack.approaches]
    for there in chain.from_iterable(combinations(ids, size) for size in range(len(ids))):
        covered = {pole for name in there for pole in pack.approach(name).poles}
        known = {pole.id: frozenset({"covered" if pole.id in covered else "missing"}) for pole in pack.poles()}
        due = (step for step in pack.steps if step.target not in there)
        if len({holds(for_step(criterion.when, step, pack), known) for step in due}) > 1:
            return False
    return True


def _blocks(loaded: LoadedPack, base: KnowledgeBase, cases: Iterable[Answers], wanted: set[Shown]) -> set[Shown]:
    """Write reports until every block was shown."""
    left = set(wanted)
    for answers in cases:
        if not left:
            break
        outcome = assess(base, answers)
        left -= {shown(block) for block in blocks_shown(paths.shipped("templates"), loaded.pack, answers, outcome)}
    return wanted - left


def _seen_from_here(folder: Path) -> Path:
    """Return a folder as it is seen from here."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
