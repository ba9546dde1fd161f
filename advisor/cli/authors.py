"""The commands for those who write rules, texts and translations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.errors import UnusableInputError
from advisor.report.delivery import deliver_text
from advisor.sessions import packs

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = ("answers", "outcome", "pack")


@click.command()
@click.argument("folders", nargs=-1, metavar="[PACKS]...", type=click.Path(path_type=Path))
@click.option("--lang", "languages", multiple=True, help="Check translations into this language only; may be repeated.")
def check(folders: tuple[Path, ...], languages: tuple[str, ...]) -> None:
    """Check PACKS (folders; by default all that are shipped, and the templates) and print every problem."""
    from advisor.workshop.folders import check_folder  # noqa: PLC0415

    for folder in folders or (*paths.shipped_packs(), paths.shipped("templates")):
        checked = check_folder(folder, languages)
        if checked.problems:
            raise PackProblemsError(checked.problems)
        preparing = f"; in preparation: {', '.join(checked.preparing)}" if checked.preparing else ""
        click.echo(f"{folder.name}: no problems{preparing}.")


class PackProblemsError(UnusableInputError):
    """A pack that can be read and has findings; the exit code says so."""

    exit_code = 1


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
