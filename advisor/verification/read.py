"""Read a report in any format: its text, and the imprint that says what it was made from.

In Markdown and plain text the imprint stands at the end, in whatever language, and is known by the shape of its values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.read import TooLargeError, content_of
from advisor.reports.document import PRODUCT, WITH_PROTOCOL
from advisor.reports.options import AUDIENCES
from advisor.verification.model import Found, OverfullError, UnreadableError, to_imprint

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.document import Imprint


_TAIL = 6000
"""How many characters at the end hold the imprint."""

_GAP = r".{1,160}?"
_HASH = r"\b([0-9a-f]{64}|[0-9a-f]{12})\b"
_VALUES = re.compile(
    rf"{_HASH}{_GAP}{_HASH}{_GAP}{_HASH}{_GAP}({PRODUCT} \w+(?:[.+]\w+)*)"
    rf"{_GAP}\b(\w+(?:-\w+)* (?:{'|'.join(AUDIENCES)})(?: {WITH_PROTOCOL})?)\b(.*)"
)
_PACK = re.compile(r"[\w-]+ \d+(?:\.\d+)*\b")
_NAMES = ("pack", "pack-hash", "answers-hash", "tree-hash", "product", "edition")
_RELEASE = re.compile(r"\d+(?:\.\d+)+")
_NUMBER = re.compile(r"(?<![\d.])\d+(?!\.?\d)")


_LARGEST = 100_000_000
"""Bytes that a report may have."""


def read_plain(content: bytes) -> Found:
    """Return what a file of text holds.

    Raises:
        UnreadableError: it is not text, or has no imprint.

    """
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(str(error)) from error
    form = "md" if text.startswith("# ") else "text"
    made = _imprint(text[-_TAIL:])
    if made is None:
        raise UnreadableError("no imprint")
    return Found(form=form, imprint=made, parts=(text,))


def _imprint(text: str) -> Imprint | None:
    unescaped = re.sub(r"\\(.)", r"\1", text)
    joined = re.sub(r"(?<=\w)-\n\s*", "-", unescaped)
    line = " ".join(joined.split())
    found = list(_VALUES.finditer(line))
    packs = _PACK.findall(line[: found[-1].start()]) if found else []
    if not packs:
        return None
    *values, rest = packs[-1], *found[-1].groups()
    release, number = _RELEASE.search(rest), _NUMBER.search(rest)
    looks = {"layout": number[0] if number else "", "typst": release[0] if release else ""}
    return to_imprint(dict(zip(_NAMES, values, strict=True)) | looks)


def content_of_report(file: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnusableInputError: it cannot be read, or is too large.

    """
    place = Place(str(file))
    try:
        return content_of(file, _LARGEST)
    except TooLargeError as error:
        raise UnusableInputError([Problem(place, "this file is too large for a report.", "Name a report.")]) from error
    except OSError as error:
        raise UnusableInputError([Problem(place, f"cannot be read: {error.strerror}.", "Name a report.")]) from error


def read_report(file: Path, content: bytes) -> Found:
    """Return what a file of these bytes holds.

    Raises:
        UnusableInputError: it is not a report of this product.

    """
    place = Place(str(file))
    try:
        return read(content)
    except OverfullError as error:
        raise UnusableInputError([Problem(place, f"this file holds more than a report: {error}.", "Name a report.")]) from error
    except UnreadableError as error:
        what = "this is not a report that says what it was made from."
        hint = "Name a file that 'advisor advise' wrote as md, text, html, pdf or docx, with its imprint whole."
        raise UnusableInputError([Problem(place, what, hint)]) from error


def read(content: bytes) -> Found:
    """Return what the bytes of a report hold.

    Raises:
        UnreadableError: it is none.
        OverfullError: it holds more than any.

    """
    if content.startswith(b"%PDF-"):
        from advisor.verification.pdf import read_portable  # noqa: PLC0415 - each format only where it is needed

        return read_portable(content)
    if content.startswith(b"PK"):
        from advisor.verification.docx import read_package  # noqa: PLC0415

        return read_package(content)
    if content.lstrip()[:14].lower() == b"<!doctype html":
        from advisor.verification.html import read_page  # noqa: PLC0415

        return read_page(content)

    return read_plain(content)
