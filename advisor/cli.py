"""The commands. No logic lives here: each reads, calls one room, and writes; errors are printed in one place."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import __version__, paths
from advisor.errors import AdvisorError, UnusableInputError
from advisor.report.delivery import deliver, deliver_text
from advisor.report.formats import BINARY, DOCUMENTS, REPORTS
from advisor.report.wish import AUDIENCES
from advisor.sessions import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.report.wishing import Wishes

SCHEMAS = ("answers", "outcome", "pack")

_in_language = click.option("--lang", "language", help="Language; by default that of the answers file, else of the pack.")
_own_templates = click.option("--templates", "own", type=click.Path(path_type=Path), help="Folder with sections of your own.")


class _Commands(click.Group):
    """Prints what a command refuses to do, one line for each problem, and exits as the contract says."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AdvisorError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="advisor")
def main() -> None:
    """From a city's answers to a diagnosis and the steps that lead to balance."""


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(REPORTS), default="md", show_default=True, help="How to write it.")
@_in_language
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="All of it, or two pages.")
@click.option("--logo", type=click.Path(path_type=Path), help="Logo of the city, SVG or PNG; html, pdf and docx.")
@click.option("--colour", help="Colour of the city, #rrggbb, dark enough for text on white; html, pdf and docx.")
@click.option("--embed", is_flag=True, help="Put answers and outcome into the file as data; pdf.")
@_own_templates
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
def advise(file: Path, language: str | None, folder: Path | None, output: Path | None, **wishes: Unpack[Wishes]) -> None:
    """Advise a city: diagnosis, findings and path for an answers FILE."""
    from advisor.reasoning.assess import assess, build_engine  # noqa: PLC0415 - experta loads only where it is needed
    from advisor.report.formats import write  # noqa: PLC0415
    from advisor.report.wishing import wish  # noqa: PLC0415

    pack = packs.pack_for(file, folder, language)
    answers = _answers(file, pack)
    outcome = assess(pack, build_engine(pack), answers)
    written = write(wish(paths.shipped("templates"), file, outcome, wishes), pack, answers, outcome)
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=wishes["form"] in BINARY)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_in_language
@click.option("--by", help="Who answers: a role, or a name; kept with each answer.")
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
@click.option("--plain", is_flag=True, help="Ask line by line, without menus.")
def ask(file: Path, language: str | None, by: str | None, folder: Path | None, *, plain: bool) -> None:
    """Hold an advisory session and keep its answers in FILE; go on where FILE ends."""
    from advisor.terminal.opening import open_session  # noqa: PLC0415
    from advisor.terminal.surface import surface  # noqa: PLC0415

    new = folder or paths.shipped_packs()[0]
    pack = packs.pack_for(file, folder, language) if file.exists() else packs.load(new, language)
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    open_session(pack, paths.shipped("templates"), surface(plain=plain), file, by, today).hold()


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("about", nargs=-1)
@click.option("--what-if", "changes", multiple=True, metavar="QUESTION=VALUE", help="Show what would be different.")
@_in_language
@click.option("--format", "form", type=click.Choice(DOCUMENTS), default="md", show_default=True, help="How to write it.")
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
def explain(
    file: Path,
    *,
    about: tuple[str, ...],
    changes: tuple[str, ...],
    form: str,
    language: str | None,
    folder: Path | None,
    output: Path | None,
) -> None:
    """Explain what was concluded from FILE: how, why not, what would change it, how firm it is.

    Name approaches, findings or steps to read only ABOUT these.
    """
    from advisor.report import told  # noqa: PLC0415
    from advisor.sessions.changes import with_changes  # noqa: PLC0415

    pack = packs.pack_for(file, folder, language)
    answers = _answers(file, pack)
    templates = paths.shipped("templates")
    if changes:
        text = told.difference(form, templates, pack, answers, with_changes(pack, answers, changes), "compare.what_if")
    else:
        text = told.explanation(form, templates, pack, answers, about)
    deliver_text(text, output)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@_in_language
@click.option("--format", "form", type=click.Choice(DOCUMENTS), default="md", show_default=True, help="How to write it.")
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
def compare(old: Path, new: Path, form: str, language: str | None, folder: Path | None, output: Path | None) -> None:
    """Compare a city's OLD answers with its NEW ones: what moved, what was done, what decayed, the path from today."""
    from advisor.report import told  # noqa: PLC0415

    pack = packs.pack_for(new, folder, language)
    before, now = _answers(old, pack), _answers(new, pack)
    deliver_text(told.difference(form, paths.shipped("templates"), pack, before, now, "compare.title"), output)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The new file.")
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
def merge(files: tuple[Path, ...], output: Path, folder: Path | None) -> None:
    """Merge the answers of several respondents in FILES; where they differ, all that was said is kept."""
    from advisor.sessions.answers_disk import whole  # noqa: PLC0415
    from advisor.sessions.merging import merge as merged  # noqa: PLC0415
    from advisor.sessions.saving import save  # noqa: PLC0415

    pack = packs.pack_for(files[0], folder, None)
    answers = merged([(str(file), _answers(file, pack)) for file in files])
    save(output, whole(answers, pack), before=None)


@main.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("answers", required=False, type=click.Path(path_type=Path))
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of a pack that is not shipped.")
@_own_templates
def verify(report: Path, answers: Path | None, folder: Path | None, own: Path | None) -> None:
    """Verify a REPORT: write it again from its ANSWERS (by default those inside it), and say whether it is the same."""
    from advisor.report.checking import check_report  # noqa: PLC0415

    checked = check_report(report, answers, folder, own)
    for notice in checked.notices:
        click.echo(notice, err=True)
    click.echo(str(checked.verdict))
    click.get_current_context().exit(1 if checked.verdict.differs else 0)


def _answers(file: Path, pack: Pack) -> Answers:
    """Read a file, and say on standard error what of it was brought to today's version of the pack."""
    from advisor.sessions.answers_file import read_migrated  # noqa: PLC0415

    answers, migration = read_migrated(file, pack)
    for notice in migration.notices:
        click.echo(str(notice), err=True)
    return answers


@main.command()
@click.argument("folders", nargs=-1, metavar="[PACKS]...", type=click.Path(path_type=Path))
@click.option("--lang", "languages", multiple=True, help="Check translations into this language only; may be repeated.")
def check(folders: tuple[Path, ...], languages: tuple[str, ...]) -> None:
    """Check PACKS (folders; by default all that are shipped, and the templates) and print every problem."""
    from advisor.workshop.folders import check_folder  # noqa: PLC0415

    for folder in folders or (*paths.shipped_packs(), paths.shipped("templates")):
        checked = check_folder(folder, languages)
        if checked.problems:
            raise PackProblemsError(checked.problems)
        preparing = f"; in preparation: {', '.join(checked.preparing)}" if checked.preparing else ""
        click.echo(f"{folder.name}: no problems{preparing}.")


class PackProblemsError(UnusableInputError):
    """A pack that can be read and has findings; the exit code says so."""

    exit_code = 1


@main.command()
@click.argument("kind", type=click.Choice(SCHEMAS))
def schema(kind: str) -> None:
    """Print the JSON Schema of answers files, outcomes, or the files of a pack."""
    from advisor.knowledge import schema as schemas  # noqa: PLC0415
    from advisor.reasoning.outcome import Outcome  # noqa: PLC0415
    from advisor.sessions.answers_shape import AnswersFile  # noqa: PLC0415

    makers: dict[str, Callable[[], dict[str, object]]] = {
        "answers": lambda: schemas.schema_of(AnswersFile, "An answers file"),
        "outcome": lambda: schemas.schema_of(Outcome, "An outcome"),
        "pack": schemas.pack_schema,
    }
    deliver_text(schemas.to_text(makers[kind]()), None)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
def translate(folder: Path, languages: tuple[str, ...]) -> None:
    """Write what is to be translated in FOLDER (a pack, or the templates) into a catalogue for each LANGUAGE."""
    from advisor.workshop.translating import translatable, update_catalogues  # noqa: PLC0415

    for line in update_catalogues(translatable(folder), languages):
        click.echo(line)


@main.command("list")
@click.argument("pack_id", required=False)
def list_(pack_id: str | None) -> None:
    """List the packs that are shipped, or the ids of one pack."""
    from advisor.workshop.listing import listing, pack_line  # noqa: PLC0415

    if pack_id is None:
        for folder in paths.shipped_packs():
            click.echo(pack_line(packs.load(folder)))
    else:
        click.echo(listing(packs.load(packs.shipped_pack(pack_id, None))), nl=False)
