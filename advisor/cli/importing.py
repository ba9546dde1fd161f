"""Read questionnaires that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import remarked
from advisor.cli.files import InputFile, OutputFile, command, forced, in_language, of_pack

if TYPE_CHECKING:
    from pathlib import Path


@command("import", epilog="Example: advisor import office.xlsx owner.csv city.answers.yaml -o all.answers.yaml")
@click.argument("files", nargs=-1, required=True, type=InputFile())
@in_language
@click.option("--city", help="The city, where a table names none.")
@click.option("-o", "--output", required=True, type=OutputFile(), help="The new file.")
@forced
@of_pack
def import_(
    files: tuple[Path, ...], language: str | None, city: str | None, folder: Path | None, output: desk.Output | None
) -> None:
    """Read questionnaires in FILES, each of one person, and merge them, also with answers files; all of them, or none."""
    text, remarks = desk.imported(files, folder, language, city)
    remarked(remarks)
    desk.deliver_text(text, output)
