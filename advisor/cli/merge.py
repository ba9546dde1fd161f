"""Merge the answers of several respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import remarked
from advisor.cli.files import OutputFile, answers_file, command, forced, of_pack

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor merge office.answers.yaml owner.answers.yaml -o city.answers.yaml")
@click.argument("files", nargs=-1, required=True, type=answers_file)
@click.option("-o", "--output", required=True, type=OutputFile(), help="The new file.")
@forced
@of_pack
def merge(files: tuple[Path, ...], output: desk.Output | None, folder: Path | None) -> None:
    """Merge the answers of several respondents in FILES; where they differ, all that was said is kept."""
    text, remarks = desk.merged(files, folder)
    remarked(remarks)
    desk.deliver_text(text, output)
