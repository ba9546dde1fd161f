"""Read a PDF: its text and its imprint, every object that can be reached, and every byte behind its end."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import zlib
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from advisor.verification.model import Found, UnreadableError, to_imprint

if TYPE_CHECKING:
    from collections.abc import Iterator


_ACTING = frozenset(
    [
        *("/OpenAction", "/AA", "/JS", "/JavaScript", "/XFA", "/AcroForm", "/OCProperties", "/OCGs", "/OC", "/Collection"),
        *("/RichMediaContent", "/Perms", "/Threads", "/PieceInfo", "/3DD", "/Movie", "/Sound", "/Alternates", "/Encrypt"),
    ]
)
"""What acts, hides, or shows something else elsewhere; no report has it."""

_SAVED = frozenset({"/Producer", "/Creator", "/ModDate", "/CreationDate"})
"""What a program that saves a file again writes anew."""

_XMP_SAVED = re.compile(
    rb"<(?:pdf:Producer|xmp:(?:CreatorTool|ModifyDate|MetadataDate|CreateDate)|xmpMM:(?:Document|Instance)ID"
    rb"|stEvt:(?:instanceID|when|softwareAgent))>[^<]*</[\w:]+>|<\?xpacket[^>]*\?>|\s+"
)
_LOOKS = re.compile(r"layout: \S+, typst: [\w.]+")
"""What the properties say of the looks, which may be others."""

_MOST = 400_000


_ENTRY = re.compile(r"([a-z-]+): (.*?)(?=, [a-z-]+: |$)")

_BROKEN = (PyPdfError, zlib.error, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What pypdf raises on files that are damaged in ways it does not foresee."""


def attached(file: pypdf.PdfReader) -> Iterator[tuple[str, bytes]]:
    """Yield every file inside the file, wherever it hangs, with its name."""
    for found in _reached(file):
        if "/EF" in found:
            inside: Any = found["/EF"].get_object()
            for stream in {id(each.get_object()): each.get_object() for each in inside.values()}.values():
                yield str(found.get("/UF", found.get("/F", "?"))), stream.get_data()


def held(file: pypdf.PdfReader, content: bytes) -> Iterator[str]:
    """Yield, in words, all that a reader could meet beside the text and that can be compared."""
    yield f"{len(file.pages)} pages"
    for name, data in attached(file):
        yield f"the file '{name[:80]}' ({len(data)} bytes, {hashlib.sha256(data).hexdigest()[:12]})"
    for found in _reached(file):
        yield from (f"the entry '{name}'" for name in found if name in _ACTING)
        if found.get("/Type") == "/EmbeddedFile":
            yield "an embedded file"
        if "/S" in found and found.get("/Type") in {None, "/Action"} and {"/URI", "/F", "/D", "/N", "/Win"} & found.keys():
            yield f"an action ({found['/S']} {str(found.get('/URI', ''))[:120]})"
    for number, page in enumerate(file.pages, start=1):
        notes = [each.get_object() for each in page.get("/Annots", [])]
        yield from (f"a mark of the kind {each.get('/Subtype')}" for each in notes)
        resources = page.get("/Resources", DictionaryObject()).get_object()
        drawn = resources.get("/XObject", DictionaryObject()).get_object()
        if number > 1:  # on the first the logo of the city may stand
            yield f"{len(drawn)} pictures on page {number}"
    for name, value in (file.metadata or {}).items():
        if name not in _SAVED:
            yield f"the property {name}: {_LOOKS.sub('', str(value))[:400]}"
    root: Any = file.trailer["/Root"]
    described = root.get("/Metadata")
    if described is not None:
        bare = _XMP_SAVED.sub(b"", _LOOKS.sub("", described.get_object().get_data().decode("utf-8", "replace")).encode())
        yield f"a description ({hashlib.sha256(bare).hexdigest()[:12]})"
    yield from _behind(content)


def _behind(content: bytes) -> Iterator[str]:
    ends = content.count(b"%%EOF")
    if ends > 1:
        yield f"{ends - 1} changes that were put behind it"
    left = content[content.rfind(b"%%EOF") + 5 :].strip(b"\r\n \x00\t")
    if left:
        yield f"{len(left)} bytes behind its end"


def _reached(file: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that can be reached, once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [file.trailer]
    for _ in range(_MOST):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            key = (found.idnum, found.generation)
            if key not in seen:
                seen.add(key)
                waiting.append(found.get_object())
        elif isinstance(found, DictionaryObject):
            yield found
            waiting += [found.raw_get(name) for name in found]
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    raise ValueError("too many objects")


# what pypdf mends in silence is no matter for the reader of a terminal
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_portable(content: bytes) -> Found:
    """Return what a PDF holds.

    Raises:
        UnreadableError: it is no PDF, or has no imprint.

    """
    try:
        file = pypdf.PdfReader(io.BytesIO(content))
        keywords = str(file.metadata.get("/Keywords", "")) if file.metadata else ""
        pages = tuple(page.extract_text() for page in file.pages)
        attachments = dict(reversed(list(attached(file))))
        holds = tuple(sorted(held(file, content)))
    except _BROKEN as error:
        raise UnreadableError(str(error)) from error
    made = to_imprint(dict(_ENTRY.findall(keywords)))
    if made is None:
        raise UnreadableError("no imprint")
    return Found(form="pdf", imprint=made, parts=pages, attachments=attachments, holds=holds)


def read_listed(content: bytes) -> dict[str, bytes]:
    """Return the files that a PDF lists as inside, of several with one name the first: found sooner than all that are inside.

    Raises:
        Exception: it is no PDF, or a damaged one; which, depends on how.

    """
    return {name: files[0] for name, files in pypdf.PdfReader(io.BytesIO(content)).attachments.items()}
