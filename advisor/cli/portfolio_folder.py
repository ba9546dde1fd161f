"""Commands that begin a folder of many cities, bring answers into it, and make their outcomes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from advisor.cli.files import Command, InputFile, InputFolder, in_language, pack_folder, speak
from advisor.cli.portfolio_common import end, in_folder, notice, progress
from advisor.desk import REPORTS
from advisor.portfolio import folder as cities
from advisor.portfolio.importing import import_sheet
from advisor.portfolio.outcomes import make_outcomes, tidy
from advisor.portfolio.tables import read_sheet

if TYPE_CHECKING:
    from pathlib import Path


_WRITTEN = [each for each in REPORTS if each != "json"]


@click.command(cls=Command, epilog="Example: advisor portfolio new bern --pack tea-house --canton BE")
@click.argument("folder", type=InputFolder())
@click.option("--pack", required=True, type=pack_folder, help="Folder of a pack, or the name of a shipped or installed one.")
@click.option("--canton", help="The canton of cities whose rows name none.")
def new(folder: Path, pack: Path, canton: str | None) -> None:
    """Begin FOLDER for the answers of many cities."""
    cities.begin(folder, pack, canton)
    click.echo(f"{folder}: begun. Next: advisor portfolio import {folder} TABLE; advisor portfolio report {folder}")


@click.command("import", cls=Command, epilog="Example: advisor portfolio import bern answers.xlsx")
@in_folder
@click.argument("table", type=InputFile())
@click.option("--replace", is_flag=True, help="Let rows take the place of other answers of the same city and day.")
def import_(folder: Path, table: Path, replace: bool) -> None:  # noqa: FBT001 - as click has it
    """Import TABLE (CSV, XLSX or Parquet) into FOLDER: a row for each city, and a column for each question; all rows or none.

    Headers are ids or labels of questions, and number, name, canton, population, date, aim; cells are ids, numbers or labels.
    """
    opened = cities.open_portfolio(folder)
    pack = cities.base_of(opened).pack
    speak(pack.info.language)
    found = import_sheet(opened, pack, read_sheet(table), _today(), replace=replace)
    click.echo(f"{folder}: {len(found.files)} answers files.")


@click.command(cls=Command, epilog="Example: advisor portfolio run bern")
@in_folder
@in_language
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice([each for each in REPORTS if each != "json"]),
    help="Write reports, too.",
)
@click.option("--workers", type=click.IntRange(1), help="How many processes; by default one for each processor.")
def run(folder: Path, language: str | None, forms: tuple[str, ...], workers: int | None) -> None:
    """Make the whole outcome of each city in FOLDER, and keep it; what is kept is not made again.

    With --format also the report of each city, in FOLDER/reports.
    """
    opened = cities.open_portfolio(folder)
    spoken = cities.base_of(opened, language).pack.info.language
    speak(spoken)
    notice(opened, spoken)
    visits = cities.visits(opened)
    try:
        with progress(len(visits)) as bar:
            made = make_outcomes(opened, visits, language, workers, bar, forms)
    except KeyboardInterrupt:
        click.echo(f"\n{folder}: stopped. What was made is kept; the same command goes on from there.", err=True)
        raise
    tidy(opened, made)
    problems = [problem for each in made for problem in each.problems]
    anew = sum(each.anew for each in made)
    reports = f"{sum(each.written for each in made)} reports written, " if forms else ""
    failed = sum(each.file is None for each in made)
    click.echo(f"{folder}: {len(made)} visits, {anew} outcomes made, {reports}{failed} not made.")
    end(problems)


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()
