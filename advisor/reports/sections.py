"""The sections of a report that a city writes itself: files with the names of those they stand for, all others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.read_file import TooLargeError, content_inside, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIX = ".html.j2"
_IMPRINT = f"_imprint{_SUFFIX}"
_LARGEST = 200_000
"""Bytes that a section may have."""


def shipped_sections(templates: Path) -> dict[str, str]:
    """Return the source of each section of the product, by its name; the imprint is nobody's to write."""
    files = sorted((templates / "report").glob(f"*{_SUFFIX}"))
    return {f"report/{file.name}": file.read_text(encoding="utf-8") for file in files if not file.name.endswith(_IMPRINT)}


def own_sections(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Return the source of each section that a folder replaces.

    Raises:
        UnusableInputError: there is none, one that no report has, or one that cannot be read.

    """
    if not folder.is_dir():
        raise UnusableInputError([Problem(Place(str(folder)), "there is no such folder.", _there_are(known))])
    sections: dict[str, str] = {}
    problems: list[Problem] = []
    for name, file in _files(folder):
        found = _section(file, folder) if name in known else _unknown(file, name, known)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            sections[name] = found
    if not sections and not problems:
        problems.append(Problem(Place(str(folder)), "no section of a report is in this folder.", _there_are(known)))
    if problems:
        raise UnusableInputError(problems)
    return sections


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield templates wherever they are, and whatever lies beside them: a name with a slip must not be passed over."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_dir() and (name.endswith(".j2") or name.startswith("report/")):
            yield name, file


def _section(file: Path, folder: Path) -> str | Problem:
    place = Place(str(file))
    if not file.resolve().is_relative_to(folder.resolve()):
        return Problem(place, "this leads out of the folder of templates.", "Put the file itself there.")
    try:
        return text_of(content_inside(file, _LARGEST))
    except TooLargeError:
        return Problem(place, f"a section has at most {_LARGEST} bytes.", "Make it shorter.")
    except (OSError, UnicodeDecodeError) as error:
        return Problem(place, f"cannot be read: {error}.", "Sections are text in UTF-8.")


def _unknown(file: Path, name: str, known: dict[str, str]) -> Problem:
    near = suggest(name, known)
    hint = _there_are(known) if near.startswith("Known") else f"{near} {_there_are(known)}"
    return Problem(Place(str(file)), f"there is no section '{name}'.", hint)


def _there_are(known: dict[str, str]) -> str:
    return f"There are: {', '.join(sorted(known))}."
