"""How wide the columns of a table are, from what stands in them: the same for every format with pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.tree import Node, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = 104
"""How many characters of a table fit side by side on a page."""

_LONGEST = 14
"""Longer words need not fit: they may be hyphenated."""

_WHOLE = 12
"""Shorter texts, such as a state of two words, stay on one line."""

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


class Measures(msgspec.Struct, frozen=True):
    """How a table is laid out."""

    shares: tuple[float, ...]
    """The share of each column, together 1: room for its longest word, and more where there is more to read."""

    hyphenated: tuple[bool, ...]
    """Whether a column has words that are too long for it."""

    together: str
    """What must stay on one page: a small ``table``, the ``rows`` of others; ``nothing`` where a text fills half a page."""


def measured(table: Node) -> Measures:
    """Return how a table is laid out."""
    texts = [[text_of(cell) for cell in row] for row in rows_of(table)]
    columns = list(zip(*texts, strict=True))
    longest = [max(map(len, _words(column))) for column in columns]
    shares = _shares(columns, [max(word, _whole(column)) for word, column in zip(longest, columns, strict=True)])
    lengths = [len(text) for row in texts for text in row]
    small = len(texts) <= _SMALL[0] and sum(lengths) <= _SMALL[1]
    return Measures(
        shares,
        tuple(word > share * _LINE - _ROOM for word, share in zip(longest, shares, strict=True)),
        "table" if small else "rows" if max(lengths) <= _HALF_A_PAGE else "nothing",
    )


def _shares(columns: list[tuple[str, ...]], longest: list[int]) -> tuple[float, ...]:
    least = [min(max(word, 3 * len(column[0]) // 5), _LONGEST) + _ROOM for column, word in zip(columns, longest, strict=True)]
    wanted = [_wanted(column) for column in columns]
    left = max(_LINE - sum(least), 0)
    widths = [low + left * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
    return tuple(round(width / sum(widths), 4) for width in widths)


def _whole(column: tuple[str, ...]) -> int:
    """Return how long the longest short text of a column is."""
    return max((len(text) for text in column if len(text) <= _WHOLE), default=0)


def _words(column: tuple[str, ...]) -> Iterator[str]:
    return (word for text in column for word in [*_BREAKS.split(text), " "])


def _wanted(column: tuple[str, ...]) -> float:
    """Return how much a column gains from width: as much as its longest texts need, those of one word nothing."""
    lengths = sorted(len(text) for text in column)
    typical = lengths[len(lengths) * 3 // 4]
    return float(max(typical - _LONGEST / 2, 1.0) ** 0.75)
