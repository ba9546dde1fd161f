"""What somebody asks for when asking for a report: how it is written, for whom, in which looks; checked, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import NotRequired, TypedDict

import msgspec

from advisor.errors import AdvisorError, Place, Problem, UnusableInputError
from advisor.files.read import LARGEST, content_of
from advisor.reasoning.outcome import Outcome, to_json
from advisor.reports.writers.colours import Colours, chosen

AUDIENCES = ("team", "council")
"""For whom a report is written: those who do the work get all of it, a council two pages."""


_DRAWN = frozenset({"html", "pdf", "docx"})


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


class Wishes(TypedDict):
    """What a command line can ask for."""

    form: str
    audience: str
    logo: Path | None
    colour: str | None
    embed: bool
    own: Path | None
    protocol: NotRequired[bool]


def wish(templates: Path, file: Path, outcome: Outcome, wishes: Wishes) -> Wish:
    """Return the wish for a report on an answers file.

    Raises:
        UnusableInputError: the logo or the colour cannot be used, or the format has no place for what was asked.

    """
    form = wishes["form"]
    _refuse("--embed", given=wishes["embed"] and form != "pdf", only="pdf")
    _refuse("--logo", given=wishes["logo"] is not None and form not in _DRAWN, only="html, pdf and docx")
    _refuse("--colour", given=wishes["colour"] is not None and form not in _DRAWN, only="html, pdf and docx")
    _refuse("--audience", given=wishes["audience"] != "team" and form == "json", only="reports; json has all data")
    _refuse("--templates", given=wishes["own"] is not None and form == "json", only="reports; json has all data")
    protocol = wishes.get("protocol", False)
    _refuse("--protocol", given=protocol and (form == "json" or wishes["audience"] != "team"), only="whole reports")
    return Wish(
        form=form,
        templates=templates,
        own=wishes["own"],
        audience=wishes["audience"],
        colours=chosen(wishes["colour"]),
        logo=_logo(wishes["logo"]),
        attachments=_attached(file, outcome) if wishes["embed"] else (),
    )


def _logo(file: Path | None) -> Logo | None:
    if file is None:
        return None
    from advisor.reports.logos.read import read_logo  # noqa: PLC0415 - few cities have a logo, and what reads one loads much

    return read_logo(file)


def _attached(file: Path, outcome: Outcome) -> tuple[Attachment, ...]:
    return (
        Attachment("outcome.json", "application/json", "outcome", to_json(outcome)),
        Attachment("answers.yaml", "application/yaml", "answers", content_of(file, LARGEST)),
    )


def _refuse(option: str, *, given: bool, only: str) -> None:
    if given:
        problem = Problem(Place(option), "this format has no place for it.", f"It is for {only}.")
        raise UnusableInputError([problem])
