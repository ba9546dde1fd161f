"""Write the path of a city as a list of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import packs
from advisor.cli.common import read_answers
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.delivery import deliver
from advisor.reports.work import WORK, write_work

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor worklist city.answers.yaml -o path.ics")
@click.argument("file", type=answers_file)
@in_format(WORK, "xlsx")
@in_language
@of_pack
@to_file
def worklist(file: Path, *, form: str, language: str | None, folder: Path | None, output: Output | None) -> None:
    """Write what the path asks for as a list of work: a table to sort, or a calendar to import."""
    pack = packs.pack_for(file, folder, language)
    answers = read_answers(file, pack)
    outcome = assess(KnowledgeBase(pack), answers)
    deliver(write_work(form, paths.shipped("templates"), pack, answers, outcome), output, binary=form == "xlsx")
