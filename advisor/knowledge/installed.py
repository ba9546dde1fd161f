"""Find packs by their ids: shipped ones, and those that Python packages bring along; no code of theirs runs."""

from __future__ import annotations

from collections import Counter
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.errors import Place, UnusableInputError, coded, suggestion

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
    from importlib.metadata import entry_points  # noqa: PLC0415 - looking at every distribution takes time

    return tuple(sorted(map(_found, entry_points(group=GROUP))))


def _found(entry: EntryPoint) -> InstalledPack:
    top, *inside = entry.value.split(".")
    spec = PathFinder.find_spec(top)  # finds a package and, unlike an import, runs nothing of it
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0] if places else top).joinpath(*inside)
    return InstalledPack(entry.name, folder, f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value)


def known_packs() -> dict[str, Path]:
    """Return the folders of all packs by their ids, shipped ones first; an id that several packages claim is left out."""
    shipped = {folder.name: folder for folder in paths.shipped_packs()}
    installed = installed_packs()
    times = Counter(each.id for each in installed)
    return shipped | {each.id: each.folder for each in installed if each.id not in shipped and times[each.id] == 1}


def known_pack(pack_id: str, file: Path | None) -> Path:
    """Return the folder of a pack that is shipped, or that somebody installed; ``file`` is what asked for it.

    Raises:
        UnusableInputError: there is no such pack, or more than one.

    """
    shipped = {folder.name: folder for folder in paths.shipped_packs()}
    if pack_id in shipped:
        return shipped[pack_id]
    place = Place(str(file)) if file else Place("advisor")
    installed = installed_packs()
    found = [each for each in installed if each.id == pack_id]
    if len(found) > 1:
        raise UnusableInputError([coded(place, "A106", pack=pack_id, packages=", ".join(each.brought_by for each in found))])
    if not found:
        names = {*shipped, *(each.id for each in installed)}
        raise UnusableInputError([coded(place, "A105", suggestion(pack_id, names), pack=pack_id)])
    return found[0].folder
