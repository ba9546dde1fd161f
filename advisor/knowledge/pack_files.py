"""Find the files of a pack: everything in its folder that ends as YAML does, and a problem for what cannot be looked at.

Nothing is passed over in silence: a folder that may not be read, a link that leads nowhere, a pipe. What begins with a dot is
left alone, as everywhere: editors, git and hooks keep their own files there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

TRANSLATIONS = "translations"
"""The folder of a pack, or of the templates, that holds their translations."""

SUFFIXES = (".yaml", ".yml")
"""How the name of a YAML file ends, in small letters or capitals."""

_CASES = "cases"


class PackFiles(msgspec.Struct, frozen=True):
    """The files of a pack by what they hold, and what cannot be read."""

    knowledge: list[Path]
    cases: list[Path]
    problems: list[Problem]


def pack_files(folder: Path) -> PackFiles:
    """Return the files of the pack in a folder, sorted; cases lie at the top of it, and are no knowledge."""
    problems: list[Problem] = []
    files = sorted(_files(folder, problems))
    cases = [file for file in files if is_cases(file, folder)]
    knowledge = [file for file in files if file not in cases and TRANSLATIONS not in file.relative_to(folder).parts]
    return PackFiles(knowledge, cases, problems)


def is_cases(file: Path, folder: Path) -> bool:
    """Tell whether a file of a pack holds its cases."""
    return file.parent == folder and file.stem == _CASES


def case_files(folder: Path) -> list[Path]:
    """Return the files with the cases of a pack: ``cases.yaml`` or ``cases.yml``, or none."""
    return [file for suffix in SUFFIXES if (file := folder / f"{_CASES}{suffix}").is_file()]


def languages(folder: Path) -> list[str]:
    """Return the languages that a pack or the templates have a catalogue for, finished or not."""
    return sorted(file.stem for file in (folder / TRANSLATIONS).glob("*.po"))


def is_yaml(name: str) -> bool:
    """Tell whether a file is YAML by its name."""
    return name.lower().endswith(SUFFIXES)


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            found = sorted(os.scandir(here), key=lambda each: each.name)
        except OSError as error:
            problems.append(_unreadable(here, f"the folder cannot be read: {error.strerror}.", "Check its permissions."))
            continue
        for each in found:
            file = here / each.name
            if each.name.startswith("."):
                continue
            if each.is_dir(follow_symlinks=False):
                folders.append(file)
            elif each.is_file():
                yield from [file] if is_yaml(each.name) else []
            elif (problem := _neither(file)) is not None:
                problems.append(problem)


def _neither(file: Path) -> Problem | None:
    """Return what is wrong with something that is neither a file nor a folder."""
    hint = "Remove it, or put a file in its place."
    if file.is_dir():
        return _unreadable(file, "the folder is a link, and links to folders are not followed.", "Put the folder itself there.")
    if file.exists():
        return _unreadable(file, "this is no file but a pipe, a socket or a device.", hint)
    return _unreadable(file, "the link leads nowhere.", hint) if is_yaml(file.name) else None


def _unreadable(file: Path, what: str, hint: str) -> Problem:
    return Problem(Place(str(file)), what, hint, "R101")
