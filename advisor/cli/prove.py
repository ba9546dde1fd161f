"""Prove what holds in every city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.cli.common import deliver_cases
from advisor.cli.files import OutputFile, command, forced, pack_folder
from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.loader import load_pack
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.proving.proofs import as_cases, as_json, told
from advisor.workshop.proving.proofs import prove as proofs_of

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor prove rules/my-pack --cases failing.yaml")
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it.")
@click.option("--cases", type=OutputFile(), help="Write the cities in which a claim fails to this new file of cases.")
@forced
def prove(folder: Path | None, form: str, cases: Output | None) -> None:
    """Prove what holds in every city of PACK (a folder or a name; by default all shipped ones), or show where it does not."""
    good, shown = True, list[str]()
    for each in (folder,) if folder else paths.shipped_packs():
        loaded = load_pack(each)
        refuse_tangled(loaded)
        proofs = proofs_of(loaded.pack)
        good &= not any(proof.failures for proof in proofs)
        lines = [f"{loaded.pack.info.id} {loaded.pack.info.version}", *told(loaded.pack, proofs, loaded.places)]
        click.echo(as_json(loaded.pack, proofs) if form == "json" else "\n".join(lines), nl=form != "json")
        shown += [text] if (text := as_cases(loaded.pack, proofs)) else []
    if cases is not None:
        if len(shown) > 1:
            what = "claims fail in more than one pack, and cases are of one."
            raise UnusableInputError([Problem(Place(str(cases.file)), what, "Name the PACK.")])
        deliver_cases("".join(shown), cases)
    click.get_current_context().exit(0 if good else 1)
