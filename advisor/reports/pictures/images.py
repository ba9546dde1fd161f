"""Figures as images, for formats that cannot hold drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.glyphs import missing, named, shown
from advisor.reports.laying_out import Drawings
from advisor.reports.pictures.drawing import draw
from advisor.reports.strange_logo import laid_out_with
from advisor.reports.typesetting import is_available

if TYPE_CHECKING:
    from advisor.reports.document import Document
    from advisor.reports.wish import Wish


def images(document: Document, wish: Wish) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the figures as PNG, and the logo where there is one; none of them, with a note, where Typst is not there."""
    if not is_available():
        return {}, (document.words("document.no_pictures"),)
    drawings = {name: draw(wish.templates, figure, wish.colours, shown) for name, figure in document.figures.items()}
    layout = (wish.templates / "layout" / "picture.typ").read_bytes()
    drawn = dict(laid_out_with(None, Drawings(layout, drawings)).files)
    if wish.logo:
        drawn |= laid_out_with(wish.logo, Drawings(layout, {"logo": wish.logo.svg})).files
    lost = missing(document.figures)
    return drawn, (document.words("document.replaced", characters=named(lost)),) if lost else ()
