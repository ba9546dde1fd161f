"""Advise a city: the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by
from advisor.cli.files import InputFile, answers_file, command, in_format, in_language, of_pack, own_templates, to_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack


@command(epilog="Example: advisor advise city.answers.yaml --audience council -o council.pdf")
@click.argument("file", type=answers_file)
@in_format(desk.REPORTS, "md")
@in_language
@of_pack
@click.option("--audience", type=click.Choice(desk.AUDIENCES), default="team", show_default=True, help="All of it, or two pages.")
@click.option("--logo", type=InputFile(), help="Logo of the city, SVG or PNG; html, pdf and docx.")
@click.option("--colour", help="Colour of the city, #rrggbb, dark enough for text on white; html, pdf and docx.")
@click.option("--embed", is_flag=True, help="Put answers and outcome into the file as data; pdf.")
@click.option("--protocol", is_flag=True, help="With the protocol of the sessions as an appendix: who said what, and why.")
@own_templates
@to_file
def advise(
    file: Path, language: str | None, folder: Path | None, output: desk.Output | None, **wishes: Unpack[desk.Wishes]
) -> None:
    """Advise a city: diagnosis, findings and path for an answers FILE."""
    about = read_by(file, desk.pack_for(file, folder, language))
    handed_out(desk.report(about, file, wishes), output, wishes["form"])
