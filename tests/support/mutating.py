"""Change an input as a slip, a broken tool or somebody hostile would: its bytes, its lines, its values, its structure."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SCALARS = (
    "",
    "~",
    "null",
    "Null",
    "yes",
    "no",
    "True",
    "-1",
    "0",
    "-0",
    "+41791234567",
    "1e400",
    "9" * 400,
    "0x1F",
    "0o17",
    "1_000",
    ".inf",
    ".nan",
    "3.5",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
    "2026-W47-7",
    "20261122",
    "30.6.2028",
    "2026-11-22T10:00:00Z",
    "*a",
    "&a x",
    "!!binary aGk=",
    "!!python/object/apply:os.system ['true']",
    "!!set {x}",
    "!x y",
    "{{ 7*7 }}",
    "{% for %}",
    "{x}",
    "{",
    "}",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "| a | b |",
    "# x",
    "\u202eabc",
    "\u2066x",
    "\u200b",
    "\ufeff",
    "e\u0301",
    "مرحبا",
    "👩‍👩‍👧",
    '"\\ud800"',
    '"\\0"',
    "a" * 3_000,
    "ä " * 300,
    "x" + " " * 2_000 + "y",
    "[[[[[[",
    "{a: b}",
    "[a, b]",
    "[]",
    "{}",
    "|",
    ">-",
    "- x",
    "? y",
    "'",
    '"',
    "%",
    "@x",
    "`x`",
    "unknown",
    "is",
    "none",
    "established",
    "themenlab is established",
    "at_most",
    "de",
    "fr",
    "es",
    "zz",
    "ZH",
    "zh",
    "Zürich",
    "executive",
    "office_head",
    "../../etc/passwd",
    "file:///etc/passwd",
    "https://example.org/x",
    "=cmd|' /C calc'!A0",
    "\t",
    "a\tb",
    "CON",
    "1.1.0",
    "99.0.0",
    "a.b",
    "a/b",
    "-",
)

ENDS = (" # x", ":", ",", " &a", " *a", "\t", " '", ' "', " {", " ]")

NUMBERS = (
    "0",
    "-1",
    "1e30",
    "1e308",
    "1e-300",
    "nan",
    "inf",
    "-0",
    "9" * 60,
    "1e9",
    "0.0000001",
    "",
    "50%",
    "3px",
    "1,5",
    "calc(1px)",
)

JINJA = (
    "{{ ''.__class__.__mro__ }}",
    "{{ x.y.z }}",
    "{{ 10 ** 10 }}",
    "{{ 'x' * 10 ** 6 }}",
    "{% for i in range(10 ** 5) %}x{% endfor %}",
    "{% include 'report/summary.html.j2' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% if %}",
    "{% endif %}",
    "{{",
    "}}",
    "{%",
    "{#",
    "{{ city|nothing }}",
    "{{ 1/0 }}",
    "{% set x = [] %}{{ x.append(x) }}{{ x }}",
    "{% trans %}x{% endtrans %}",
    "{% raw %}",
    "<script>x</script>",
    "<div>" * 400,
    "<p>",
    "</p>",
    "<table><tr></table>",
    "<img src=x>",
    "<a href='javascript:x'>y</a>",
    "<h1>x</h1>",
    "<p style='x'>y</p>",
    "&nbsp;&lt;&#0;&#xffffffff;",
    "\u202e",
    "a" * 20_000,
)

SVG = (
    "<script>x</script>",
    '<use href="#a"/>',
    '<image href="x.png"/>',
    "<style>*{fill:url(http://x)}</style>",
    "<style>@im\\port 'x'</style>",
    '<g filter="url(#f)"/>',
    '<clipPath id="c" clip-path="url(#c)"/>',
    '<mask id="m" mask="url(#m)"/>',
    "<g>" * 500,
    '<path d="M0 0 L1e30 1e30"/>',
    '<path d="' + "M0 0L1 1" * 3_000 + '"/>',
    '<rect width="1e300" height="1e300"/>',
    '<g transform="scale(1e30)"/>',
    "<foreignObject/>",
    '<linearGradient id="a" href="#a"/>',
    '<rect fill="url(#a)" width="9" height="9"/>',
    "<!DOCTYPE x>",
    "<![CDATA[x]]>",
    "<?x y?>",
    "<text>x</text>",
    '<circle r="nan"/>',
    '<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>',
    "&#0;",
    "<a/>",
    '<rect style="fill:u\\72l(http://x)"/>',
)


def mutated(dice: Random, content: bytes, kind: str) -> bytes:
    """Return an input of a kind (yaml, template, svg, png, po, zip or bytes) with one to three changes."""
    changes = {
        "yaml": (_line, _line, _scalar, _scalar, _tree, _bytes),
        "template": (_line, _insert(JINJA), _insert(JINJA), _bytes),
    }
    more = {
        "svg": (_number, _number, _insert(SVG), _bytes),
        "png": (_chunk, _bytes),
        "po": (_line, _quoted, _quoted, _bytes),
        "zip": (_part,),
    }
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        content = dice.choice({**changes, **more}.get(kind, (_bytes,)))(dice, content)
    return content


def _bytes(dice: Random, content: bytes) -> bytes:
    place, length = dice.randrange(len(content) + 1), dice.choice((1, 1, 2, 8, 64))
    before, piece, after = content[:place], content[place : place + length], content[place + length :]
    odd = (b"\0", b"\xff", b"\xc3", b"\x1b[2J", b"\r", b"\t", b"\xed\xa0\x80", b"\xe2\x80\xae")
    encoding = dice.choice(("latin-1", "utf-16", "cp1252", "utf-7"))
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: before + bytes([dice.randrange(256)]) + after,
        lambda: before + dice.randbytes(length) + content[place:],
        lambda: before + after,
        lambda: before + piece * dice.choice((2, 50)) + after,
        lambda: before,
        lambda: content[place:] + before,
        lambda: before + dice.choice(odd) + content[place:],
        lambda: b"\xef\xbb\xbf" + content,
        lambda: content.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\xe2\x80\xa8"))),
        lambda: content.decode(errors="replace").encode(encoding, errors="replace"),
        lambda: content + dice.choice((b"\0", b"\n...\n", b"\n---\n", b"x", content[:200])),
    )
    return dice.choice(changes)()


def _text(change: Callable[[Random, str], str]) -> Callable[[Random, bytes], bytes]:
    def changed(dice: Random, content: bytes) -> bytes:
        return change(dice, content.decode(errors="surrogateescape")).encode(errors="surrogateescape")

    return changed


@_text
def _line(dice: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or ["\n"]
    place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(other, lines[place])
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case 3:
            lines[place] = dice.choice(("  ", " ", "\t", "- ")) + lines[place]
        case 4:
            lines[place] = lines[place].lstrip()
        case 5:
            lines[place] = (
                lines[place].rstrip() + dice.choice((" # x", ":", ",", " &a", " *a", "\t", " '", ' "', " {", " ]")) + "\n"
            )
        case 6:
            lines[place : place + dice.randrange(1, 20)] = []
        case _:
            lines[place] = lines[place].rstrip("\n")
    return "".join(lines)


@_text
def _scalar(dice: Random, text: str) -> str:
    places = [*re.finditer(r"(?<=[:\-,{\[] )[^\s:,{}\[\]#][^\n:,{}\[\]#]*|^ *[\w.]+(?=:)", text, re.MULTILINE)]
    if not places:
        return text + dice.choice(SCALARS)
    place = dice.choice(places)
    new = dice.choice((dice.choice(SCALARS), dice.choice(SCALARS), dice.choice(places)[0].strip()))
    return text[: place.start()] + new + text[place.end() :]


@_text
def _number(dice: Random, text: str) -> str:
    places = [*re.finditer(r"-?\d+(\.\d+)?", text)]
    if not places:
        return text
    place = dice.choice(places)
    return text[: place.start()] + dice.choice(NUMBERS) + text[place.end() :]


@_text
def _quoted(dice: Random, text: str) -> str:
    places = [*re.finditer(r'(?<=")[^"\n]*(?=")', text)]
    if not places:
        return text
    place = dice.choice(places)
    new = dice.choice((dice.choice(SCALARS), dice.choice(places)[0], place[0] + "{x}", place[0].replace("{", "{{"), place[0] * 2))
    return text[: place.start()] + new + text[place.end() :]


def _insert(pieces: tuple[str, ...]) -> Callable[[Random, bytes], bytes]:
    @_text
    def change(dice: Random, text: str) -> str:
        edges = [match.end() for match in re.finditer(r">|\}\}|%\}|\n", text)] or [0]
        place = dice.choice(edges)
        return text[:place] + dice.choice(pieces) + text[place:]

    return change


def _tree(dice: Random, content: bytes) -> bytes:
    try:
        tree = yaml.load(content.decode(), Loader=yaml.CBaseLoader)  # noqa: S506 - every scalar stays text, nothing is made
    except (ValueError, yaml.YAMLError):
        return _bytes(dice, content)
    holders = [*_holders(tree)]
    if not holders:
        return _bytes(dice, content)
    holder = dice.choice(holders)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = dice.choice(keys)
    other = dice.choice(holders)
    match dice.randrange(6):
        case 0:
            holder[key] = dice.choice(SCALARS)
        case 1:
            del holder[key]
        case 2:
            holder[key] = dice.choice(
                (dict(other) if isinstance(other, dict) else list(other), [holder[key]], {"x": holder[key]}, [], {}, None)
            )
        case 3 if isinstance(holder, dict):
            holder[dice.choice((str(key) + "s", str(key).upper(), dice.choice(SCALARS)))] = holder.pop(key)
        case 4 if isinstance(holder, list):
            holder.append(holder[key])
        case _:
            if isinstance(holder, list):
                dice.shuffle(holder)
            else:
                holder[str(dice.choice(SCALARS))] = holder[key]
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000).encode(errors="surrogatepass")


def _holders(tree: Any) -> list[Any]:  # noqa: ANN401 - any YAML value
    found, todo = [], [tree]
    while todo:
        value = todo.pop()
        if isinstance(value, dict | list) and value:
            found.append(value)
            todo += value.values() if isinstance(value, dict) else value
    return found


def _chunk(dice: Random, content: bytes) -> bytes:
    """Change one part of a PNG and give it a right sum again."""
    parts, place = [], 8
    while place + 8 <= len(content):
        length = struct.unpack(">I", content[place : place + 4])[0]
        parts.append((content[place + 4 : place + 8], content[place + 8 : place + 8 + length]))
        place += length + 12
    if not parts:
        return _bytes(dice, content)
    number = dice.randrange(len(parts))
    kind, data = parts[number]
    match dice.randrange(4):
        case 0 if kind == b"IHDR" and len(data) == 13:
            data = struct.pack(">II", *(dice.choice((0, 1, 100_000, 2**31 - 1)) for _ in range(2))) + data[8:]
        case 1:
            data = _bytes(dice, data)
        case 2:
            parts.insert(number, (dice.choice((b"tEXt", b"zTXt", b"acTL", b"iCCP", b"IDAT")), dice.randbytes(30)))
            return _png(parts)
        case _:
            data = data[: len(data) // 2]
    parts[number] = (kind, data)
    return _png(parts)


def _png(parts: list[tuple[bytes, bytes]]) -> bytes:
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _part(dice: Random, content: bytes) -> bytes:
    """Change one file inside an archive, or the archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error):
        return _bytes(dice, content)
    if not parts or dice.randrange(4) == 0:
        return _bytes(dice, content)
    name = dice.choice(sorted(parts))
    match dice.randrange(4):
        case 0:
            del parts[name]
        case 1:
            parts[f"{name}.bin"] = dice.randbytes(40)
        case _:
            parts[name] = dice.choice((_line, _quoted, _bytes, _insert(SVG)))(dice, parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(zipfile.ZipInfo(each), data)
    return stream.getvalue()
