"""Read and write tables: CSV here, workbooks and Parquet where the extra is installed."""

from __future__ import annotations

import csv
import datetime
import io
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, coded
from advisor.files.read import TooLargeError, content_of
from advisor.reports.document import PRODUCT
from advisor.tables.grid import column_name
from advisor.yaml_source.read import unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 200_000_000
"""The largest table that is read: a million cities in CSV."""

FORMATS = ("csv", "xlsx", "parquet")

_NEVER_FIRST = ("=", "+", "-", "@", "\t", "\r")


class Cell(Place, frozen=True, order=True):
    """A cell of a table; cells stand in the order of their rows."""

    column: int = 0

    def __str__(self) -> str:
        """Write the place as a spreadsheet calls it."""
        return f"{self.file}!{column_name(self.column)}{self.line}"


class Sheet(msgspec.Struct, frozen=True):
    """A table as it was read: its headers, its rows, and what a cell is called in it."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def place(self, row: int, column: int) -> Cell:
        """Return where a cell is, as a spreadsheet calls it; row 0 is the first below the headers."""
        return Cell(self.name, row + 2, column)

    def head(self, column: int) -> Cell:
        """Return where the header of a column is."""
        return Cell(self.name, 1, column)


def read_sheet(file: Path) -> Sheet:
    """Return the table in a file, by its suffix; empty rows at the end are none.

    Raises:
        UnusableInputError: it cannot be read, or is no table.
        AdvisorError: its library is not installed.

    """
    try:
        content = content_of(file, LARGEST)
    except TooLargeError as error:
        raise UnusableInputError([coded(Place(str(file)), "A912", size=LARGEST // 1_000_000)]) from error
    except OSError as error:
        raise UnusableInputError([unreadable(error, Place(str(file)))]) from error
    name, headers, rows = _read(file, content)
    heads = tuple(str(each or "").strip() for each in headers)
    filled = [tuple(row) for row in rows]
    while filled and not _filled(filled[-1]):
        filled.pop()
    sheet = Sheet(name, heads, tuple(filled))
    if problems := _odd(sheet):
        raise UnusableInputError(problems)
    return sheet


def _read(file: Path, content: bytes) -> tuple[str, Sequence[object], list[Sequence[object]]]:
    match file.suffix.lower():
        case ".xlsx":
            title, rows = _read_workbook(content, str(file))
            return f"{file}:{title}", (rows[0] if rows else ()), list(rows[1:])
        case ".parquet":
            from advisor.portfolio.parquet import read_parquet  # noqa: PLC0415 - loads much, and only where there is one

            headers, found = read_parquet(content, str(file))
            return str(file), headers, found
        case ".csv" | ".tsv" | ".txt" | "":
            return _read_csv(content, str(file))
        case other:
            raise UnusableInputError([coded(Place(str(file)), "A913", ending=other)])


def _read_csv(content: bytes, name: str) -> tuple[str, Sequence[object], list[Sequence[object]]]:
    """Return what is in a CSV file; what stands between its values is a comma, a semicolon or a tab, by its first line."""
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        between = max(",;\t", key=first.count)
        rows: list[Sequence[object]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    except UnicodeDecodeError as error:
        raise UnusableInputError([unreadable(error, Place(name))]) from error
    except csv.Error as error:
        raise UnusableInputError([coded(Place(name), "A914", said=str(error))]) from error
    return name, (rows[0] if rows else ()), rows[1:]


def _read_workbook(content: bytes, name: str) -> tuple[str, Sequence[Sequence[object]]]:
    """Return what the first sheet of a workbook is called, and its rows."""
    from advisor.files.workbook import Limits, read_workbook  # noqa: PLC0415 - loads much, and only where there is one

    return read_workbook(content, name, Limits(unpacked=1_000_000_000, rows=1_048_576, columns=1_000))[0]


def _write_workbook(columns: dict[str, list[object]]) -> bytes:
    """Return a workbook with one sheet, its first row fixed; a table of many days has none of its own."""
    from advisor.files import workbook  # noqa: PLC0415 - as above

    heads = [workbook.Cell(each, bold=True) for each in columns]
    rows = [[workbook.Cell(in_words(cell)) for cell in row] for row in zip(*columns.values(), strict=True)]
    sheet = workbook.Sheet("cities", [heads, *rows], head=1, filtered=True)
    return workbook.write_workbook(sheet, workbook.Origin("", PRODUCT, datetime.date(2000, 1, 1)))


def _odd(sheet: Sheet) -> list[Problem]:
    if not any(sheet.headers) and not sheet.rows:
        return [coded(Place(sheet.name), "A915", how="table")]
    if not any(sheet.headers):
        return [coded(sheet.head(0), "A915", how="row")]
    if _has_a_title(sheet):
        return [coded(sheet.head(0), "A916")]
    seen: dict[str, int] = {}
    found = []
    for column, header in enumerate(sheet.headers):
        if header in seen and header:
            found.append(coded(sheet.head(column), "A917", header=header, column=column_name(seen[header])))
        seen.setdefault(header, column)
    cells = ((row, at, cell) for row, line in enumerate(sheet.rows) for at, cell in enumerate(line))
    beyond = ((row, at) for row, at, cell in cells if at >= len(sheet.headers) and _is_filled(cell))
    found += [coded(sheet.place(row, at), "A918") for row, at in beyond]
    return found


def _has_a_title(sheet: Sheet) -> bool:
    """Tell whether what should be headers is one text, and the rows below have several cells."""
    filled = [header for header in sheet.headers if header]
    return len(filled) == 1 and filled[0].casefold() != "name" and any(_filled(row) > 1 for row in sheet.rows)


def _filled(row: Sequence[object]) -> int:
    return sum(map(_is_filled, row))


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != ""  # a cell of Parquet may be a list, which is in no set


def write_table(form: str, columns: dict[str, list[object]]) -> bytes:
    """Return a table in a format.

    Raises:
        AdvisorError: its library is not installed.

    """
    if form == "xlsx":
        return _write_workbook(columns)
    if form == "parquet":
        from advisor.portfolio.parquet import write_parquet  # noqa: PLC0415 - as above

        return write_parquet(columns)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(map(harmless, columns))
    writer.writerows([harmless(cell) for cell in row] for row in zip(*columns.values(), strict=True))
    return written.getvalue().encode()


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; a truth value is yes or no."""
    told = in_words(cell)
    return f"'{told}" if isinstance(told, str) and told.startswith(_NEVER_FIRST) else told


def in_words(cell: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a cell with a truth value said as yes or no."""
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else cell
