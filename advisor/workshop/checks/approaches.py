"""Check approaches: their poles, and whether each status can occur."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.knowledge.condition import Test, leaves
from advisor.knowledge.vocabulary import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.places import Places
    from advisor.workshop.checks.world import World


def approach_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with the approaches on the map, and with what their statuses rest on."""
    for approach in pack.approaches:
        key = f"approaches/{approach.id}"
        twins = [other.id for other in pack.approaches if set(other.poles) == set(approach.poles) and other.id < approach.id]
        if twins:
            what = f"'{approach.id}' has the same poles as '{twins[0]}'."
            yield Problem(at.of(key, "poles"), what, "Give each approach its own pair of poles.", "S601")
        axes = [[pole.id for pole in axis.poles] for axis in pack.axes]
        if any(sum(pole in approach.poles for pole in axis) != 1 for axis in axes):
            what = f"'{approach.id}' does not have one pole of each axis."
            yield Problem(at.of(key, "poles"), what, "Name one pole of every axis.", "S602")
        yield from _grounds(pack, approach, key, at)


def _grounds(pack: Pack, approach: Approach, key: str, at: Places) -> Iterator[Problem]:
    derived = pack.concluded_facts()
    conditions = (("established_when", approach.established_when), ("emerging_when", approach.emerging_when))
    tests = chain.from_iterable(zip(leaves(when), at.tests(key, name), strict=False) for name, when in conditions)
    for test, place in tests:
        if test.fact in derived:
            what = f"the status of '{approach.id}' depends on '{test.fact}', which rules conclude."
            yield Problem(place, what, "Let statuses rest on questions only.", "S603")


def status_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield the statuses that an approach can have in no city: what is written about them is never read."""
    for approach in pack.approaches:
        for status in STATUS.names:
            if not world.can_hold(Test(approach.id, frozenset({status}), STATUS)):
                name = "established_when" if status == "established" else "emerging_when"
                what = f"'{approach.id}' can never be {status}."
                hint = "Look at how established_when and emerging_when divide the answers between them."
                yield Problem(at.of(f"approaches/{approach.id}", name), what, hint, "S604")
