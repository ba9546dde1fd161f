"""Questionnaires as XLSX, with drop-downs."""

from __future__ import annotations

import datetime

from advisor.files.workbook import Cell, Limits, Origin, Sheet, read_workbook, write_workbook
from advisor.reports.document import PRODUCT
from advisor.tables.grid import MOST_COLUMNS, MOST_ROWS, Form, Grid, column_name

_LIMITS = Limits(unpacked=60_000_000, rows=MOST_ROWS, columns=MOST_COLUMNS)
_WIDTHS = (24, 18, 52, 60, 26, 40)
_INPUT = "FFF6E5"
_DAY = datetime.date(2000, 1, 1)
"""What is asked has no day of its own, and the same questionnaire has the same bytes."""


def written(form: Form) -> bytes:
    """Return a questionnaire as XLSX: a sheet to fill in, and one with what can be chosen.

    Raises:
        WorkbookError: the extra is not installed.

    """
    rows = [[Cell(form.title, bold=True, wrap=False)], [Cell(form.how, wrap=False)]]
    options = {}
    for each in form.head:
        rows.append([Cell(each.label, bold=True, wrap=False), Cell(each.value, fill=_INPUT)])
        options[f"B{len(rows)}"] = each.options
    rows += [[], [Cell(label, bold=True, wrap=column > 0) for column, label in enumerate(form.columns)]]
    head = len(rows)
    to_fill_in = {form.answer, form.note}
    for line in form.lines:
        rows.append([Cell(text, fill=_INPUT if at in to_fill_in else "", wrap=at > 0) for at, text in enumerate(line.cells)])
        options[f"{column_name(form.answer)}{len(rows)}"] = line.options
    offered = {cell: each for cell, each in options.items() if each}
    sheet = Sheet(form.columns[form.answer], rows, _WIDTHS, head, options=offered, lists=form.choices)
    return write_workbook(sheet, Origin(form.title, PRODUCT, _DAY))


def grids_of(content: bytes, name: str) -> list[Grid]:
    """Return the sheets of a file.

    Raises:
        WorkbookError: the extra is not installed.
        UnusableInputError: it is no XLSX, or none that somebody would fill in.

    """
    return [Grid(name, title, tuple(rows)) for title, rows in read_workbook(content, name, _LIMITS)]
