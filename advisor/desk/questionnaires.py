"""Write questionnaires to send out, bring one that is in use up to date, and read what came back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from advisor import paths
from advisor.answers import merging, roles
from advisor.answers.changes import meant, near
from advisor.answers.disk import whole
from advisor.answers.parts import read_parts
from advisor.answers.saving import replace
from advisor.desk.telling import remark_in
from advisor.errors import Place, Problem, UnusableInputError, coded, phrase
from advisor.i18n.languages import spoken
from advisor.interview.interview import Interviewer, resumed
from advisor.knowledge.placeholders import CITY
from advisor.reasoning.answers import Respondent
from advisor.reports.formats import write_report
from advisor.reports.language import load_words
from advisor.reports.options import Wish, Written
from advisor.reports.plain import DOCUMENTS
from advisor.tables import csv_file
from advisor.tables.filled import pack_named
from advisor.tables.questionnaire import questionnaire as table_of
from advisor.tables.received import ZIP, Wanted, content_or_refused, found_or_refused, received

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.answers.parts import Parts
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.words import Words
    from advisor.tables.filled import Found
    from advisor.tables.grid import Form

QUESTIONNAIRES = ("xlsx", "csv", *DOCUMENTS)
"""The formats of a questionnaire: to fill in on a screen, and on paper."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a questionnaire asks (a role by its id or name), and what: all questions, or those that can still decide something.

    ``filled`` writes the answers of the city into it.
    """

    name: str | None = None
    role: str | None = None
    only_open: bool = False
    filled: bool = False


class Table(NamedTuple):
    """A questionnaire that is in use: its file, what that holds, and where the questions stand in it."""

    file: Path
    content: bytes
    found: Found

    @property
    def language(self) -> str | None:
        """The language it is written in, as far as it says."""
        return pack_named(self.found)[1]


def questionnaire(pack: Pack, city: Answers | None, asking: Asking, form: str) -> Written:
    """Return the questions of a pack to be filled in, for a city or for any.

    Raises:
        UnusableInputError: the pack has no such role.
        AdvisorError: what the format needs is not installed, or it cannot be written.

    """
    if form in DOCUMENTS:
        from advisor.tables.paper import on_paper  # noqa: PLC0415 - tables need no writer of reports

        words, person, questions = _asked(pack, city, asking)
        today = city.date if city else datetime.datetime.now(tz=datetime.UTC).astimezone().date()
        document = on_paper(pack, words, city, person, questions, filled=asking.filled, today=today)
        return write_report(document, Wish(form=form, templates=paths.shipped("templates")))
    table = _form(pack, city, asking)
    if form == "csv":
        return Written(csv_file.written(table))
    from advisor.tables import xlsx  # noqa: PLC0415 - a large library that CSV does not need

    return Written(xlsx.written(table))


def table_in(file: Path) -> Table:
    """Return the questionnaire in an XLSX that is in use.

    Raises:
        UnusableInputError: there is none.

    """
    content = content_or_refused(file)
    if not content.startswith(ZIP):
        raise UnusableInputError([coded(Place(str(file)), "A615", phrase("A615.new_one"), how="none")])
    from advisor.tables import xlsx  # noqa: PLC0415 - as above

    templates = paths.shipped("templates")
    words = [load_words(templates, each) for each in spoken(templates)]
    return Table(file, content, found_or_refused(xlsx.grids_of(content, str(file)), words, file))


def update(table: Table, pack: Pack, city: Answers | None, asking: Asking) -> Sequence[Problem]:
    """Write what the questions say today into their cells, and nothing else; return what was noticed.

    Raises:
        UnusableInputError: it is of another pack, would overwrite a formula, or was changed meanwhile.

    """
    from advisor.tables.into import updated  # noqa: PLC0415 - as above

    now = updated(table.content, table.found, _form(pack, city, asking), pack)
    if now.content != table.content:
        replace(table.file, now.content, before=table.content)
    return now.remarks


def merged(files: Sequence[Path], folder: Path | None) -> tuple[str, Sequence[object]]:
    """Return one answers file made of those of several respondents, as text, and what was noticed.

    Raises:
        UnusableInputError: with every problem of the files, or they are not about one city.

    """
    return _one(read_parts(files, folder))


def imported(files: Sequence[Path], folder: Path | None, language: str | None, city: str | None) -> tuple[str, Sequence[object]]:
    """Return one answers file made of questionnaires that came back, and of answers files; as text, and what was noticed.

    Raises:
        UnusableInputError: with every problem of all files.

    """
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    return _one(received(files, Wanted(paths.shipped("templates"), today, folder, language, city)))


def _one(parts: Parts) -> tuple[str, Sequence[object]]:
    answers = merging.merge(parts.answers, parts.pack)
    remarks = [*parts.notices, *merging.remarks(parts.answers, parts.pack)]
    return whole(answers, parts.pack), [remark_in(parts.pack.info.language, each) for each in remarks]


def _form(pack: Pack, city: Answers | None, asking: Asking) -> Form:
    words, person, questions = _asked(pack, city, asking)
    return table_of(pack, words, city, person, questions, filled=asking.filled)


def _asked(pack: Pack, city: Answers | None, asking: Asking) -> tuple[Words, Respondent, set[str]]:
    words = load_words(paths.shipped("templates"), pack.info.language)
    questions = _matters(pack, city) if city and asking.only_open else {each.id for each in pack.questions}
    return words, Respondent(role=_role(pack, asking.role), name=asking.name), questions


def _role(pack: Pack, named: str | None) -> str | None:
    if named is None:
        return None
    labels = {name: forms[""] for name, forms in roles.labels(pack, "", None, {}).items() if name != CITY}
    found = meant(named, labels)
    if found is None:
        raise UnusableInputError([coded(Place("--role"), "A203", near(named, labels), role=named)])
    return found


def _matters(pack: Pack, city: Answers) -> set[str]:
    """Return the questions that can still decide something that a report says."""
    turn = Interviewer(pack).turn(resumed(city, city.answers))
    return {name for matter in turn.matter.values() for name in matter}
