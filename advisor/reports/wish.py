"""What somebody asks for when asking for a report, and what comes back."""

from __future__ import annotations

from pathlib import Path

import msgspec

from advisor.errors import AdvisorError
from advisor.reports.colours import Colours

AUDIENCES = ("team", "council")
"""For whom a report is written: those who do the work get all of it, a council two pages."""


class FormatError(AdvisorError):
    """A format that cannot be written here, or a report that it cannot hold."""


class Logo(msgspec.Struct, frozen=True):
    """A logo that was checked, as SVG; ``ratio`` is its width by its height, ``file`` where it was read."""

    svg: str
    ratio: float
    file: str = "logo"


class Attachment(msgspec.Struct, frozen=True):
    """A file that a report carries."""

    name: str
    media: str
    word: str
    content: bytes


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a format, and its looks."""

    form: str
    templates: Path
    own: Path | None = None
    """The folder with a city's own templates."""
    audience: str = "team"
    colours: Colours = Colours()
    logo: Logo | None = None
    attachments: tuple[Attachment, ...] = ()


class Written(msgspec.Struct, frozen=True):
    """A report as it goes to disk, and what the reader of the terminal has to know about it."""

    content: bytes
    notes: tuple[str, ...] = ()
