"""Write a report as PDF: the tree as data for one fixed layout, in PDF/A and PDF/UA at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from advisor.report.columns import measured
from advisor.report.glyphs import missing, named, showable, shown
from advisor.report.pictures.drawing import WIDTH, draw
from advisor.report.tree import Node, text_of
from advisor.report.typesetting import Pages, Typesetter
from advisor.report.wish import Written

if TYPE_CHECKING:
    from advisor.report.document import Document
    from advisor.report.wish import Wish

_SIZES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76)
"""How much smaller everything may become where a report has a number of pages to fit."""

_HEAD = 90
"""How many characters of the title stand at the head of each page."""


def to_pdf(document: Document, wish: Wish) -> Written:
    """Return the report as PDF/A-2a (with attachments PDF/A-3a) and PDF/UA-1.

    Raises:
        FormatError: Typst is not there, or refuses the report.

    """
    lost = missing(document.figures, document.city, text_of(document.tree))
    note = document.words("document.replaced", characters=named(lost)) if lost else ""
    layout = (wish.templates / "layout" / "report.typ").read_bytes()
    pages, fits = _fitted(Typesetter(layout), document, _data(showable(document), wish, note))
    content = pages.pdf(document.date, attached=bool(wish.attachments))
    notes = [note] if note else []
    return Written(content, tuple(notes if fits else [*notes, document.words("document.too_long", count=document.pages)]))


def _fitted(typesetter: Typesetter, document: Document, data: dict[str, Any]) -> tuple[Pages, bool]:
    """Lay out as large as the pages allow, the first page and the others each for itself; tell whether they were enough."""
    first = second = 0
    while max(first, second) < len(_SIZES):
        sizes = [_SIZES[first], _SIZES[second]]
        pages = _kept_together(typesetter, {**data, "sizes": sizes})
        if document.pages is None or pages.page_of("end") <= document.pages:
            return pages, True
        if pages.page_of("turn") > document.pages:
            first += 1
        else:
            second += 1
    return pages, False


def _kept_together(typesetter: Typesetter, data: dict[str, Any]) -> Pages:
    """Lay out, and break tables before a last row that would stand alone on its page."""
    splits: dict[str, int] = {}
    pages = typesetter.pages(document=data, splits=splits)
    while alone := _alone(pages, splits):
        splits |= alone
        pages = typesetter.pages(document=data, splits=splits)
    return pages


def _alone(pages: Pages, splits: dict[str, int]) -> dict[str, int] | None:
    """Return where to break the first table whose last row stands alone on a page; those before it keep their place then."""
    tables: dict[int, list[int]] = {}
    for table, _, page in pages.rows():
        tables.setdefault(table, []).append(page)
    for table, places in tables.items():
        if str(table) not in splits and len(places) > 2 and places[-1] != places[-2]:  # noqa: PLR2004 - two rows stay together
            return {str(table): len(places) - 2}
    return None


def _data(document: Document, wish: Wish, note: str) -> dict[str, Any]:
    words = document.words
    return {
        "tree": _with_note(document.tree, note),
        "tables": [measured(child) for child in document.tree.children if isinstance(child, Node) and child.tag == "table"],
        "title": document.title,
        "head": document.title if len(document.title) <= _HEAD else f"{document.title[: _HEAD - 1]}…",
        "city": document.city,
        "language": document.language,
        "date": [document.date.year, document.date.month, document.date.day],
        "day": words.date(document.date),
        "page": words("document.page", number="{number}", count="{count}"),
        "keywords": [f"{name}: {value}" for name, value in document.imprint.entries().items()],
        "typst": document.imprint.typst,
        "colours": msgspec.structs.asdict(wish.colours),
        "figures": {
            f"#{name}": {
                "alt": shown(figure.alt),
                "svg": draw(wish.templates, figure, wish.colours, shown),
                "ratio": figure.height / WIDTH,
            }
            for name, figure in document.figures.items()
        },
        "logo": [
            {"svg": each.svg, "ratio": each.ratio, "alt": words("document.logo", city=document.city)}
            for each in ([wish.logo] if wish.logo else [])
        ],
        "second_page": document.pages is not None,
        "turn": _turn(document),
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


def _turn(document: Document) -> int:
    """Return which block begins a page of its own: the second chapter of a brief, the last of a whole report, its appendix."""
    blocks = [child for child in document.tree.children if isinstance(child, Node)]
    chapters = [place for place, block in enumerate(blocks) if block.tag == "h2"]
    if len(chapters) < 2:  # noqa: PLR2004 - the first stands on the first page
        return len(blocks)
    return chapters[-1] if document.pages is None else chapters[1]


def _with_note(tree: Node, note: str) -> Node:
    return Node(tree.tag, (*tree.children, Node("p", (note,)))) if note else tree
