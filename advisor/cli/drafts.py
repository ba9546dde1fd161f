"""Write the papers that the path of a city asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from advisor import desk
from advisor.cli.common import read_by
from advisor.cli.files import OutputFolder, answers_file, command, forced, in_language, of_pack

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor drafts city.answers.yaml --format docx -o papers")
@click.argument("file", type=answers_file)
@in_language
@click.option(
    "--format",
    "forms",
    type=click.Choice(desk.DOCUMENTS),
    multiple=True,
    default=("md",),
    help="How to write them; more than one.",
)
@of_pack
@click.option("-o", "--output", required=True, type=OutputFolder(), help="The folder to write into.")
@forced
def drafts(file: Path, forms: tuple[str, ...], language: str | None, folder: Path | None, output: desk.Output) -> None:
    """Write the papers that the path of FILE asks for now, as drafts to copy: decisions, mandates, rules."""
    about = read_by(file, desk.pack_for(file, folder, language))
    written = list(desk.drafts(about, forms))
    if not written:
        click.echo(f"{file}: the path asks for no paper of this pack now, so nothing is written.", err=True)
        return
    output.file.mkdir(parents=True, exist_ok=True)
    places = [msgspec.structs.replace(output, file=output.file / name) for name, _ in written]
    for place in places:
        desk.refuse_place(place)
    for place, (_, paper) in zip(places, written, strict=True):
        desk.deliver(paper.content, place, binary=place.file.suffix[1:] in desk.BINARY)
        click.echo(str(place.file))
