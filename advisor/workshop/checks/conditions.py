"""Check conditions: whether they can be true and false, and whether each of their tests says something."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem
from advisor.knowledge.conditions_of import every_slot
from advisor.logic.condition import Condition, Group, Test, leaves
from advisor.logic.implicants import TooManyBranchesError, branches
from advisor.logic.satisfy import can_hold, follows
from advisor.logic.values import Span, everything, intersect, is_empty, is_within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.logic.values import Allowed
    from advisor.yaml_source.read import KeyPath

_PAIRS = 2_000
"""How many pairs of members are compared in one group; nobody writes groups of more than some dozens."""

Written = tuple[str, "KeyPath", Condition]
"""The entry a condition belongs to, the keys that lead to it, and the condition."""


def written_conditions(pack: Pack) -> Iterator[Written]:
    """Yield every condition of a pack with where it is written."""
    return ((slot.entry, slot.path, slot.condition) for slot in every_slot(pack))


def condition_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with every condition, as it is written."""
    bounds: dict[str, Allowed] = {
        question.id: Span(question.minimum, question.maximum)
        for question in pack.questions
        if question.type == "number" and (question.minimum, question.maximum) != (None, None)
    }
    for entry, path, condition in written_conditions(pack):
        name, here = entry.partition("/")[2], at.of(entry, *path)
        tests = at.tests(entry, *path)
        idle = {
            place
            for place, test in enumerate(leaves(condition))
            if is_empty(test.allowed) or test.allowed == everything(test.domain)
        }
        for place, test in enumerate(leaves(condition)):
            if place in idle:
                what = f"a test on '{test.fact}' in '{name}' decides nothing."
                yield Problem(tests[place], what, "Name a level that separates.", "C312")
        yield from _thresholds(condition, name, tests, bounds)
        if not can_hold(condition):
            what = f"the condition of '{name}' can never be true."
            yield Problem(here, what, "Look for tests that exclude each other.", "C310")
            continue
        try:
            ways = branches(condition)
        except TooManyBranchesError as error:
            yield Problem(here, f"in '{name}' {error}.", "Split the rule into several.", "C313")
            continue
        if ways == ((),) and not idle:
            what = f"the condition of '{name}' is always true."
            yield Problem(here, what, "Remove tests that together hold at every level.", "C311")
        elif not idle:
            yield from _superfluous(condition, name, tests)


def _thresholds(condition: Condition, name: str, tests: list[Place], bounds: Mapping[str, Allowed]) -> Iterator[Problem]:
    """Find tests that ask a number for what its bounds rule out, or for what they make certain."""
    for place, test in enumerate(leaves(condition)):
        possible = bounds.get(test.fact)
        if possible is None:
            continue
        hint = f"Look at the minimum and maximum of '{test.fact}'."
        if is_empty(intersect(possible, test.allowed)):
            yield Problem(tests[place], f"the threshold for '{test.fact}' in '{name}' can never be reached.", hint, "C315")
        elif is_within(possible, test.allowed):
            yield Problem(tests[place], f"the threshold for '{test.fact}' in '{name}' is always reached.", hint, "C315")


def _superfluous(condition: Condition, name: str, tests: list[Place]) -> Iterator[Problem]:
    found = {place for place, _ in _beside(condition, 0)}
    for place in sorted(found):
        facts = list(leaves(condition))
        what = f"the test on '{facts[place].fact}' in '{name}' adds nothing to those beside it."
        yield Problem(tests[place], what, "Remove it, or correct its level.", "C314")


def _beside(condition: Condition, first: int) -> Iterator[tuple[int, Condition]]:
    """Yield the members of groups that change nothing, each with the number of its first test; ``first`` is that of the group."""
    if isinstance(condition, Test):
        return
    placed = list(_placed(condition, first))
    for (one_place, one), (other_place, other) in islice(combinations(placed, 2), _PAIRS):
        idle = _idle(condition, one, other)
        if idle is not None:
            yield (one_place, one) if idle is one and one != other else (other_place, other)
    for place, member in placed:
        yield from _beside(member, place)


def _placed(group: Group, first: int) -> Iterator[tuple[int, Condition]]:
    """Yield the members of a group, and in their place the members of those that join in the same way."""
    for member in group.members:
        size = sum(1 for _ in leaves(member))
        if isinstance(member, Group) and len(group.members) > 1 and _joins(member) == _joins(group) != "some":
            yield from _placed(member, first)
        else:
            yield first, member
        first += size


def _joins(group: Group) -> str:
    if len(group.members) == group.needed:
        return "all"
    return "any" if group.needed == 1 else "some"


def _idle(group: Group, one: Condition, other: Condition) -> Condition | None:
    """Return the one of two members that says nothing beside the other."""
    if {test.fact for test in leaves(one)}.isdisjoint(test.fact for test in leaves(other)):
        return None
    match _joins(group):
        case "all":
            return other if follows(other, one) else one if follows(one, other) else None
        case "any":
            return other if follows(one, other) else one if follows(other, one) else None
        case _:
            return other if follows(one, other) and follows(other, one) else None
