"""Write a report as PDF: the tree as data for one fixed layout, in PDF/A and PDF/UA at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from advisor.reports.options import Written
from advisor.reports.pictures.drawing import WIDTH, draw
from advisor.reports.sandbox.logo import laid_out_with
from advisor.reports.tree import Node, text_of
from advisor.reports.writers.fixed_blanks import with_fixed_blanks
from advisor.reports.writers.glyphs import missing, named, showable, shown
from advisor.reports.writers.page_layout import Paper
from advisor.reports.writers.row_heads import with_row_heads
from advisor.reports.writers.table_layout import measured

if TYPE_CHECKING:
    from advisor.reports.document import Document
    from advisor.reports.options import Logo, Wish

_HEAD = 90
"""How many characters of the title stand at the head of each page."""


def to_pdf(document: Document, wish: Wish) -> Written:
    """Return the report as PDF/A-2a (with attachments PDF/A-3a) and PDF/UA-1.

    Raises:
        FormatError: Typst is not there, or refuses the report.
        UnusableInputError: the logo takes too much.

    """
    lost = missing(document.figures, document.city, text_of(document.tree))
    note = document.words("document.replaced", characters=named(lost)) if lost else ""
    layout = (wish.templates / "layout" / "report.typ").read_bytes()
    data = _data(showable(with_fixed_blanks(document)), wish, note)
    made = laid_out_with(wish.logo, Paper(layout, data, document.date, bool(wish.attachments), document.pages))
    notes = [note] if note else []
    if not made.fits:
        notes.append(document.words("document.too_long", count=document.pages))
    return Written(with_row_heads(made.files["report"]), tuple(notes))


def _data(document: Document, wish: Wish, note: str) -> dict[str, Any]:
    words = document.words
    return {
        "tree": _with_note(document.tree, note),
        "tables": [measured(child) for child in document.tree.children if isinstance(child, Node) and child.tag == "table"],
        "title": document.title,
        "head": document.title if len(document.title) <= _HEAD else f"{document.title[: _HEAD - 1]}…",
        "author": document.imprint.product,
        "language": document.language,
        "region": words("document.locale").partition("-")[2],
        "date": [document.date.year, document.date.month, document.date.day],
        "day": words.date(document.date),
        "page": words("document.page", number="{number}", count="{count}"),
        "keywords": [f"{name}: {value}" for name, value in document.imprint.entries().items()],
        "typst": document.imprint.typst,
        "colours": msgspec.structs.asdict(wish.colours),
        "figures": {
            f"#{name}": {
                "alt": shown(figure.alt),
                "svg": draw(wish.templates, figure, wish.colours, shown, embedded=True),
                "ratio": figure.height / WIDTH,
            }
            for name, figure in document.figures.items()
        },
        "logo": _logo(document, wish.logo) if wish.logo else None,
        "second_page": document.pages is not None,
        "contents": document.pages is None and document.has_appendix,
        "turn": _turn(document),
        "turns": document.pages is not None,
        "attachments": [
            {
                "name": each.name,
                "media": each.media,
                "description": words(f"document.{each.word}"),
                "content": list(each.content),
            }
            for each in wish.attachments
        ],
    }


def _logo(document: Document, logo: Logo) -> dict[str, object]:
    return {"svg": logo.svg, "ratio": logo.ratio, "alt": document.words("document.logo", city=document.city)}


def _turn(document: Document) -> int:
    """Return which block begins the second part: of a brief its second chapter, of a whole report its appendix."""
    blocks = [child for child in document.tree.children if isinstance(child, Node)]
    chapters = [place for place, block in enumerate(blocks) if block.tag == "h2"]
    if len(chapters) < 2:  # noqa: PLR2004 - the first stands on the first page
        return len(blocks)
    if not document.has_appendix:
        return len(blocks)
    return chapters[-1] if document.pages is None else chapters[1]


def _with_note(tree: Node, note: str) -> Node:
    return Node(tree.tag, (*tree.children, Node("p", (note,)))) if note else tree
