"""Show one entry of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, paths, workshop
from advisor.cli.files import command, in_format, in_language, of_pack, offered, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor rule paper_strategy --lang fr")
@click.argument("entry", metavar="ID", shell_complete=offered("entries"))
@in_format(("text", "md"), "text")
@in_language
@of_pack
@to_file
def rule(entry: str, form: str, language: str | None, folder: Path | None, output: desk.Output | None) -> None:
    """Show one entry of a pack: what it says, when, why and after which source, what it rests on and where it counts.

    ID is that of a rule, question, step, measure (FACT.LEVEL), condition, approach, pole, topic or source; by default in any
    shipped pack.
    """
    folders = (folder,) if folder else paths.shipped_packs()
    books = [workshop.open_book(each, language) for each in folders]
    desk.deliver_text(workshop.entry_text(books, entry, form), output)
