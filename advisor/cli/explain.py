"""Explain what was concluded, or what would be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import advising
from advisor.answers import packs
from advisor.answers.changes import with_changes
from advisor.cli.common import read_answers
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, offered, to_file
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.delivery import deliver
from advisor.reports.formats import BINARY, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor explain city.answers.yaml --what-if staff_unit=staffed")
@click.argument("file", type=answers_file)
@click.argument("about", nargs=-1, shell_complete=offered("verdicts"))
@click.option("--what-if", "changes", multiple=True, metavar="QUESTION=VALUE", help="Show what would be different.")
@click.option("--sentences", is_flag=True, help="List every sentence of the report with what makes it certain.")
@in_language
@in_format(REPORTS, "md")
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
    output: Output | None,
) -> None:
    """Explain what was concluded from FILE: how, why not, what would change it, how firm it is.

    Name approaches, findings or steps to read only ABOUT these.
    """
    base = KnowledgeBase(packs.pack_for(file, folder, language))
    answers = read_answers(file, base.pack)
    found: advising.Explanation | advising.Sentences | advising.Difference
    if sentences:
        found = advising.Sentences(advising.advise(answers, base))
    elif changes:
        found = advising.supposed(advising.compare(answers, with_changes(base.pack, answers, changes), base))
    else:
        found = advising.explain(answers, *about, pack=base)
    deliver(advising.report(found, format=form), output, binary=form in BINARY)
