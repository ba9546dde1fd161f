"""What the commands share: options, how answers are read, how an error is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers


def shipped_or_folder(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
    """Return the folder of a pack; a shipped one may be given by its name."""
    known = {folder.name: folder for folder in paths.shipped_packs()} if value and not value.is_dir() else {}
    return known.get(str(value), value)


in_language = click.option("--lang", "language", help="Language; by default that of the answers file, else of the pack.")
of_pack = click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path),
    callback=shipped_or_folder,
    help="Folder of a pack, or the name of a shipped one.",
)
own_templates = click.option("--templates", "own", type=click.Path(path_type=Path), help="Folder with sections of your own.")
to_file = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")


class Commands(click.Group):
    """Prints what a command refuses to do, one line for each problem, and exits as the contract says."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except AdvisorError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


def read_answers(file: Path, pack: Pack) -> Answers:
    """Read a file, and say on standard error what of it was brought to today's version of the pack."""
    from advisor.sessions.answers_file import read_migrated  # noqa: PLC0415

    answers, migration = read_migrated(file, pack)
    for notice in migration.notices:
        click.echo(str(notice), err=True)
    return answers
