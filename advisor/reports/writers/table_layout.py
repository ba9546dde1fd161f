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

_LONGEST = (20, 17, 14)
"""Longer words need not fit: they may be hyphenated. The fewer, the more room the columns need together."""

_EASY = 0.9
"""How much of a line columns may need for their longest words."""

_WHOLE = 16
"""Shorter texts, such as a state of two words, stay on one line."""

_ROOM = 2
"""What a column takes beside its text, in characters."""

_LOOSE = 1.06
"""How much longer a text of several lines is than its letters: lines end where a word does."""

_SMALL = (8, 1200)
"""How many rows and characters a small table has at most."""

_HALF_A_PAGE = 700
"""How many characters a narrow cell holds on half a page."""

_BREAKS = re.compile(r"[ \t\n_/-]+")
"""Where a line may end: not at a blank that is fixed."""


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
    """Return the share of each column: the least it needs, and of what is left so much as makes the table shortest."""
    needed = [max(word, 3 * len(column[0]) // 5) for column, word in zip(columns, longest, strict=True)]
    least = [[min(each, limit) + _ROOM for each in needed] for limit in _LONGEST]
    widths = next((each for each in least if sum(each) <= _EASY * _LINE), least[-1])
    lengths = [[len(text) for text in column] for column in columns]
    for _ in range(_LINE - sum(widths)):
        widths[_neediest(lengths, widths)] += 1
    return tuple(round(width / sum(widths), 4) for width in widths)


def _neediest(lengths: list[list[int]], widths: list[int]) -> int:
    """Return the column that makes the rows shorter by most when it becomes wider, in lines of the cells that make them tall."""
    tall = [[_lines(length, width) for length in column] for column, width in zip(lengths, widths, strict=True)]
    rows = [max(row) for row in zip(*tall, strict=True)]
    gains = [
        sum((lines / row) ** 4 * lines / width for lines, row in zip(column, rows, strict=True) if lines > 1)
        for column, width in zip(tall, widths, strict=True)
    ]
    return gains.index(max(gains)) if max(gains) > 0 else max(range(len(widths)), key=lambda at: max(lengths[at]) / widths[at])


def _lines(length: int, width: int) -> float:
    """Return how many lines a text takes, in parts of one as well, so that each step counts."""
    return max(1.0, length * _LOOSE / (width - _ROOM)) if length > width - _ROOM else 1.0


def _whole(column: tuple[str, ...]) -> int:
    """Return how long the longest short text of a column is."""
    return max((len(text) for text in column if len(text) <= _WHOLE), default=0)


def _words(column: tuple[str, ...]) -> Iterator[str]:
    return (word for text in column for word in [*_BREAKS.split(text), " "])
