"""Draw the pictures of the README from a report of the example: ``python -m tools.pictures``.

The map is that of the report in HTML. The page is the first of the brief in PDF, as Typst shows it. A test says when they are out
of date: by the bytes of the map, and for the page, whose dots may differ between machines, by the text that it was made from.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typst

import advisor
from tools.png import smaller

if TYPE_CHECKING:
    from advisor import Advice

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "seed-start.answers.yaml"
MAP, PAGE = ROOT / "docs/pictures/map.svg", ROOT / "docs/pictures/page.png"
MADE_FROM = "Source"
"""The key under which the picture of the page keeps what it was made from."""

_RESOLUTION, _FACTOR = 180, 3
"""Dots per inch to draw with, and how many of them become one, for letters that can be read at the size of a thumbnail."""

_LAYOUT = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image("brief.pdf", page: 1)"""


def advice() -> Advice:
    """Return the advice for the example that the README shows."""
    return advisor.advise(advisor.read_answers(EXAMPLE))


def map_picture(about: Advice) -> bytes:
    """Return the map on white, as a file of its own: pages of others may be dark."""
    page = advisor.report(about, format="html").decode()
    drawn = next(svg for svg in re.findall(r"<svg .*?</svg>", page, re.DOTALL) if 'id="map-title"' in svg)
    return re.sub(r"\A<svg [^>]*>", r'\g<0><rect x="-2" y="-2" width="100%" height="100%" fill="#fff"/>', drawn).encode() + b"\n"


def page_picture(about: Advice) -> bytes:
    """Return the first page of the brief."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "brief.pdf").write_bytes(advisor.report(about, format="pdf", audience="council"))
        (folder / "page.typ").write_text(_LAYOUT, encoding="utf-8")
        drawn = typst.compile(folder / "page.typ", format="png", ppi=_RESOLUTION)
    return smaller(drawn, _FACTOR, {MADE_FROM: made_from(about)})


def made_from(about: Advice) -> str:
    """Return what the first page of the brief says, as a hash."""
    text = advisor.report(about, format="md", audience="council").decode()
    first = "\n## ".join(text.split("\n## ")[:2])
    return f"{EXAMPLE.name}, first page of the brief, {hashlib.sha256(first.encode()).hexdigest()}"


if __name__ == "__main__":
    MAP.parent.mkdir(exist_ok=True)
    shown = advice()
    MAP.write_bytes(map_picture(shown))
    PAGE.write_bytes(page_picture(shown))
