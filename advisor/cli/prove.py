"""Prove what holds in every city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, paths, workshop
from advisor.cli.common import deliver_cases
from advisor.cli.files import OutputFile, command, forced, pack_folder
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor prove rules/my-pack --cases failing.yaml")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it.")
@click.option("--read", is_flag=True, help="Print every sentence beside the two cities that deny it most, to be read by people.")
@click.option("--cases", type=OutputFile(), help="Write the cities in which a claim fails to this new file of cases.")
@forced
def prove(folder: Path | None, form: str, cases: desk.Output | None, *, read: bool) -> None:
    """Prove what holds in every city of PACK (a folder or a name; by default all shipped ones), or show where it does not."""
    if read:
        for each in (folder,) if folder else paths.shipped_packs():
            click.echo(workshop.sentences_to_read(each), nl=False)
        return
    good, shown = True, list[str]()
    for each in (folder,) if folder else paths.shipped_packs():
        proofs = workshop.prove(each)
        good &= proofs.hold
        click.echo(workshop.proofs_as(form, proofs), nl=False)
        shown += [text] if (text := workshop.proofs_as("cases", proofs)) else []
    if cases is not None:
        if len(shown) > 1:
            what = "claims fail in more than one pack, and cases are of one."
            raise UnusableInputError([Problem(Place(str(cases.file)), what, "Name the PACK.")])
        deliver_cases("".join(shown), cases)
    click.get_current_context().exit(0 if good else 1)
