"""A logo only draws: whatever else a file tries is refused with its line."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from advisor.errors import UnusableInputError
from advisor.reports.logos.read import read_logo
from tests.support.reports import ROOT, failures, report, said
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">'
GOOD = f'<?xml version="1.0"?>\n{OPEN}<g fill="#123456"><path d="M0 0 H120 V40 H0 Z"/><circle cx="20" cy="20" r="9"/></g></svg>'


def png(wide: int = 60, high: int = 20) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x20\x40\x80" * min(wide, 100) for _ in range(min(high, 100)))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


@pytest.mark.long
@pytest.mark.parametrize("content", [GOOD.encode(), png()], ids=["svg", "png"])
@pytest.mark.parametrize("form", sampled(3, ["pdf", "html", "docx"]))
def test_a_logo_is_shown(tmp_path: Path, form: str, content: bytes) -> None:
    file = tmp_path / "logo"
    file.write_bytes(content)
    assert read_logo(file).ratio == 3.0
    written = report(START, form, "--logo", str(file), "--colour", "#7a1f2b")
    assert written != report(START, form)
    if form == "pdf":
        assert failures(written, "pdfa-2a") == failures(written, "pdfua-1") == []
        assert "Logo: Musterstadt".encode("utf-16-be").hex().upper().encode() in written or b"Logo: Musterstadt" in written
    if form == "html":
        assert 'alt="Logo: Musterstadt"' in written.decode()


BAD = {
    "a script": (f"{OPEN}<script>alert(1)</script></svg>", "<script> is not taken"),
    "a handler": (f'{OPEN}<path d="M0 0" onclick="x()"/></svg>', "runs a script"),
    "a foreign object": (f"{OPEN}<foreignObject/></svg>", "<foreignObject> is not taken"),
    "an image from elsewhere": (f'{OPEN}<image href="https://example.org/x.png"/></svg>', "<image> is not taken"),
    "a link": (f'{OPEN}<path d="M0 0" xlink:href="file:///etc/passwd"/></svg>', "leads out of the file"),
    "a fill from elsewhere": (f'{OPEN}<path d="M0 0" fill="url(https://example.org/#x)"/></svg>', "leads out of the file"),
    "a style from elsewhere": (f"{OPEN}<style>@import 'x.css';</style></svg>", "a style leads out"),
    "an animation": (f"{OPEN}<animate/></svg>", "<animate> is not taken"),
    "a text": (f"{OPEN}<text>x</text></svg>", "Turn texts into paths"),
    "a copy of a copy": (f'{OPEN}<use href="#a"/></svg>', "<use> is not taken"),
    "entities": (f'<!DOCTYPE svg [<!ENTITY a "b">]>{OPEN}</svg>', "document type"),
    "an instruction": (f'<?xml-stylesheet href="x"?>{OPEN}</svg>', "instruction"),
    "no size": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "how large"),
    "not an SVG": ("<html></html>", "is not an SVG"),
    "not a picture": ("hello", "neither a PNG nor"),
    "nested too deep": (OPEN + "<g>" * 60 + "</g>" * 60 + "</svg>", "too many parts"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_logo_that_does_more_than_draw_is_refused(tmp_path: Path, kind: str) -> None:
    content, message = BAD[kind]
    file = tmp_path / "logo.svg"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableInputError, match=re.escape(message)):
        read_logo(file)


@pytest.mark.long
def test_a_logo_of_the_wrong_size_or_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    for content, message in ((png(9000, 9000), "9000 by 9000"), (b"x" * 600_000, "kB"), (png()[:40], "damaged")):
        file.write_bytes(content)
        with pytest.raises(UnusableInputError, match=message):
            read_logo(file)
    code, beside = said(START, "--format", "pdf", "--logo", str(tmp_path / "none.svg"))
    assert code == 2
    assert "the logo cannot be read" in beside
    assert said(START, "--format", "md", "--logo", str(file))[0] == 2


def test_a_png_that_cannot_be_drawn_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    whole = png()
    file = tmp_path / "logo.png"
    file.write_bytes(whole[:45] + b"\x00" * 10 + whole[55:])
    code, beside = said(START, "--format", "pdf", "--logo", str(file), "-o", str(tmp_path / "out.pdf"))
    assert (code, "Traceback" in beside) in {(2, False), (0, False)}
