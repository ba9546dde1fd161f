"""Compare two visits of a city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import advising
from advisor.answers import packs
from advisor.answers.parts import wrong_way_round
from advisor.cli.common import read_answers
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.delivery import deliver
from advisor.reports.formats import BINARY, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor compare 2025.answers.yaml 2026.answers.yaml --format text")
@click.argument("old", type=answers_file)
@click.argument("new", type=answers_file)
@in_language
@in_format(REPORTS, "md")
@of_pack
@to_file
def compare(old: Path, new: Path, form: str, language: str | None, folder: Path | None, output: Output | None) -> None:
    """Compare a city's OLD answers with its NEW ones: what moved, what was done, what decayed, the path from today."""
    base = KnowledgeBase(packs.pack_for(new, folder, language))
    before, now = read_answers(old, base.pack), read_answers(new, base.pack)
    for remark in wrong_way_round((str(old), before), (str(new), now)):
        click.echo(str(remark), err=True)
    deliver(advising.report(advising.compare(before, now, base), format=form), output, binary=form in BINARY)
