"""Let the first cell of each row head it: a screen reader then says of a cell in which row it stands as well as in which column.

Typst marks cells that head a column, and has no way from Python to mark those that head a row. Its file says what each thing is
in objects of their own, which are not packed; these are written anew, and with them the table of where each object begins. A file
that is made otherwise stays as it is.
"""

from __future__ import annotations

import re

_TABLE = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf]\r\n)+)(trailer\n.*?)startxref\n\d+\n%%EOF\s*\Z", re.DOTALL)
_ENTRY = 20
"""Bytes of an entry in the table of objects."""

_ROW = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/TR/P \d+ 0 R/K\[([\d R]+)\]>>")
_CELL = re.compile(
    rb"(\d+ 0 obj\n<</Type/StructElem/S)/TD(/P \d+ 0 R)(?:/A\[<</O/Table/Headers\[[^\]]*\]>>(.*?)\])?(?=/K)", re.DOTALL
)
_HEADS = rb"<</O/Table/Scope/Row>>"


def with_row_heads(content: bytes) -> bytes:
    """Return a PDF by Typst in which the first cell of each row of a table heads it.

    The other cells no longer name their column one by one: heads of both kinds say what they head, and readers find them by that.
    """
    found = _TABLE.search(content)
    if found is None:
        return content
    places = [int(found[2][at : at + 10]) for at in range(0, len(found[2]), _ENTRY)][1:]
    ends = dict(zip(sorted(places), [*sorted(places)[1:], found.start()], strict=True))
    objects = [content[place : ends[place]] for place in places]
    firsts = {int(row[1].split()[0]) for each in objects if (row := _ROW.match(each))}
    made = {number: _headed(each, first=number in firsts) for number, each in enumerate(objects, start=1)}
    return _joined(content[: min(places)], made, sorted(made, key=lambda number: places[number - 1]), found)


def _headed(written: bytes, *, first: bool) -> bytes:
    """Return an object; a cell that heads its row as such, any other cell without a list of what heads it."""
    cell = _CELL.match(written)
    if cell is None:
        return written
    more = cell[3] or b""
    kind, said = (b"/TH", _HEADS + more) if first else (b"/TD", more)
    told = b"/A[" + said + b"]" if said else b""
    return cell[1] + kind + cell[2] + told + written[cell.end() :]


def _joined(head: bytes, objects: dict[int, bytes], order: list[int], table: re.Match[bytes]) -> bytes:
    """Return the file: its objects in their order, and where each begins."""
    made, begins = bytearray(head), dict[int, int]()
    for number in order:
        begins[number] = len(made)
        made += objects[number]
    at = len(made)
    entries = [table[2][:_ENTRY], *(b"%010d 00000 n\r\n" % begins[number] for number in sorted(begins))]
    return bytes(made) + b"xref\n0 %b\n" % table[1] + b"".join(entries) + table[3] + b"startxref\n%d\n%%%%EOF" % at
