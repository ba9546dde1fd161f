"""Bring a questionnaire that somebody works in up to date: only cells of questions change, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader
from advisor.tables.cells import replaced
from advisor.tables.filled import pack_named, text
from advisor.tables.questionnaire import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.tables.filled import Found
    from advisor.tables.grid import Form

_THEIRS = ("answer", "note")
"""The columns that people fill in: nothing is put there in the place of something unless an answers file says it."""


class Updated(msgspec.Struct, frozen=True):
    """A table with its new content, and what whoever wrote it should know: what was replaced, and what has no row."""

    content: bytes
    remarks: tuple[Problem, ...]


def updated(content: bytes, found: Found, form: Form, pack: Pack) -> Updated:
    """Return an XLSX in which the questions of a form, and the answers that stand there, are those of the form.

    Raises:
        UnusableInputError: the table is for another pack, or one of the cells holds a formula.

    """
    _refuse_other_pack(found, pack)
    changes = list(_changes(found, form))
    numbers = {each.id for each in pack.questions if each.type == "number"}
    cells: dict[tuple[int, int], str | int] = {}
    for question, name, place, new in changes:
        counted = name == "answer" and question in numbers and new.isdecimal()
        cells[place] = int(new) if counted else new
    remarks = for_reader([*_replaced(found, changes), *_missing(found, form)], pack.info.language)
    return Updated(replaced(content, found.grid, cells), tuple(remarks))


def _refuse_other_pack(found: Found, pack: Pack) -> None:
    name, _ = pack_named(found)
    if name and name != pack.info.id:
        _, row, column = found.head["pack"]
        wrong = coded(Place(found.grid.place(row, column)), "A619", pack=name, other=pack.info.id)
        raise UnusableInputError(for_reader([wrong], pack.info.language))


def _changes(found: Found, form: Form) -> Iterator[tuple[str, str, tuple[int, int], str]]:
    """Yield the cells that are to hold something else: of which question, in which column, where, and what."""
    lines = {line.cells[0]: line for line in form.lines}
    for row in range(found.row + 1, len(found.grid.rows)):
        key = text(found.grid.at(row, found.columns["id"]))
        line = lines.get(key)
        for name, new in zip(COLUMNS, line.cells, strict=True) if line else ():
            column = found.columns.get(name)
            if column is None or name == "id" or (name in _THEIRS and not new):
                continue
            if text(found.grid.at(row, column)) != new.strip():
                yield key, name, (row, column), new


def _replaced(found: Found, changes: list[tuple[str, str, tuple[int, int], str]]) -> Iterator[Problem]:
    for _, name, (row, column), new in changes:
        was = text(found.grid.at(row, column))
        if name in _THEIRS and was:
            yield coded(Place(found.grid.place(row, column)), "A620", was=was, now=new)


def _missing(found: Found, form: Form) -> Iterator[Problem]:
    there = {text(found.grid.at(row, found.columns["id"])) for row in range(found.row + 1, len(found.grid.rows))}
    missing = [line.cells[0] for line in form.lines if line.cells[0] not in there]
    if missing:
        yield coded(Place(found.grid.place()), "A621", questions=", ".join(missing))
