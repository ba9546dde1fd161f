"""The commands for those who advise a city. No logic lives here: each reads, calls one room, and writes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.cli.common import read_answers
from advisor.cli.files import (
    InputFile,
    OutputFile,
    SavedFile,
    answers_file,
    command,
    forced,
    in_language,
    of_pack,
    own_templates,
    to_file,
)
from advisor.reports.delivery import deliver, deliver_text
from advisor.reports.formats import BINARY, DOCUMENTS, REPORTS
from advisor.reports.wish import AUDIENCES
from advisor.sessions import packs

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from advisor.reports.outputs import Output
    from advisor.reports.wishing import Wishes


@command()
@click.argument("file", type=answers_file)
@click.option("--format", "form", type=click.Choice(REPORTS), default="md", show_default=True, help="How to write it.")
@in_language
@of_pack
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="All of it, or two pages.")
@click.option("--logo", type=InputFile(), help="Logo of the city, SVG or PNG; html, pdf and docx.")
@click.option("--colour", help="Colour of the city, #rrggbb, dark enough for text on white; html, pdf and docx.")
@click.option("--embed", is_flag=True, help="Put answers and outcome into the file as data; pdf.")
@own_templates
@to_file
def advise(file: Path, language: str | None, folder: Path | None, output: Output | None, **wishes: Unpack[Wishes]) -> None:
    """Advise a city: diagnosis, findings and path for an answers FILE."""
    from advisor.reasoning.assess import assess  # noqa: PLC0415
    from advisor.reasoning.pack_engine import build_engine  # noqa: PLC0415 - experta loads only where it is needed
    from advisor.reports.formats import write  # noqa: PLC0415
    from advisor.reports.wishing import wish  # noqa: PLC0415

    pack = packs.pack_for(file, folder, language)
    answers = read_answers(file, pack)
    outcome = assess(pack, build_engine(pack), answers)
    written = write(wish(paths.shipped("templates"), file, outcome, wishes), pack, answers, outcome)
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=wishes["form"] in BINARY)


@command()
@click.argument("file", type=SavedFile())
@in_language
@click.option("--by", help="Who answers: a role, or a name; kept with each answer.")
@of_pack
@click.option("--plain", is_flag=True, help="Ask line by line, without menus.")
def ask(file: Path, language: str | None, by: str | None, folder: Path | None, *, plain: bool) -> None:
    """Hold an advisory session and keep its answers in FILE; go on where FILE ends."""
    from advisor.sessions.answers_disk import is_there  # noqa: PLC0415
    from advisor.terminal.opening import choose_pack, open_session, refuse_unusable  # noqa: PLC0415
    from advisor.terminal.surface import surface  # noqa: PLC0415

    refuse_unusable(file)
    speaking, templates = surface(plain=plain), paths.shipped("templates")
    if is_there(file):
        pack = packs.pack_for(file, folder, language)
    elif folder is not None:
        pack = packs.load(folder, language)
    else:
        pack = choose_pack(packs.to_choose_from(language), templates, speaking, file)
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    open_session(pack, templates, speaking, file, by, today).hold()


@command()
@click.argument("file", type=answers_file)
@click.argument("about", nargs=-1)
@click.option("--what-if", "changes", multiple=True, metavar="QUESTION=VALUE", help="Show what would be different.")
@in_language
@click.option("--format", "form", type=click.Choice(DOCUMENTS), default="md", show_default=True, help="How to write it.")
@of_pack
@to_file
def explain(
    file: Path,
    *,
    about: tuple[str, ...],
    changes: tuple[str, ...],
    form: str,
    language: str | None,
    folder: Path | None,
    output: Output | None,
) -> None:
    """Explain what was concluded from FILE: how, why not, what would change it, how firm it is.

    Name approaches, findings or steps to read only ABOUT these.
    """
    from advisor.reports import told  # noqa: PLC0415
    from advisor.sessions.changes import with_changes  # noqa: PLC0415

    pack = packs.pack_for(file, folder, language)
    answers = read_answers(file, pack)
    templates = paths.shipped("templates")
    if changes:
        text = told.difference(form, templates, pack, answers, with_changes(pack, answers, changes), "compare.what_if")
    else:
        text = told.explanation(form, templates, pack, answers, about)
    deliver_text(text, output)


@command()
@click.argument("old", type=answers_file)
@click.argument("new", type=answers_file)
@in_language
@click.option("--format", "form", type=click.Choice(DOCUMENTS), default="md", show_default=True, help="How to write it.")
@of_pack
@to_file
def compare(old: Path, new: Path, form: str, language: str | None, folder: Path | None, output: Output | None) -> None:
    """Compare a city's OLD answers with its NEW ones: what moved, what was done, what decayed, the path from today."""
    from advisor.reports import told  # noqa: PLC0415
    from advisor.sessions.days import wrong_way_round  # noqa: PLC0415

    pack = packs.pack_for(new, folder, language)
    before, now = read_answers(old, pack), read_answers(new, pack)
    for remark in wrong_way_round((str(old), before), (str(new), now)):
        click.echo(str(remark), err=True)
    deliver_text(told.difference(form, paths.shipped("templates"), pack, before, now, "compare.title"), output)


@command()
@click.argument("files", nargs=-1, required=True, type=answers_file)
@click.option("-o", "--output", required=True, type=OutputFile(), help="The new file.")
@forced
@of_pack
def merge(files: tuple[Path, ...], output: Output | None, folder: Path | None) -> None:
    """Merge the answers of several respondents in FILES; where they differ, all that was said is kept."""
    from advisor.sessions import merging  # noqa: PLC0415
    from advisor.sessions.answers_disk import whole  # noqa: PLC0415
    from advisor.sessions.parts import read_parts  # noqa: PLC0415

    parts = read_parts(files, folder)
    answers = merging.merge(parts.answers, parts.pack)
    for remark in (*parts.notices, *merging.remarks(parts.answers, parts.pack)):
        click.echo(str(remark), err=True)
    deliver_text(whole(answers, parts.pack), output)


@command()
@click.argument("report", type=InputFile())
@click.argument("answers", required=False, type=answers_file)
@of_pack
@own_templates
def verify(report: Path, answers: Path | None, folder: Path | None, own: Path | None) -> None:
    """Verify a REPORT: write it again from its ANSWERS (by default those inside it), and say whether it is the same."""
    from advisor.reports.checking import check_report  # noqa: PLC0415

    checked = check_report(report, answers, folder, own)
    for notice in checked.notices:
        click.echo(notice, err=True)
    click.echo(str(checked.verdict))
    click.get_current_context().exit(1 if checked.verdict.differs else 0)
