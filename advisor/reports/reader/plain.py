"""Read Markdown and plain text: the imprint stands at the end, in whatever language, and is known by the shape of its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.reports.document import PRODUCT
from advisor.reports.reader.found import Found, UnreadableError, to_imprint
from advisor.reports.wish import AUDIENCES

if TYPE_CHECKING:
    from advisor.reports.document import Imprint

_TAIL = 6000
"""How many characters at the end hold the imprint."""

_GAP = r".{1,160}?"
_HASH = r"\b([0-9a-f]{64}|[0-9a-f]{12})\b"
_VALUES = re.compile(
    rf"{_HASH}{_GAP}{_HASH}{_GAP}{_HASH}{_GAP}({PRODUCT} \w+(?:[.+]\w+)*)"
    rf"{_GAP}\b(\w+(?:-\w+)* (?:{'|'.join(AUDIENCES)}))\b(.*)"
)
_PACK = re.compile(r"[\w-]+ \d+(?:\.\d+)*\b")
_NAMES = ("pack", "pack-hash", "answers-hash", "tree-hash", "product", "edition")
_RELEASE = re.compile(r"\d+(?:\.\d+)+")
_NUMBER = re.compile(r"(?<![\d.])\d+(?!\.?\d)")


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
