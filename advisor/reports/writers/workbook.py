"""Write a list of work as a workbook: one row for each thing to do, with dates that can be sorted.

The only module that knows openpyxl.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from advisor.errors import printable
from advisor.reports.document import PRODUCT
from advisor.reports.options import FormatError

try:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    openpyxl = None

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.reports.chapters.worklist import Task
    from advisor.reports.words import Words

_COLUMNS = {"kinds": 14, "item": 34, "text": 70, "who": 24, "begins": 12, "begins_late": 12, "ends": 12, "ends_late": 12}
_COLUMNS |= {"cost": 26, "note": 60}
"""The columns, each with its width in characters."""

_DATED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_LONGEST = 31
"""How many characters the name of a sheet may have."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def to_workbook(tasks: Sequence[Task], title: str, day: datetime.date, words: Words) -> bytes:
    """Return a workbook with one sheet; the same list gives the same bytes.

    Raises:
        FormatError: openpyxl is not there.

    """
    if openpyxl is None:
        message = "this format needs openpyxl: pip install 'smart-city-advisor[tables]'"
        raise FormatError(message)
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title = PRODUCT, printable(title)
    sheet = book.active
    sheet.title = _NOT_IN_NAMES.sub(" ", words("worklist.sheet"))[:_LONGEST]
    for column, (name, width) in enumerate(_COLUMNS.items(), start=1):
        head = _put(sheet, 1, column, words(f"worklist.{name}"))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E6EEF2")
        sheet.column_dimensions[head.column_letter].width = width
    for row, task in enumerate(tasks, start=2):
        for column, value in enumerate(_row(task, words), start=1):
            _put(sheet, row, column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    written = io.BytesIO()
    book.save(written)
    return _steady(written.getvalue(), day)


def _row(task: Task, words: Words) -> list[str | datetime.date | None]:
    begins, ends = task.begins or (None, None), task.ends or (None, None)
    return [words(f"worklist.kind.{task.kind}"), task.item, task.text, task.who, *begins, *ends, task.cost, task.note]


def _put(sheet: Any, row: int, column: int, value: str | datetime.date | None) -> Any:  # noqa: ANN401 - of a library without types
    """Put a value into a cell; a text is one also where it begins as a formula does."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    elif value is not None:
        cell.value, cell.number_format = value, "mm/yyyy"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _steady(content: bytes, day: datetime.date) -> bytes:
    """Return a workbook with the same parts in the same order, made on the day of the report."""
    told = f"{day:%Y-%m-%d}T00:00:00Z".encode()
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as steady:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/core.xml":
                part = _DATED.sub(lambda found: re.sub(rb">[^<]*<", b">" + told + b"<", found[0], count=1), part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            steady.writestr(entry, part)
    return written.getvalue()
