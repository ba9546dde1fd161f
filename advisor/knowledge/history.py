"""What versions of a pack changed about the names in answers files, and what has become of an old name since."""

import re
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.fields import Entry, Id, Label, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Renamed = Annotated[dict[Id, Id], Meta(description="Questions by the id they had before, with the id they have since.")]
_Levels = Annotated[
    dict[Id, dict[str, Id]],
    Meta(description="By question, as it is called since this version: levels by the name they had before, with their new name."),
]
_Removed = Annotated[
    dict[Id, Label], Meta(description="Questions that are no longer asked, by the id they had, with the reason for readers.")
]


class PackChange(Entry, frozen=True, kw_only=True):
    """What one version of a pack changed about questions and levels that older answers name."""

    version: Version
    renamed: _Renamed = {}
    levels: _Levels = {}
    removed: _Removed = {}


class Fate(msgspec.Struct, frozen=True):
    """What has become of a question: its name today, or its last one and why it is no longer asked."""

    name: str
    version: str | None = None
    reason: str | None = None


def numbers(version: str) -> tuple[int, ...]:
    """Return a version so that a later one is greater.

    >>> numbers("1.10.0") > numbers("1.9"), numbers("1.1.0") == numbers("1.1")
    (True, True)
    """
    return tuple(int(part) for part in re.findall(r"\d+", re.sub(r"(\.0+)+$", "", version)))


def fate(name: str, changes: "Iterable[PackChange]") -> Fate:
    """Return what changes made of a question; its version is that of the last change that touched the name."""
    found = Fate(name)
    for change in changes:
        if found.name in change.removed:
            return Fate(found.name, change.version, change.removed[found.name])
        if found.name in change.renamed:
            found = Fate(change.renamed[found.name], change.version)
    return found


def level_tables(name: str, changes: "Iterable[PackChange]") -> "Iterator[tuple[str, dict[str, str]]]":
    """Yield the versions that renamed levels of a question, each with the old and new names."""
    for change in changes:
        name = change.renamed.get(name, name)
        if name in change.levels:
            yield change.version, change.levels[name]
