"""Typeset with Typst. The only module that knows it.

Typst sees the layout of the product and data as JSON, all of it in memory: no file, no network, no fonts of the system. A run
that is killed leaves nothing of a report behind. Whatever Typst warns of is an error here: an unknown typeface, for one, gives
pages without text and only a warning.
"""

from __future__ import annotations

import datetime
import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.reports.options import FormatError
from advisor.reports.writers.typeface import FACES, FAMILY, font_file

try:
    import typst
except ImportError as error:  # said where it is needed, so that this module can be looked at on every machine
    typst = None  # type: ignore[assignment]
    _MISSING = (
        f"PDF cannot be written on this machine: typst cannot be imported ({error}). "
        "Write it on another machine; md, text, json and html work here, and docx without pictures."
    )

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESOLUTION = 220.0
"""Dots per inch of pictures for formats that cannot hold drawings."""

_KEPT = 11
"""Typst forgets what ten compilations in a row did not use; Python cannot make it forget sooner. The bench shows its memory."""

_NO_MARKUP = b"//"
"""Typst reads each file as markup first, whatever it is: data is one line, and so a comment. Layouts read on behind it."""

_ROOT = str(Path(__file__).parent)
"""Where Typst would look for files. The layout names none, and a picture cannot."""

Files = Any
"""The files that Typst sees, by name; its types do not say that it takes them from memory."""

_EVERY_FACE = b"""#set text(font: "Source Sans Pro", fallback: false)
#for weight in (400, 600, 700) { for style in ("normal", "italic") { text(weight: weight, style: style)[a] } }"""


def is_available() -> bool:
    """Tell whether Typst can be imported on this machine."""
    return typst is not None


class Typesetter:
    """A layout, in the typeface of the product."""

    def __init__(self, layout: bytes) -> None:
        """Take the layout, which is part of the product; let Typst forget the reports before.

        It keeps hundreds of megabytes after a few, of no use for another one. A process that writes a single report has nothing
        to forget, and waits for nothing.

        Raises:
            FormatError: Typst or the typeface is not there.

        """
        if typst is None:
            raise FormatError(_MISSING)
        self._layout = layout
        is_first = _typeface.cache_info().currsize == 0  # nothing was typeset before there was a typeface
        self._fonts = _typeface(FACES)
        if not is_first:
            _forget(self._fonts)

    def pages(self, **data: Mapping[str, object]) -> Pages:
        """Return the pages of a report, which are laid out when they are asked for something; each name of data is a file.

        What stays the same since the layout before keeps its place in what Typst remembers, file by file.
        """
        return Pages(self._files(data), self._fonts)

    def png(self, **data: Mapping[str, object]) -> bytes:
        """Return one page as an image; each name of data is a file.

        Raises:
            FormatError: Typst refuses the layout or the data, or warns of something.

        """
        return _compiled(self._files(data), self._fonts, format="png", ppi=_RESOLUTION)

    def _files(self, data: Mapping[str, Mapping[str, object]]) -> Files:
        told = {name: _NO_MARKUP + msgspec.json.encode(content) for name, content in data.items()}
        return {"main.typ": self._layout, **told}


class Where(msgspec.Struct, frozen=True):
    """Where things stand: of each row of each table the number of the table, of the row, and its page; pages of marks."""

    rows: list[tuple[int, int, int]]
    end: list[int]
    foot: list[float]
    """How far down its page a report ends, in points."""

    turn: list[int]
    """Empty where the layout turns to no second part."""


_WHERE = """(
  rows: query(<row>).map(it => (..it.value, it.location().page())),
  end: query(<end>).map(it => it.location().page()),
  foot: query(<end>).map(it => it.location().position().y.pt()),
  turn: query(<turn>).map(it => it.location().page()),
)"""


class Pages:
    """The pages of a report: where things stand on them, and their file. Typst remembers the layout between two questions."""

    def __init__(self, files: Files, fonts: typst.Fonts) -> None:
        """Take what they are laid out from."""
        self._files = files
        self._fonts = fonts

    @functools.cached_property
    def where(self) -> Where:
        """Where things stand on the pages: asked once for all of them, for each question is a run of Typst.

        Raises:
            FormatError: Typst refuses the layout or the data.

        """
        try:
            told = typst.eval(self._files, _WHERE, root=_ROOT, font_paths=self._fonts, ignore_system_fonts=True)
        except RuntimeError as error:
            raise FormatError(f"The report cannot be typeset: {error}") from error
        return msgspec.json.decode(told, type=Where)

    def pdf(self, day: datetime.date, *, attached: bool) -> bytes:
        """Return the file.

        Raises:
            FormatError: Typst refuses the layout or the data, or warns of something.

        """
        moment = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
        standards = ["a-3a" if attached else "a-2a", "ua-1"]
        return _compiled(self._files, self._fonts, format="pdf", pdf_standards=standards, timestamp=moment)


def _compiled(files: Files, fonts: typst.Fonts, **how: Any) -> bytes:  # noqa: ANN401 - what Typst takes
    try:
        content: Any
        content, warnings = typst.compile_with_warnings(files, root=_ROOT, font_paths=fonts, ignore_system_fonts=True, **how)
    except typst.TypstError as error:
        raise FormatError(f"The report cannot be typeset: {error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        raise FormatError("The report cannot be typeset: " + " ".join(warning.message for warning in warnings))
    return b"".join([content] if isinstance(content, bytes) else content or [])


def _forget(fonts: typst.Fonts) -> None:
    """Let Typst forget what it was not asked for just now; one compiler does it, for to make one takes the most of it."""
    compiler = typst.Compiler(root=_ROOT, font_paths=fonts, ignore_system_fonts=True)
    for _ in range(_KEPT):
        compiler.compile(input=b"", format="svg")


def read_typeface() -> None:
    """Read the fonts before they are needed, as long as files may be written.

    Raises:
        FormatError: they are not there.

    """
    _typeface(FACES)


@functools.cache
def _typeface(faces: tuple[str, ...]) -> typst.Fonts:
    """Return the typeface, read once.

    Typst takes fonts by folder only, and would pick by the order of a folder that has a face twice: so each face is put into a
    folder that is gone when all are read. It never holds anything of a report.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="advisor-") as name:
            for face in faces:
                (Path(name) / f"{face}.ttf").write_bytes(font_file(face).read_bytes())
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[name])
            if fonts.families() != [FAMILY]:
                raise FormatError(f"The fonts are {fonts.families()} and not {FAMILY}. Install font-source-sans-pro again.")
            _compiled({"main.typ": _EVERY_FACE}, fonts, format="svg")
    except OSError as error:
        raise FormatError(f"No report can be typeset: the fonts cannot be put into a folder of their own ({error}).") from error
    return fonts
