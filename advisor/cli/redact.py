"""Take a person's words and name out of an answers file and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import remarked
from advisor.cli.files import SavedFile, command, of_pack

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog='Example: advisor redact city.answers.yaml --person "Anna Muster"')
@click.argument("file", type=SavedFile())
@click.option("--person", required=True, help="Whose words and name: an id in FILE, or a name.")
@of_pack
def redact(file: Path, person: str, folder: Path | None) -> None:
    """Take a person's words and name out of FILE and its history; what the room settled stays."""
    remarked(desk.redact(file, person, desk.pack_for(file, folder, None)))
