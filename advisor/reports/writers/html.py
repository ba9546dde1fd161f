"""Write a report as one HTML page that needs nothing else: styles and pictures are part of it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.pictures.drawing import draw
from advisor.reports.templating import fill_in
from advisor.reports.tree import Node, text_of
from advisor.reports.writers.fixed_blanks import with_fixed_blanks
from advisor.reports.writers.table_layout import measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.reports.document import Document
    from advisor.reports.options import Logo, Wish
    from advisor.reports.writers.colours import Colours

_POLICY = "default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
"""What a browser may load for a report: nothing but what stands in it."""


def to_html(document: Document, wish: Wish) -> str:
    """Return the report as a page."""
    words, tree = document.words, with_fixed_blanks(document).tree
    blocks, places = _blocks(tree, lambda name: draw(wish.templates, document.figures[name], wish.colours))
    opened = _opened(tree)
    style = style_of(wish.templates, wish.colours)
    view = {
        "language": words("document.locale"),
        "title": document.title,
        "date": document.date.isoformat(),
        "entries": document.imprint.entries(),
        "style": style,
        "policy": _POLICY.format(hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()),
        "skip": words("document.skip"),
        "contents": words("document.contents"),
        "places": places,
        "logo": _logo(document, wish.logo) if wish.logo else None,
        "opening": "\n".join(blocks[:opened]),
        "body": "\n".join(blocks[opened:]),
        "brief": document.pages is not None,
    }
    return fill_in(wish.templates, "layout/page.html.j2", view)


def style_of(templates: Path, colours: Colours, name: str = "layout/page.css.j2") -> str:
    """Return the style sheet of a page; widths of columns are classes in it, so that no element has a style of its own."""
    return fill_in(templates, name, {"colour": msgspec.structs.asdict(colours), "shares": range(1, 100)})


def _logo(document: Document, logo: Logo) -> dict[str, str]:
    alt = document.words("document.logo", city=document.city)
    return {"data": base64.b64encode(logo.svg.encode()).decode(), "alt": alt}


def body_of(tree: Node, drawn: Callable[[str], str]) -> tuple[str, list[dict[str, str]]]:
    """Return the elements of a document, and its chapters for a list of contents; ``drawn`` gives a figure as SVG."""
    blocks, places = _blocks(tree, drawn)
    return "\n".join(blocks), places


def _blocks(tree: Node, drawn: Callable[[str], str]) -> tuple[list[str], list[dict[str, str]]]:
    page = _Page(drawn)
    return [page.block(node) for node in tree.children if isinstance(node, Node)], page.places


def _opened(tree: Node) -> int:
    """Return how many blocks stand above the contents: the title, and the line that says of what day it is."""
    tags = [node.tag for node in tree.children if isinstance(node, Node)]
    return 2 if tags[:2] == ["h1", "p"] else 1


class _Page:
    """Writes elements, and keeps the chapters for the list of contents."""

    def __init__(self, drawn: Callable[[str], str]) -> None:
        self._drawn = drawn
        self._heading = ""
        self.places: list[dict[str, str]] = []

    def block(self, node: Node) -> str:
        match node.tag:
            case "h2":
                place = f"chapter-{len(self.places) + 1}"
                self._heading = text_of(node)
                self.places.append({"id": place, "title": self._heading})
                return f'<h2 id="{place}">{_inline(node)}</h2>'
            case "h1" | "h3" | "h4":
                self._heading = text_of(node)
                return f"<{node.tag}>{_inline(node)}</{node.tag}>"
            case "table":
                return self._table(node)
            case "figure":
                name = (node.target or "").removeprefix("#")
                label = escape(text_of(node))
                scrolled = f'<div class="picture" role="group" tabindex="0" aria-label="{label}">\n{self._drawn(name)}\n</div>'
                return f"<figure>\n{scrolled}\n<figcaption>{_inline(node)}</figcaption>\n</figure>"
            case "aside":
                inner = "\n".join(self.block(child) for child in node.children if isinstance(child, Node))
                return f'<div class="note">\n{inner}\n</div>'
            case _:
                return _items(node) if node.tag in {"ul", "ol"} else f"<p{_kind(node)}>{_inline(node)}</p>"

    def _table(self, node: Node) -> str:
        """Return a table that scrolls by itself where it is too wide; its first cells head the rows.

        On a narrow screen its rows are laid out as cards, where roles keep it a table for those who hear it.
        """
        head, *rows = [child for child in node.children if isinstance(child, Node)]
        measures = measured(node)
        widths = "".join(f'<col class="w{min(max(round(share * 100), 1), 99)}">' for share in measures.shares)
        heads = [text_of(cell) for cell in _cells(head)]
        titles = "".join(f'<th scope="col" role="columnheader">{_inline(cell)}</th>' for cell in _cells(head))
        body = "\n".join(
            '<tr role="row">'
            + "".join(_cell(cell, heads[place] if place else None) for place, cell in enumerate(_cells(row)))
            + "</tr>"
            for row in rows
        )
        kind = ' class="short"' if measures.together == "table" else ""
        table = (
            f'<table{kind} role="table">\n<colgroup>{widths}</colgroup>\n'
            f'<thead role="rowgroup"><tr role="row">{titles}</tr></thead>\n<tbody role="rowgroup">\n{body}\n</tbody>\n</table>'
        )
        return f'<div class="table" role="group" tabindex="0" aria-label="{escape(self._heading)}">\n{table}\n</div>'


def _cell(cell: Node, head: str | None) -> str:
    """Return a cell; the first one heads its row, and the others say under which head they stand."""
    if head is None:
        return f'<th scope="row" role="rowheader">{_inline(cell)}</th>'
    return f'<td role="cell" data-head="{escape(head)}">{_inline(cell)}</td>'


def _kind(node: Node) -> str:
    """Mark a paragraph that is a remark from its first word to its last."""
    alone = len(node.children) == 1 and isinstance(node.children[0], Node) and node.children[0].tag == "em"
    return ' class="remark"' if alone else ""


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.children if isinstance(cell, Node)]


def _items(node: Node) -> str:
    items = "\n".join(f"<li>{''.join(_part(child) for child in item.children)}</li>" for item in _cells(node))
    return f"<{node.tag}>\n{items}\n</{node.tag}>"


def _part(child: Node | str) -> str:
    return _items(child) if isinstance(child, Node) and child.tag in {"ul", "ol"} else _child(child)


def _inline(node: Node) -> str:
    return "".join(_child(child) for child in node.children)


def _child(child: Node | str) -> str:
    if isinstance(child, str):
        return escape(child)
    if child.tag == "br":
        return "<br>"
    if child.tag == "a":
        return f'<a href="{escape(child.target or "")}">{_inline(child)}</a>'
    if child.tag == "code":
        return f"<code>{_inline(child).replace('_', '_<wbr>')}</code>"
    return f"<{child.tag}>{_inline(child)}</{child.tag}>"
