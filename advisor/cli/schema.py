"""Print JSON Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import workshop
from advisor.answers import packs
from advisor.cli.files import command, of_pack, to_file
from advisor.knowledge.schema import to_text
from advisor.reports.delivery import deliver_text

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output

SCHEMAS = ("answers", "cases", "outcome", "pack")


@command(epilog="Example: advisor schema answers --pack rules/my-pack -o answers.schema.json")
@click.argument("kind", type=click.Choice(SCHEMAS))
@of_pack
@to_file
def schema(kind: str, folder: Path | None, output: Output | None) -> None:
    """Print the JSON Schema of answers files, cases, outcomes, or the files of a pack; with --pack, of this one with its ids."""
    deliver_text(to_text(workshop.schema(kind, packs.load(folder) if folder else None)), output)
