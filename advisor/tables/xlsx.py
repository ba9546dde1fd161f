"""Questionnaires as XLSX, with drop-downs. The only module that knows openpyxl.

What comes back is a file of strangers: it is measured before it is unpacked, and XML that declares anything is refused unread.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib

from advisor.errors import AdvisorError, Place, Problem, UnusableInputError
from advisor.tables.grid import MOST_COLUMNS, MOST_ROWS, CellValue, Form, Grid, column_name

try:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    openpyxl = None

_MOST_PARTS, _MOST_UNPACKED, _MOST_RATIO = 500, 60_000_000, 400
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,9})"')
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>')
"""A formula without what it showed last: it would read as an empty cell."""
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDTHS = (24, 18, 52, 60, 26, 40)
_INPUT = "FFF6E5"


class TablesError(AdvisorError):
    """What spreadsheets need is not installed."""


def _needed() -> None:
    if openpyxl is None:
        raise TablesError("XLSX needs openpyxl. Install it with: pip install 'smart-city-advisor[tables]'")


def written(form: Form) -> bytes:
    """Return a questionnaire as XLSX: a sheet to fill in, and one with what can be chosen.

    Raises:
        TablesError: the extra is not installed.

    """
    _needed()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _title(form.columns[form.answer])
    choices = book.create_sheet(_title(form.choices))
    chosen = _Choices(sheet, choices)
    _put(sheet, 1, 1, form.title, bold=True)
    _put(sheet, 2, 1, form.how)
    for row, each in enumerate(form.head, start=3):
        _put(sheet, row, 1, each.label, bold=True)
        _put(sheet, row, 2, each.value, fill=True)
        chosen.offer(f"B{row}", each.options)
    top = len(form.head) + 4
    for column, label in enumerate(form.columns, start=1):
        _put(sheet, top, column, label, bold=True)
        sheet.column_dimensions[column_name(column - 1)].width = _WIDTHS[column - 1]
    for row, line in enumerate(form.lines, start=top + 1):
        for column, cell in enumerate(line.cells):
            _put(sheet, row, column + 1, cell, fill=column in {form.answer, form.note})
        chosen.offer(f"{column_name(form.answer)}{row}", line.options)
    sheet.freeze_panes = f"A{top + 1}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet, row: int, column: int, text: str, *, bold: bool = False, fill: bool = False) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    cell = sheet.cell(row=row, column=column)
    if text:
        cell.value = text
        cell.data_type = "s"  # a text that begins like a formula stays a text
    cell.alignment = Alignment(wrap_text=column > 1, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    if fill:
        cell.fill = PatternFill("solid", fgColor=_INPUT)


def _title(text: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", text)[:31]


class _Choices:
    """The sheet of what can be chosen: each list stands once, in a column of its own."""

    def __init__(self, sheet, choices) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        self._sheet, self._choices = sheet, choices
        self._known: dict[tuple[str, ...], DataValidation] = {}

    def offer(self, cell: str, options: tuple[str, ...]) -> None:
        if not options:
            return
        if options not in self._known:
            column = len(self._known) + 1
            for row, option in enumerate(options, start=1):
                _put(self._choices, row, column, option)
            name = column_name(column - 1)
            title = self._choices.title.replace("'", "''")
            formula = f"'{title}'!${name}$1:${name}${len(options)}"
            found = DataValidation(type="list", formula1=formula, allow_blank=True)
            self._sheet.add_data_validation(found)
            self._known[options] = found
        self._known[options].add(cell)


def grids_of(content: bytes, name: str) -> list[Grid]:
    """Return the sheets of a file.

    Raises:
        TablesError: the extra is not installed.
        UnusableInputError: it is no XLSX, or none that somebody would fill in.

    """
    _needed()
    _refuse_hostile(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: pictures, and drop-downs of other programs
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return [_grid(sheet, name) for sheet in book.worksheets]
    except Exception as error:
        raise _refused(name, "this XLSX cannot be read.", "Save it again in the program it comes from.") from error


def _grid(sheet, name: str) -> Grid:  # type: ignore[no-untyped-def] # noqa: ANN001
    sheet.reset_dimensions()  # what a file says of its size need not be true
    rows: list[tuple[CellValue, ...]] = []
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(tuple(cell if isinstance(cell, CellValue) else str(cell) for cell in cells))
    return Grid(name, sheet.title, tuple(rows))


def _refuse_hostile(content: bytes, name: str) -> None:
    """Refuse what would take too much to unpack, and XML that declares entities.

    Raises:
        UnusableInputError: it is such a file, or no file of this kind at all.

    """
    hint = "Save it as XLSX again, without macros and pictures."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            large = sum(each.file_size for each in parts) > _MOST_UNPACKED or len(parts) > _MOST_PARTS
            if large or any(each.file_size > max(each.compress_size, 1_000) * _MOST_RATIO for each in parts):
                raise _refused(name, "this XLSX unpacks to more than anybody fills in.", hint)
            for each in parts:
                if each.filename.endswith((".xml", ".rels")):
                    _refuse_part(packed.read(each), name, hint)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise _refused(name, "this is no XLSX.", hint) from error


def _refuse_part(part: bytes, name: str, hint: str) -> None:
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:200] or _DECLARES.search(part):
        raise _refused(name, "this XLSX declares what no table declares.", hint)
    if found := _UNCOMPUTED.search(part):
        what = f"the formula in {found[1].decode()} was never computed."
        raise _refused(name, what, "Open it in an office program and save it there, or write the value.")
    if any(int(found[1]) > MOST_ROWS for found in _ROW.finditer(part)):
        raise _refused(name, f"this XLSX has cells below row {MOST_ROWS}.", "Delete what stands far below the table.")


def _refused(name: str, what: str, hint: str) -> UnusableInputError:
    return UnusableInputError([Problem(Place(name), what, hint)])
