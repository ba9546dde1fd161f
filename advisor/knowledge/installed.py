"""Find packs by their ids: shipped ones, and those that Python packages bring along; no code of theirs runs."""

from __future__ import annotations

import os
import sys
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
    if not _may_be_brought():
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - looking at every distribution takes time

    return tuple(sorted(map(_found, entry_points(group=GROUP))))


def _may_be_brought() -> bool:
    """Tell whether a distribution may bring a pack: whether a file of entry points names the group, or there are odd ones.

    Nearly always none does, and to be told so by the library takes longer than all that a short command does.
    """
    others = [each for each in sys.meta_path if hasattr(each, "find_distributions") and each is not PathFinder]
    return bool(others) or any(map(_names_group, sys.path))


def _names_group(entry: str) -> bool:
    try:
        with os.scandir(entry or ".") as found:
            inside = [each for each in found if each.name.lower().endswith((".dist-info", ".egg-info", ".egg"))]
    except NotADirectoryError:
        return True  # an archive
    except OSError:
        return False
    return entry.lower().endswith(".egg") or any(_tells_group(Path(each.path)) for each in inside)


def _tells_group(folder: Path) -> bool:
    if folder.suffix.lower() == ".egg":
        return True
    try:
        return GROUP.encode() in (folder / "entry_points.txt").read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


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
