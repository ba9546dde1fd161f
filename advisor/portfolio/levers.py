"""Find what would move most cities: of everything that steps bring about, what would give them another next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.portfolio.bits import union
from advisor.portfolio.way import first_steps, lacking, raised, standing

if TYPE_CHECKING:
    from advisor.portfolio.rules import ColumnRules
    from advisor.portfolio.way import Standing


class Lever(msgspec.Struct, frozen=True):
    """A fact with the level that it would reach; in how many cities that is not certainly so, and how many it would move."""

    fact: str
    lacking: int
    moved: int


def levers(rules: ColumnRules, now: Standing) -> tuple[Lever, ...]:
    """Return what moves a city at least, what moves most first; of one fact only the level that moves most.

    What is unknown or disputed is taken to come about as well: the city is then taken to have it, as after a step that brings it.
    """
    before = first_steps(rules, now)
    best: dict[str, Lever] = {}
    for fact, level in _brought_about(rules):
        raises = tuple(rules.raises({fact: level}))
        missing = union(lacking(now, now.given, each, now.cities) for each in raises)
        then = first_steps(rules, standing(rules, raised(now, now.given, raises, missing)))
        moved = union(before.get(step.id, 0) ^ then.get(step.id, 0) for step in rules.pack.steps)
        found = Lever(f"{raises[0].fact} = {rules.value_at(raises[0])}", missing.bit_count(), moved.bit_count())
        if found.moved and (raises[0].fact not in best or found.moved > best[raises[0].fact].moved):
            best[raises[0].fact] = found
    return tuple(sorted(best.values(), key=lambda each: (-each.moved, each.fact)))


def _brought_about(rules: ColumnRules) -> dict[tuple[str, str], None]:
    """Return the facts that steps raise or prepare, with their levels, each once."""
    works = [each.raises for step in rules.pack.steps for each in step.actions]
    works += [each.prepare.raises for step in rules.pack.steps for each in step.preconditions if each.prepare is not None]
    return dict.fromkeys((fact, level) for raises in works for fact, level in raises.items())
