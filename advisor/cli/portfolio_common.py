"""What commands about many cities share: their folder, a bar of progress, and how they end."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.files import InputFolder
from advisor.cli.streams import READER
from advisor.portfolio.noticing import noticed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.errors import Problem
    from advisor.portfolio.folder import Portfolio

in_folder = click.argument("folder", type=InputFolder())


@contextmanager
def progress(count: int) -> Iterator[Callable[[int], object] | None]:
    """Show a bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = click.progressbar(length=count, file=sys.stderr)
    with shown as bar:
        yield bar.update


def notice(opened: Portfolio, language: str) -> None:
    """Say on standard error what in the folder is not read, or named in vain; it stops nothing."""
    for line in desk.told_lines(noticed(opened), language):
        click.echo(line, err=True)


def end(problems: Sequence[Problem]) -> None:
    """List what could not be read, after everything else was done, in the language of the command; exit code 1."""
    for line in desk.told_lines(problems, *click.get_current_context().meta.get(READER, ())):
        click.echo(line, err=True)
    if problems:
        raise SystemExit(1)
