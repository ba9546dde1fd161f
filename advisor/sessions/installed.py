"""Find packs that Python packages bring along, by their entry points, without running any of their code."""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "advisor_packs"
"""The group of entry points; each names the id of a pack, and the package whose folder holds its ``pack.yaml``."""


class InstalledPack(msgspec.Struct, frozen=True, order=True):
    """A pack that somebody installed: its id, its folder, and the distribution that brought it."""

    id: str
    folder: Path
    brought_by: str


def installed_packs() -> tuple[InstalledPack, ...]:
    """Return every pack that is installed, sorted by id; whether they can be read shows when they are."""
    return tuple(sorted(map(_found, entry_points(group=GROUP))))


def _found(entry: EntryPoint) -> InstalledPack:
    top, *inside = entry.value.split(".")
    spec = PathFinder.find_spec(top)  # finds a package and, unlike an import, runs nothing of it
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0] if places else top).joinpath(*inside)
    return InstalledPack(entry.name, folder, f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value)
