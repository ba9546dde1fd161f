"""Write the path of a city as a list of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor worklist city.answers.yaml -o path.ics")
@click.argument("file", type=answers_file)
@in_format(desk.WORK, "xlsx")
@in_language
@of_pack
@to_file
def worklist(file: Path, *, form: str, language: str | None, folder: Path | None, output: desk.Output | None) -> None:
    """Write what the path asks for as a list of work: a table to sort, or a calendar to import."""
    about = read_by(file, desk.pack_for(file, folder, language))
    handed_out(desk.work_list(about, form), output, form)
