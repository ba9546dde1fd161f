"""The command that proves what holds in every city."""

from __future__ import annotations

from pathlib import Path

import click

from advisor import paths


@click.command()
@click.argument("folder", required=False, metavar="[PACK]", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--cases", type=click.Path(path_type=Path), help="Write the cities in which a claim fails to this file of cases.")
def prove(folder: Path | None, form: str, cases: Path | None) -> None:
    """Prove what holds in every city of PACK (a folder; by default every shipped pack), or show one in which it does not."""
    from advisor.knowledge.loader import load_pack  # noqa: PLC0415
    from advisor.reasoning.runnable import refuse_tangled  # noqa: PLC0415
    from advisor.report.delivery import deliver_text  # noqa: PLC0415
    from advisor.workshop.proving import telling  # noqa: PLC0415
    from advisor.workshop.proving.prove import prove as proofs_of  # noqa: PLC0415

    good = True
    for each in (folder,) if folder else paths.shipped_packs():
        loaded = load_pack(each)
        refuse_tangled(loaded)
        proofs = proofs_of(loaded.pack)
        good &= not any(proof.failures for proof in proofs)
        lines = [f"{loaded.pack.info.id} {loaded.pack.info.version}", *telling.told(loaded.pack, proofs, loaded.places)]
        click.echo(telling.as_json(loaded.pack, proofs) if form == "json" else "\n".join(lines), nl=form != "json")
        if cases:
            deliver_text(telling.as_cases(loaded.pack, proofs), cases)
    click.get_current_context().exit(0 if good else 1)
