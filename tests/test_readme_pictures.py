"""The pictures of the README show what the product shows today, in few bytes, and say it to those who do not see them."""

from __future__ import annotations

import re
import struct
import zlib

from tools.pictures import MADE_FROM, MAP, PAGE, ROOT, advice, made_from, map_picture
from tools.png import chunks, smaller, texts

RENEW = "run python -m tools.pictures"


def test_the_map_is_the_one_that_a_report_shows_now() -> None:
    assert MAP.read_bytes() == map_picture(advice()), RENEW


def test_the_page_was_made_from_what_the_brief_says_now() -> None:
    assert texts(PAGE.read_bytes())[MADE_FROM] == made_from(advice()), RENEW


def test_the_pictures_are_small() -> None:
    assert len(MAP.read_bytes()) < 10_000
    assert len(PAGE.read_bytes()) < 40_000


def test_the_readme_shows_both_with_words_for_those_who_do_not_see_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<img src="([^"]+)" [^>]*?alt="([^"]+)"', readme))
    assert set(shown) == {"docs/pictures/map.svg", "docs/pictures/page.png"}
    assert all(len(words.split()) > 10 for words in shown.values())


def test_a_picture_gets_smaller_by_the_mean_of_its_dots_whatever_filters_it_was_written_with() -> None:
    """Four rows of four dots, two of them dark and two light, written with each filter after the first row."""
    dark, light = bytes((0, 17, 34, 255)), bytes((255, 238, 221, 255))
    rows = [dark * 2 + light * 2] * 2 + [light * 4] * 2
    for kind in range(5):
        above, data = bytes(16), b""
        for row in rows:
            data += bytes([kind]) + bytes((dot - guess(kind, row, above, at)) & 255 for at, dot in enumerate(row))
            above = row
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 6, 0, 0, 0))
        picture = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
        made = smaller(picture, 2, {"Source": "dots"})
        found = dict(chunks(made))
        assert texts(made) == {"Source": "dots"}
        assert found[b"PLTE"] == dark[:3] + light[:3]
        assert zlib.decompress(found[b"IDAT"]) == bytes((0, 0, 1, 0, 1, 1))


def guess(kind: int, row: bytes, above: bytes, at: int) -> int:
    """Return what a filter of PNG takes off a byte."""
    left, up, corner = (row[at - 4], above[at], above[at - 4]) if at > 3 else (0, above[at], 0)
    nearest = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
    return (0, left, up, (left + up) // 2, nearest)[kind]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
