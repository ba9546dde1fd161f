"""Small pictures of pages: decode what a renderer wrote, make it smaller, and encode it with few colours."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">IIBBBBB")
_CHANNELS = {2: 3, 6: 4}
_STEPS = 15
"""Each channel keeps so many shades, and white: what a page shows has few colours, and the eye sees no more."""


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG file, each with its kind."""
    at = len(_SIGNATURE)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += length + 12


def texts(content: bytes) -> dict[str, str]:
    """Return what a PNG file says about itself."""
    pairs = (data.decode("latin-1").partition("\0") for kind, data in chunks(content) if kind == b"tEXt")
    return {key: text for key, _, text in pairs}


def smaller(content: bytes, factor: int, says: Mapping[str, str]) -> bytes:
    """Return a picture with each square of ``factor`` by ``factor`` dots as one, in few colours, and with what it says.

    Takes what Typst writes: eight bits a channel, with or without transparency, not interlaced. Nothing may be transparent.
    """
    kinds = list(chunks(content))
    across, down, _, colour, *_ = _HEAD.unpack(kinds[0][1])
    channels = _CHANNELS[colour]
    rows = _rows(zlib.decompress(b"".join(data for kind, data in kinds if kind == b"IDAT")), across * channels, channels)
    width, height = across // factor, down // factor
    palette: dict[bytes, int] = {}
    lines = bytearray()
    for _ in range(height):
        band = [next(rows) for _ in range(factor)]
        lines.append(0)
        means = [_means(band, channel, channels, factor, width) for channel in range(3)]
        lines += bytes(palette.setdefault(bytes(dot), len(palette)) for dot in zip(*means, strict=True))
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", _HEAD.pack(width, height, 8, 3, 0, 0, 0)),
            *(_chunk(b"tEXt", f"{key}\0{text}".encode("latin-1")) for key, text in says.items()),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(bytes(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _means(band: list[bytes], channel: int, channels: int, factor: int, width: int) -> list[int]:
    """Return one channel of a row of the smaller picture, as a shade that is kept."""
    sums = [0] * width
    for row in band:
        for place in range(factor):
            dots = row[place * channels + channel :: channels * factor]
            sums = [sum_ + dot for sum_, dot in zip(sums, dots, strict=False)]
    most = 255 * factor * factor
    return [(sum_ * _STEPS + most // 2) // most * 255 // _STEPS for sum_ in sums]


def _rows(data: bytes, size: int, channels: int) -> Iterator[bytes]:
    """Yield the rows of a picture, without the filters that made it easier to compress."""
    above = bytearray(size)
    for start in range(0, len(data), size + 1):
        row = bytearray(data[start + 1 : start + 1 + size])
        _unfilter(data[start], row, above, channels)
        yield bytes(row)
        above = row


def _unfilter(kind: int, row: bytearray, above: bytearray, channels: int) -> None:
    for place in range(len(row) if kind else 0):
        left = row[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        guess = (left, above[place], (left + above[place]) // 2, _nearest(left, above[place], corner))[kind - 1]
        row[place] = (row[place] + guess) & 255


def _nearest(left: int, up: int, corner: int) -> int:
    """Return the neighbour that comes nearest to going on straight (the filter that is called after Paeth)."""
    straight = left + up - corner
    return min((left, up, corner), key=lambda value: abs(straight - value))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
