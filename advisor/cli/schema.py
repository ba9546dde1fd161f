"""Print JSON Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.answers import packs
from advisor.cli.files import command, of_pack, to_file
from advisor.knowledge import schema as schemas
from advisor.reasoning.outcome import Outcome
from advisor.reports.delivery import deliver_text
from advisor.workshop import editor_schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.reports.outputs import Output

SCHEMAS = ("answers", "cases", "outcome", "pack")


@command(epilog="Example: advisor schema answers --pack rules/my-pack -o answers.schema.json")
@click.argument("kind", type=click.Choice(SCHEMAS))
@of_pack
@to_file
def schema(kind: str, folder: Path | None, output: Output | None) -> None:
    """Print the JSON Schema of answers files, cases, outcomes, or the files of a pack; with --pack, of this one with its ids."""
    pack = packs.load(folder) if folder else None
    makers: dict[str, Callable[[], dict[str, object]]] = {
        "answers": lambda: editor_schemas.answers_schema(pack),
        "cases": lambda: editor_schemas.cases_schema(pack),
        "outcome": lambda: schemas.schema_of(Outcome, "An outcome"),
        "pack": lambda: schemas.pack_schema(schemas.known_ids(pack) if pack else None),
    }
    deliver_text(schemas.to_text(makers[kind]()), output)
