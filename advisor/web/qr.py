"""Draw a link as a picture that phones read; the only module that knows segno."""

from __future__ import annotations

import io
from html import escape

import segno


def drawn(link: str, title: str) -> str:
    """Return a link as SVG to stand in a page: dark on light whatever the page looks like, with a title for who cannot see it."""
    target = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        target, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4, dark="#000", light="#fff"
    )
    return target.getvalue().decode().replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)


def in_text(link: str) -> str:
    """Return a link as blocks for a terminal."""
    target = io.StringIO()
    segno.make(link, error="l", micro=False).terminal(out=target, compact=True)
    return target.getvalue()
