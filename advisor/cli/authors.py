"""The commands for those who write rules, texts and translations, beside the check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.report.delivery import deliver_text
from advisor.sessions import packs

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = ("answers", "outcome", "pack")


@click.command()
@click.argument("kind", type=click.Choice(SCHEMAS))
def schema(kind: str) -> None:
    """Print the JSON Schema of answers files, outcomes, or the files of a pack."""
    from advisor.knowledge import schema as schemas  # noqa: PLC0415
    from advisor.reasoning.outcome import Outcome  # noqa: PLC0415
    from advisor.sessions.answers_shape import AnswersFile  # noqa: PLC0415

    makers: dict[str, Callable[[], dict[str, object]]] = {
        "answers": lambda: schemas.schema_of(AnswersFile, "An answers file"),
        "outcome": lambda: schemas.schema_of(Outcome, "An outcome"),
        "pack": schemas.pack_schema,
    }
    deliver_text(schemas.to_text(makers[kind]()), None)


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
