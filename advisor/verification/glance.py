"""See at a glance what a report says of itself, without reading it: enough to write it again, and to compare the bytes.

What is seen may be wrong, or put there to mislead: then the bytes differ, and the report is read as a whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from advisor.verification.model import Said, to_imprint

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 20_000
"""Bytes of a file that may be looked at where it says what it was made from."""

_KEYWORDS = re.compile(r"<pdf:Keywords>([^<]{1,2000})")
_KEYWORD = re.compile(r"([a-z-]+): ([^,]+)")
_META = re.compile(r'<meta name="advisor:([a-z-]+)" content="([^"<>]+)">')
_PROPERTY = re.compile(r"([a-z-]+): ([^;<]+)")


def glanced(content: bytes) -> Said | None:
    """Return what a report seems to say of itself; None where nothing is in sight, and for text, which is read as quickly."""
    try:
        return _seen(content)
    except Exception:  # noqa: BLE001 - whatever is broken here, and however: reading the whole decides what is said of it
        return None


def _seen(content: bytes) -> Said | None:
    if content.startswith(b"%PDF-"):
        return _portable(content)
    if content.startswith(b"PK"):
        return _package(content)
    if content.startswith(b"<!DOCTYPE html"):
        return _said("html", dict(_META.findall(content[:_MOST].decode("utf-8", "replace"))))
    return None


def _portable(content: bytes) -> Said | None:
    place = content.rfind(b"<pdf:Keywords>")
    keywords = _KEYWORDS.match(content[place : place + _MOST].decode("utf-8", "replace")) if place >= 0 else None
    found = _said("pdf", dict(_KEYWORD.findall(keywords[1]))) if keywords else None
    if found is None or b"/EmbeddedFile" not in content:
        return found
    from advisor.verification.pdf import read_listed  # noqa: PLC0415 - few reports carry files

    return Said(form="pdf", imprint=found.imprint, attachments=read_listed(content))


def _package(content: bytes) -> Said | None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open("docProps/core.xml") as part:
        properties = part.read(_MOST).decode("utf-8", "replace")
    return _said("docx", dict(_PROPERTY.findall(properties)))


def _said(form: str, entries: Mapping[str, str]) -> Said | None:
    made = to_imprint(entries)
    return Said(form=form, imprint=made) if made else None
