"""List packs, or the ids of one, so that authors and scripts find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import packs
from advisor.cli.files import command, pack_folder
from advisor.errors import UnusableInputError, printable
from advisor.knowledge.installed import installed_packs
from advisor.knowledge.sentences import in_general
from advisor.logic.notation import written

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.measures import Measure
    from advisor.knowledge.model import Pack


@command("list", epilog="Example: advisor list rules/my-pack")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
def list_(folder: Path | None) -> None:
    """List the packs that are shipped or installed, or the ids of one pack."""
    if folder is None:
        click.get_current_context().exit(_listed())
    else:
        click.echo(_ids(packs.load(folder)), nl=False)


def _listed() -> int:
    """Print a line about each pack; one that cannot be read stops no other. Return the exit code."""
    shipped = [(folder, "") for folder in paths.shipped_packs()]
    worst = 0
    for folder, note in (*shipped, *((each.folder, f"  [{each.brought_by}]") for each in installed_packs())):
        try:
            click.echo(f"{_line(packs.load(folder))}{note}")
        except UnusableInputError as error:
            click.echo(f"{error}{note}", err=True)
            worst = 1
    return worst


def _line(pack: Pack) -> str:
    """Return a pack in one line: id, version, title and how much is in it."""
    counts = f"{len(pack.questions)} questions, {len(pack.findings)} findings, {len(pack.steps)} steps"
    return printable(f"{pack.info.id} {pack.info.version}  {pack.info.title}  ({counts})")


def _measured(pack: Pack, measure: Measure) -> str:
    """Return what a measure brings about, by the labels of the pack."""
    found = []
    for fact, level in measure.raises.items():
        question = pack.question(fact)
        label = next((each.label for each in question.levels if each.name == level), level)
        found.append(f"{question.label}: {label}")
    return ", ".join(found)


def _ids(pack: Pack) -> str:
    """Return every id of a pack with its name, by section."""
    sections = {
        "questions": [
            (each.id, f"{each.label} ({', '.join(level.name for level in each.levels) or each.type})") for each in pack.questions
        ],
        "poles": [(each.id, each.name) for each in pack.poles()],
        "approaches": [(each.id, each.name) for each in pack.approaches],
        "conditions": [(each.id, f"{each.name} ({written(each.when)})") for each in pack.conditions],
        "activities": [(each.id, each.label) for each in pack.activities],
        "measures": [(each.id, _measured(pack, each)) for each in pack.measures],
        "findings": [(each.id, f"{each.title} ({each.kind})") for each in pack.findings],
        "steps": [(each.id, each.title) for each in pack.steps],
        "criteria": [(each.id, each.title) for each in pack.criteria],
        "drafts": [(each.id, in_general(each.title)) for each in pack.drafts],
        "roles": [(each.id, each.name) for each in pack.roles],
    }
    lines = [_line(pack)]
    for section, entries in ((name, found) for name, found in sections.items() if found):
        lines += ["", section, *(f"  {name:<44} {text}" for name, text in entries)]
    return printable("\n".join(lines)) + "\n"
