"""The commands that show knowledge to others: what a change changes, one entry, and the whole pack as pages."""

from __future__ import annotations

from pathlib import Path

import click

from advisor import paths
from advisor.cli.common import to_file


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("answers", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["md", "text", "json"]), default="md", show_default=True)
@click.option("--cases", type=click.Path(path_type=Path), help="Write the cities named as examples to this file of cases.")
@to_file
def diff(old: str, new: str, answers: tuple[Path, ...], form: str, cases: Path | None, output: Path | None) -> None:
    """Show what is different between the packs OLD and NEW, over all cities and for the cities of ANSWERS.

    OLD and NEW are folders, or REVISION:FOLDER in the git repository that the command is run in. Exit code 1 if anything differs.
    """
    from advisor.report.delivery import deliver_text  # noqa: PLC0415
    from advisor.report.formats import write_tree  # noqa: PLC0415
    from advisor.workshop.difference import data, telling  # noqa: PLC0415
    from advisor.workshop.difference.differ import difference  # noqa: PLC0415
    from advisor.workshop.difference.revisions import pack_at  # noqa: PLC0415

    with pack_at(old) as before, pack_at(new) as now:
        one, other, found = difference(before, now, answers)
    if cases is not None:
        deliver_text(data.as_cases(other, found), cases)
    if form == "json":
        deliver_text(data.as_json(one, other, found), output)
    else:
        deliver_text(write_tree(form, telling.document(paths.shipped("templates"), one, other, found)), output)
    click.get_current_context().exit(0 if found.is_empty else 1)
