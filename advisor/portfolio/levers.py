"""Find what would move most cities: of everything that steps bring about, what would give them another next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.portfolio.bits import Bits, union
from advisor.portfolio.way import first_steps, lacking, raised, standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.portfolio.rules import ColumnRules
    from advisor.portfolio.way import Standing


class Lever(msgspec.Struct, frozen=True):
    """A fact with the level that it would reach; in how many cities that is not certainly so, and how many it would move.

    Of these so many have another step (``other``), so many one only then (``begun``), so many none then (``ended``).
    """

    fact: str
    lacking: int
    moved: int
    other: int
    begun: int
    ended: int


def levers(rules: ColumnRules, now: Standing) -> tuple[Lever, ...]:
    """Return what moves a city at least, what gives most cities another step first; of one fact only the level that does most.

    What is unknown or disputed is taken to come about as well: the city is then taken to have it, as after a step that brings it.
    """
    before = first_steps(rules, now)
    best: dict[str, Lever] = {}
    for fact, level in _brought_about(rules):
        raises = tuple(rules.raises({fact: level}))
        missing = union(lacking(now, now.given, each, now.cities) for each in raises)
        then = first_steps(rules, standing(rules, raised(now, now.given, raises, missing)))
        fact_then = f"{raises[0].fact} = {rules.value_at(raises[0])}"
        found = Lever(fact_then, missing.bit_count(), *_moved(rules, before, then))
        if found.moved and (raises[0].fact not in best or _much(found) > _much(best[raises[0].fact])):
            best[raises[0].fact] = found
    return tuple(sorted(best.values(), key=lambda each: (-each.other, -each.moved, each.fact)))


def _moved(rules: ColumnRules, before: Mapping[str, Bits], then: Mapping[str, Bits]) -> tuple[int, int, int, int]:
    """Return how many cities have not the same step; of them, how many another, how many one only then, how many none then."""
    moved = union(before.get(step.id, 0) ^ then.get(step.id, 0) for step in rules.pack.steps)
    begun, ended = union(then.values()) & ~union(before.values()), union(before.values()) & ~union(then.values())
    return moved.bit_count(), (moved & ~(begun | ended)).bit_count(), begun.bit_count(), ended.bit_count()


def _much(lever: Lever) -> tuple[int, int]:
    return lever.other, lever.moved


def _brought_about(rules: ColumnRules) -> dict[tuple[str, str], None]:
    """Return the facts that steps raise or prepare, with their levels, each once."""
    works = [each.raises for step in rules.pack.steps for each in step.actions]
    works += [each.prepare.raises for step in rules.pack.steps for each in step.preconditions if each.prepare is not None]
    return dict.fromkeys((fact, level) for raises in works for fact, level in raises.items())
