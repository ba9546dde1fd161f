"""Questionnaires as CSV: written as office programs open them, with semicolons and a mark of byte order, and read as saved."""

from __future__ import annotations

import csv
import io

from advisor.errors import Place, UnusableInputError, coded
from advisor.tables.grid import MOST_COLUMNS, MOST_ROWS, Form, Grid

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a program takes for the beginning of a formula; a text that begins so gets an apostrophe in front."""


def written(form: Form) -> bytes:
    """Return a questionnaire as CSV."""
    rows = [[form.title], [form.how], *([each.label, each.value] for each in form.head), [], list(form.columns)]
    rows += [list(line.cells) for line in form.lines]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def grids_of(content: bytes, name: str) -> list[Grid]:
    """Return what a CSV may be, once for each sign that may part its cells: that which finds columns is the right one.

    Raises:
        UnusableInputError: it is no table, or one larger than people fill in.

    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # as programs of offices save it
    found = []
    for sign in (";", ",", "\t"):
        try:
            rows = [tuple(map(_typed, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)]
        except csv.Error:
            continue
        if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
            continue
        found.append(Grid(name, "", tuple(rows)))
    if not found:
        raise UnusableInputError([coded(Place(name), "A614")])
    return found


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _typed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
