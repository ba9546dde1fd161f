"""What the commands share: how they are found, how answers are read, and how the whole ends."""

from __future__ import annotations

import platform
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from advisor import __version__, desk
from advisor.cli import streams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from click.shell_completion import CompletionItem

    Sections = Mapping[str, Mapping[str, tuple[str, str]]]


class Commands(click.Group):
    """Commands by who needs them, each imported when it is asked for.

    Prints what a command refuses to do, one line for each problem, and exits as the contract says.
    """

    def __init__(self, *args: Any, sections: Sections, **more: Any) -> None:  # noqa: ANN401 - as click has it
        """Take, under each heading, the names of commands with the place of each (``module:name``) and what it does."""
        super().__init__(*args, **more)
        self.sections = sections
        self._places = {name: place for section in sections.values() for name, (place, _) in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help."""
        del ctx
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module is imported here, and nowhere else."""
        del ctx
        if cmd_name not in self._places:
            return None
        module, _, name = self._places[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"advisor.cli.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, without importing any."""
        del ctx
        for heading, section in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl([(name, told) for name, (_, told) in section.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands, each with what it does, without importing any; click would import them all."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only where a shell asks

        told = {name: line for section in self.sections.values() for name, (_, line) in section.items()}
        commands = [CompletionItem(name, help=line) for name, line in told.items() if name.startswith(incomplete)]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def make_context(self, *args: Any, **more: Any) -> click.Context:  # noqa: ANN401 - as click has it
        """Read what was typed before the name of the command; help and version are printed here."""
        streams.prepare()
        with streams.in_words():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed; what it refuses is told in the language of whoever reads."""
        with streams.in_words(lambda error: desk.told(error, *ctx.meta.get(streams.READER, ()))):
            return super().invoke(ctx)


def told_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click has it
    """Print the product's version, and those of what it stands on."""
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - looking at what is installed takes time

    click.echo(f"advisor, version {__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.platform()}")
    for name in ("experta", "jinja2", "click", "typst", "python-docx", "pypdf", "z3-solver"):
        try:
            click.echo(f"{name} {version(name)}")
        except PackageNotFoundError:
            click.echo(f"{name} is not installed")
    ctx.exit()


def read_by(file: Path, pack: desk.Pack) -> desk.Read:
    """Read a file, and say on standard error what of it was brought to today's version, and what is odd."""
    about = desk.read(file, pack)
    remarked(about.notices, pack.info.language)
    return about


def remarked(remarks: Iterable[object], language: str | None = None) -> None:
    """Say on standard error what was noticed, a line each, in a language or in that of whom it is for."""
    for remark in remarks:
        click.echo(desk.remark_in(language, remark), err=True)


def handed_out(written: desk.Written, output: desk.Output | None, form: str) -> None:
    """Write a document into a file or to the terminal, and say what its reader has to know about it."""
    remarked(written.notes)
    desk.deliver(written.content, output, binary=form in desk.BINARY or form == "xlsx")


def deliver_cases(text: str, output: desk.Output) -> None:
    """Write cases into a file, and where there are none, say so instead: an empty file of cases is none."""
    if text:
        desk.deliver_text(text, output)
    else:
        click.echo(f"{output.file}: there is no case to write, so nothing is written.", err=True)
