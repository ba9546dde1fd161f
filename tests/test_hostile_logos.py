"""A logo is a stranger's work: only what draws is taken, it is written anew, and what draws it has limits."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import signal
import struct
import subprocess
import sys
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import UnusableInputError
from advisor.reports.logos import svg
from advisor.reports.logos.read import read_logo
from advisor.reports.options import Logo
from advisor.reports.sandbox import logo as sandboxed
from advisor.reports.sandbox.logo import laid_out_with
from advisor.reports.writers.page_layout import Drawings, laid_out
from tests.support.reports import ROOT, TEMPLATES, said
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"
PICTURE = (TEMPLATES / "layout" / "picture.typ").read_bytes()
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">'
DRAWN = '<rect width="9" height="9"/>'
COPY = "<use href='#p'/>"

EXPORTS = {
    "Inkscape": """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape -->
<svg width="60mm" height="20mm" viewBox="0 0 60 20" version="1.1" id="svg5" sodipodi:docname="logo.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:zoom="0.7"><inkscape:grid type="xygrid"/></sodipodi:namedview>
  <defs id="defs2"><linearGradient id="linearGradient1">
    <stop style="stop-color:#005;stop-opacity:1" offset="0" id="s1"/></linearGradient>
    <linearGradient inkscape:collect="always" xlink:href="#linearGradient1" id="linearGradient2" x1="0" y1="0" x2="9" y2="9"
      gradientUnits="userSpaceOnUse" gradientTransform="matrix(1 0 0 1 -4.44e-16 0)"/></defs>
  <metadata id="metadata4"><rdf:RDF><cc:Work rdf:about=""/></rdf:RDF></metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" style="display:inline">
    <path style="color:#000000;font-family:'Sans Serif';-inkscape-font-specification:'Sans Serif, Normal';
      fill:url(#linearGradient2);fill-opacity:1;stroke:none;stroke-width:0.264583px;marker:none;enable-background:accumulate;stroke-dasharray:none"
      d="M 0,0 H 60 V 20 H 0 Z" id="path1" sodipodi:nodetypes="ccccc"/></g>
</svg>""",
    "Illustrator": """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Ebene_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
     viewBox="0 0 120 40" style="enable-background:new 0 0 120 40;" xml:space="preserve">
<style type="text/css"><![CDATA[
    .st0{clip-path:url(#SVGID_2_);fill:#E30613;}
    .st1,.st2{fill-rule:evenodd;clip-rule:evenodd;fill:#1D1D1B;}
]]></style>
<g><defs><rect id="SVGID_1_" width="120" height="40"/></defs>
    <clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_"  style="overflow:visible;"/></clipPath>
    <path class="st0" d="M0,0h120v40H0V0z"/><polygon class="st1" points="0,0 9.5,9.5 0,19 "/></g>
</svg>""",
    "Figma": """<svg width="120" height="40" viewBox="0 0 120 40" fill="none" xmlns="http://www.w3.org/2000/svg">
<g clip-path="url(#clip0_1_2)">
<mask id="mask0_1_2" style="mask-type:luminance" maskUnits="userSpaceOnUse" x="0" y="0" width="120" height="40">
<path d="M120 0H0V40H120V0Z" fill="white"/></mask><g mask="url(#mask0_1_2)">
<path fill-rule="evenodd" clip-rule="evenodd" d="M0 0H120V40H0V0Z" fill="#FF3B30"
 style="fill:#FF3B30;fill:color(display-p3 1.0000 0.2314 0.1882);fill-opacity:1;"/></g></g>
<defs><clipPath id="clip0_1_2"><rect width="120" height="40" fill="white" style="fill:white;fill-opacity:1;"/></clipPath></defs>
</svg>""",
    "Sketch": """<?xml version="1.0" encoding="UTF-8"?>
<svg width="120px" height="40px" viewBox="0 0 120 40" version="1.1" xmlns="http://www.w3.org/2000/svg"
    xmlns:xlink="http://www.w3.org/1999/xlink">
    <title>Logo/Dark</title>
    <defs><polygon id="path-1" points="0 0 120 0 120 40 0 40"></polygon></defs>
    <g id="Page-1" stroke="none" stroke-width="1" fill="none" fill-rule="evenodd">
        <g id="Symbols/Logo" transform="translate(-3.000000, 1.5)">
        <mask id="mask-2" fill="white"><use xlink:href="#path-1"></use></mask><g id="Clip-2"></g>
        <path d="M0,0 L120,0 L120,40 Z" id="Fill-1" fill="#0A7ABF" mask="url(#mask-2)"></path></g></g>
</svg>""",
}


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "logo"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize("program", EXPORTS)
def test_what_drawing_programs_export_is_taken_and_drawn(program: str, tmp_path: Path) -> None:
    logo = read_logo(written(tmp_path, EXPORTS[program]))
    assert logo.ratio == 3.0
    for word in ("inkscape", "sodipodi", "metadata", "style", "class", "xlink", "DOCTYPE", "<!--", "Symbols"):
        assert word not in logo.svg
    assert len(laid_out_with(logo, Drawings(PICTURE, {"logo": logo.svg})).files["logo"]) > 1000


@pytest.mark.parametrize("program", EXPORTS)
def test_a_logo_written_anew_stays_as_it_is(program: str) -> None:
    once = svg.clean(EXPORTS[program].encode())[0]
    assert svg.clean(once.encode())[0] == once


def test_rules_for_classes_reach_their_elements() -> None:
    clean = svg.clean(EXPORTS["Illustrator"].encode())[0]
    assert re.search(r'<path d="[^"]+" clip-path="url\(#i2\)" fill="#E30613"/>', clean), clean
    assert re.search(r'<polygon points="[^"]+" fill-rule="evenodd" clip-rule="evenodd" fill="#1D1D1B"/>', clean), clean


def chain(kind: str, levels: int, attribute: str) -> str:
    parts = "".join(
        f'<{kind} id="c{n}" {attribute}="url(#c{n + 1})"><rect width="9" height="9" {attribute}="url(#c{n + 1})"/></{kind}>'
        for n in range(levels)
    )
    last = f'<{kind} id="c{levels}">{DRAWN}</{kind}>'
    return f'{OPEN}<defs>{parts}{last}</defs><rect width="9" height="9" {attribute}="url(#c0)"/></svg>'


def uses(levels: int) -> str:
    parts = "".join(f'<g id="u{n}"><use href="#u{n + 1}"/><use href="#u{n + 1}"/></g>' for n in range(levels))
    return f'{OPEN}{parts}<g id="u{levels}">{DRAWN}</g></svg>'


def styled(sheet: str) -> str:
    return f"{OPEN}<style>{sheet}</style>{DRAWN}</svg>"


XHTML = 'xmlns:h="http://www.w3.org/1999/xhtml"'
HOSTILE = {
    "clips in clips": (chain("clipPath", 24, "clip-path"), "clipPath> refers to another"),
    "a clip of two levels": (chain("clipPath", 1, "clip-path"), "clipPath> refers to another"),
    "masks in masks": (chain("mask", 24, "mask"), "mask> refers to another"),
    "a clip that is its own": (chain("clipPath", 1, "clip-path").replace("#c1", "#c0"), "clipPath> refers to another"),
    "copies of copies": (uses(20), "<use> is not taken"),
    "a copied shape that is clipped": (
        f'{OPEN}<clipPath id="c"><use href="#r"/></clipPath><rect id="r" width="9" height="9" clip-path="url(#c)"/></svg>',
        "<use> is not taken",
    ),
    "gradients in a ring": (
        f'{OPEN}<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><g fill="url(#a)"/></svg>',
        "without an end",
    ),
    "copies of something long": (
        f'{OPEN}<path id="p" d="M0 0{"h1" * 50_000}"/>{COPY * 400}</svg>',
        "refers to too much",
    ),
    "a pattern": (f"{OPEN}<pattern id='p'/></svg>", "<pattern> is not taken"),
    "a filter": (f"{OPEN}<filter id='p'/></svg>", "<filter> is not taken"),
    "a filter by style": (f'{OPEN}<g style="filter:url(#f)"/></svg>', "'filter' is not taken"),
    "a reference to nothing": (f'{OPEN}<g clip-path="url(#f)"/></svg>', "'clip-path' refers to 'f'"),
    "a paint that is a mask": (f'{OPEN}<mask id="m"/><g fill="url(#m)"/></svg>', "'fill' refers to 'm'"),
    "a drawing in a drawing": (f"{OPEN}<svg viewBox='0 0 1 1e30'/></svg>", "<svg> is not taken"),
    "a script of a web page": (f"{OPEN}<h:script {XHTML}>alert(1)</h:script></svg>", "belongs to a web page"),
    "a frame of a web page": (f"{OPEN}<h:iframe {XHTML} srcdoc='x'/></svg>", "belongs to a web page"),
    "a form in the metadata": (f"{OPEN}<metadata><h:form {XHTML}/></metadata></svg>", "belongs to a web page"),
    "an import": (styled("@import 'x.css';"), "a style leads out"),
    "an import by an entity": (styled("@imp&#111;rt 'x.css';"), "a style leads out"),
    "an import around a comment": (styled("@imp<!-- -->ort 'x.css';"), "a style leads out"),
    "an import around a comment of CSS": (styled("@imp/**/ort 'x.css';"), "a style leads out"),
    "an import by an escape": (styled(r"@im\port 'x.css';"), "a style leads out"),
    "an import in CDATA": (styled("<![CDATA[@import 'x.css';]]>"), "a style leads out"),
    "a picture by an escape": (styled(r"rect{fill:u\72l(http://example.org/x)}"), "a style leads out"),
    "a set of pictures": (styled('rect{background:image-set("http://example.org/x" 1x)}'), "a style leads out"),
    "a set of pictures in an attribute": (f"{OPEN}<g style=\"background:image-set('//x' 1x)\"/></svg>", "a style leads out"),
    "an address in a style": (f'{OPEN}<g style="background : URL( //example.org/x )"/></svg>', "'style' leads out"),
    "an address in a value": (f'{OPEN}<g fill="uRl(//example.org/x)"/></svg>', "leads out of the file"),
    "a rule about a screen": (styled("@media screen{rect{fill:red}}"), "a style leads out"),
    "a base": (f'{OPEN}<g xml:base="http://example.org/"/></svg>', "'base' leads out"),
    "an animated reference": (f'{OPEN}<set attributeName="href" to="javascript:x"/></svg>', "<set> is not taken"),
    "entities that grow": (f'<!DOCTYPE svg [<!ENTITY a "{"b" * 999}">]>{OPEN}{"&a;" * 9}</svg>', "document type"),
    "a step out of all numbers": (f'{OPEN}<g transform="scale(1e300)"/></svg>', "no value for 'transform'"),
    "a path out of all numbers": (f'{OPEN}<path d="M0 0L1e38 1"/></svg>', "no value for 'd'"),
    "a path with something else": (f'{OPEN}<path d="M0 0 calc(x)"/></svg>', "no value for 'd'"),
    "a number that is none": (f'{OPEN}<rect width="NaN" height="inf"/></svg>', "no value for 'width'"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_logo_that_may_do_more_than_draw_is_refused_where_it_is_read(kind: str, tmp_path: Path) -> None:
    content, message = HOSTILE[kind]
    with pytest.raises(UnusableInputError, match=re.escape(message)):
        read_logo(written(tmp_path, content))


SIZES = (
    *('viewBox="0 0 1 1e30"', 'viewBox="0 0 1e308 1e-300"', 'viewBox="0 0 NaN 1"', 'viewBox="0 0 inf inf"', 'viewBox="0 0 -5 5"'),
    *('viewBox="1e300 0 1 1"', 'viewBox="0 0 0 0"', 'viewBox="0 0 1000 1"', 'viewBox="0 0 1"', 'width="1e30" height="1e30"', ""),
    *('width="100%" height="100%"', 'width="-1" height="5"', 'viewBox="0 0 1e-9 1e-9"', 'viewBox="a b c d"'),
)


@pytest.mark.parametrize("size", SIZES)
def test_a_size_beyond_measure_is_refused_in_words(size: str, tmp_path: Path) -> None:
    file = written(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="1" height="1"/></svg>')
    with pytest.raises(UnusableInputError, match=r"the SVG (is|does not say)"):
        read_logo(file)


def test_a_size_may_have_units_and_stand_without_a_view_box(tmp_path: Path) -> None:
    logo = read_logo(written(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="48pt">{DRAWN}</svg>'))
    assert 'viewBox="0 0 192 64"' in logo.svg


def part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int = 16, high: int = 8, depth: int = 8, interlaced: int = 0, **more: bytes) -> bytes:
    rows = more["rows"] if "rows" in more else (b"\x00" + b"\x55" * (wide * 3 * depth // 8)) * high
    head = struct.pack(">IIBBBBB", wide, high, depth, 2, 0, 0, interlaced)
    between = more.get("between", b"")
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + between + part(b"IDAT", zlib.compress(rows, level=1)) + part(b"IEND", b"")


PASSES = b"".join((b"\x00" + b"\x55" * 3 * w) * h for w, h in ((2, 1), (2, 1), (4, 1), (4, 2), (8, 2), (8, 4), (16, 4)))
GOOD = {
    "plain": png(),
    "of 16 bits": png(depth=16),
    "interlaced": png(interlaced=1, rows=PASSES),
    "with a place and a time": png(between=part(b"tEXt", b"Author\x00somebody") + part(b"eXIf", b"GPS" * 99)),
}
DAMAGED = {
    "short pixels": png(rows=b"\x00" * 30),
    "too many pixels": png(rows=b"\x00" * 100_000_000),
    "a wrong checksum": png()[:-6] + b"\x00\x00" + png()[-4:],
    "no end": png()[:-12],
    "cut": png()[:60],
    "huge": png(100_000, 100_000, rows=b""),
    "more pixels than a logo has": png(4000, 4000, rows=b""),
    "a row filtered in no way": png(rows=(b"\x09" + b"\x55" * 48) * 8),
    "no kind of pixels": png(depth=3),
    "moving": png(between=part(b"acTL", b"\x00" * 8)),
    "a line": png(2000, 1),
    "a wrong checksum of its pixels": png()[:-13] + bytes([png()[-13] ^ 1]) + png()[-12:],
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_sound_png_is_shown_in_every_format_and_loses_what_travels_along(kind: str, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD[kind])
    image = base64.b64decode(re.findall(r"base64,([^\"]+)", read_logo(file).svg)[0])
    assert b"somebody" not in image
    assert b"GPS" not in image
    assert len(laid_out_with(None, Drawings(PICTURE, {"logo": read_logo(file).svg})).files["logo"]) > 1000


@pytest.mark.parametrize("kind", sampled(6, DAMAGED))
def test_a_damaged_png_is_refused_alike_in_every_format(kind: str, tmp_path: Path) -> None:
    file = written(tmp_path, DAMAGED[kind])
    told = {said(START, "--format", form, "--logo", str(file), "-o", str(tmp_path / "out")) for form in ("html", "pdf", "docx")}
    assert len(told) == 1
    code, message = told.pop()
    assert code == 2
    assert re.search(r"the (PNG|logo) (is damaged|has|moves)", message), message


@given(
    st.sampled_from(sorted(EXPORTS)),
    st.integers(0, 3000),
    st.integers(0, 60),
    st.sampled_from(["", "9", "<", '"', "1e9", "url(#", "&#0;"]),
)
def test_a_changed_logo_is_refused_in_words_or_written_anew(program: str, place: int, cut: int, put: str) -> None:
    content = EXPORTS[program]
    place %= len(content)
    try:
        once, ratio = svg.clean((content[:place] + put + content[place + cut :]).encode())
    except svg.DrawingError:
        return
    assert 1 / 20 <= ratio <= 20
    assert svg.clean(once.encode())[0] == once


def heavy(levels: int) -> Logo:
    """Return a logo as no check would let it through: each level of clipping doubles the work."""
    return Logo(chain("clipPath", levels, "clip-path"), 3.0, "heavy.svg")


@pytest.mark.long
def test_a_drawing_that_takes_too_much_ends_in_words_with_the_name_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxed, "SECONDS", 1)
    for logo in (heavy(40), Logo('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1e30"/>', 3.0, "heavy.svg")):
        with pytest.raises(UnusableInputError, match=r"heavy\.svg: the report with this logo (took|needs)"):
            laid_out_with(logo, Drawings(PICTURE, {"logo": logo.svg}))


LONG = OPEN + ('<g opacity=".9">' * 40 + DRAWN + "</g>" * 40) * 2000 + "</svg>"
"""What takes little memory and much time."""


@pytest.mark.long
def test_a_drawing_that_takes_long_is_stopped_after_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxed, "SECONDS", 1)
    with pytest.raises(UnusableInputError, match=r"long\.svg: the report with this logo took longer than 1 seconds"):
        laid_out_with(Logo(LONG, 3.0, "long.svg"), Drawings(PICTURE, {"logo": LONG}))


@pytest.mark.long
def test_ctrl_c_ends_a_drawing_that_goes_on_for_long(tmp_path: Path) -> None:
    (tmp_path / "long.svg").write_text(heavy(40).svg, encoding="utf-8")
    program = (  # whoever starts the tests in the background lets them ignore the signal
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path; from advisor.reports.writers.page_layout import Drawings\n"
        "from advisor.reports.sandbox.logo import laid_out_with; from advisor.reports.options import Logo\n"
        "text = Path(sys.argv[1]).read_text(encoding='utf-8'); print('begun', flush=True)\n"
        "laid_out_with(Logo(text, 3.0, 'x'), Drawings(sys.argv[2].encode(), {'logo': text}))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "long.svg"), PICTURE.decode()]
    pipe = subprocess.PIPE
    run = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    try:
        _, told = run.communicate(timeout=30)
        assert "KeyboardInterrupt" in told
        with pytest.raises(ProcessLookupError):  # the process that draws is gone as well
            os.killpg(run.pid, 0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)


def test_the_same_bytes_come_from_another_process() -> None:
    logo = Logo(svg.clean(EXPORTS["Figma"].encode())[0], 3.0)
    job = Drawings(PICTURE, {"logo": logo.svg})
    assert laid_out_with(logo, job) == laid_out(job)
