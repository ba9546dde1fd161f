"""Write a report as one HTML page that needs nothing else: styles and pictures are part of it."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.pictures.drawing import draw
from advisor.reports.templating import fill_in
from advisor.reports.tree import Node, text_of
from advisor.reports.writers.table_layout import measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.reports.document import Document
    from advisor.reports.options import Logo, Wish

_NARROW = 4
"""Tables with fewer columns fit any screen."""


def to_html(document: Document, wish: Wish) -> str:
    """Return the report as a page."""
    words = document.words
    body, places = body_of(document.tree, lambda name: draw(wish.templates, document.figures[name], wish.colours))
    view = {
        "language": document.language,
        "title": document.title,
        "date": document.date.isoformat(),
        "entries": document.imprint.entries(),
        "style": fill_in(wish.templates, "layout/page.css.j2", {"colour": msgspec.structs.asdict(wish.colours)}),
        "skip": words("document.skip"),
        "contents": words("document.contents"),
        "places": places,
        "logo": _logo(document, wish.logo) if wish.logo else None,
        "body": body,
        "brief": document.pages is not None,
    }
    return fill_in(wish.templates, "layout/page.html.j2", view)


def _logo(document: Document, logo: Logo) -> dict[str, str]:
    alt = document.words("document.logo", city=document.city)
    return {"data": base64.b64encode(logo.svg.encode()).decode(), "alt": alt}


def body_of(tree: Node, drawn: Callable[[str], str]) -> tuple[str, list[dict[str, str]]]:
    """Return the elements of a document, and its chapters for a list of contents; ``drawn`` gives a figure as SVG."""
    page = _Page(drawn)
    return "\n".join(page.block(node) for node in tree.children if isinstance(node, Node)), page.places


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
                drawn = self._drawn((node.target or "").removeprefix("#"))
                scrolled = (
                    f'<div class="picture" role="group" tabindex="0" aria-label="{escape(text_of(node))}">\n{drawn}\n</div>'
                )
                return f"<figure>\n{scrolled}\n<figcaption>{_inline(node)}</figcaption>\n</figure>"
            case "aside":
                inner = "\n".join(self.block(child) for child in node.children if isinstance(child, Node))
                return f'<div class="note">\n{inner}\n</div>'
            case _:
                return _items(node) if node.tag in {"ul", "ol"} else f"<p{_kind(node)}>{_inline(node)}</p>"

    def _table(self, node: Node) -> str:
        """Return a table that scrolls by itself where the screen is narrow; its first cells head the rows."""
        head, *rows = [child for child in node.children if isinstance(child, Node)]
        widths = "".join(f'<col style="width:{share * 100:.1f}%">' for share in measured(node).shares)
        titles = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in _cells(head))
        body = "\n".join(
            "<tr>"
            + "".join(
                f'<th scope="row">{_inline(cell)}</th>' if place == 0 else f"<td>{_inline(cell)}</td>"
                for place, cell in enumerate(_cells(row))
            )
            + "</tr>"
            for row in rows
        )
        wide = ' class="wide"' if len(_cells(head)) >= _NARROW else ""
        table = (
            f"<table{wide}>\n<colgroup>{widths}</colgroup>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )
        return f'<div class="table" role="group" tabindex="0" aria-label="{escape(self._heading)}">\n{table}\n</div>'


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
