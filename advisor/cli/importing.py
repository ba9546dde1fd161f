"""Read questionnaires that came back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import merging
from advisor.answers.disk import whole
from advisor.cli.files import InputFile, OutputFile, command, forced, in_language, of_pack
from advisor.reports.delivery import deliver_text
from advisor.tables.received import Wanted, received

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command("import", epilog="Example: advisor import office.xlsx owner.csv city.answers.yaml -o all.answers.yaml")
@click.argument("files", nargs=-1, required=True, type=InputFile())
@in_language
@click.option("--city", help="The city, where a table names none.")
@click.option("-o", "--output", required=True, type=OutputFile(), help="The new file.")
@forced
@of_pack
def import_(files: tuple[Path, ...], language: str | None, city: str | None, folder: Path | None, output: Output | None) -> None:
    """Read questionnaires in FILES, each of one person, and merge them, also with answers files; all of them, or none."""
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    parts = received(files, Wanted(paths.shipped("templates"), today, folder, language, city))
    answers = merging.merge(parts.answers, parts.pack)
    for remark in (*parts.notices, *merging.remarks(parts.answers, parts.pack)):
        click.echo(str(remark), err=True)
    deliver_text(whole(answers, parts.pack), output)
