"""Print JSON Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, workshop
from advisor.cli.files import command, of_pack, to_file

if TYPE_CHECKING:
    from pathlib import Path


SCHEMAS = ("answers", "cases", "outcome", "pack")


@command(epilog="Example: advisor schema answers --pack rules/my-pack -o answers.schema.json")
@click.argument("kind", type=click.Choice(SCHEMAS))
@of_pack
@to_file
def schema(kind: str, folder: Path | None, output: desk.Output | None) -> None:
    """Print the JSON Schema of answers files, cases, outcomes, or the files of a pack; with --pack, of this one with its ids."""
    desk.deliver_text(desk.schema_text(workshop.schema(kind, desk.load(folder) if folder else None)), output)
