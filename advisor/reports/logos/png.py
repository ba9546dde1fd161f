"""Read a PNG to its last pixel and write it anew: the picture alone, without what travels along."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIDE = 4000
"""How many pixels a logo may be wide or high."""

MOST = 4_000_000
"""How many pixels it may have."""

_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Where each pass of an interlaced picture begins, and its steps."""

_FILTERS = 5


class PixelError(Exception):
    """A PNG that is not taken, and what to do."""

    def __init__(self, what: str, hint: str = "Save it again.") -> None:
        """Take what is wrong, and the hint."""
        super().__init__(what)
        self.what, self.hint = what, hint


def clean(content: bytes) -> tuple[bytes, int, int]:
    """Return a picture written anew, its width and its height.

    Raises:
        PixelError: it is damaged, too large, or moves.

    """
    parts = list(_parts(content))
    if [kind for kind, _ in parts[:1]] != [b"IHDR"] or len(parts[0][1]) != 13:  # noqa: PLR2004 - the length of a header
        raise PixelError("the PNG is damaged: it does not begin with its size.")
    wide, high, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    if not (0 < wide <= SIDE and 0 < high <= SIDE and wide * high <= MOST):
        hint = f"At most {SIDE} by {SIDE} and {MOST} in all are taken."
        raise PixelError(f"the logo has {wide} by {high} pixels.", hint)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise PixelError("the PNG is damaged: there is no such kind of pixels.")
    kinds = [kind for kind, _ in parts]
    if b"acTL" in kinds:
        raise PixelError("the PNG moves.", "Save one picture of it.")
    palette = b"".join(data for kind, data in parts if kind == b"PLTE")
    if (colour == 3 and not palette) or len(palette) % 3 or kinds.count(b"PLTE") > 1:  # noqa: PLR2004 - the kind with a palette
        raise PixelError("the PNG is damaged: its palette is not whole.")
    rows = _rows(wide, high, depth * _SAMPLES[colour], interlaced)
    _check_pixels(b"".join(data for kind, data in parts if kind == b"IDAT"), rows)
    return SIGNATURE + b"".join(_written(kind, data) for kind, data in parts if kind in _KEPT), wide, high


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(content):
        head = content[place : place + 8]
        if len(head) < 8:  # noqa: PLR2004 - length and kind
            raise PixelError("the PNG is damaged: its end is missing.")
        length, kind = struct.unpack(">I4s", head)
        data, check = content[place + 8 : place + 8 + length], content[place + 8 + length : place + 12 + length]
        if len(data) < length or len(check) < 4:  # noqa: PLR2004 - the checksum
            raise PixelError("the PNG is damaged: its end is missing.")
        if zlib.crc32(kind + data) != int.from_bytes(check, "big"):
            raise PixelError("the PNG is damaged: a checksum is wrong.")
        yield kind, data
        place += 12 + length
        if kind == b"IEND":
            return
    raise PixelError("the PNG is damaged: its end is missing.")


def _rows(wide: int, high: int, bits: int, interlaced: int) -> list[tuple[int, int]]:
    """Return how many rows of how many bytes a picture has, with the byte that says how a row is filtered."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(wide - left) // across), -(-(high - top) // down)) for left, top, across, down in passes]
    return [(rows, 1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0]


def _check_pixels(packed: bytes, rows: list[tuple[int, int]]) -> None:
    expected = sum(count * length for count, length in rows)
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, expected + 1)
    except zlib.error as error:
        raise PixelError("the PNG is damaged: its pixels cannot be unpacked.") from error
    if len(pixels) != expected or not unpacking.eof:
        raise PixelError("the PNG is damaged: it has not as many pixels as it says.")
    place = 0
    for count, length in rows:
        if max(pixels[place : place + count * length : length]) >= _FILTERS:
            raise PixelError("the PNG is damaged: a row is filtered in no known way.")
        place += count * length


def _written(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
