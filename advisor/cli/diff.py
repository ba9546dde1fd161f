"""Show what a change of a pack changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, workshop
from advisor.cli.common import deliver_cases
from advisor.cli.files import OutputFile, PackVersion, answers_file, command, in_format, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor diff main~1:rules/my-pack rules/my-pack city.answers.yaml")
@click.argument("old", type=PackVersion())
@click.argument("new", type=PackVersion())
@click.argument("answers", nargs=-1, type=answers_file)
@in_format(("md", "text", "json"), "md")
@click.option("--cases", type=OutputFile(), help="Write the cities named as examples to this new file of cases.")
@to_file
def diff(
    old: Path | str, new: Path | str, answers: tuple[Path, ...], form: str, cases: desk.Output | None, output: desk.Output | None
) -> None:
    """Show what is different between the packs OLD and NEW, over all cities and for the cities of ANSWERS.

    OLD and NEW are folders, names of shipped or installed packs, or REVISION:FOLDER in the git repository that the command is
    run in. Exit code 1 if anything differs.
    """
    found = workshop.diff(old, new, answers)
    if cases is not None:
        deliver_cases(workshop.difference_as("cases", found), cases)
    desk.deliver_text(workshop.difference_as(form, found), output)
    click.get_current_context().exit(0 if found.is_empty else 1)
