"""The shipped packs, each read once in a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from advisor import paths
from advisor.knowledge.loader import LoadedPack, load_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack


@cache
def loaded(name: str) -> LoadedPack:
    return load_pack(paths.shipped("rules") / name)


def shipped_pack(name: str = "smart-city") -> Pack:
    return loaded(name).pack


def shipped_packs() -> dict[str, Pack]:
    """Return all shipped packs by their names."""
    return {folder.name: shipped_pack(folder.name) for folder in paths.shipped_packs()}
