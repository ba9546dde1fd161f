"""Write catalogues for translators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import workshop
from advisor.cli.files import command, offered, pack_folder

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor translate rules/my-pack fr it")
@click.argument("folder", metavar="FOLDER", type=pack_folder)
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...", shell_complete=offered("pack_languages"))
def translate(folder: Path, languages: tuple[str, ...]) -> None:
    """Write what is to be translated in FOLDER (a pack, or the templates) into a catalogue for each LANGUAGE."""
    for line in workshop.translate(folder, languages):
        click.echo(line)
