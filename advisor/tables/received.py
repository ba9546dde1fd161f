"""Read several tables that came back, each of one person, together with answers files: all of them, or none."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.answers import packs
from advisor.answers.parts import Parts, read_parts
from advisor.answers.respondents import file_names
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader
from advisor.files.read import TooLargeError, content_of
from advisor.i18n.languages import spoken
from advisor.knowledge.installed import known_pack
from advisor.reports.language import load_words
from advisor.tables import csv_file
from advisor.tables.filled import answers_in, found_in, pack_named
from advisor.tables.grid import MOST_BYTES
from advisor.yaml_source.read import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.words import Words
    from advisor.tables.filled import Found
    from advisor.tables.grid import Grid

ANSWERS = (".yaml", ".yml")
ZIP = b"PK\x03\x04"


class Wanted(msgspec.Struct, frozen=True):
    """What is known besides the tables: the folder of the pack, a language, and the city where a table names none."""

    templates: Path
    today: datetime.date
    folder: Path | None = None
    language: str | None = None
    city: str | None = None


def received(files: Sequence[Path], wanted: Wanted) -> Parts:
    """Return what all people answered, each under the name of the file; a file that is named twice is read once.

    Raises:
        UnusableInputError: with the problems of all files, if there is any.

    """
    different = list({file.resolve(): file for file in reversed(files)}.values())[::-1]
    tables = [file for file in different if file.suffix.lower() not in ANSWERS]
    problems: list[Problem] = []
    read: list[tuple[str, Answers]] = []
    known: list[Pack] = []
    words = [load_words(wanted.templates, language) for language in spoken(wanted.templates)]
    for file, name in zip(tables, _names(tables), strict=True):
        try:
            pack, answers = _table(file, name, wanted, words)
        except UnusableInputError as error:
            problems += error.problems
            continue
        known.append(pack)
        read.append((str(file), answers))
    try:
        beside = (
            read_parts([file for file in different if file not in tables], wanted.folder)
            if len(tables) < len(different)
            else None
        )
    except UnusableInputError as error:
        problems += error.problems
    if problems:
        raise UnusableInputError(problems)
    return Parts(beside.pack, [*beside.answers, *read], beside.notices) if beside else Parts(known[0], read, [])


def _names(files: Sequence[Path]) -> list[str]:
    """Return what whoever gives no name is called by: the name of the file, with as much more as tells it from the others."""
    whole = file_names([str(file) for file in files])
    short = [name.removesuffix(file.suffix) for name, file in zip(whole, files, strict=True)]
    return [name if short.count(name) == 1 else longer for name, longer in zip(short, whole, strict=True)]


def _table(file: Path, name: str, wanted: Wanted, spoken_words: Iterable[Words]) -> tuple[Pack, Answers]:
    found = found_or_refused(_grids(content_or_refused(file), file), spoken_words, file)
    pack = _pack_of(found, file, wanted)
    if wanted.city and "city" not in found.head:
        found = msgspec.structs.replace(found, head={**found.head, "city": (wanted.city, 0, 0)})
    words = load_words(wanted.templates, pack.info.language)
    return pack, answers_in(found, pack, words, wanted.today, name)


def found_or_refused(grids: Iterable[Grid], spoken_words: Iterable[Words], file: Path) -> Found:
    """Return the table in a file.

    Raises:
        UnusableInputError: there is none.

    """
    found = found_in(grids, list(spoken_words))
    if found is None:
        raise UnusableInputError([coded(Place(str(file)), "A610")])
    return found


def content_or_refused(file: Path) -> bytes:
    """Return what a file holds.

    Raises:
        UnusableInputError: it cannot be read, or is larger than any table.

    """
    try:
        return content_of(file, MOST_BYTES)
    except TooLargeError as error:
        raise UnusableInputError([coded(Place(str(file)), "A611", count=f"{MOST_BYTES:,}")]) from error
    except OSError as error:
        raise UnusableInputError([unreadable(error, Place(str(file)))]) from error


def _grids(content: bytes, file: Path) -> list[Grid]:
    if content.startswith(ZIP):
        from advisor.tables import xlsx  # noqa: PLC0415 - a large library that few commands need

        return xlsx.grids_of(content, str(file))
    return csv_file.grids_of(content, str(file))


def _pack_of(found: Found, file: Path, wanted: Wanted) -> Pack:
    told, row, column = found.head.get("pack", ("", 0, 0))
    name, written = pack_named(found)
    language = wanted.language or written
    if wanted.folder is None and not name:
        raise UnusableInputError(for_reader([coded(Place(str(file)), "A613")], language or ""))
    try:
        return packs.load(wanted.folder or known_pack(name, None), language)
    except UnusableInputError as error:
        where = Place(found.grid.place(row, column)) if told else Place(str(file))
        found_there = [msgspec.structs.replace(each, place=where) for each in error.problems]
        raise UnusableInputError(for_reader(found_there, language or "")) from error
