"""Read a report that is a DOCX, with what Python brings: a zip whose parts are XML without a document type."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from advisor.report.reader.found import Found, UnreadableError, to_imprint

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST = 64_000_000
"""Bytes that a part may unfold to."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What damaged files lead to."""

_GROUPS = ("keywords", "subject", "description")
"""The properties that hold the imprint."""


def read_package(content: bytes) -> Found:
    """Return what a file of a word processor holds.

    Raises:
        UnreadableError: it is no such file, or has no imprint.

    """
    properties, body = _Texts(), _Texts()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            properties.read(_part(parts, "docProps/core.xml"))
            body.read(_part(parts, "word/document.xml"))
    except _BROKEN as error:
        raise UnreadableError(str(error)) from error
    pairs = [pair.split(": ", 1) for name in _GROUPS for pair in properties.of.get(name, "").split("; ")]
    made = to_imprint({pair[0]: pair[1] for pair in pairs if len(pair) > 1})
    if made is None:
        raise UnreadableError("no imprint")
    return Found(form="docx", imprint=made, parts=("".join(body.text),))


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        found = part.read(_LARGEST + 1)
    if len(found) > _LARGEST:
        raise UnreadableError("too large")
    return found


class _Texts:
    """Gathers the text of paragraphs, what pictures are said to show, and the content of each element without children."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.text: list[str] = []
        self._inside = ""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": lambda _: self.text.append("\n"),
            "br": lambda _: self.text.append(" "),
            "docPr": self._pictured,
        }

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refused
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._data
        parser.Parse(content, True)  # noqa: FBT003 - the parser takes no name for it

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name.rpartition(" ")[2]
        if self._inside in self._starts:
            self._starts[self._inside](attributes)

    def _pictured(self, attributes: dict[str, str]) -> None:
        if attributes.get("name") != "logo":
            self.text.append(f"{attributes.get('descr', '')}\n")

    def _data(self, data: str) -> None:
        self.of[self._inside] = self.of.get(self._inside, "") + data
        if self._inside == "t":
            self.text.append(data)


def _refused(*_: object) -> None:
    raise UnreadableError("a document type")
