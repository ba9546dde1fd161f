"""Check that a pack that can be read is also sound: what it says can happen, and its examples are true."""

from __future__ import annotations

import contextlib
import re
from itertools import chain
from typing import TYPE_CHECKING

from advisor.codes import CODES, severity
from advisor.errors import Problem, suggest
from advisor.logic.condition import leaves
from advisor.logic.implicants import TooManyBranchesError
from advisor.reasoning.deductions import deductions
from advisor.reasoning.propagation import Reading
from advisor.reasoning.runnable import run_problems
from advisor.workshop.cases.examples import example_problems
from advisor.workshop.checks.binding import binding_problems
from advisor.workshop.checks.competences import competence_problems
from advisor.workshop.checks.conditions import condition_problems
from advisor.workshop.checks.questions import circle_problems, question_problems
from advisor.workshop.checks.raising import raising_problems
from advisor.workshop.checks.rules import advice_problems, criterion_problems, rule_problems, status_problems
from advisor.workshop.checks.sentences import sentence_problems
from advisor.workshop.checks.shares import share_problems
from advisor.workshop.checks.steps import place_problems, step_problems, way_problems
from advisor.workshop.checks.uses import use_problems
from advisor.workshop.checks.versions import change_problems
from advisor.workshop.checks.wording import wording_problems
from advisor.workshop.checks.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.reasoning.deductions import Deduction
    from advisor.yaml_source.read import Comment


_EACH = (
    question_problems,
    advice_problems,
    step_problems,
    raising_problems,
    binding_problems,
    competence_problems,
    share_problems,
    condition_problems,
    use_problems,
    way_problems,
    wording_problems,
    change_problems,
)
"""What can be seen in the pack as it is written."""


_IGNORE = re.compile(r"ignore\s+(?P<codes>\w+(?:\s*,\s*\w+)*)(?P<reason>\s+because\s+\S.*)?")

_FORM = "Write '# advisor: ignore CODE because …' with a reason."


def check_pack(loaded: LoadedPack) -> list[Problem]:
    """Return every problem of a pack that no comment ignores, sorted by place, without those of the pack that it extends."""
    found = _found(loaded)
    if loaded.base is None:
        return found
    below = {source.file for source in loaded.base.sources}
    own = [problem for problem in found if problem.place.file not in below]
    return sorted([*own, *_brought_about(loaded.base, [problem for problem in found if problem.place.file in below])])


def _brought_about(base: LoadedPack, found: list[Problem]) -> list[Problem]:
    """Return the problems in the files of an extended pack that it does not have by itself.

    Notes are left to its author, and so are comments there: what they ignore may have been written anew.
    """
    weighty = [problem for problem in found if severity(problem.code) != "note" and not problem.code.startswith("I")]
    by_itself = {(problem.place, problem.code, problem.what) for problem in _found(base)} if weighty else set()
    return [problem for problem in weighty if (problem.place, problem.code, problem.what) not in by_itself]


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
    yield from sentence_problems(pack, at, world)
    tested = {test.fact for finding in pack.findings for test in leaves(finding.when)}
    rested_on = {*(entry.id for entry in (*pack.approaches, *pack.poles())), "balance", *tested}
    with contextlib.suppress(TooManyBranchesError):  # the condition itself is reported with its line
        reading = Reading(deduction for deduction in every if deduction.fact in rested_on)
        yield from example_problems(pack, at, reading, world)


def without_ignored(problems: Iterable[Problem], comments: Iterable[Comment]) -> list[Problem]:
    """Return the problems that no comment ignores, and a problem for each comment that should not be there."""
    found = list(problems)
    wrong: list[Problem] = []
    ignored: set[tuple[str, int, str]] = set()
    there = {(problem.place.file, problem.place.line, problem.code) for problem in found}
    for comment in comments:
        match = _IGNORE.fullmatch(comment.text)
        if match is None:
            wrong.append(Problem(comment.place, f"'{comment.text}' says nothing to the check.", _FORM, "I003"))
            continue
        if match["reason"] is None:
            wrong.append(Problem(comment.place, "a problem is ignored without a reason.", _FORM, "I001"))
        named = [(comment.place.file, comment.about, code) for code in re.findall(r"\w+", match["codes"])]
        wrong += _idle(comment, named, there)
        ignored |= set(named)
    kept = [problem for problem in found if (problem.place.file, problem.place.line, problem.code) not in ignored]
    return sorted([*kept, *wrong])


def _idle(comment: Comment, named: Iterable[tuple[str, int, str]], there: set[tuple[str, int, str]]) -> Iterator[Problem]:
    for file, line, code in named:
        if code not in CODES:
            yield Problem(comment.place, f"there is no problem '{code}'.", suggest(code, CODES), "I003")
        elif (file, line, code) not in there:
            what = f"{code} is ignored for line {line}, and there is no such problem."
            yield Problem(comment.place, what, "Remove the comment, or put it on the line of the problem or above it.", "I002")
