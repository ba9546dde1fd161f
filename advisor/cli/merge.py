"""Merge the answers of several respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.answers import merging
from advisor.answers.disk import whole
from advisor.answers.parts import read_parts
from advisor.cli.files import OutputFile, answers_file, command, forced, of_pack
from advisor.reports.delivery import deliver_text

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor merge office.answers.yaml owner.answers.yaml -o city.answers.yaml")
@click.argument("files", nargs=-1, required=True, type=answers_file)
@click.option("-o", "--output", required=True, type=OutputFile(), help="The new file.")
@forced
@of_pack
def merge(files: tuple[Path, ...], output: Output | None, folder: Path | None) -> None:
    """Merge the answers of several respondents in FILES; where they differ, all that was said is kept."""
    parts = read_parts(files, folder)
    answers = merging.merge(parts.answers, parts.pack)
    for remark in (*parts.notices, *merging.remarks(parts.answers, parts.pack)):
        click.echo(str(remark), err=True)
    deliver_text(whole(answers, parts.pack), output)
