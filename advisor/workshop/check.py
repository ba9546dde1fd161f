"""Check that a pack that can be read is also sound: what it says can happen, and its examples are true."""

from __future__ import annotations

import contextlib
from itertools import chain
from typing import TYPE_CHECKING

from advisor.codes import severity
from advisor.knowledge.branches import TooManyBranchesError
from advisor.knowledge.condition import leaves
from advisor.reasoning.deductions import deductions
from advisor.reasoning.reading import Reading
from advisor.reasoning.runnable import run_problems
from advisor.workshop.changes import change_problems
from advisor.workshop.checks.approaches import status_problems
from advisor.workshop.checks.conditions import condition_problems
from advisor.workshop.checks.questions import circle_problems, question_problems
from advisor.workshop.checks.rules import advice_problems, criterion_problems, rule_problems
from advisor.workshop.checks.steps import place_problems, step_problems, way_problems
from advisor.workshop.checks.uses import use_problems
from advisor.workshop.checks.wording import wording_problems
from advisor.workshop.checks.world import World
from advisor.workshop.examples import example_problems
from advisor.workshop.ignores import without_ignored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Problem
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.places import Places
    from advisor.reasoning.deductions import Deduction

_EACH = (
    question_problems,
    advice_problems,
    step_problems,
    condition_problems,
    use_problems,
    way_problems,
    wording_problems,
    change_problems,
)
"""What can be seen in the pack as it is written."""


def check_pack(loaded: LoadedPack) -> list[Problem]:
    """Return every problem of a pack that no comment ignores, sorted by place, without those of the pack that it extends."""
    found = _found(loaded)
    if loaded.base is None:
        return found
    below = {source.file for source in loaded.base.sources}
    own = [each for each in found if each.place.file not in below]
    return sorted([*own, *_brought_about(loaded.base, [each for each in found if each.place.file in below])])


def _brought_about(base: LoadedPack, found: list[Problem]) -> list[Problem]:
    """Return the problems in the files of an extended pack that it does not have by itself.

    Notes are left to its author, and so are comments there: what they ignore may have been written anew.
    """
    weighty = [each for each in found if severity(each.code) != "note" and not each.code.startswith("I")]
    by_itself = {(each.place, each.code, each.what) for each in _found(base)} if weighty else set()
    return [each for each in weighty if (each.place, each.code, each.what) not in by_itself]


def _found(loaded: LoadedPack) -> list[Problem]:
    """Return every problem of a pack and those that it extends, sorted by place."""
    pack, at = loaded.pack, loaded.places
    found = [*chain.from_iterable(check(pack, at) for check in _EACH)]
    unusable = list(run_problems(pack, at))
    if not any(problem.code == "C317" for problem in unusable):  # what is seen only where rules conclude from each other
        found += _followed(pack, at, deductions(pack))
    kept = without_ignored(dict.fromkeys(found), loaded.comments)
    return sorted({*kept, *unusable})  # nobody can ignore what keeps every command from using the pack


def _followed(pack: Pack, at: Places, every: tuple[Deduction, ...]) -> Iterator[Problem]:
    world = World(pack, every)
    yield from circle_problems(pack, at, world)
    yield from status_problems(pack, at, world)
    yield from rule_problems(pack, at, world)
    yield from criterion_problems(pack, at, every)
    yield from place_problems(pack, at, world)
    tested = {test.fact for finding in pack.findings for test in leaves(finding.when)}
    rested_on = {*(each.id for each in (*pack.approaches, *pack.poles())), "balance", *tested}
    with contextlib.suppress(TooManyBranchesError):  # the condition itself is reported with its line
        reading = Reading(each for each in every if each.fact in rested_on)
        yield from example_problems(pack, at, reading, world)
