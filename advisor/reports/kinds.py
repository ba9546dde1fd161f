"""Tell by their content whether two files are documents of one kind, both written by this product."""

from __future__ import annotations

import io
import json
import zipfile

from advisor.reports.document import PRODUCT

_MARK = PRODUCT.encode()
_CORE = "docProps/core.xml"
_BODIES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TAIL = 6_000
"""How many bytes at the end of a text hold its imprint."""


def same_kind(there: bytes, here: bytes) -> bool:
    """Tell whether what stands in a file is an earlier document of the kind that is to be written there."""
    kind = _kind(here)
    return _kind(there) == kind and _ALIKE[kind](there, here)


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "package"
    if content.startswith(b"BEGIN:VCALENDAR"):
        return "calendar"
    if content.lstrip()[:14].lower() == b"<!doctype html":
        return "html"
    if content.lstrip()[:1] == b"{":
        return "json"
    return "text"


def _marked(there: bytes, _here: bytes) -> bool:
    return _MARK in there


def _package(there: bytes, here: bytes) -> bool:
    """Tell whether a package is one of the kind that says which program wrote it."""
    try:
        with zipfile.ZipFile(io.BytesIO(there)) as parts, zipfile.ZipFile(io.BytesIO(here)) as new:
            names, wanted = parts.namelist(), new.namelist()
            alike = any(body in names and body in wanted for body in _BODIES.values())
            return alike and parts.getinfo(_CORE).file_size < 1 << 20 and _MARK in parts.read(_CORE)
    except Exception:  # noqa: BLE001 - damaged packages lead to errors of every kind, and are no documents of ours
        return False


def _keys(there: bytes, here: bytes) -> bool:
    """Tell whether two objects of JSON share most of their keys."""
    try:
        old, new = json.loads(there), json.loads(here)
    except (ValueError, RecursionError):
        return False
    return isinstance(old, dict) and isinstance(new, dict) and 2 * len(old.keys() & new.keys()) > max(len(old), len(new))


def _titled(there: bytes, here: bytes) -> bool:
    """Tell whether a text is one of ours: it ends with an imprint, or begins with the same title as what is to be written."""
    return _MARK in there[-_TAIL:] or _title(there) == _title(here)


def _title(content: bytes) -> bytes:
    return content.lstrip().partition(b"\n")[0].removeprefix(b"# ").partition(b":")[0].strip()


_ALIKE = {"pdf": _marked, "package": _package, "calendar": _marked, "html": _marked, "json": _keys, "text": _titled}
