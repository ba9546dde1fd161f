"""Advise a city: the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import packs
from advisor.cli.common import read_answers
from advisor.cli.files import InputFile, answers_file, command, in_format, in_language, of_pack, own_templates, to_file
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.delivery import deliver
from advisor.reports.formats import BINARY, REPORTS, write
from advisor.reports.options import AUDIENCES, wish

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from advisor.reports.options import Wishes
    from advisor.reports.outputs import Output


@command(epilog="Example: advisor advise city.answers.yaml --audience council -o council.pdf")
@click.argument("file", type=answers_file)
@in_format(REPORTS, "md")
@in_language
@of_pack
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="All of it, or two pages.")
@click.option("--logo", type=InputFile(), help="Logo of the city, SVG or PNG; html, pdf and docx.")
@click.option("--colour", help="Colour of the city, #rrggbb, dark enough for text on white; html, pdf and docx.")
@click.option("--embed", is_flag=True, help="Put answers and outcome into the file as data; pdf.")
@own_templates
@to_file
def advise(file: Path, language: str | None, folder: Path | None, output: Output | None, **wishes: Unpack[Wishes]) -> None:
    """Advise a city: diagnosis, findings and path for an answers FILE."""
    pack = packs.pack_for(file, folder, language)
    answers = read_answers(file, pack)
    outcome = assess(KnowledgeBase(pack), answers)
    written = write(wish(paths.shipped("templates"), file, outcome, wishes), pack, answers, outcome)
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=wishes["form"] in BINARY)
