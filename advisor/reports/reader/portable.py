"""Read a report that is a PDF: its metadata, its pages, its attachments. With ``objects`` the only module that knows pypdf."""

from __future__ import annotations

import io
import logging
import re
import zlib

import pypdf
from pypdf.errors import PyPdfError

from advisor.reports.reader.found import Found, UnreadableError, to_imprint
from advisor.reports.reader.objects import attached, held

# what pypdf mends in silence is no matter for the reader of a terminal
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_ENTRY = re.compile(r"([a-z-]+): (.*?)(?=, [a-z-]+: |$)")
_BROKEN = (PyPdfError, zlib.error, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What pypdf raises on files that are damaged in ways it does not foresee."""


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
