"""Typeset with Typst. The only module that knows it.

Typst sees the layout of the product and data as JSON files beside it: no other file, no network, no fonts of the system.
Whatever it warns of is an error here: an unknown typeface, for one, gives pages without text and only a warning.
"""

from __future__ import annotations

import datetime
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from advisor.report.typeface import FACES, FAMILY, font_file
from advisor.report.wish import FormatError

try:
    import typst
except ImportError as error:  # said where it is needed, so that this module can be looked at on every machine
    typst = None  # type: ignore[assignment]
    _MISSING = (
        f"PDF cannot be written on this machine: typst cannot be imported ({error}). "
        "Write it on another machine; md, text, json and html work here, and docx without pictures."
    )

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

_RESOLUTION = 220.0
"""Dots per inch of pictures for formats that cannot hold drawings."""

_KEPT = 11
"""Typst forgets what ten compilations in a row did not use; Python cannot make it forget sooner. The bench shows its memory."""


class Typesetter:
    """A folder with the layout and one with the fonts, for as long as something is typeset; used in a ``with``."""

    def __init__(self, layout: bytes) -> None:
        """Take the layout, which is part of the product.

        Raises:
            FormatError: Typst is not there.

        """
        if typst is None:
            raise FormatError(_MISSING)
        self._layout = layout
        self._folder = tempfile.TemporaryDirectory(prefix="advisor-")

    def __enter__(self) -> Self:
        """Lay out the two folders: fonts of their own, because Typst would pick by the order of a folder."""
        folder = Path(self._folder.name)
        for name in ("fonts", "root"):
            (folder / name).mkdir()
        for face in FACES:
            (folder / "fonts" / f"{face}.ttf").write_bytes(font_file(face).read_bytes())
        (folder / "root" / "main.typ").write_bytes(self._layout)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let Typst forget and remove the folders, aside: nobody has to wait for that."""
        aside = ThreadPoolExecutor(max_workers=1)
        aside.submit(self._forget)
        aside.shutdown(wait=False)

    def pages(self, **data: Mapping[str, object]) -> Pages:
        """Return the pages of a report, which are laid out when they are asked for something; each name of data is a file.

        What stays the same since the layout before keeps its place in what Typst remembers, file by file.
        """
        return Pages(self._compiler(data))

    def png(self, **data: Mapping[str, object]) -> bytes:
        """Return one page as an image; each name of data is a file.

        Raises:
            FormatError: Typst refuses the layout or the data, or warns of something.

        """
        return _checked(self._compiler(data), format="png", ppi=_RESOLUTION)

    def _forget(self) -> None:
        """Let Typst drop what it keeps of this report: hundreds of megabytes after a few, and of no use for another report."""
        with self._folder:
            empty = typst.Compiler(root=str(self._root), font_paths=self._fonts(), ignore_system_fonts=True)
            for _ in range(_KEPT):
                empty.compile(b"", format="svg")

    def _compiler(self, data: Mapping[str, Mapping[str, object]]) -> typst.Compiler:
        for name, content in data.items():
            (self._root / f"{name}.json").write_bytes(msgspec.json.encode(content))
        fonts = self._fonts()
        if fonts.families() != [FAMILY]:
            raise FormatError(f"The fonts are {fonts.families()} and not {FAMILY}. Install font-source-sans-pro again.")
        return typst.Compiler(str(self._root / "main.typ"), str(self._root), fonts, ignore_system_fonts=True)

    def _fonts(self) -> typst.Fonts:
        fonts = str(Path(self._folder.name) / "fonts")
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])

    @property
    def _root(self) -> Path:
        return Path(self._folder.name) / "root"


class Pages:
    """The pages of a report: where things stand on them, and their file. They are laid out once, whatever is asked first."""

    def __init__(self, compiler: typst.Compiler) -> None:
        """Take what lays them out."""
        self._compiler = compiler

    def page_of(self, mark: str) -> int:
        """Return the page on which a mark of the layout stands.

        Raises:
            FormatError: Typst refuses the layout or the data.

        """
        return int(self._found(f"query(<{mark}>).first().location().page()"))

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Yield for each row of each table the number of the table, of the row, and its page.

        Raises:
            FormatError: Typst refuses the layout or the data.

        """
        places = self._found("query(<row>).map(it => (..it.value, it.location().page()))")
        yield from ((int(table), int(row), int(page)) for table, row, page in places)

    def pdf(self, day: datetime.date, *, attached: bool) -> bytes:
        """Return the file.

        Raises:
            FormatError: Typst refuses the layout or the data, or warns of something.

        """
        moment = datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
        standards = ["a-3a" if attached else "a-2a", "ua-1"]
        return _checked(self._compiler, format="pdf", pdf_standards=standards, timestamp=moment)

    def _found(self, expression: str) -> Any:  # noqa: ANN401 - what JSON holds
        try:
            return msgspec.json.decode(self._compiler.eval(expression))
        except RuntimeError as error:
            raise FormatError(f"The report cannot be typeset: {error}") from error


def _checked(compiler: typst.Compiler, **how: Any) -> bytes:  # noqa: ANN401 - what Typst takes
    try:
        content, warnings = compiler.compile_with_warnings(**how)
    except typst.TypstError as error:
        raise FormatError(f"The report cannot be typeset: {error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        raise FormatError("The report cannot be typeset: " + " ".join(warning.message for warning in warnings))
    return b"".join([content] if isinstance(content, bytes) else content or [])
