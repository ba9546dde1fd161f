"""Change single cells of an XLSX, and leave every other byte of its parts as it is: colours, columns, pictures, further sheets.

A library would write the whole file anew, and lose what it does not know. What is changed is found by a parser, and cut out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import msgspec

from advisor.errors import Place, UnusableInputError, coded
from advisor.tables.grid import Grid, column_name, column_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"
_NO_SIGN = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold."""
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


class _Span(msgspec.Struct):
    """A cell as it stands in the part: its bytes from and to, its style, and whether it holds a formula."""

    start: int
    end: int = 0
    style: str | None = None
    formula: bool = False


def replaced(content: bytes, grid: Grid, cells: Mapping[tuple[int, int], str | int]) -> bytes:
    """Return an XLSX with other values in some cells of a sheet, counted from 0; its rows have to be there already.

    The content has been read as ``grid`` before, so that it is known to be harmless.

    Raises:
        UnusableInputError: one of the cells holds a formula, which would be lost.

    """
    if not cells:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [(each, packed.read(each)) for each in packed.infolist()]
    known = {each.filename: part for each, part in parts}
    sheet = _part_of(known, grid.sheet)
    changed = {sheet: _spliced(known[sheet], grid, cells), _BOOK: _recalculating(known[_BOOK])}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, part in parts:
            packed.writestr(each, changed.get(each.filename, part))
    return stream.getvalue()


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = ET.fromstring(parts[_BOOK])  # noqa: S314 - it declares nothing, or it would have been refused
    links = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    link = next(each.get(_LINK) for each in book.iter(f"{_MAIN}sheet") if each.get("name") == sheet)
    target = next(str(each.get("Target")) for each in links if each.get("Id") == link)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _recalculating(book: bytes) -> bytes:
    """Return a workbook whose formulas, those that look at what was changed among them, are computed when it is opened."""
    return re.sub(rb"<((?:\w+:)?calcPr)\b(?![^>]*fullCalcOnLoad)", rb'<\1 fullCalcOnLoad="1"', book)


def _spliced(part: bytes, grid: Grid, cells: Mapping[tuple[int, int], str | int]) -> bytes:
    found = _Cells(part)
    lost = [place for place in cells if (span := found.cells.get(place)) and span.formula]
    if lost:
        raise UnusableInputError([coded(Place(grid.place(*place)), "A618") for place in lost])
    edits: list[tuple[int, int, bytes]] = []
    for (row, column), value in sorted(cells.items()):
        span = found.cells.get((row, column))
        at = found.gap(row, column) if span is None else span.start
        new = _element(found.prefix, f"{column_name(column)}{row + 1}", span.style if span else None, value)
        edits.append((at, at if span is None else span.end, new))
    for start, end, new in reversed(edits):
        part = part[:start] + new + part[end:]
    return part


def _element(prefix: str, name: str, style: str | None, value: str | int) -> bytes:
    styled = f" s={quoteattr(style)}" if style else ""
    if isinstance(value, int):
        text = f'<{prefix}c r="{name}"{styled}><{prefix}v>{value}</{prefix}v></{prefix}c>'
    else:
        held = escape(_NO_SIGN.sub(" ", value))
        inside = f'<{prefix}is><{prefix}t xml:space="preserve">{held}</{prefix}t></{prefix}is>'
        text = f'<{prefix}c r="{name}"{styled} t="inlineStr">{inside}</{prefix}c>'
    return text.encode("ascii", "xmlcharrefreplace")


class _Cells:
    """Where each cell and the end of each row stands among the bytes of a sheet."""

    def __init__(self, part: bytes) -> None:
        self.cells: dict[tuple[int, int], _Span] = {}
        self.prefix = ""
        self._ends: dict[int, int] = {}
        self._part, self._row, self._column = part, -1, -1
        self._empty = True
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.Parse(part, True)  # noqa: FBT003 - the parser's own

    def gap(self, row: int, column: int) -> int:
        """Return where a cell that is not there yet belongs."""
        behind = [span.start for (each, place), span in self.cells.items() if each == row and place > column]
        return min(behind, default=self._ends[row])

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        self._empty = True
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self.prefix = f"{prefix}:" if prefix else ""
            match = _CELL.fullmatch(attributes.get("r", ""))
            self._column = column_number(match[1]) if match else self._column + 1
            self.cells[self._row, self._column] = _Span(self._parser.CurrentByteIndex, style=attributes.get("s"))
        elif name == "f":
            self.cells[self._row, self._column].formula = True

    def _text(self, _: str) -> None:
        self._empty = False

    def _end(self, tag: str) -> None:
        name, at = tag.rpartition(":")[2], self._parser.CurrentByteIndex
        short, self._empty = self._empty and self._part[at - 2 : at] == b"/>", False
        if name == "row":
            self._ends[self._row] = at
        elif name == "c":
            self.cells[self._row, self._column].end = at if short else self._part.index(b">", at) + 1
