"""Check packs and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, paths, workshop
from advisor.cli.files import command, offered, pack_folder
from advisor.codes import severity
from advisor.errors import Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


FORMATS = ("text", "json", "sarif", "github")


@command(epilog="Example: advisor check rules/my-pack --notes")
@click.argument("folders", nargs=-1, metavar="[PACKS]...", type=pack_folder)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    shell_complete=offered("pack_languages"),
    help="Check translations into this language only; may be repeated.",
)
@click.option("--notes", is_flag=True, help="Show notes too: what an author may well have wanted.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How problems are written.")
@click.option(
    "--explain", "code", metavar="CODE", help="Print the page about a kind of problem, or about 'all', and check nothing."
)
@click.pass_context
def check(
    context: click.Context, folders: tuple[Path, ...], languages: tuple[str, ...], *, notes: bool, form: str, code: str | None
) -> None:
    """Check PACKS (folders or names; by default all that are shipped, and the templates) and print every problem.

    The exit code is 1 where there are errors or warnings, and 2 where a pack cannot be read.
    """
    if code is not None:
        desk.deliver_text(workshop.problem_page(code), None)
        return
    problems: list[Problem] = []
    worst = 0
    for folder in folders or (*paths.shipped_packs(), paths.shipped("templates")):
        found, state, exit_code = _checked(folder, languages)
        worst = max(worst, exit_code)
        shown = [each for each in found if notes or form != "text" or severity(each.code) != "note"]
        problems += shown
        if form == "text" and not exit_code:
            click.echo(state)
    if form == "text":
        click.echo(workshop.problems_as(form, problems), err=True, nl=False)
    else:
        desk.deliver_text(workshop.problems_as(form, problems), None)
    context.exit(worst)


def _checked(folder: Path, languages: tuple[str, ...]) -> tuple[list[Problem], str, int]:
    """Return the problems of a folder, the line that says that there are none, and the exit code."""
    try:
        checked = workshop.check_folder(folder, languages)
    except UnusableInputError as error:
        return list(error.problems), "", error.exit_code
    preparing = f"; in preparation: {', '.join(checked.preparing)}" if checked.preparing else ""
    stale = [problem for problem in checked.problems if problem.code == "X004"]
    renew = f" Schemas for editors are not up to date: 'advisor try {folder} --once' writes them anew." if stale else ""
    return checked.problems, f"{folder.resolve().name}: no problems{preparing}.{renew}", int(bool(checked.faults))
