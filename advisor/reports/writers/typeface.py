"""The typeface of the report: its font files, the characters they have, and how wide a text is in them.

Only the tables ``cmap``, ``hmtx``, ``hhea`` and ``head`` of the files are read. Files are never changed: their licence
reserves the name.
"""

from __future__ import annotations

import functools
import struct
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Source Sans Pro"
FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_UPRIGHT = {400: "Regular", 600: "Semibold", 700: "Bold"}
_WIDEST = 1.0
_FORMAT_4 = 4


class Face(msgspec.Struct, frozen=True):
    """One font file: the width of each character it has, in parts of the font size."""

    advances: dict[str, float]


def font_file(face: str) -> Path:
    """Return the file of a face; a package that is only data is found without being imported.

    Raises:
        FileNotFoundError: it is not installed.

    """
    return _folder() / f"SourceSansPro-{face}.ttf"


@functools.cache
def _folder() -> Path:
    found = PathFinder.find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("font-source-sans-pro is not installed")
    return Path(found.submodule_search_locations[0]) / "files"


@functools.cache
def load_face(face: str) -> Face:
    """Return a face with its characters; a file is read once."""
    return Face(_advances(font_file(face).read_bytes()))


@functools.cache
def characters() -> frozenset[str]:
    """Return the characters that every face can show."""
    return frozenset.intersection(*(frozenset(load_face(face).advances) for face in FACES))


def width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a text in the unit of its size; characters without a glyph count as wide ones."""
    advances = load_face(_UPRIGHT[weight]).advances
    return sum([advances.get(sign, _WIDEST) for sign in text]) * size  # a list, because this runs for every line of every picture


def _advances(data: bytes) -> dict[str, float]:
    """Read how far each character advances; variable fonts and other oddities are not expected here."""
    tables = {
        data[place : place + 4]: struct.unpack_from(">I", data, place + 8)[0]
        for place in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = [each / units for each in struct.unpack_from(f">{metrics * 2}H", data, tables[b"hmtx"])[::2]]
    found: dict[str, float] = {}
    for begin, glyphs in _glyphs(data, tables[b"cmap"]):
        signs = map(chr, range(begin, begin + len(glyphs)))
        found |= {sign: widths[min(glyph, metrics - 1)] for sign, glyph in zip(signs, glyphs, strict=True) if glyph}
    return found


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, list[int]]]:
    """Yield the first of several characters in a row with the glyphs of all of them, from the map that every font has."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = [cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * each)[0] for each in range(count)]
    start = next(offset for offset in offsets if struct.unpack_from(">H", data, offset)[0] == _FORMAT_4)
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, start + 14)
    begins, deltas, jumps = (struct.unpack_from(f">{segments}H", data, start + 16 + 2 * segments * place) for place in (1, 2, 3))
    for place, (begin, end, delta, jump) in enumerate(zip(begins, ends, deltas, jumps, strict=True)):
        codes = range(begin, min(end, 0xFFFE) + 1)
        if jump:
            listed = struct.unpack_from(f">{len(codes)}H", data, start + 16 + 6 * segments + 2 * place + jump)
            yield begin, [(glyph + delta) & 0xFFFF if glyph else 0 for glyph in listed]
        else:
            yield begin, [(code + delta) & 0xFFFF for code in codes]
