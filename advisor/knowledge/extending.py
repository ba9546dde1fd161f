"""What a pack adds to another one: which pack that is, and what of it no longer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.identity import Extends
from advisor.knowledge.installed import known_pack
from advisor.knowledge.symbols import entries
from advisor.logic.vocabulary import Vocabulary
from advisor.yaml_source.read import KeyPath, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from advisor.knowledge.identity import PackInfo

SECTION = "extends"
_MOST_BASES = 20
"""How many packs can stand on each other; nobody could tell any more where an entry comes from."""
_ITS_OWN = {"pack", SECTION, "changes"}
"""What every pack says for itself: who it is, what it extends, and what its own versions changed."""

_CALLED_BY = ("id", "name", "city")
"""What an entry of a list is known by, the first that it has."""


class Extension(msgspec.Struct, frozen=True):
    """What a pack says about the one that it extends, and where."""

    said: Extends
    source: Source
    path: KeyPath

    def place(self, *inside: str | int) -> Place:
        """Return the line of the whole, or of something inside it."""
        return self.source.place((*self.path, *inside))


def extension_of(sources: Sequence[Source]) -> tuple[Extension | None, list[Problem]]:
    """Return what the files of a pack say about the pack that it extends, if they do."""
    found, problems = None, []
    for source, path, raw in entries(list(sources), SECTION):
        decoder = Decoder(source, Names({}, Vocabulary({})))
        said = decoder.entry(raw, Extends, path)
        problems += decoder.problems
        if found is not None:
            problems.append(Problem(source.place(path), "a pack extends one other pack.", "Remove one of them.", "R113"))
        elif said is not None:
            found = Extension(said, source, path)
    return found, problems


def folder_of(extension: Extension, folder: Path, above: Sequence[Path]) -> Path:
    """Return the folder of the extended pack: beside this one, or shipped, or installed.

    Raises:
        UnusableInputError: there is none, or the packs extend each other.

    """
    wanted, home = extension.said.pack, folder.resolve()
    if len(above) >= _MOST_BASES:
        what = f"more than {_MOST_BASES} packs extend each other in a row."
        raise UnusableInputError([Problem(extension.place("pack"), what, "Join some of them.", "R113")])
    beside = home.parent / wanted
    try:
        found = beside if (beside / "pack.yaml").is_file() and beside != home else known_pack(wanted, None)
    except UnusableInputError as error:
        place, code = extension.place("pack"), "R113" if beside == home else "R111"
        raise UnusableInputError(msgspec.structs.replace(each, place=place, code=code) for each in error.problems) from error
    if found.resolve() in {home, *above}:
        what = f"'{wanted}' leads back to this pack."
        raise UnusableInputError(
            [Problem(extension.place("pack"), what, "Packs extend each other in one direction only.", "R113")]
        )
    return found


def outdated(extension: Extension, base: PackInfo) -> Iterator[Problem]:
    """Find whether the extended pack is another one than the one that was named; what else is wrong may follow from that."""
    said = extension.said
    if base.id != said.pack:
        what = f"the folder '{said.pack}' beside this one holds the pack '{base.id}'."
        yield Problem(extension.place("pack"), what, "Give the folder the name of its pack.", "R111")
    if base.version != said.version:
        what = f"'{base.id}' is at version {base.version}, and this pack extends {said.version}."
        hint = (
            f"See what 'advisor diff' says about the two versions and 'advisor test' about this pack; then write {base.version}."
        )
        yield Problem(extension.place("version"), what, hint, "R112")


def misfits(extension: Extension, own: PackInfo, base: PackInfo) -> Iterator[Problem]:
    """Find what keeps a pack from being added to the one that it names."""
    if own.id == base.id:
        hint = "Answers name the pack they are for; give this one another id."
        yield Problem(extension.place("pack"), f"both packs have the id '{own.id}'.", hint, "R113")
    if own.language != base.language:
        what = f"this pack is written in '{own.language}', and '{base.id}' in '{base.language}'."
        yield Problem(extension.place("pack"), what, f"Write it in '{base.language}' and translate it.", "R116")


def remaining(extension: Extension, below: Sequence[Source], own: Sequence[Source]) -> tuple[list[Source], list[Problem]]:
    """Return the files of the extended pack without what this pack says for itself or writes anew, and what is in both."""
    replaced = set(extension.said.replaces)
    here = {name: source.place(path) for source in own for name, path in _named(source)}
    there = {name: source.place(path) for source in below for name, path in _named(source)}
    problems = [
        Problem(here[name], f"'{name}' is in '{extension.said.pack}', too: {there[name]}.", _BOTH.format(name=name), "R114")
        for name in here
        if name in there and name not in replaced
    ]
    for number, name in enumerate(extension.said.replaces):
        place = extension.place("replaces", number)
        if name not in there:
            what = f"there is no '{name}' in '{extension.said.pack}'."
            problems.append(Problem(place, what, suggest(name, set(there)), "R115"))
        elif name not in here:
            problems.append(
                Problem(place, f"this pack has no '{name}'.", "Write it anew, or leave it out of 'replaces'.", "R115")
            )
    return [_less(source, here.keys()) for source in below], problems


_BOTH = "Choose another id, or write 'replaces: [{name}]' under 'extends' if yours is to count."


def _less(source: Source, names: Collection[str]) -> Source:
    gone = {path for name, path in _named(source) if name in names}
    own = {(section,) for section in _ITS_OWN} | {path for path in source.lines if len(path) == 2 and path[0] in _ITS_OWN}  # noqa: PLR2004
    return msgspec.structs.replace(source, without=source.without | gone | own)


def _named(source: Source) -> Iterator[tuple[str, KeyPath]]:
    """Yield what a file holds that another pack could hold as well, by section and name, each with its path."""
    for section in source.data if isinstance(source.data, dict) else ():
        if section in _ITS_OWN:
            continue
        for _, path, raw in entries([source], section):
            if section == "articles" and isinstance(raw, dict):
                yield from ((f"{section}/{name}", (section, name)) for name in raw)
            elif len(path) == 1:
                yield section, path
            elif isinstance(raw, dict):
                name = next((raw[key] for key in _CALLED_BY if isinstance(raw.get(key), str)), None)
                yield from [(f"{section}/{name}", path)] if name else []
