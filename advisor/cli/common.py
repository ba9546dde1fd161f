"""What the commands share: how a file leads to its pack and answers, how a report goes out, how an error is printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from advisor import paths
from advisor.errors import AdvisorError, Place, Problem, UnusableInputError, suggest

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers

in_language = click.option("--lang", "language", help="Language; by default that of the answers file, else of the pack.")
of_pack = click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
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


def load_pack(folder: Path, language: str | None = None) -> Pack:
    """Return the pack in a folder, in a language."""
    from advisor.knowledge.languages import pack_in  # noqa: PLC0415

    return pack_in(folder, language)


def pack_for(file: Path, folder: Path | None, language: str | None) -> Pack:
    """Return the pack that an answers file is for, in the language asked for, else in that of the file."""
    from advisor.sessions.answers_file import read_language, read_pack_id  # noqa: PLC0415

    return load_pack(folder or shipped_pack(read_pack_id(file), file), language or read_language(file))


def shipped_pack(pack_id: str, file: Path | None) -> Path:
    """Return the folder of a shipped pack; ``file`` is who asks for it."""
    known = {folder.name: folder for folder in paths.shipped_packs()}
    if pack_id in known:
        return known[pack_id]
    place = Place(str(file)) if file else Place("advisor")
    raise UnusableInputError([Problem(place, f"there is no pack '{pack_id}'.", suggest(pack_id, known))])


def write_text(text: str, output: Path | None) -> None:
    """Write a text to a file or to standard output."""
    write_bytes(text.encode(), output, binary=False)


def write_bytes(content: bytes, output: Path | None, *, binary: bool) -> None:
    """Write a report to a file or to standard output; a binary one is not thrown at a terminal."""
    if output is None and binary and sys.stdout.isatty():
        problem = Problem(Place("advisor"), "a terminal cannot show this format.", "Name a file with -o.")
        raise UnusableInputError([problem])
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        _refuse_output(output, error)


def _refuse_output(output: Path, error: OSError) -> NoReturn:
    problem = Problem(Place(str(output)), f"the report cannot be written: {error.strerror}.", "Name another file with -o.")
    raise UnusableInputError([problem]) from error
