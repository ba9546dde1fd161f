"""List packs, or what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.cli.files import command, pack_folder
from advisor.errors import UnusableInputError
from advisor.knowledge.known import installed_packs
from advisor.sessions import packs
from advisor.workshop.listing import listing, pack_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.knowledge.model import Pack


@command("list", epilog="Example: advisor list rules/my-pack")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
def list_(folder: Path | None) -> None:
    """List the packs that are shipped or installed, or the ids of one pack."""
    if folder is None:
        click.get_current_context().exit(_listed(pack_line))
    else:
        click.echo(listing(packs.load(folder)), nl=False)


def _listed(pack_line: Callable[[Pack], str]) -> int:
    """Print a line about each pack; one that cannot be read stops no other. Return the exit code."""
    shipped = [(folder, "") for folder in paths.shipped_packs()]
    worst = 0
    for folder, note in (*shipped, *((each.folder, f"  [{each.brought_by}]") for each in installed_packs())):
        try:
            click.echo(f"{pack_line(packs.load(folder))}{note}")
        except UnusableInputError as error:
            click.echo(f"{error}{note}", err=True)
            worst = 1
    return worst
