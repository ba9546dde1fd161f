"""Make a wish for a report from what was typed: files are read and checked here, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.yaml_text import LARGEST
from advisor.read_file import content_of
from advisor.reasoning.outcome import Outcome, to_json
from advisor.reports.colours import chosen
from advisor.reports.wish import Attachment, Logo, Wish

if TYPE_CHECKING:
    from pathlib import Path

_DRAWN = frozenset({"html", "pdf", "docx"})


class Wishes(TypedDict):
    """What a command line can ask for."""

    form: str
    audience: str
    logo: Path | None
    colour: str | None
    embed: bool
    own: Path | None


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
    from advisor.reports.logo import read_logo  # noqa: PLC0415 - few cities have a logo, and what reads one loads much

    return read_logo(file)


def _attached(file: Path, outcome: Outcome) -> tuple[Attachment, ...]:
    return (
        Attachment("outcome.json", "application/json", "outcome", to_json(outcome).encode()),
        Attachment("answers.yaml", "application/yaml", "answers", content_of(file, LARGEST)),
    )


def _refuse(option: str, *, given: bool, only: str) -> None:
    if given:
        problem = Problem(Place(option), "this format has no place for it.", f"It is for {only}.")
        raise UnusableInputError([problem])
