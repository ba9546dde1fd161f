"""What goes into a DOCX beside its text: drawings, links to chapters, properties, a container of the same bytes."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from advisor.reports.pictures.drawing import draw
from advisor.reports.sandbox.logo import laid_out_with
from advisor.reports.writers.glyphs import missing, named, shown
from advisor.reports.writers.page_layout import Drawings
from advisor.reports.writers.typesetting import is_available

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reports.document import Document
    from advisor.reports.options import Wish


_OLDEST = b"\x00\x00\x21\x00"
"""How a zip writes the time and the date of its beginning, 1980: it has no place for none."""

_HEAD = 46
"""Bytes that stand before the name of a part in the directory behind all parts."""


_GROUPS = {
    "keywords": ("pack", "pack-hash"),
    "subject": ("answers-hash", "edition"),
    "comments": ("tree-hash", "product", "layout", "typst"),
}
"""Which property holds which values of the imprint."""

_LONGEST = 255
"""How many characters a property may have."""


def steady(content: bytes) -> bytes:
    """Return a zip with the same parts in the same order, without the dates and the system it was made on.

    They are written over where they stand, so that nothing is packed twice.
    """
    made = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        place = parts.start_dir
        for each in parts.infolist():
            made[each.header_offset + 10 : each.header_offset + 14] = _OLDEST
            made[place + 5] = 0  # the system
            made[place + 12 : place + 16] = _OLDEST
            place += _HEAD + len(each.filename.encode()) + len(each.extra) + len(each.comment)
    return bytes(made)


def describe(properties: Any, document: Document) -> None:  # noqa: ANN401 - what python-docx calls core properties
    """Set the properties of a file to those of a report."""
    properties.title, properties.author = document.title[:_LONGEST], document.imprint.product[:_LONGEST]
    properties.language = document.words("document.locale")
    properties.created = properties.modified = datetime.datetime.combine(document.date, datetime.time())
    properties.last_modified_by = document.imprint.product
    made = document.imprint.entries()
    for name, keys in _GROUPS.items():
        setattr(properties, name, "; ".join(f"{key}: {made[key]}" for key in keys))
    properties.identifier, properties.version = made["tree-hash"], made["layout"]
    properties.revision = 1


def images(document: Document, wish: Wish) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the figures as PNG, and the logo where there is one; none of them, with a note, where Typst is not there."""
    if not is_available():
        return {}, (document.words("document.no_pictures"),)
    drawings = {
        name: draw(wish.templates, figure, wish.colours, shown, embedded=True) for name, figure in document.figures.items()
    }
    layout = (wish.templates / "layout" / "picture.typ").read_bytes()
    drawn = dict(laid_out_with(None, Drawings(layout, drawings)).files)
    if wish.logo:
        drawn |= laid_out_with(wish.logo, Drawings(layout, {"logo": wish.logo.svg})).files
    lost = missing(document.figures)
    return drawn, (document.words("document.replaced", characters=named(lost)),) if lost else ()


Makes = Callable[..., Any]
"""Makes an element of the file from its tag and its attributes; the writer alone knows the library."""


def marked(paragraph: Any, number: int, element: Makes) -> None:  # noqa: ANN401 - an element of the file
    """Let links lead to a heading."""
    paragraph.insert(1, element("w:bookmarkStart", {"w:id": str(number), "w:name": f"chapter-{number}"}))  # after its style
    paragraph.append(element("w:bookmarkEnd", {"w:id": str(number)}))


def linked(paragraph: Any, number: int, element: Makes) -> None:  # noqa: ANN401 - an element of the file
    """Let the last run of a paragraph lead to a heading."""
    link = element("w:hyperlink", {"w:anchor": f"chapter-{number}", "w:history": "1"})
    link.append(paragraph[-1])
    paragraph.append(link)


def as_contents(paragraphs: Sequence[Any], element: Makes) -> None:
    """Make paragraphs the list of chapters, which a word processor renews when it is asked to."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = r' TOC \o "2-2" \h \z \u '
    parts = [element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")]
    for place, part in enumerate((parts[0], code, parts[1]), start=1):  # after the style of the first
        run = element("w:r")
        run.append(part)
        paragraphs[0].insert(place, run)
    run = element("w:r")
    run.append(parts[2])
    paragraphs[-1].append(run)
