"""Tables of many cities as workbooks."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.files.workbook import Cell, Limits, Origin, Sheet, read_workbook, write_workbook
from advisor.portfolio.tables import in_words
from advisor.reports.document import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIMITS = Limits(unpacked=1_000_000_000, rows=1_048_576, columns=1_000)
_DAY = datetime.date(2000, 1, 1)
"""A table of many days has none of its own."""


def read_first(content: bytes, name: str) -> tuple[str, Sequence[Sequence[object]]]:
    """Return what the first sheet is called, and its rows.

    Raises:
        UnusableInputError: it is no workbook.
        WorkbookError: the extra is not installed.

    """
    return read_workbook(content, name, _LIMITS)[0]


def write_columns(columns: Mapping[str, Sequence[object]]) -> bytes:
    """Return a workbook with one sheet, its first row fixed.

    Raises:
        WorkbookError: the extra is not installed.

    """
    heads = [Cell(each, bold=True) for each in columns]
    rows = [[Cell(in_words(cell)) for cell in row] for row in zip(*columns.values(), strict=True)]
    return write_workbook(Sheet("cities", [heads, *rows], head=1, filtered=True), Origin("", PRODUCT, _DAY))
