"""Write a questionnaire for an office to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by, remarked
from advisor.cli.files import InputFile, answers_file, command, in_format, in_language, of_pack, said_format, to_file
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog='Example: advisor questionnaire city.answers.yaml --role "office head" -o office.xlsx')
@click.argument("file", required=False, type=answers_file)
@in_language
@in_format(desk.QUESTIONNAIRES, "csv")
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
    output: desk.Output | None,
    *,
    form: str,
    name: str | None,
    role: str | None,
    only_open: bool,
    filled: bool,
    into: Path | None,
) -> None:
    """Write all questions to fill in, for the city of FILE or for any: a table that 'advisor import' reads, or on paper."""
    table = desk.table_in(into) if into else None
    if into and (output or said_format() or name or role or language):
        what = "with --into the table says what it is, whose, and in which language."
        raise UnusableInputError([Problem(Place("--into"), what, "Leave out -o, --format, --name, --role and --lang.")])
    language = table.language if table else language
    if file is not None:
        pack = desk.pack_for(file, folder, language)
    elif folder is not None and not (only_open or filled):
        pack = desk.load(folder, language)
    else:
        what = "--open and --filled need an answers file." if folder else "nothing says which pack the questions are from."
        raise UnusableInputError([Problem(Place("advisor"), what, "Name an answers file, or a pack with --pack.")])
    city = read_by(file, pack).answers if file else None
    asking = desk.Asking(name=name, role=role, only_open=only_open, filled=filled)
    if table:
        remarked(desk.update(table, pack, city, asking))
    else:
        handed_out(desk.questionnaire(pack, city, asking, form), output, form)
