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
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import msgspec

from advisor.errors import AdvisorError, Place, UnusableInputError, coded, phrase, printable

if TYPE_CHECKING:
    from advisor.errors import Filling, Phrase

try:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    openpyxl = None

MISSING = "XLSX needs openpyxl. Install it with: pip install 'smart-city-advisor[tables]'"

Value = str | int | float | bool | datetime.date | datetime.datetime
"""What a cell holds."""

_MOST_PARTS, _MOST_RATIO = 500, 400
_SAVE_AGAIN = phrase("A615.save_again")
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
    wrap: bool = True


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
    book.properties.creator, book.properties.title = origin.program, printable(origin.title)
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
        text = printable(cell.value)
        made.value, made.data_type = text or None, "s" if text else "n"
    elif cell.value is not None:
        made.value = cell.value
    if cell.form:
        made.number_format = cell.form
    made.alignment = Alignment(wrap_text=cell.wrap, vertical="top")
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
    return _NOT_IN_TITLES.sub(" ", printable(text))[:_LONGEST_TITLE]


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
        raise _refused(name, "A615", phrase("A615.same_program"), how="broken") from error


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
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            large = sum(each.file_size for each in parts) > limits.unpacked or len(parts) > _MOST_PARTS
            if large or any(each.file_size > max(each.compress_size, 1_000) * _MOST_RATIO for each in parts):
                raise _refused(name, "A615", _SAVE_AGAIN, how="large")
            for each in parts:
                if each.filename.endswith((".xml", ".rels")):
                    _Part(name, limits).look_through(packed.read(each))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise _refused(name, "A615", _SAVE_AGAIN, how="none") from error


class _Part:
    """Looks through a part of a workbook as it is read: what it declares, how far down it goes, what its formulas showed last."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._cell, self._has_formula, self._is_shown, self._in_value = "", False, False, False

    def look_through(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._declared
        parser.StartElementHandler, parser.EndElementHandler = self._begun, self._ended
        parser.CharacterDataHandler = self._said
        try:
            parser.Parse(part, True)  # noqa: FBT003 - so it is called
        except expat.ExpatError as error:
            raise _refused(self._name, "A615", _SAVE_AGAIN, how="broken") from error

    def _declared(self, *_: object) -> None:
        raise _refused(self._name, "A615", _SAVE_AGAIN, how="declares")

    def _begun(self, element: str, attributes: dict[str, str]) -> None:
        match element.rpartition(":")[2]:
            case "row" if int(attributes.get("r", "0")) > self._limits.rows:
                raise _refused(self._name, "A616", row=self._limits.rows)
            case "c":
                self._cell, self._has_formula, self._is_shown = attributes.get("r", "?"), False, False
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._in_value = True

    def _said(self, text: str) -> None:
        self._is_shown |= self._in_value and bool(text.strip())

    def _ended(self, element: str) -> None:
        match element.rpartition(":")[2]:
            case "v" | "t":
                self._in_value = False
            case "c" if self._has_formula and not self._is_shown:  # it would read as an empty cell
                raise _refused(self._name, "A617", cell=self._cell)


def _refused(name: str, code: str, /, *hints: Phrase, **given: Filling) -> UnusableInputError:
    return UnusableInputError([coded(Place(name), code, *hints, **given)])


def _needed() -> None:
    if openpyxl is None:
        raise WorkbookError(MISSING)
