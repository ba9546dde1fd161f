"""Tell whether the rules of a pack can be run at all: not in a circle, and not in more branches than an engine can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem, UnusableInputError
from advisor.logic.implicants import TooManyBranchesError, branches
from advisor.reasoning.deductions import CircularRulesError, deductions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Place
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.reasoning.deductions import Deduction


def run_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what keeps the rules of a pack from being run."""
    try:
        every = deductions(pack)
    except CircularRulesError as error:
        yield circle(error, at)
        return
    yield from dict.fromkeys(problem for each in every if (problem := _tangled(each, at)))


def refuse_tangled(loaded: LoadedPack) -> None:
    """Make sure that the rules of a pack can be run.

    Raises:
        UnusableInputError: they cannot; with every problem and its line.

    """
    problems = list(run_problems(loaded.pack, loaded.places))
    if problems:
        raise UnusableInputError(problems)


def circle(error: CircularRulesError, at: Places) -> Problem:
    """Return the problem that rules conclude from each other, at one of them."""
    name = next((each for each in error.facts if f"findings/{each}" in at.entries), error.facts[0])
    what = f"rules conclude from each other in a circle: {error}."
    return Problem(at.of(f"findings/{name}", "when"), what, "Break the circle.", "C317")


def _tangled(deduction: Deduction, at: Places) -> Problem | None:
    """Return the problem that a condition, or its opposite, falls into too many branches."""
    try:
        branches(deduction.condition)
    except TooManyBranchesError as error:
        name, place = _written(deduction.fact, at)
        return Problem(place, f"in '{name}' {error}.", "Split the rule into several.", "C313")
    return None


def _written(fact: str, at: Places) -> tuple[str, Place]:
    """Return the entry that a fact is concluded by, and the line of its condition."""
    criterion, step = fact.partition(":")[0], fact.partition(".")[0]
    for entry, inside in (
        (f"findings/{fact}", "when"),
        (f"approaches/{fact}", "established_when"),
        (f"criteria/{criterion}", "when"),
        (f"steps/{step}", "preconditions"),
    ):
        if entry in at.entries:
            return entry.partition("/")[2], at.of(entry, inside)
    return fact, at.of(next(iter(at.entries)))
