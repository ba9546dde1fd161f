"""Read what a form sends: text without what nobody sees, files of a limited size, and the marks that make a form count once."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING

import msgspec
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from advisor.errors import UNSEEN
from advisor.web.security import UPLOAD

if TYPE_CHECKING:
    from starlette.requests import Request

_FIELDS, _FILES = 60, 2
_KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")
_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LINE, _TEXT = 200, 2_000
"""How long one line may be, and a note."""


class File(msgspec.Struct, frozen=True):
    """A file that somebody chose: how they call it, and what it holds."""

    name: str
    content: bytes


class Form(msgspec.Struct, frozen=True):
    """What a form sent, as text; a file by the name of its field."""

    fields: tuple[tuple[str, str], ...] = ()
    files: dict[str, File] = {}

    def all(self, name: str) -> list[str]:
        """Return every value of a field, each on one line."""
        return [_line(value) for field, value in self.fields if field == name]

    def line(self, name: str) -> str:
        """Return the value of a field on one line; empty where it is missing."""
        return next(iter(self.all(name)), "")

    def text(self, name: str) -> str:
        """Return the value of a field that may have several lines."""
        return next((_text(value) for field, value in self.fields if field == name), "")

    @property
    def once(self) -> str:
        """Return the mark of this very form; a new one where it brought none that could be one."""
        found = self.line("once")
        return found if _ONCE.fullmatch(found) else new_mark()

    @property
    def seen(self) -> int:
        """Return the number of the last event that the form had taken into account."""
        found = self.line("seen")
        return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else 0  # noqa: PLR2004 - no sitting has more


def new_mark() -> str:
    """Return a mark that no other form has."""
    return secrets.token_urlsafe(16)


def _line(value: str) -> str:
    return " ".join(UNSEEN.sub(" ", unicodedata.normalize("NFC", value)).split())[:_LINE]


def _text(value: str) -> str:
    plain = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = (UNSEEN.sub("", line).rstrip() for line in plain.split("\n"))
    return "\n".join(lines).strip()[:_TEXT].rstrip()


async def form_of(request: Request) -> Form:
    """Return what a request sends.

    Raises:
        HTTPException: it is no form, or sends more than any form of ours.

    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise HTTPException(415)
    if kind == _KINDS[1] and not await _is_whole(request):
        raise HTTPException(400)
    try:
        async with request.form(max_files=_FILES, max_fields=_FIELDS, max_part_size=UPLOAD) as found:
            fields = tuple((name, value) for name, value in found.multi_items() if isinstance(value, str))
            files = {
                name: File(_line(value.filename or ""), await value.read())
                for name, value in found.multi_items()
                if isinstance(value, UploadFile)
            }
    except HTTPException:
        raise
    except (MultiPartException, ValueError, KeyError, LookupError) as error:
        raise HTTPException(400) from error
    return Form(fields, files)


async def _is_whole(request: Request) -> bool:
    """Tell whether a form of several parts came to its end; what breaks off would leave its files open."""
    boundary = re.search(r'boundary="?([^";,\s]{1,70})"?', request.headers["content-type"])
    return boundary is not None and (await request.body()).rstrip().endswith(f"--{boundary[1]}--".encode("latin-1", "replace"))
