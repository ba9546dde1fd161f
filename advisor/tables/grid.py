"""A table before it is a file, and after: cells with what stands in them, and how each is called."""

from __future__ import annotations

import datetime
from typing import Protocol

import msgspec

CellValue = str | int | float | bool | datetime.date | datetime.datetime | None

MOST_ROWS, MOST_COLUMNS = 5_000, 200
"""No table that people fill in has more; what has is refused, not cut."""

MOST_BYTES = 10_000_000
"""No such file is larger."""


class Grid(msgspec.Struct, frozen=True):
    """One sheet of a file; its cells are counted from 0."""

    file: str
    sheet: str
    rows: tuple[tuple[CellValue, ...], ...]

    def at(self, row: int, column: int) -> CellValue:
        """Return what stands in a cell; nothing beyond the end of a row."""
        return self.rows[row][column] if column < len(self.rows[row]) else None

    def place(self, row: int | None = None, column: int = 0) -> str:
        """Return how a cell is called, or the sheet as a whole: ``office.xlsx:Sheet1!F17``."""
        cell = "" if row is None else f"{column_name(column)}{row + 1}"
        return f"{self.file}:{f'{self.sheet}!' if cell and self.sheet else self.sheet}{cell}".rstrip(":")


class Field(msgspec.Struct, frozen=True):
    """One line about the whole: what it says, what stands there already, and what can be chosen."""

    label: str
    value: str = ""
    options: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """One question: the texts of its cells in the order of the columns, and what can be chosen as its answer."""

    cells: tuple[str, ...]
    options: tuple[str, ...] = ()


class Form(msgspec.Struct, frozen=True):
    """A questionnaire as a table; ``answer`` and ``note`` are the columns to fill in, counted from 0."""

    title: str
    how: str
    head: tuple[Field, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    choices: str
    answer: int
    note: int


class Reader(Protocol):
    """Reads the sheets of a file."""

    def __call__(self, content: bytes, name: str) -> list[Grid]:
        """Return the sheets; raises UnusableInputError."""


def column_name(number: int) -> str:
    """Return how a column is called.

    >>> [column_name(at) for at in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(name: str) -> int:
    """Return which column is called so, counted from 0.

    >>> column_number("A"), column_number("Z"), column_number("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
