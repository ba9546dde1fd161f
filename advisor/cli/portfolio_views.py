"""Commands that show what an office wants to see of its cities; no city is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from advisor import paths
from advisor.cli.files import Command, in_format, in_language, speak, to_file
from advisor.cli.portfolio_common import end, in_folder, notice, progress
from advisor.desk import BINARY, REPORTS, Wish, as_data, deliver, load_words, with_changes
from advisor.errors import Place, Problem, UnusableInputError, coded
from advisor.portfolio import folder as cities
from advisor.portfolio import views
from advisor.portfolio.outcomes import make_outcomes, read_outcomes
from advisor.portfolio.paper import Paper, write_paper
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.tables import FORMATS as TABLES
from advisor.portfolio.tables import write_table
from advisor.portfolio.telling import Teller
from advisor.portfolio.verdict_table import fulfilling, verdict_table, where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from advisor.desk import KnowledgeBase, Output
    from advisor.portfolio.folder import Portfolio, Seen

_told = in_format(REPORTS, "md")
_where = click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help="Only cities in which this certainly holds, as rules have it.",
)
_year = click.option("--year", type=int, help="Take the last answers of this year; by default the last of all.")


class _Data(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a command tells, as data; ``pairs`` where years are compared."""

    found: Any
    pairs: views.Pairs | None = None


@click.command(cls=Command, epilog="Example: advisor portfolio table bern --where 'balance is open' -o open.csv")
@in_folder
@_where
@_year
@in_format(TABLES, "csv")
@to_file
def table(folder: Path, conditions: tuple[str, ...], year: int | None, form: str, output: Output | None) -> None:
    """Write a row for each city in FOLDER: statuses, poles, findings, path, what is to be clarified."""
    opened, base, rules, seen, problems = _read(folder, None, year, conditions)
    del opened, base
    deliver(write_table(form, verdict_table(rules, seen)), output, binary=form != "csv")
    end(problems)


@click.command(cls=Command, epilog="Example: advisor portfolio groups bern")
@in_folder
@_where
@_year
@in_language
@_told
@to_file
def groups(
    folder: Path, conditions: tuple[str, ...], year: int | None, language: str | None, form: str, output: Output | None
) -> None:
    """Show which cities in FOLDER have the same next step and lack the same facts for it."""
    opened, base, rules, seen, problems = _read(folder, language, year, conditions)
    found = views.overview(rules, seen, opened.settings.regions).groups
    _tell(form, base, seen, _teller(base, seen).groups(found), found, output)
    end(problems)


@click.command("what-if", cls=Command, epilog="Example: advisor portfolio what-if bern staff_unit=staffed")
@in_folder
@click.argument("changes", nargs=-1, required=True, metavar="QUESTION=VALUE...")
@_where
@_year
@in_language
@_told
@to_file
def what_if(
    *,
    folder: Path,
    changes: tuple[str, ...],
    conditions: tuple[str, ...],
    year: int | None,
    language: str | None,
    form: str,
    output: Output | None,
) -> None:
    """Show which cities in FOLDER would take another step next if all of them had these answers."""
    _, base, rules, seen, problems = _read(folder, language, year, conditions)
    changed = [msgspec.structs.replace(each, answers=with_changes(base.pack, each.answers, changes)) for each in seen]
    found = views.moved(rules, seen, changed)
    _tell(form, base, seen, _teller(base, seen).what_if(found, len(seen), changes), found, output)
    end(problems)


@click.command(cls=Command, epilog="Example: advisor portfolio compare bern 2025 2026")
@in_folder
@click.argument("before", type=int)
@click.argument("now", type=int)
@in_language
@_told
@to_file
def compare(folder: Path, before: int, now: int, language: str | None, form: str, output: Output | None) -> None:
    """Show how many cities in FOLDER went from which status to which between the last answers of two years."""
    opened, base, rules, then, problems = _read(folder, language, before, ())
    seen, more = cities.read_visits(base.pack, cities.latest(cities.visits(opened), now))
    _some(folder, seen, [*problems, *more])
    found, pairs = (views.flows(rules, then, seen, opened.settings.became), views.pairs(then, seen, opened.settings.became))
    paper = _teller(base, [*then, *seen]).flows(found, pairs, before, now)
    _tell(form, base, seen, paper, _Data(found, pairs), output)
    end([*problems, *more])


@click.command(cls=Command, epilog="Example: advisor portfolio report bern -o report.pdf")
@in_folder
@_where
@_year
@in_language
@_told
@click.option("--sizes", metavar="NUMBERS", help="Show statuses by size instead: where sizes begin, such as 1000,5000,10000.")
@click.option("--sums", is_flag=True, help="Add effort and cost of all paths; makes the outcomes that are not kept yet.")
@to_file
def report(
    *,
    folder: Path,
    conditions: tuple[str, ...],
    year: int | None,
    language: str | None,
    form: str,
    sizes: str | None,
    sums: bool,
    output: Output | None,
) -> None:
    """Write what an office wants to see of the cities in FOLDER; no city is ranked."""
    opened, base, rules, seen, problems = _read(folder, language, year, conditions)
    teller = _teller(base, seen, opened.settings.regions)
    found: Any
    if sizes is not None:
        bounds = _bounds(sizes)
        every = views.told(rules, seen)
        found = {each.id: views.benchmark(every, each.id, bounds) for each in base.pack.approaches}
        paper = teller.sizes(found)
    else:
        found = views.overview(rules, seen, opened.settings.regions)
        summed, more = _sums(opened, seen, year, language) if sums else (None, [])
        problems = [*problems, *more]
        paper = teller.report(found, summed, len({each.place.file for each in problems}))
    _tell(form, base, seen, paper, found, output)
    end(problems)


def _read(
    folder: Path, language: str | None, year: int | None, conditions: Sequence[str]
) -> tuple[Portfolio, KnowledgeBase, ColumnRules, list[Seen], list[Problem]]:
    """Return a portfolio, ready to be looked at; on standard error, how many cities a condition leaves out as unknown."""
    opened = cities.open_portfolio(folder)
    base = cities.base_of(opened, language)
    speak(base.pack.info.language)
    notice(opened, base.pack.info.language)
    condition = where(base.pack, conditions)
    rules = ColumnRules(base, condition)
    seen, problems = cities.read_visits(base.pack, cities.latest(cities.visits(opened), year, opened.settings.became))
    if conditions:
        seen, open_ones = fulfilling(rules, seen, condition)
        if open_ones:
            words = _words(base)
            click.echo(f"{folder}: {words('portfolio.undecided', count=words.number(open_ones))}", err=True)
    _some(folder, seen, problems)
    return opened, base, rules, seen, problems


def _some(folder: Path, seen: Sequence[Seen], problems: Sequence[Problem]) -> None:
    if not seen:
        raise UnusableInputError([*problems, coded(Place(str(folder)), "A929")])


def _sums(opened: Portfolio, seen: Sequence[Seen], year: int | None, language: str | None) -> tuple[views.Sums, list[Problem]]:
    """Return effort and cost of all paths, and why some outcomes that belong to them could not be made."""
    wanted = {each.key for each in seen}
    visits = [each for each in cities.latest(cities.visits(opened), year, opened.settings.became) if each.key in wanted]
    with progress(len(visits)) as bar:
        made = make_outcomes(opened, visits, language, None, bar)
    return views.sums(read_outcomes(made).values()), [problem for each in made for problem in each.problems]


def _bounds(sizes: str) -> list[int]:
    try:
        found = [int(each) for each in sizes.split(",")]
    except ValueError as error:
        raise UnusableInputError([coded(Place("--sizes"), "A930", sizes=sizes)]) from error
    return found


def _teller(base: KnowledgeBase, seen: Sequence[Seen], regions: Mapping[str, Sequence[str]] | None = None) -> Teller:
    return Teller(base.pack, _words(base), {each.key: each.answers.city.name for each in seen}, regions)


def _words(base: KnowledgeBase) -> Any:  # noqa: ANN401 - the words of reports
    return load_words(paths.shipped("templates"), base.pack.info.language)


def _tell(form: str, base: KnowledgeBase, seen: Sequence[Seen], paper: Paper, found: object, output: Output | None) -> None:
    data = found if isinstance(found, _Data) else _Data(found)
    wish = Wish(form=form, templates=paths.shipped("templates"))
    written = as_data(data) if form == "json" else write_paper(wish, base.pack, _words(base), paper, seen)
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=form in BINARY)
