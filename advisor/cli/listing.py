"""List packs, or the ids of one, so that authors and scripts find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.files import command, pack_folder

if TYPE_CHECKING:
    from pathlib import Path


@command("list", epilog="Example: advisor list rules/my-pack")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
def list_(folder: Path | None) -> None:
    """List the packs that are shipped or installed, or the ids of one pack."""
    if folder is not None:
        click.echo(desk.ids_of(folder), nl=False)
        return
    worst = 0
    for here in desk.packs_here():
        click.echo(here.line, err=here.broken)
        worst = max(worst, int(here.broken))
    click.get_current_context().exit(worst)
