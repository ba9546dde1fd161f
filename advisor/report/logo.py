"""Read the logo of a city and check it: a small PNG or SVG that draws, and does nothing else."""

from __future__ import annotations

import base64
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from advisor.errors import Place, Problem, UnusableInputError
from advisor.read_file import TooLargeError, content_of
from advisor.report.wish import Logo

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT = 512 * 1024
_SIDE = 4000
"""How many pixels a logo may be wide or high."""

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "metadata",
        "style",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
    ]
)
_OUTWARD = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PIXELS = re.compile(r"(\d+\.?\d*|\.\d+)\s*(?:px|pt|mm|cm|in|pc)?\Z")
_DEEPEST, _MOST = 50, 20_000


def read_logo(file: Path) -> Logo:
    """Return a logo as SVG.

    Raises:
        UnusableInputError: it cannot be read, is too large, is neither PNG nor SVG, or is an SVG that does more than draw.

    """
    try:
        content = content_of(file, _LIMIT)
    except TooLargeError:
        _refuse(file, 0, f"the logo has more than {_LIMIT // 1024} kB.", "No more are taken; make it smaller.")
    except OSError as error:
        _refuse(file, 0, f"the logo cannot be read: {error.strerror}.", "Name an SVG or PNG file.")
    return _from_png(file, content) if content.startswith(_PNG) else _from_svg(file, content)


def _from_png(file: Path, content: bytes) -> Logo:
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:  # noqa: PLR2004 - where the header ends
        _refuse(file, 0, "the PNG is damaged.", "Save it again.")
    wide, high = struct.unpack(">II", content[16:24])
    if not (0 < wide <= _SIDE and 0 < high <= _SIDE):
        _refuse(file, 0, f"the logo has {wide} by {high} pixels.", f"At most {_SIDE} by {_SIDE} are taken.")
    data = base64.b64encode(content).decode()
    image = f'<image width="{wide}" height="{high}" href="data:image/png;base64,{data}"/>'
    return Logo(f'<svg xmlns="{_SVG}" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">{image}</svg>', wide / high)


def _from_svg(file: Path, content: bytes) -> Logo:
    reader = _Reader(file)
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 - expat's way to say that this is all
    except expat.ExpatError as error:
        _refuse(file, error.lineno, "this is neither a PNG nor a sound SVG.", "Export the logo again as SVG or PNG.")
    try:
        return Logo(content.decode(), reader.ratio())
    except UnicodeDecodeError:
        _refuse(file, 0, "the SVG is not in UTF-8.", "Save it in UTF-8.")


class _Reader:
    """Goes through an SVG and refuses whatever is not drawing; nothing is cleaned."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._depth = self._count = 0
        self._root: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.ProcessingInstructionHandler = self._instructed

    def ratio(self) -> float:
        """Return the width by the height, from the view box or else from the size."""
        box = [float(each) for each in _NUMBER.findall(self._root.get("viewBox", ""))]
        sizes = [_PIXELS.match(self._root.get(name, "")) for name in ("width", "height")]
        if len(box) != 4:  # noqa: PLR2004 - left, top, width, height
            box = [0.0, 0.0, *(float(each[1]) for each in sizes if each)]
        if len(box) != 4 or not (0 < box[2] < float("inf") and 0 < box[3] < float("inf")):  # noqa: PLR2004
            _refuse(self._file, 1, "the SVG does not say how large it is.", "Give it a viewBox.")
        return box[2] / box[3]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self._depth += 1
        self._count += 1
        if self._depth == 1:
            self._root = attributes
            if name != f"{_SVG} svg":
                self._stop(f"<{tag}> is not an SVG.", "Export the logo as SVG or PNG.")
        if self._depth > _DEEPEST or self._count > _MOST:
            self._stop("the drawing has too many parts.", "Simplify it, or take a PNG.")
        if space == _SVG and tag not in _SHAPES:
            hint = "Turn texts into paths." if tag in {"text", "tspan"} else "Draw it with paths, or take a PNG."
            self._stop(f"<{tag}> is not taken in a logo.", hint)
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition(" ")[2], value)

    def _attribute(self, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._stop(f"the attribute '{name}' runs a script.", "Remove it.")
        if (name in {"href", "src", "base"} and not value.startswith("#")) or _OUTWARD.search(value):
            self._stop(f"the attribute '{name}' leads out of the file.", "Remove it, or take a PNG.")

    def _end(self, name: str) -> None:
        del name
        self._depth -= 1

    def _text(self, data: str) -> None:
        if _OUTWARD.search(data):
            self._stop("a style leads out of the file.", "Remove it, or take a PNG.")

    def _declared(self, *declaration: object) -> None:
        del declaration
        self._stop("a document type can hide entities.", "Remove the line <!DOCTYPE …>.")

    def _instructed(self, target: str, data: str) -> None:
        del data
        self._stop(f"the instruction <?{target}?> is not taken.", "Remove it.")

    def _stop(self, what: str, hint: str) -> NoReturn:
        _refuse(self._file, self.parser.CurrentLineNumber, what, hint)


def _refuse(file: Path, line: int, what: str, hint: str) -> NoReturn:
    raise UnusableInputError([Problem(Place(str(file), line), what, hint)])
