"""Check approaches: whether each status can occur. Their places on the map are looked at when a pack is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.knowledge.condition import Test
from advisor.knowledge.vocabulary import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.places import Places
    from advisor.workshop.checks.world import World


def status_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield the statuses that an approach can have in no city: what is written about them is never read."""
    for approach in pack.approaches:
        for status in STATUS.names:
            if not world.can_hold(Test(approach.id, frozenset({status}), STATUS)):
                name = "established_when" if status == "established" else "emerging_when"
                what = f"'{approach.id}' can never be {status}."
                hint = "Look at how established_when and emerging_when divide the answers between them."
                yield Problem(at.of(f"approaches/{approach.id}", name), what, hint, "S604")
