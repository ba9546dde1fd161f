"""How wide the columns of a table are, from what stands in them: the same for every format with pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.report.tree import Node, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = 104
"""How many characters of a table fit side by side on a page."""

_LONGEST = 14
"""Longer words need not fit: they may be hyphenated."""

_ROOM = 2
"""What a column takes beside its text, in characters."""

_SMALL = (8, 1200)
"""How many rows and characters a small table has at most."""

_HALF_A_PAGE = 700
"""How many characters a narrow cell holds on half a page."""

_BREAKS = re.compile(r"[\s_/-]+")


def rows_of(table: Node) -> list[list[Node]]:
    """Return the cells of a table, row by row."""
    return [[cell for cell in row.children if isinstance(cell, Node)] for row in table.children if isinstance(row, Node)]


def shares(table: Node) -> list[float]:
    """Return the share of each column, together 1: room for its longest word, and more where there is more to read."""
    columns = list(zip(*([text_of(cell) for cell in row] for row in rows_of(table)), strict=True))
    least = [min(max(*map(len, _words(column)), 3 * len(column[0]) // 5), _LONGEST) + _ROOM for column in columns]
    wanted = [_wanted(column) for column in columns]
    left = max(_LINE - sum(least), 0)
    widths = [low + left * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
    return [round(width / sum(widths), 4) for width in widths]


def hyphenated(table: Node) -> list[bool]:
    """Tell for each column whether it has words that are too long for it."""
    columns = zip(*([text_of(cell) for cell in row] for row in rows_of(table)), strict=True)
    longest = [max(map(len, _words(column))) for column in columns]
    return [word > share * _LINE - _ROOM for word, share in zip(longest, shares(table), strict=True)]


def togetherness(table: Node) -> str:
    """Tell what must stay on one page: the whole of a small table, the rows of others; nothing where a text fills half a page."""
    rows = rows_of(table)
    longest = max(len(text_of(cell)) for row in rows for cell in row)
    small = len(rows) <= _SMALL[0] and len(text_of(table)) <= _SMALL[1]
    return "table" if small else "rows" if longest <= _HALF_A_PAGE else "nothing"


def _words(column: tuple[str, ...]) -> Iterator[str]:
    return (word for text in column for word in [*_BREAKS.split(text), " "])


def _wanted(column: tuple[str, ...]) -> float:
    """Return how much a column gains from width: as much as its longest texts need, those of one word nothing."""
    lengths = sorted(len(text) for text in column)
    typical = lengths[len(lengths) * 3 // 4]
    return float(max(typical - _LONGEST / 2, 1.0) ** 0.75)
