"""What every room takes for granted about a pack: two axes of two poles, an approach in each corner, statuses from answers alone.

A pack without it is refused when it is read, because no map, picture or path could be made from it.
"""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

from advisor.errors import Problem, counted
from advisor.logic.condition import leaves
from advisor.logic.notation import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Place
    from advisor.knowledge.model import Approach, Pack, Question
    from advisor.knowledge.source_map import Places
    from advisor.logic.condition import Condition

_AXES = 2


def premise_problems(pack: Pack, at: Places, whole: Place) -> Iterator[Problem]:
    """Yield what keeps a pack from being used at all; ``whole`` is where to look for what is nowhere."""
    if len(pack.axes) != _AXES:
        last = pack.axes[-1].id if pack.axes else ""
        place = at.of(f"axes/{pack.axes[_AXES].id}") if len(pack.axes) > _AXES else at.of(f"axes/{last}") if last else whole
        yield Problem(place, counted("axes", len(pack.axes)), f"Give exactly {_AXES}.", "F203")
        return
    misplaced = list(_misplaced(pack, at))
    yield from misplaced
    if not any(problem.code == "S602" for problem in misplaced):  # that one belongs into the corner
        yield from _empty_corners(pack, at)
    for approach in pack.approaches:
        yield from _grounds(pack, approach, at)
    for question in pack.questions:
        yield from _arising(pack, question, at)
    yield from _measures(pack, at)


def _measures(pack: Pack, at: Places) -> Iterator[Problem]:
    """Find measures that steps could not find: they are looked for by the one fact and level that they bring about."""
    seen: set[str] = set()
    for measure in pack.measures:
        key = f"measures/{measure.id}"
        if len(measure.raises) != 1:
            what = counted("raises", len(measure.raises))
            yield Problem(at.of(key, "raises"), what, "Name the one fact that the measure brings about, and its level.", "S626")
        if measure.id in seen:
            what = f"there are two measures for {measure.id.replace('.', ': ')}."
            yield Problem(at.of(key), what, "Join them; 'instead:' says what is different under a condition.", "S627")
        seen.add(measure.id)


def _misplaced(pack: Pack, at: Places) -> Iterator[Problem]:
    """Find approaches that stand in no corner of the map, or in one that is taken."""
    axes = [[pole.id for pole in axis.poles] for axis in pack.axes]
    taken: dict[frozenset[str], str] = {}
    for approach in sorted(pack.approaches, key=lambda each: each.id):
        key, corner = f"approaches/{approach.id}", frozenset(approach.poles)
        if any(sum(pole in approach.poles for pole in axis) != 1 for axis in axes):
            what = f"'{approach.id}' does not have one pole of each axis."
            yield Problem(at.of(key, "poles"), what, "Name one pole of every axis.", "S602")
        elif taken.setdefault(corner, approach.id) != approach.id:
            what = f"'{approach.id}' has the same poles as '{taken[corner]}'."
            yield Problem(at.of(key, "poles"), what, "Give each approach its own pair of poles.", "S601")


def _empty_corners(pack: Pack, at: Places) -> Iterator[Problem]:
    down, across = pack.axes
    taken = {frozenset(approach.poles) for approach in pack.approaches}
    for (place, pole), other in product(enumerate(down.poles), across.poles):
        if frozenset({pole.id, other.id}) not in taken:
            what = f"no approach has the poles '{pole.id}' and '{other.id}'."
            hint = "Give each pair of poles an approach; whoever is advised need not aim at it."
            yield Problem(at.of(f"axes/{down.id}", "poles", place), what, hint, "S620")


def _grounds(pack: Pack, approach: Approach, at: Places) -> Iterator[Problem]:
    """Find statuses that rest on what rules conclude: nothing could begin to be concluded."""
    derived, key = pack.concluded_facts(), f"approaches/{approach.id}"
    conditions = (("established_when", approach.established_when), ("emerging_when", approach.emerging_when))
    tests = chain.from_iterable(zip(leaves(when), at.tests(key, name), strict=False) for name, when in conditions)
    for test, place in tests:
        if test.fact in derived:
            what = f"the status of '{approach.id}' depends on '{test.fact}', which rules conclude."
            yield Problem(place, what, "Let statuses rest on questions only.", "S603")


def _arising(pack: Pack, question: Question, at: Places) -> Iterator[Problem]:
    """Find questions that arise where rules conclude something: answers are complete before any rule is run."""
    entry, derived = f"questions/{question.id}", pack.concluded_facts()
    named = {condition.id: written(condition.when) for condition in pack.conditions}
    arises = f"whether '{question.id}' arises"
    asked: list[tuple[str, Condition | None, tuple[str | int, ...]]] = [
        (arises, question.presupposes, ("presupposes",)),
        (arises, question.ask_when, ("ask_when",)),
        *(
            (f"what '{level.name}' of '{question.id}' presupposes", level.presupposes, ("levels", place, "presupposes"))
            for place, level in enumerate(question.levels)
        ),
    ]
    for told, condition, path in asked:
        tests = [] if condition is None else zip(leaves(condition), at.tests(entry, *path), strict=False)
        for test, place in tests:
            if test.fact in named:
                hint = f"Write out what it stands for: {named[test.fact]}."
                yield Problem(place, f"{told} rests on the named condition '{test.fact}'.", hint, "Q416")
            elif test.fact in derived:
                what = f"{told} depends on '{test.fact}', which rules conclude."
                yield Problem(place, what, "Let it depend on answers to other questions.", "Q416")
