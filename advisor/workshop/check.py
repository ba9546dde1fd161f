"""Check that a pack that can be read is also sound: what it says can happen, and its examples are true."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, suggest
from advisor.knowledge.branches import TooManyBranchesError, branches
from advisor.knowledge.condition import leaves
from advisor.knowledge.readers import holds
from advisor.knowledge.values import everything, is_empty, only
from advisor.reasoning.assess import build_engine
from advisor.reasoning.deductions import CircularRulesError
from advisor.reasoning.effects import raised
from advisor.workshop.changes import change_problems
from advisor.workshop.examples import example_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.condition import Condition
    from advisor.knowledge.fields import Identified
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Approach, Finding, Pack, Question
    from advisor.knowledge.steps import Step

Found = tuple[str, str, str]
"""The entry a problem is about, what is wrong, and what to do."""

_NEEDS_ADVICE = ("contradiction", "risk", "blind_spot")
_HAVE_LEVELS = ("ordinal", "choice", "several")


def check_pack(loaded: LoadedPack) -> list[Problem]:
    """Return every problem of a pack, sorted by place."""
    pack, places = loaded.pack, loaded.places
    approaches = list(chain.from_iterable(_approach(pack, approach) for approach in pack.approaches))
    found = [
        *chain.from_iterable(_question(question) for question in pack.questions),
        *approaches,
        *chain.from_iterable(_finding(finding) for finding in pack.findings),
        *chain.from_iterable(_step(pack, step) for step in pack.steps),
        *chain.from_iterable(_conditions(pack)),
        *_sources(pack),
        *_coverage(pack),
        *change_problems(pack),
        *(() if approaches else _engine_problems(pack, places)),
    ]
    whole = places.get(f"pack/{pack.info.id}", Place(pack.info.id))
    return sorted(Problem(places.get(key, whole), what, hint) for key, what, hint in found)


def _engine_problems(pack: Pack, places: dict[str, Place]) -> list[Found]:
    """Compile the pack and run its examples; statuses must rest on questions before that can be done."""
    try:
        return list(example_problems(pack, build_engine(pack)))
    except CircularRulesError as error:
        name = next((each for each in error.facts if f"findings/{each}" in places), error.facts[0])
        return [(f"findings/{name}", f"rules conclude from each other in a circle: {error}.", "Break the circle.")]
    except TooManyBranchesError:
        return []  # the condition itself is reported with its line


def _question(question: Question) -> Iterator[Found]:
    key = f"questions/{question.id}"
    if question.type in _HAVE_LEVELS and len(question.levels) < 2:  # noqa: PLR2004 - one level is no question
        yield key, f"the question '{question.id}' has fewer than two levels.", "Add levels, or change its type."
    if question.type not in _HAVE_LEVELS and question.levels:
        yield key, f"the question '{question.id}' is a {question.type} and has levels.", "Remove them, or change its type."
    names = [level.name for level in question.levels]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield key, f"'{question.id}' has the level '{name}' twice.", "Rename or remove one."
    if "unknown" in names:
        yield key, f"'{question.id}' has a level 'unknown'.", "Every question can be unknown; remove the level."
    if (question.ask_when is None) != (question.otherwise is None):
        what = f"'{question.id}' has only one of ask_when and otherwise."
        yield key, what, "Say when the question arises, and which level follows where it does not."
    if question.otherwise is not None and question.otherwise not in names:
        yield key, f"'{question.id}' has no level '{question.otherwise}' to follow.", suggest(question.otherwise, names)
    if question.type == "number" and question.unit is None:
        yield key, f"the number '{question.id}' has no unit.", "Add 'unit:'."


def _approach(pack: Pack, approach: Approach) -> Iterator[Found]:
    key = f"approaches/{approach.id}"
    twins = [other.id for other in pack.approaches if set(other.poles) == set(approach.poles) and other.id < approach.id]
    if twins:
        yield key, f"'{approach.id}' has the same poles as '{twins[0]}'.", "Give each approach its own pair of poles."
    axes = [[pole.id for pole in axis.poles] for axis in pack.axes]
    if any(sum(pole in approach.poles for pole in axis) != 1 for axis in axes):
        yield key, f"'{approach.id}' does not have one pole of each axis.", "Name one pole of every axis."
    derived = pack.concluded_facts()
    for test in chain(leaves(approach.established_when), leaves(approach.emerging_when)):
        if test.fact in derived:
            what = f"the status of '{approach.id}' depends on '{test.fact}', which rules conclude."
            yield key, what, "Let statuses rest on questions only."


def _finding(finding: Finding) -> Iterator[Found]:
    if finding.kind in _NEEDS_ADVICE and finding.advice is None:
        yield f"findings/{finding.id}", f"'{finding.id}' says what is wrong and not what to do.", "Add 'advice:'."


def _step(pack: Pack, step: Step) -> Iterator[Found]:
    key = f"steps/{step.id}"
    target = pack.approach(step.target)
    if step.springboard == step.target:
        yield key, f"'{step.id}' springs from its own target.", "Write 'springboard: begun' to complete what has begun."
    given = {fact: only(value) for action in step.actions for fact, value in raised(pack, {}, action.raises).items()}
    wanted, word = (target.emerging_when, "open") if step.opens else (target.established_when, "establish")
    if holds(wanted, given) is not True:
        missing = ", ".join(sorted({test.fact for test in leaves(wanted) if holds(test, given) is not True}))
        hint = f"Raise what it needs ({missing})" + ("." if step.opens else ", or write 'opens: true' if it only opens it.")
        yield key, f"'{step.id}' does not {word} '{step.target}'.", hint
    for precondition in step.preconditions:
        if precondition.prepare is None:
            continue
        prepared = {fact: only(value) for fact, value in raised(pack, {}, precondition.prepare.raises).items()}
        if holds(precondition.when, prepared) is not True:
            facts = ", ".join(sorted({test.fact for test in leaves(precondition.when)}))
            yield key, f"a preparation of '{step.id}' does not provide its precondition.", f"Raise {facts} far enough."


def _conditions(pack: Pack) -> Iterator[list[Found]]:
    for key, condition in _all_conditions(pack):
        name = key.partition("/")[2]
        try:
            found = branches(condition)
        except TooManyBranchesError as error:
            yield [(key, f"in '{name}' {error}.", "Split the rule into several.")]
            continue
        if not found:
            yield [(key, f"the condition of '{name}' can never be true.", "Look for tests that exclude each other.")]
        elif found == ((),):
            yield [(key, f"the condition of '{name}' is always true.", "Remove tests that hold at every level.")]
        for test in leaves(condition):
            if is_empty(test.allowed) or test.allowed == everything(test.domain):
                yield [(key, f"a test on '{test.fact}' in '{name}' decides nothing.", "Name a level that separates.")]


def _all_conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    for question in pack.questions:
        if question.ask_when:
            yield f"questions/{question.id}", question.ask_when
    for approach in pack.approaches:
        yield f"approaches/{approach.id}", approach.established_when
        yield f"approaches/{approach.id}", approach.emerging_when
    for finding in pack.findings:
        yield f"findings/{finding.id}", finding.when
    for step in pack.steps:
        yield from ((f"steps/{step.id}", each.when) for each in step.preconditions)
        yield from ((f"steps/{step.id}", each.when) for each in (step.fits, step.premature) if each)


def _sources(pack: Pack) -> Iterator[Found]:
    sections: dict[str, tuple[Identified, ...]] = {
        "questions": pack.questions,
        "approaches": pack.approaches,
        "findings": pack.findings,
        "steps": pack.steps,
        "criteria": pack.criteria,
    }
    for section, entries in sections.items():
        for entry in entries:
            if entry.provenance != "proposal" and not entry.sources:
                hint = "Cite where it is documented, or mark it as a proposal."
                yield f"{section}/{entry.id}", f"'{entry.id}' claims a {entry.provenance} and cites none.", hint


def _coverage(pack: Pack) -> Iterator[Found]:
    """Find approaches that no step leads to from some place a city can be in."""
    there = {(step.target, step.springboard) for step in pack.steps}
    for approach in pack.approaches:
        origins = [*(other.id for other in pack.approaches if other != approach), "nothing"]
        for origin in origins:
            if (approach.id, origin) not in there:
                yield f"approaches/{approach.id}", f"no step leads to '{approach.id}' from '{origin}'.", "Add a step."
        opened = any(step.opens for step in pack.steps if step.target == approach.id)
        if opened and (approach.id, "begun") not in there:
            what = f"a step only opens '{approach.id}', and none completes it."
            yield f"approaches/{approach.id}", what, "Add a step with 'springboard: begun'."
