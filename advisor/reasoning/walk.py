"""Walk the path, round by round: the loop of planning, which stands here once for one city and for many at once.

A set of cities is a whole number with a bit for each: of one city it is 1 or 0. What a city is (everything that was concluded
about it, or a place in columns of many) is known to the walker alone; here is only when a city stops, and what stops it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Generic, Protocol, TypeVar

import msgspec

Cities = int
"""A set of cities."""

UNDETERMINED, NO_STEP = "undetermined", "no_step"
"""What stops a path beside a step that does not lead on: every status is open, or no step comes."""

State = TypeVar("State")


class Walker(Protocol[State]):
    """What a round asks of cities that stand somewhere."""

    def undetermined(self, start: State) -> Cities:
        """Return the cities in which every status that they aim at is open: advice would rest on nothing."""
        ...

    def arrived(self, now: State) -> Cities:
        """Return the cities in which everything that they aim at is established."""
        ...

    def coming(self, now: State, of: Cities, taken: Mapping[str, Cities]) -> tuple[State, Mapping[str, Cities]]:
        """Return, of some cities, those in which each step comes next; and where they stand, with the choice noted."""
        ...

    def after(self, now: State, chosen: Mapping[str, Cities]) -> State:
        """Return where cities stand after the step that each of them takes."""
        ...

    def leads_on(self, now: State, step: str) -> Cities:
        """Return the cities which a step that they took has brought on."""
        ...


class Walked(msgspec.Struct, Generic[State], frozen=True):
    """The steps of each round with the cities that take them, where the path arrives, what stops it where, and how it ends."""

    rounds: tuple[Mapping[str, Cities], ...]
    arrives: Cities
    blocked: dict[str, Cities]
    end: State


def walk(walker: Walker[State], start: State, cities: Cities) -> Walked[State]:
    """Return the path of some cities that stand there."""
    blocked = {UNDETERMINED: walker.undetermined(start)}
    going, arrives = cities ^ blocked[UNDETERMINED], 0
    taken: dict[str, Cities] = {}
    rounds: list[Mapping[str, Cities]] = []
    now = start
    while going:
        there = going & walker.arrived(now)
        arrives |= there
        now, chosen = walker.coming(now, going ^ there, taken)
        blocked[NO_STEP] = blocked.get(NO_STEP, 0) | going ^ there ^ reduce(or_, chosen.values(), 0)
        if not chosen:
            break
        now = walker.after(now, chosen)
        rounds.append(chosen)
        going = 0
        for step, here in chosen.items():
            taken[step] = taken.get(step, 0) | here
            on = here & walker.leads_on(now, step)
            blocked[step] = blocked.get(step, 0) | here ^ on
            going |= on
    return Walked(tuple(rounds), arrives, {name: stopped for name, stopped in blocked.items() if stopped}, now)
