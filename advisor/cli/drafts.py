"""Write the papers that the path of a city asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from advisor import advising, paths
from advisor.answers import packs
from advisor.cli.common import read_answers
from advisor.cli.files import OutputFolder, answers_file, command, forced, in_language, of_pack
from advisor.reasoning.drafting import papers
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from advisor.reports.context import Context
from advisor.reports.delivery import deliver
from advisor.reports.drafting import draft_of
from advisor.reports.formats import BINARY, write_report
from advisor.reports.language import load_words
from advisor.reports.options import Wish
from advisor.reports.outputs import refuse_place
from advisor.reports.plain import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor drafts city.answers.yaml --format docx -o papers")
@click.argument("file", type=answers_file)
@in_language
@click.option(
    "--format", "forms", type=click.Choice(FORMATS), multiple=True, default=("md",), help="How to write them; more than one."
)
@of_pack
@click.option("-o", "--output", required=True, type=OutputFolder(), help="The folder to write into.")
@forced
def drafts(file: Path, forms: tuple[str, ...], language: str | None, folder: Path | None, output: Output) -> None:
    """Write the papers that the path of FILE asks for now, as drafts to copy: decisions, mandates, rules."""
    base = KnowledgeBase(packs.pack_for(file, folder, language))
    answers = read_answers(file, base.pack)
    advice = advising.advise(answers, base)
    complete = answers.complete(base.pack)
    planned = plan(base.pack, base.engine, complete.facts(base.pack), complete.aim, complete.disputed_facts(base.pack))
    found = papers(base.pack, base.verdicts, complete, planned)
    if not found:
        click.echo(f"{file}: the path asks for no paper of this pack now, so nothing is written.", err=True)
        return
    templates = paths.shipped("templates")
    context = Context(base.pack, complete, advice.outcome, load_words(templates, base.pack.info.language))
    output.file.mkdir(parents=True, exist_ok=True)
    named = [
        (paper, form, msgspec.structs.replace(output, file=output.file / f"{paper.id.replace('_', '-')}.{_ending(form)}"))
        for paper in found
        for form in dict.fromkeys(forms)
    ]
    for _, _, place in named:
        refuse_place(place)
    for paper, form, place in named:
        written = write_report(draft_of(context, paper), Wish(form=form, templates=templates))
        deliver(written.content, place, binary=form in BINARY)
        click.echo(str(place.file))


def _ending(form: str) -> str:
    return "txt" if form == "text" else form
