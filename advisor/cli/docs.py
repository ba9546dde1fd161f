"""Write a pack as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, paths, workshop
from advisor.cli.files import OutputFolder, command, forced, in_language, pack_folder

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor docs rules/my-pack -o pages")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
@in_language
@click.option("-o", "--output", required=True, type=OutputFolder(), help="The folder to write into.")
@forced
def docs(folder: Path | None, language: str | None, output: desk.Output) -> None:
    """Write PACK as pages to read offline: each entry, every sentence, and how all of it hangs together.

    By default every shipped pack, each into a folder of its own.
    """
    for each in (folder,) if folder else paths.shipped_packs():
        target = output.file if folder else output.file / each.name
        count = workshop.write_pages(workshop.open_book(each, language), target, output.inputs, force=output.force)
        click.echo(f"{target / 'index.html'}: {count} pages.")
