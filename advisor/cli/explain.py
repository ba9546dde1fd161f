"""Explain what was concluded, or what would be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, offered, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor explain city.answers.yaml --what-if staff_unit=staffed")
@click.argument("file", type=answers_file)
@click.argument("about", nargs=-1, shell_complete=offered("verdicts"))
@click.option("--what-if", "changes", multiple=True, metavar="QUESTION=VALUE", help="Show what would be different.")
@click.option("--sentences", is_flag=True, help="List what may be said, in which papers it stands, and what makes it certain.")
@in_language
@in_format(desk.REPORTS, "md")
@of_pack
@to_file
def explain(
    file: Path,
    *,
    about: tuple[str, ...],
    changes: tuple[str, ...],
    sentences: bool,
    form: str,
    language: str | None,
    folder: Path | None,
    output: desk.Output | None,
) -> None:
    """Explain what was concluded from FILE: how, why not, what would change it, how firm it is.

    Name approaches, findings or steps to read only ABOUT these; with --sentences also poles, and measures as FACT.LEVEL.
    """
    read = read_by(file, desk.pack_for(file, folder, language))
    asked = desk.Explaining(about=about, changes=changes, sentences=sentences)
    handed_out(desk.explanation(read, asked, form), output, form)
