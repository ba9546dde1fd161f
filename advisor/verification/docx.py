"""Read a report that is a DOCX, with what Python brings: a zip whose parts are XML without a document type."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING
from xml.parsers import expat

from advisor.verification.model import Found, OverfullError, UnreadableError, to_imprint

try:
    from lzma import LZMAError
except ImportError:  # then no part that is packed so can be read at all
    LZMAError = zipfile.BadZipFile  # type: ignore[misc, assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LARGEST = 64_000_000
"""Bytes that all parts may unfold to."""

_MOST = 400_000
"""Elements that all parts may have."""

_BROKEN = (
    zipfile.BadZipFile,
    LZMAError,
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

_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_USUAL = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[\w.]+\.rels|docProps/(?:app|core)\.xml|docProps/thumbnail\.\w+|customXml/\w+\.xml"
    r"|word/(?:document|styles|settings|fontTable|webSettings|numbering|stylesWithEffects|header\d*|footer\d*|footnotes|endnotes)\.xml"
    r"|word/theme/theme\d+\.xml|word/media/image\d+\.png"
)
"""Parts that a program that saves a report again may write; what they could hold is looked at below."""

_ACTING = frozenset(
    [
        *("ins", "del", "moveFrom", "moveTo", "delText", "vanish", "specVanish", "webHidden", "commentReference", "altChunk"),
        *("object", "OLEObject", "pict", "control", "txbxContent", "fldSimple", "fldChar", "instrText", "footnoteReference"),
        *("endnoteReference", "subDoc", "attachedTemplate", "documentProtection", "mailMerge", "AlternateContent", "hyperlink"),
        *("drawing", "contentPart", "frameset", "framePr", "sdt", "customXml", "smartTag", "permStart", "hlinkClick"),
    ]
)
"""Elements that hide text, bring it from elsewhere, put something over it, or do something."""

_TEXTS = frozenset({"t", "delText", "instrText"})


def read_package(content: bytes) -> Found:
    """Return what a file of a word processor holds.

    Raises:
        UnreadableError: it is no such file, or has no imprint.
        OverfullError: it holds more than any report.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            texts = _read(parts)
            holds = sorted([*_held(parts, texts), *_around(parts, content)])
    except _BROKEN as error:
        raise UnreadableError(str(error)) from error
    properties, body = texts[_PROPERTIES], texts[_BODY]
    pairs = [pair.split(": ", 1) for name in _GROUPS for pair in properties.of.get(name, "").split("; ")]
    made = to_imprint({pair[0]: pair[1] for pair in pairs if len(pair) > 1})
    if made is None:
        raise UnreadableError("no imprint")
    return Found(form="docx", imprint=made, parts=("".join(body.text),), holds=tuple(holds))


def _read(parts: zipfile.ZipFile) -> dict[str, _Texts]:
    if sum(each.file_size for each in parts.infolist()) > _LARGEST:
        raise OverfullError(f"more than {_LARGEST // 1_000_000} MB")
    left, found = _MOST, {}
    relations: dict[str, str] = {}
    for name in sorted(parts.namelist(), key=lambda each: not each.endswith(".rels")):
        if name.endswith((".xml", ".rels")) and name not in found:
            found[name] = _Texts(left, relations if name == _BODY else {})
            found[name].read(_part(parts, name))
            left -= found[name].count
            if name == "word/_rels/document.xml.rels":
                relations = {each["Id"]: each.get("Target", "") for each in found[name].relations if "Id" in each}
    if {_BODY, _PROPERTIES} - found.keys():
        raise UnreadableError("a part is missing")
    return found


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        found = part.read(_LARGEST + 1)
    if len(found) > _LARGEST:
        raise OverfullError(f"more than {_LARGEST // 1_000_000} MB")
    return found


def _held(parts: zipfile.ZipFile, texts: dict[str, _Texts]) -> Iterator[str]:
    """Yield what stands in the parts beside the text of the report."""
    pictures = 0
    for name, count in Counter(parts.namelist()).items():
        pictures += name.startswith("word/media/")
        if count > 1 or not _USUAL.fullmatch(name):
            yield f"the part '{name[:80]}'" + (f" {count} times" if count > 1 else "")
    logo = texts[_BODY].logos > 0
    yield f"{pictures - logo} pictures"
    for name, each in texts.items():
        for relation in each.relations:
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" or kind in {"vbaProject", "aFChunk", "oleObject", "package", "comments"}:
                yield f"a relation ({kind[:40]}) to '{relation.get('Target', '')[:120]}'"
        for tag, count in each.acting.items():
            counted = count - logo if tag == "drawing" and name == _BODY else count
            if counted:
                yield f"{counted} elements <{tag}> in {name}"
        if name != _BODY and (text := "".join(each.text).strip()):
            yield f"the text '{text[:80]}' in {name}"
    properties = texts[_PROPERTIES].of
    yield from (
        f"the property {name}: {properties[name][:120]}" for name in ("title", "creator", "category") if properties.get(name)
    )


def _around(parts: zipfile.ZipFile, content: bytes) -> Iterator[str]:
    """Yield bytes that belong to no part: before the first, and behind the last."""
    if parts.comment:
        yield f"a comment of {len(parts.comment)} bytes"
    first = min((each.header_offset for each in parts.infolist()), default=0)
    if first:
        yield f"{first} bytes before its first part"
    packed = sum(each.compress_size for each in parts.infolist())
    names = sum(2 * len(each.filename.encode()) + len(each.extra) + len(each.comment) + 30 + 46 + 64 for each in parts.infolist())
    if len(content) > packed + names + 1_000 + len(parts.comment):
        yield f"{len(content) - packed} bytes between its parts"


class _Texts:
    """Gathers the text of paragraphs, what pictures are said to show, and the content of each element without children."""

    def __init__(self, most: int, relations: dict[str, str]) -> None:
        self.of: dict[str, str] = {}
        self.text: list[str] = []
        self.acting: Counter[str] = Counter()
        self.relations: list[dict[str, str]] = []
        self.count = self.logos = 0
        self._most, self._targets, self._inside = most, relations, ""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": lambda _: self.text.append("\n"),
            "br": lambda _: self.text.append(" "),
            "docPr": self._pictured,
            "Relationship": self.relations.append,
            "hyperlink": self._linked,
        }

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refused
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._data
        parser.Parse(content, True)  # noqa: FBT003 - the parser takes no name for it

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > self._most:
            raise OverfullError(f"more than {_MOST} elements")
        self._inside = name.rpartition(" ")[2]
        if self._inside in self._starts:
            self._starts[self._inside](attributes)
        if self._inside in _ACTING:
            self.acting[self._inside] += 1

    def _pictured(self, attributes: dict[str, str]) -> None:
        if attributes.get("name") == "logo" and not self.logos:
            self.logos += 1
        else:
            self.text.append(f"{attributes.get('descr', '')}\n")

    def _linked(self, attributes: dict[str, str]) -> None:
        """Read a link with its address, so that a link that leads elsewhere is another text."""
        target = next((value for name, value in attributes.items() if name.endswith(" id")), "")
        self.text.append(f"<{self._targets.get(target, target)}> ")

    def _data(self, data: str) -> None:
        self.of[self._inside] = self.of.get(self._inside, "") + data
        if self._inside in _TEXTS:
            self.text.append(data)


def _refused(*_: object) -> None:
    raise UnreadableError("a document type")
