"""What the commands share: options, how answers are read, how an error is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers


def pack_folder(context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
    """Return the folder of a pack; one that is shipped or installed may be given by its name."""
    if value is None or value.exists() or len(value.parts) > 1:
        return value
    from advisor.knowledge.known import known_pack  # noqa: PLC0415

    try:
        return known_pack(str(value), None)
    except AdvisorError as error:
        click.echo(str(error), err=True)
        context.exit(error.exit_code)


in_language = click.option("--lang", "language", help="Language; by default that of the answers file, else of the pack.")
of_pack = click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path),
    callback=pack_folder,
    help="Folder of a pack, or the name of a shipped or installed one.",
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
    """Read a file, and say on standard error what of it was brought to today's version, and what is odd."""
    from advisor.sessions.answers_file import read_migrated  # noqa: PLC0415
    from advisor.sessions.days import said_later  # noqa: PLC0415

    answers, migration = read_migrated(file, pack)
    for notice in (*migration.notices, *said_later(migration.source, answers)):
        click.echo(str(notice), err=True)
    return answers
