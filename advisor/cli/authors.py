"""The commands for those who write rules, texts and translations, beside the check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.cli.common import of_pack, to_file
from advisor.report.delivery import deliver_text
from advisor.sessions import packs

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = ("answers", "cases", "outcome", "pack")


@click.command()
@click.argument("kind", type=click.Choice(SCHEMAS))
@of_pack
@to_file
def schema(kind: str, folder: Path | None, output: Path | None) -> None:
    """Print the JSON Schema of answers files, cases, outcomes, or the files of a pack; with --pack, of this one with its ids."""
    from advisor.knowledge import schema as schemas  # noqa: PLC0415
    from advisor.reasoning.outcome import Outcome  # noqa: PLC0415
    from advisor.workshop import editor_schemas  # noqa: PLC0415

    pack = packs.load(folder) if folder else None
    makers: dict[str, Callable[[], dict[str, object]]] = {
        "answers": lambda: editor_schemas.answers_schema(pack),
        "cases": lambda: editor_schemas.cases_schema(pack),
        "outcome": lambda: schemas.schema_of(Outcome, "An outcome"),
        "pack": lambda: schemas.pack_schema(schemas.known_ids(pack) if pack else None),
    }
    deliver_text(schemas.to_text(makers[kind]()), output)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
def translate(folder: Path, languages: tuple[str, ...]) -> None:
    """Write what is to be translated in FOLDER (a pack, or the templates) into a catalogue for each LANGUAGE."""
    from advisor.workshop.translating import translatable, update_catalogues  # noqa: PLC0415

    for line in update_catalogues(translatable(folder), languages):
        click.echo(line)


@click.command("list")
@click.argument("pack_id", required=False)
def list_(pack_id: str | None) -> None:
    """List the packs that are shipped, or the ids of one pack."""
    from advisor.workshop.listing import listing, pack_line  # noqa: PLC0415

    if pack_id is None:
        for folder in paths.shipped_packs():
            click.echo(pack_line(packs.load(folder)))
    else:
        click.echo(listing(packs.load(packs.shipped_pack(pack_id, None))), nl=False)
