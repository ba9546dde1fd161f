"""Choose cities of a folder by what an office asks for: their size, their region, where they stand, what comes next for them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from advisor.portfolio.views import STATUSES, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.views import Told

BOUNDS = (1_000, 5_000, 10_000, 50_000)
"""Where sizes begin, if nobody says otherwise (a proposal)."""

UNKNOWN, NOTHING = "unknown", "none"
"""A size that nobody knows, and no next step."""


class Choice(msgspec.Struct, frozen=True):
    """What cities have to be; an empty part asks for nothing. ``status`` is an approach and its status, with a dot between."""

    size: str = ""
    region: str = ""
    status: str = ""
    next: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return self != Choice()


def sizes(bounds: Sequence[int] = BOUNDS) -> dict[str, tuple[int, int | None]]:
    """Return each size by its name, with its least number of people and the least of the next one.

    >>> list(sizes((1000, 5000)))
    ['0-999', '1000-4999', '5000-']
    """
    edges = [0, *sorted(bounds)]
    found: dict[str, tuple[int, int | None]] = {f"{low}-{high - 1}": (low, high) for low, high in itertools.pairwise(edges)}
    return {**found, f"{edges[-1]}-": (edges[-1], None)}


def statuses(pack: Pack) -> list[str]:
    """Return what can be asked for of statuses."""
    return [f"{approach.id}.{status}" for approach in pack.approaches for status in STATUSES]


def sound(choice: Choice, pack: Pack, regions: Mapping[str, Sequence[str]]) -> Choice:
    """Return a choice without what this folder has no word for: an address may be old, or mistyped."""
    return Choice(
        size=choice.size if choice.size in {*sizes(), UNKNOWN} else "",
        region=choice.region if choice.region in regions else "",
        status=choice.status if choice.status in statuses(pack) else "",
        next=choice.next if choice.next in {NOTHING, *(each.id for each in pack.steps)} else "",
    )


def chosen(found: Iterable[Told], choice: Choice, regions: Mapping[str, Sequence[str]]) -> list[Told]:
    """Return the cities that are what is asked for, in the order in which they came."""
    near = frozenset(regions.get(choice.region, ()))
    return [
        each
        for each in found
        if (not choice.size or _has_size(each.population, choice.size))
        and (not choice.region or each.key in near)
        and (not choice.status or _stands(each, choice.status))
        and (not choice.next or (each.verdict.path[0] if each.verdict.path else NOTHING) == choice.next)
    ]


def _has_size(population: int | None, size: str) -> bool:
    if size == UNKNOWN or population is None:
        return (size == UNKNOWN) == (population is None)
    low, high = sizes()[size]
    return low <= population and (high is None or population < high)


def _stands(told: Told, status: str) -> bool:
    approach, _, wanted = status.rpartition(".")
    return status_of(told.verdict, approach) == wanted
