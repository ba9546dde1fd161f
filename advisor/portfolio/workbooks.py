"""Read and write workbooks. The only module that knows openpyxl."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from advisor.errors import Place, Problem, UnusableInputError
from advisor.portfolio.tables import EXTRA, MissingLibraryError, harmless

try:
    import openpyxl
except ImportError:  # said where it is needed, so that this module can be looked at without the extra
    openpyxl = None

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_UNPACKED = 1_000_000_000
_THEN = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zone, and the same table has the same bytes


def read_workbook(content: bytes, name: str) -> tuple[str, list[Sequence[object]]]:
    """Return the name of the first sheet, and its rows.

    Raises:
        UnusableInputError: it is no workbook.
        MissingLibraryError: openpyxl is not installed.

    """
    _refuse_missing()
    try:
        _refuse_large(content, name)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return sheet.title, [tuple(row) for row in sheet.iter_rows(values_only=True)]
    except UnusableInputError:
        raise
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        problem = Problem(Place(name), "this is no workbook that can be read.", "Save it again as XLSX, or as CSV.")
        raise UnusableInputError([problem]) from error


def write_workbook(columns: dict[str, list[object]]) -> bytes:
    """Return a workbook with one sheet, its first row fixed.

    Raises:
        MissingLibraryError: openpyxl is not installed.

    """
    _refuse_missing()
    book = openpyxl.Workbook(write_only=True)
    book.properties.created = book.properties.modified = _THEN
    sheet: Any = book.create_sheet("cities")
    sheet.freeze_panes = "A2"
    sheet.append([harmless(each) for each in columns])
    for row in zip(*columns.values(), strict=True):
        sheet.append([harmless(each) for each in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _refuse_large(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
            raise UnusableInputError([Problem(Place(name), "the workbook unpacks to more than 1 GB.", "Split it.")])


def _refuse_missing() -> None:
    if openpyxl is None:
        raise MissingLibraryError(f"XLSX needs openpyxl. {EXTRA}")
