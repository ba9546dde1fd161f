"""Read the logo of a city and check it: a small PNG or SVG that draws, and does nothing else. It is written anew."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, NoReturn

from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.read import TooLargeError, content_of
from advisor.reports.logos import png, svg
from advisor.reports.options import Logo

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT = 512 * 1024
_HOLDER = re.compile(
    rb'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[\d ]+" width="\d+" height="\d+">'
    rb'<image width="\d+" height="\d+" href="data:image/png;base64,([A-Za-z0-9+/=]+)"/></svg>'
)
"""The drawing that holds a PNG."""


def read_logo(file: Path) -> Logo:
    """Return a logo as SVG, the same in every format.

    Raises:
        UnusableInputError: it cannot be read, is too large, is neither PNG nor SVG, is damaged, or does more than draw.

    """
    try:
        content = content_of(file, _LIMIT)
    except TooLargeError:
        _refuse(file, 0, f"the logo has more than {_LIMIT // 1024} kB.", "No more are taken; make it smaller.")
    except OSError as error:
        _refuse(file, 0, f"the logo cannot be read: {error.strerror}.", "Name an SVG or PNG file.")
    try:
        drawing, ratio = _from_png(content) if content.startswith(png.SIGNATURE) else svg.clean(content)
    except png.PixelError as error:
        _refuse(file, 0, error.what, error.hint)
    except svg.DrawingError as error:
        _refuse(file, error.line, error.what, error.hint)
    return Logo(drawing, ratio, str(file))


def is_logo(data: str) -> bool:
    """Tell whether what a page shows as a logo, in base 64, only draws."""
    try:
        drawing = base64.b64decode(data, validate=True)
        held = _HOLDER.fullmatch(drawing)
        _ = png.clean(base64.b64decode(held[1], validate=True)) if held else svg.clean(drawing)
    except (ValueError, png.PixelError, svg.DrawingError):
        return False
    return True


def _from_png(content: bytes) -> tuple[str, float]:
    picture, wide, high = png.clean(content)
    if not 1 / svg.FLATTEST <= wide / high <= svg.FLATTEST:
        what = f"the logo has {wide} by {high} pixels."
        raise png.PixelError(what, f"A logo is at most {svg.FLATTEST} times as wide as high, or as high as wide.")
    data = base64.b64encode(picture).decode()
    image = f'<image width="{wide}" height="{high}" href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="{svg.SVG}" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">{image}</svg>', wide / high


def _refuse(file: Path, line: int, what: str, hint: str) -> NoReturn:
    raise UnusableInputError([Problem(Place(str(file), line), what, hint)])
