"""Commands that show what an office wants to see of its cities; no city is ranked."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import click
import msgspec

from advisor import paths
from advisor.cli.files import Command, in_format, in_language, speak, to_file
from advisor.cli.portfolio_common import end, in_folder, notice, progress
from advisor.desk import BINARY, REPORTS, KnowledgeBase, Wish, as_data, deliver, load_words, read_changes, with_answers
from advisor.errors import Place, Problem, UnusableInputError, coded
from advisor.portfolio import comparing, views
from advisor.portfolio import folder as cities
from advisor.portfolio.basis import Basis, basis_of
from advisor.portfolio.folder import Portfolio, Seen
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

    from advisor.desk import Output

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
    """What a command tells, as data, and what it rests on; ``pairs`` and ``weaker`` where years are compared."""

    found: Any
    basis: Basis
    pairs: comparing.Pairs | None = None
    weaker: dict[str, comparing.Weaker] | None = None
    sums: views.Sums | None = None


class _Asked(msgspec.Struct, frozen=True):
    """A portfolio with the cities that a command asks for, and what could not be read."""

    opened: Portfolio
    base: KnowledgeBase
    rules: ColumnRules
    seen: list[Seen]
    problems: list[Problem]
    basis: Basis


@click.command(cls=Command, epilog="Example: advisor portfolio table bern --where 'balance is open' -o open.csv")
@in_folder
@_where
@_year
@in_format(TABLES, "csv")
@to_file
def table(folder: Path, conditions: tuple[str, ...], year: int | None, form: str, output: Output | None) -> None:
    """Write a row for each city in FOLDER: statuses, poles, findings, path, what is to be clarified."""
    asked = _read(folder, None, year, conditions)
    deliver(write_table(form, verdict_table(asked.rules, asked.seen)), output, binary=form != "csv")
    end(asked.problems)


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
    asked = _read(folder, language, year, conditions)
    found = views.overview(asked.rules, asked.seen, asked.opened.settings.regions).groups
    _tell(form, asked, _teller(asked).groups(found), _Data(found, asked.basis), output)
    end(asked.problems)


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
    asked = _read(folder, language, year, conditions)
    pack, seen = asked.base.pack, asked.seen
    given = read_changes(pack, changes)
    supposed = {name: answer.value for name, answer in given.items()}
    changed = [msgspec.structs.replace(each, answers=with_answers(pack, each.answers, given)) for each in seen]
    found = views.moved(asked.rules, seen, changed)
    _tell(form, asked, _teller(asked).what_if(found, len(seen), supposed), _Data(found, asked.basis), output)
    end(asked.problems)


@click.command(cls=Command, epilog="Example: advisor portfolio compare bern 2025 2026")
@in_folder
@click.argument("before", type=int)
@click.argument("now", type=int)
@in_language
@_told
@to_file
def compare(folder: Path, before: int, now: int, language: str | None, form: str, output: Output | None) -> None:
    """Show how many cities in FOLDER went from which status to which between the last answers of two years."""
    then = _read(folder, language, before, ())
    settings, pack = then.opened.settings, then.base.pack
    seen, more = cities.read_visits(pack, cities.latest(cities.visits(then.opened), now))
    _some(folder, seen, [*then.problems, *more])
    found = comparing.comparison(then.rules, then.seen, seen, settings.became)
    pairs = comparing.pairs(then.seen, seen, settings.became)
    every = [*then.seen, *seen]
    both = msgspec.structs.replace(then, seen=every, basis=basis_of(pack, settings, every))
    data = _Data(found.flows, both.basis, pairs, found.weaker)
    _tell(form, both, _teller(both).flows(found, pairs, before, now), data, output)
    end([*then.problems, *more])


@click.command(cls=Command, epilog="Example: advisor portfolio report bern -o report.pdf")
@in_folder
@_where
@_year
@in_language
@_told
@click.option(
    "--sizes",
    metavar="NUMBERS",
    help="Show statuses by size instead: where sizes begin, in rising order, such as 1000,5000,10000.",
)
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
    asked = _read(folder, language, year, conditions)
    bounds = None if sizes is None else _bounds(sizes)
    summed, more = _sums(asked, year, language) if sums else (None, [])
    problems, teller = [*asked.problems, *more], _teller(asked, asked.opened.settings.regions)
    found: Any
    if bounds is not None:
        every = views.told(asked.rules, asked.seen)
        found = {each.id: views.benchmark(every, each.id, bounds) for each in asked.base.pack.approaches}
        paper = teller.sizes(found, summed)
    else:
        found = views.overview(asked.rules, asked.seen, asked.opened.settings.regions)
        paper = teller.report(found, summed, len({each.place.file for each in problems}))
    _tell(form, asked, paper, _Data(found, asked.basis, sums=summed), output)
    end(problems)


def _read(folder: Path, language: str | None, year: int | None, conditions: Sequence[str]) -> _Asked:
    """Return a portfolio, ready to be looked at; on standard error, how many cities a condition leaves out as unknown."""
    opened = cities.open_portfolio(folder)
    base = cities.base_of(opened, language)
    speak(base.pack.info.language)
    notice(opened, base.pack.info.language)
    condition = where(base.pack, conditions)
    rules = ColumnRules(base, condition)
    seen, problems = cities.read_visits(base.pack, cities.latest(cities.visits(opened), year, opened.settings.became))
    undecided = 0
    if conditions:
        seen, undecided = fulfilling(rules, seen, condition)
        if undecided:
            words = _words(base)
            click.echo(f"{folder}: {words('portfolio.undecided', count=words.number(undecided))}", err=True)
    _some(folder, seen, problems)
    basis = basis_of(base.pack, opened.settings, seen, conditions, undecided, year)
    return _Asked(opened, base, rules, seen, problems, basis)


def _some(folder: Path, seen: Sequence[Seen], problems: Sequence[Problem]) -> None:
    if not seen:
        raise UnusableInputError([*problems, coded(Place(str(folder)), "A929")])


def _sums(asked: _Asked, year: int | None, language: str | None) -> tuple[views.Sums, list[Problem]]:
    """Return effort and cost of all paths, and why some outcomes that belong to them could not be made."""
    opened, wanted = asked.opened, {each.key for each in asked.seen}
    visits = [each for each in cities.latest(cities.visits(opened), year, opened.settings.became) if each.key in wanted]
    with progress(len(visits)) as bar:
        made = make_outcomes(opened, visits, language, None, bar)
    return views.sums(read_outcomes(made).values()), [problem for each in made for problem in each.problems]


def _bounds(sizes: str) -> list[int]:
    """Return where sizes begin; between two of them there is somebody, and below the first as well."""
    try:
        found = [int(each) for each in sizes.split(",")]
    except ValueError as error:
        raise UnusableInputError([coded(Place("--sizes"), "A930", sizes=sizes)]) from error
    if any(high <= low for low, high in itertools.pairwise([0, *found])):
        raise UnusableInputError([coded(Place("--sizes"), "A930", sizes=sizes)])
    return found


def _teller(asked: _Asked, regions: Mapping[str, Sequence[str]] | None = None) -> Teller:
    names = {each.key: each.answers.city.name for each in asked.seen}
    return Teller(asked.base.pack, _words(asked.base), names, regions, asked.basis)


def _words(base: KnowledgeBase) -> Any:  # noqa: ANN401 - the words of reports
    return load_words(paths.shipped("templates"), base.pack.info.language)


def _tell(form: str, asked: _Asked, paper: Paper, data: _Data, output: Output | None) -> None:
    wish = Wish(form=form, templates=paths.shipped("templates"))
    base = asked.base
    written = as_data(data) if form == "json" else write_paper(wish, base.pack, _words(base), paper, asked.seen)
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=form in BINARY)
