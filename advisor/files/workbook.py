"""Read and write workbooks (XLSX). The only module that knows openpyxl.

What is read is a file of strangers: it is measured before it is unpacked, and XML that declares anything is refused unread.
What is written has the same bytes each time.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from advisor.errors import AdvisorError, Place, Problem, UnusableInputError

try:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    openpyxl = None

MISSING = "XLSX needs openpyxl. Install it with: pip install 'smart-city-advisor[tables]'"

Value = str | int | float | bool | datetime.date | datetime.datetime | datetime.time
"""What a cell holds."""

_MOST_PARTS, _MOST_RATIO = 500, 400
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"')
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>')
"""A formula without what it showed last: it would read as an empty cell."""
_DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]']")
_LONGEST_TITLE = 31
_LANDSCAPE_A4 = {"orientation": "landscape", "paperSize": 9, "fitToHeight": 0}


class WorkbookError(AdvisorError):
    """What workbooks need is not installed."""


class Limits(msgspec.Struct, frozen=True):
    """How much is read: bytes once it is unpacked, rows and columns of each sheet."""

    unpacked: int
    rows: int
    columns: int


class Cell(msgspec.Struct, frozen=True):
    """A value as it is to be shown; ``form`` is a number format, ``fill`` a colour in hexadecimal."""

    value: Value | None
    bold: bool = False
    fill: str = ""
    form: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet to be written.

    ``widths`` are in characters. The first ``head`` rows stay in sight, the last of them is printed on each page.
    ``filtered`` lets the rows below be chosen from. ``options`` are what can be chosen in a cell, by its name; they stand
    on a sheet called ``lists``.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    head: int = 0
    filtered: bool = False
    options: Mapping[str, tuple[str, ...]] = {}
    lists: str = ""


class Origin(msgspec.Struct, frozen=True):
    """What a workbook says of itself: its title, the program that wrote it, and the day it tells of."""

    title: str
    program: str
    day: datetime.date


def write_workbook(sheet: Sheet, origin: Origin) -> bytes:
    """Return a workbook; the same sheet gives the same bytes. A text is one also where it begins as a formula does.

    Raises:
        WorkbookError: the extra is not installed.

    """
    _needed()
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title = origin.program, origin.title
    made = book.active
    made.title = _title(sheet.title)
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            _put(made, row, column, cell)
    for column, width in enumerate(sheet.widths, start=1):
        made.column_dimensions[get_column_letter(column)].width = width
    if sheet.head:
        made.freeze_panes = f"A{sheet.head + 1}"
        made.print_title_rows = f"{sheet.head}:{sheet.head}"
    if sheet.filtered:
        made.auto_filter.ref = made.dimensions
    for name, value in _LANDSCAPE_A4.items():
        setattr(made.page_setup, name, value)
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.options:
        _offer(made, book.create_sheet(_title(sheet.lists)), sheet.options)
    written = io.BytesIO()
    book.save(written)
    return _steady(written.getvalue(), origin.day)


def _put(sheet: Any, row: int, column: int, cell: Cell) -> None:  # noqa: ANN401 - of a library without types
    made = sheet.cell(row, column)
    if isinstance(cell.value, str):
        made.value, made.data_type = cell.value or None, "s" if cell.value else "n"
    elif cell.value is not None:
        made.value = cell.value
    if cell.form:
        made.number_format = cell.form
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.bold:
        made.font = Font(bold=True)
    if cell.fill:
        made.fill = PatternFill("solid", fgColor=cell.fill)


def _offer(sheet: Any, lists: Any, options: Mapping[str, tuple[str, ...]]) -> None:  # noqa: ANN401
    """Let cells be chosen from lists; each list stands once, in a column of its own."""
    known: dict[tuple[str, ...], Any] = {}
    for cell, offered in options.items():
        if offered not in known:
            column = len(known) + 1
            for row, each in enumerate(offered, start=1):
                _put(lists, row, column, Cell(each))
            name = get_column_letter(column)
            formula = f"'{lists.title}'!${name}$1:${name}${len(offered)}"
            known[offered] = DataValidation(type="list", formula1=formula, allow_blank=True)
            sheet.add_data_validation(known[offered])
        known[offered].add(cell)


def _title(text: str) -> str:
    return _NOT_IN_TITLES.sub(" ", text)[:_LONGEST_TITLE]


def _steady(content: bytes, day: datetime.date) -> bytes:
    """Return a workbook with the same parts in the same order, made on the day it tells of."""
    told = f"{day:%Y-%m-%d}T00:00:00Z".encode()
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as steady:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/core.xml":
                part = _DATED.sub(lambda found: found[1] + told + found[3], part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            steady.writestr(entry, part)
    return written.getvalue()


def read_workbook(content: bytes, name: str, limits: Limits) -> list[tuple[str, list[tuple[Value | None, ...]]]]:
    """Return the sheets of a file: what each is called, and its rows.

    Raises:
        WorkbookError: the extra is not installed.
        UnusableInputError: it is no XLSX, or none that somebody would fill in.

    """
    _needed()
    _refuse_hostile(content, name, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: pictures, and drop-downs of other programs
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return [(sheet.title, _rows(sheet, limits)) for sheet in book.worksheets]
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        raise _refused(name, "this XLSX cannot be read.", "Save it again in the program it comes from.") from error


def _rows(sheet: Any, limits: Limits) -> list[tuple[Value | None, ...]]:  # noqa: ANN401
    sheet.reset_dimensions()  # what a file says of its size need not be true
    rows: list[tuple[Value | None, ...]] = []
    for row in sheet.iter_rows(max_row=limits.rows, max_col=limits.columns, values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(tuple(cell if cell is None or isinstance(cell, Value) else str(cell) for cell in cells))
    return rows


def _refuse_hostile(content: bytes, name: str, limits: Limits) -> None:
    """Refuse what would take too much to unpack, and XML that declares entities.

    Raises:
        UnusableInputError: it is such a file, or no file of this kind at all.

    """
    hint = "Save it as XLSX again, without macros and pictures."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            large = sum(each.file_size for each in parts) > limits.unpacked or len(parts) > _MOST_PARTS
            if large or any(each.file_size > max(each.compress_size, 1_000) * _MOST_RATIO for each in parts):
                raise _refused(name, "this XLSX unpacks to more than anybody fills in.", hint)
            for each in parts:
                if each.filename.endswith((".xml", ".rels")):
                    _refuse_part(packed.read(each), name, limits, hint)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise _refused(name, "this is no XLSX.", hint) from error


def _refuse_part(part: bytes, name: str, limits: Limits, hint: str) -> None:
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:200] or _DECLARES.search(part):
        raise _refused(name, "this XLSX declares what no table declares.", hint)
    if found := _UNCOMPUTED.search(part):
        what = f"the formula in {found[1].decode()} was never computed."
        raise _refused(name, what, "Open it in an office program and save it there, or write the value.")
    if any(int(found[1]) > limits.rows for found in _ROW.finditer(part)):
        raise _refused(name, f"this XLSX has cells below row {limits.rows}.", "Delete what stands far below the table.")


def _refused(name: str, what: str, hint: str) -> UnusableInputError:
    return UnusableInputError([Problem(Place(name), what, hint)])


def _needed() -> None:
    if openpyxl is None:
        raise WorkbookError(MISSING)
