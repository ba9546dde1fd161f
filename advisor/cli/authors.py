"""The commands for those who write rules, texts and translations, beside the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.cli.files import command, of_pack, pack_folder, to_file
from advisor.errors import UnusableInputError
from advisor.reports.delivery import deliver_text
from advisor.sessions import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reports.outputs import Output

SCHEMAS = ("answers", "cases", "outcome", "pack")


@command()
@click.argument("kind", type=click.Choice(SCHEMAS))
@of_pack
@to_file
def schema(kind: str, folder: Path | None, output: Output | None) -> None:
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


@command()
@click.argument("folder", metavar="FOLDER", type=pack_folder)
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
def translate(folder: Path, languages: tuple[str, ...]) -> None:
    """Write what is to be translated in FOLDER (a pack, or the templates) into a catalogue for each LANGUAGE."""
    from advisor.workshop.translating import translatable, update_catalogues  # noqa: PLC0415

    for line in update_catalogues(translatable(folder), languages):
        click.echo(line)


@command("list")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
def list_(folder: Path | None) -> None:
    """List the packs that are shipped or installed, or the ids of one pack."""
    from advisor.workshop.listing import listing, pack_line  # noqa: PLC0415

    if folder is None:
        click.get_current_context().exit(_listed(pack_line))
    else:
        click.echo(listing(packs.load(folder)), nl=False)


def _listed(pack_line: Callable[[Pack], str]) -> int:
    """Print a line about each pack; one that cannot be read stops no other. Return the exit code."""
    from advisor.knowledge.known import installed_packs  # noqa: PLC0415

    shipped = [(folder, "") for folder in paths.shipped_packs()]
    worst = 0
    for folder, note in (*shipped, *((each.folder, f"  [{each.brought_by}]") for each in installed_packs())):
        try:
            click.echo(f"{pack_line(packs.load(folder))}{note}")
        except UnusableInputError as error:
            click.echo(f"{error}{note}", err=True)
            worst = 1
    return worst
