"""The blocks that papers about many cities are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.reports.pictures.drawing import Figure


def figure(drawn: Figure) -> Node:
    """Return the place of a figure, with its caption."""
    return Node("figure", (drawn.caption,), f"#{drawn.name}")


def h2(text: str) -> Node:
    """Return the heading of a chapter."""
    return Node("h2", (text,))


def p(*text: str | Node) -> Node:
    """Return a paragraph."""
    return Node("p", text)


def listed(items: Iterable[str], tag: str = "ul") -> Node:
    """Return a list."""
    return Node(tag, tuple(Node("li", (each,)) for each in items))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Node]:
    """Return a table, or nothing where it had no rows; an empty cell has a dash."""
    if not rows:
        return []
    head = Node("tr", tuple(Node("th", (each,)) for each in heads))
    body = (Node("tr", tuple(Node("td", (each or "–",)) for each in row)) for row in rows)
    return [Node("table", (head, *body))]
