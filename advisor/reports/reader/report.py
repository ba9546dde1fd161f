"""Read a report from its file, in whatever format it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.read_file import TooLargeError, content_of
from advisor.reports.reader.found import OverfullError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.reader.found import Found

_LARGEST = 100_000_000
"""Bytes that a report may have."""


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
        from advisor.reports.reader.portable import read_portable  # noqa: PLC0415 - each format only where it is needed

        return read_portable(content)
    if content.startswith(b"PK"):
        from advisor.reports.reader.package import read_package  # noqa: PLC0415

        return read_package(content)
    if content.lstrip()[:14].lower() == b"<!doctype html":
        from advisor.reports.reader.page import read_page  # noqa: PLC0415

        return read_page(content)
    from advisor.reports.reader.plain import read_plain  # noqa: PLC0415

    return read_plain(content)
