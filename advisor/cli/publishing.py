"""The commands that show knowledge to others: what a change changes, one entry, and the whole pack as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from advisor import paths
from advisor.cli.common import deliver_cases
from advisor.cli.files import (
    OutputFile,
    OutputFolder,
    PackVersion,
    answers_file,
    command,
    forced,
    in_language,
    of_pack,
    pack_folder,
    to_file,
)

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command()
@click.argument("old", type=PackVersion())
@click.argument("new", type=PackVersion())
@click.argument("answers", nargs=-1, type=answers_file)
@click.option("--format", "form", type=click.Choice(["md", "text", "json"]), default="md", show_default=True)
@click.option("--cases", type=OutputFile(), help="Write the cities named as examples to this new file of cases.")
@to_file
def diff(
    old: Path | str, new: Path | str, answers: tuple[Path, ...], form: str, cases: Output | None, output: Output | None
) -> None:
    """Show what is different between the packs OLD and NEW, over all cities and for the cities of ANSWERS.

    OLD and NEW are folders, names of shipped or installed packs, or REVISION:FOLDER in the git repository that the command is
    run in. Exit code 1 if anything differs.
    """
    from advisor.reports.delivery import deliver_text  # noqa: PLC0415
    from advisor.reports.formats import write_tree  # noqa: PLC0415
    from advisor.workshop.difference import data, telling  # noqa: PLC0415
    from advisor.workshop.difference.differ import difference  # noqa: PLC0415
    from advisor.workshop.difference.revisions import pack_at  # noqa: PLC0415

    with pack_at(old) as before, pack_at(new) as now:
        one, other, found = difference(before, now, answers)
    if cases is not None:
        deliver_cases(data.as_cases(other, found), cases)
    if form == "json":
        deliver_text(data.as_json(one, other, found), output)
    else:
        deliver_text(write_tree(form, telling.document(paths.shipped("templates"), one, other, found)), output)
    click.get_current_context().exit(0 if found.is_empty else 1)


@command()
@click.argument("entry", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "md"]), default="text", show_default=True, help="How to write it.")
@in_language
@of_pack
@to_file
def rule(entry: str, form: str, language: str | None, folder: Path | None, output: Output | None) -> None:
    """Show one entry of a pack: what it says, when, why and after which source, what it rests on and where it counts.

    ID is that of a rule, question, step, approach, pole, topic or source; by default in any shipped pack.
    """
    from advisor.reports.delivery import deliver_text  # noqa: PLC0415
    from advisor.workshop.pages.opening import entry_text, open_book  # noqa: PLC0415

    folders = (folder,) if folder else paths.shipped_packs()
    books = [open_book(each, paths.shipped("templates"), language) for each in folders]
    deliver_text(entry_text(books, entry, form), output)


@command()
@click.argument("folder", required=False, metavar="[PACK]", type=pack_folder)
@in_language
@click.option("-o", "--output", required=True, type=OutputFolder(), help="The folder to write into.")
@forced
def docs(folder: Path | None, language: str | None, output: Output) -> None:
    """Write PACK as pages to read offline: each entry, every sentence, and how all of it hangs together.

    By default every shipped pack, each into a folder of its own.
    """
    from advisor.workshop.pages.opening import open_book  # noqa: PLC0415
    from advisor.workshop.pages.site import write  # noqa: PLC0415

    templates = paths.shipped("templates")
    for each in (folder,) if folder else paths.shipped_packs():
        target = output if folder else msgspec.structs.replace(output, file=output.file / each.name)
        count = write(open_book(each, templates, language), templates, target)
        click.echo(f"{target.file / 'index.html'}: {count} pages.")
