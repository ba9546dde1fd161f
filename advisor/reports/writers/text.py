"""Write a document as plain text for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.reports.tree import Node, without

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 80
_GAP = 2


def to_text(document: Node, figures: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> str:
    """Return the document as plain text; no line is wider than :data:`WIDTH` unless one word is.

    Figures are shown where there is a drawing in characters for them; the tables beside the others have the same data.
    """
    shown = without(lambda node: node.tag == "figure" and not _drawn(node, figures), document)
    return "\n\n".join(block for block in (_block(node, figures) for node in shown) if block) + "\n"


def _block(node: Node, figures: Mapping[str, tuple[str, ...]]) -> str:
    match node.tag:
        case "figure":
            return "\n".join([*_drawn(node, figures), "", _filled(_inline(node), WIDTH)])
        case "h1" | "h2":
            title = _inline(node)
            return f"{textwrap.fill(title, WIDTH)}\n{('=' if node.tag == 'h1' else '-') * min(len(title), WIDTH)}"
        case "ul" | "ol":
            return _items(node, "")
        case "table":
            return _table(node)
        case "aside":
            inner = "\n\n".join(_inline(child) for child in node.children if isinstance(child, Node))
            return textwrap.indent(_filled(inner, WIDTH - _GAP), " " * _GAP)
        case _:
            return _filled(_inline(node), WIDTH)


def _drawn(figure: Node, figures: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return figures.get((figure.target or "").removeprefix("#"), ())


def _filled(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def _items(node: Node, indent: str) -> str:
    lines = []
    for number, item in enumerate((child for child in node.children if isinstance(child, Node)), start=1):
        mark = f"{number}. " if node.tag == "ol" else "- "
        own = Node("li", tuple(child for child in item.children if not _is_list(child)))
        hanging = indent + " " * len(mark)
        lines.append(textwrap.fill(_inline(own), WIDTH, initial_indent=indent + mark, subsequent_indent=hanging))
        lines += [_items(child, hanging) for child in item.children if isinstance(child, Node) and _is_list(child)]
    return "\n".join(lines)


def _is_list(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag in {"ul", "ol"}


def _table(node: Node) -> str:
    """Return a table in columns where it fits, else row by row: the first cell, then each other under its heading."""
    rows = [
        [_inline(cell).replace("\n", " ") for cell in row.children if isinstance(cell, Node)]
        for row in node.children
        if isinstance(row, Node)
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    if sum(widths) + _GAP * (len(widths) - 1) > WIDTH:
        return "\n".join(_record(rows[0], row) for row in rows[1:])
    lines = [(" " * _GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], (" " * _GAP).join("-" * width for width in widths), *lines[1:]])


def _record(head: list[str], row: list[str]) -> str:
    lines = [textwrap.fill(row[0], WIDTH, initial_indent="* ", subsequent_indent="  ")]
    for name, cell in zip(head[1:], row[1:], strict=True):
        lines.append(textwrap.fill(f"{name}: {cell}", WIDTH, initial_indent="  ", subsequent_indent="    "))
    return "\n".join(lines)


def _inline(node: Node) -> str:
    return "".join(_child(child) for child in node.children)


def _child(child: Node | str) -> str:
    if isinstance(child, str):
        return child
    if child.tag == "br":
        return "\n"
    if child.tag == "a" and child.target and not child.target.startswith("#"):
        return f"{_inline(child)} <{child.target}>" if _inline(child) != child.target else child.target
    return _inline(child)
