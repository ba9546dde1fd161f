"""Write a document as plain text for a terminal of 80 columns."""

from __future__ import annotations

import textwrap

from advisor.report.tree import Node

WIDTH = 80
_NARROWEST = 8


def to_text(document: Node) -> str:
    """Return the document as plain text; no line is wider than :data:`WIDTH` unless one word is."""
    return "\n\n".join(_block(node) for node in document.children if isinstance(node, Node)) + "\n"


def _block(node: Node) -> str:
    match node.tag:
        case "h1" | "h2":
            title = _inline(node)
            return f"{textwrap.fill(title, WIDTH)}\n{('=' if node.tag == 'h1' else '-') * min(len(title), WIDTH)}"
        case "h3" | "h4":
            return textwrap.fill(_inline(node), WIDTH)
        case "ul" | "ol":
            return _items(node, "")
        case "table":
            return _table(node)
        case "aside":
            inner = "\n\n".join(_block(child) for child in node.children if isinstance(child, Node))
            return textwrap.indent(inner, "  ")
        case _:
            return "\n".join(textwrap.fill(line, WIDTH) for line in _inline(node).split("\n"))


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
    rows = [
        [_inline(cell).replace("\n", " ") for cell in row.children if isinstance(cell, Node)]
        for row in node.children
        if isinstance(row, Node)
    ]
    widths = _widths(rows)
    lines: list[str] = []
    for place, row in enumerate(rows):
        cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            parts = [(cell[line] if line < len(cell) else "").ljust(width) for cell, width in zip(cells, widths, strict=True)]
            lines.append("  ".join(parts).rstrip())
        if place == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _widths(rows: list[list[str]]) -> list[int]:
    """Share the width out: narrow columns get what they need, wide ones share the rest by their content."""
    widest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = WIDTH - 2 * (len(widest) - 1)
    if sum(widest) <= room:
        return [max(1, width) for width in widest]
    fair = room // len(widest)
    narrow = sum(width for width in widest if width <= fair)
    wide = sum(width for width in widest if width > fair)
    return [max(1, width) if width <= fair else max(_NARROWEST, (room - narrow) * width // wide) for width in widest]


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
