"""Write a questionnaire for an office to fill in."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import packs, roles
from advisor.answers.changes import meant, suggestion
from advisor.answers.saving import replace
from advisor.cli.common import read_answers
from advisor.cli.files import InputFile, answers_file, command, in_format, in_language, of_pack, said_format, to_file
from advisor.errors import Place, Problem, UnusableInputError
from advisor.i18n.languages import spoken
from advisor.interview.interview import Interviewer, resumed
from advisor.knowledge.placeholders import CITY
from advisor.reasoning.answers import Respondent
from advisor.reports.delivery import deliver
from advisor.reports.formats import BINARY, write_report
from advisor.reports.language import load_words
from advisor.reports.options import Wish
from advisor.reports.plain import FORMATS
from advisor.tables import csv_file
from advisor.tables.filled import pack_named
from advisor.tables.into import updated
from advisor.tables.questionnaire import questionnaire as table_of
from advisor.tables.received import ZIP, content_or_refused, found_or_refused

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.outputs import Output
    from advisor.reports.words import Words
    from advisor.tables.filled import Found
    from advisor.tables.into import Updated


_FORMATS = ("xlsx", "csv", *FORMATS)
"""To fill in on a screen, and on paper."""


@command(epilog='Example: advisor questionnaire city.answers.yaml --role "office head" -o office.xlsx')
@click.argument("file", required=False, type=answers_file)
@in_language
@in_format(_FORMATS, "csv")
@click.option("--name", help="Who is to fill it in.")
@click.option("--role", help="In which role: its id or its name.")
@click.option("--open", "only_open", is_flag=True, help="Only questions that can still decide something, by the answers in FILE.")
@click.option("--filled", is_flag=True, help="With the answers in FILE.")
@click.option("--into", type=InputFile(), help="Only change the cells of questions in this XLSX, and leave all else in it.")
@of_pack
@to_file
def questionnaire(
    file: Path | None,
    language: str | None,
    folder: Path | None,
    output: Output | None,
    *,
    form: str,
    name: str | None,
    role: str | None,
    only_open: bool,
    filled: bool,
    into: Path | None,
) -> None:
    """Write all questions to fill in, for the city of FILE or for any: a table that 'advisor import' reads, or on paper."""
    table = _table_in(into) if into else None
    if into and (output or said_format() or name or role or language):
        what = "with --into the table says what it is, whose, and in which language."
        raise UnusableInputError([Problem(Place("--into"), what, "Leave out -o, --format, --name, --role and --lang.")])
    language = pack_named(table[1])[1] if table else language
    if file is not None:
        pack = packs.pack_for(file, folder, language)
    elif folder is not None and not (only_open or filled):
        pack = packs.load(folder, language)
    else:
        what = "--open and --filled need an answers file." if folder else "nothing says which pack the questions are from."
        raise UnusableInputError([Problem(Place("advisor"), what, "Name an answers file, or a pack with --pack.")])
    city = read_answers(file, pack) if file else None
    words = load_words(paths.shipped("templates"), pack.info.language)
    person = Respondent(role=_role(pack, role), name=name)
    asked = _matters(pack, city) if city and only_open else {each.id for each in pack.questions}
    if into and table:
        form_now = table_of(pack, words, city, person, asked, filled=filled)
        _update(into, updated(*table, form_now, pack), before=table[0])
    elif form in FORMATS:
        written = _on_paper(pack, words, city, person, asked, filled=filled, form=form)
        deliver(written, output, binary=form in BINARY)
    elif form == "xlsx":
        from advisor.tables import xlsx  # noqa: PLC0415 - a large library that CSV does not need

        deliver(xlsx.written(table_of(pack, words, city, person, asked, filled=filled)), output, binary=True)
    else:
        deliver(csv_file.written(table_of(pack, words, city, person, asked, filled=filled)), output, binary=False)


def _table_in(file: Path) -> tuple[bytes, Found]:
    """Return what an XLSX holds, and where its questionnaire stands."""
    content = content_or_refused(file)
    if not content.startswith(ZIP):
        raise UnusableInputError([Problem(Place(str(file)), "this is no XLSX.", "Save it as XLSX, or write a new one with -o.")])
    from advisor.tables import xlsx  # noqa: PLC0415 - a large library that CSV does not need

    templates = paths.shipped("templates")
    words = [load_words(templates, each) for each in spoken(templates)]
    return content, found_or_refused(xlsx.grids_of(content, str(file)), words, file)


def _update(file: Path, now: Updated, *, before: bytes) -> None:
    if now.content != before:
        replace(file, now.content, before=before)
    for remark in now.remarks:
        click.echo(str(remark), err=True)


def _on_paper(
    pack: Pack, words: Words, city: Answers | None, person: Respondent, asked: set[str], *, filled: bool, form: str
) -> bytes:
    from advisor.tables.paper import on_paper  # noqa: PLC0415 - tables need no writer of reports

    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    document = on_paper(pack, words, city, person, asked, filled=filled, today=city.date if city else today)
    written = write_report(document, Wish(form=form, templates=paths.shipped("templates")))
    for note in written.notes:
        click.echo(note, err=True)
    return written.content


def _role(pack: Pack, named: str | None) -> str | None:
    if named is None:
        return None
    labels = {name: forms[""] for name, forms in roles.labels(pack, "", None, {}).items() if name != CITY}
    found = meant(named, labels)
    if found is None:
        raise UnusableInputError([Problem(Place("--role"), f"there is no role '{named}'.", suggestion(named, labels))])
    return found


def _matters(pack: Pack, city: Answers) -> set[str]:
    """Return the questions that can still decide something that a report says."""
    turn = Interviewer(pack).turn(resumed(city, city.answers))
    return {name for matter in turn.matter.values() for name in matter}
