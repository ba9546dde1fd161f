"""What the commands share: how answers are read, and how the whole ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from advisor.cli import streams

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.outputs import Output


class Commands(click.Group):
    """Prints what a command refuses to do, one line for each problem, and exits as the contract says."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:  # noqa: ANN401 - as click has it
        """Read what was typed before the name of the command; help and version are printed here."""
        streams.prepare()
        with streams.in_words():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        with streams.in_words():
            return super().invoke(ctx)


def read_answers(file: Path, pack: Pack) -> Answers:
    """Read a file, and say on standard error what of it was brought to today's version, and what is odd."""
    from advisor.sessions.answers_file import read_migrated  # noqa: PLC0415
    from advisor.sessions.days import said_later  # noqa: PLC0415

    answers, migration = read_migrated(file, pack)
    for notice in (*migration.notices, *said_later(migration.source, answers)):
        click.echo(str(notice), err=True)
    return answers


def deliver_cases(text: str, output: Output) -> None:
    """Write cases into a file, and where there are none, say so instead: an empty file of cases is none."""
    from advisor.reports.delivery import deliver_text  # noqa: PLC0415

    if text:
        deliver_text(text, output)
    else:
        click.echo(f"{output.file}: there is no case to write, so nothing is written.", err=True)
