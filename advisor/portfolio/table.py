"""From a table of answers to a table of verdicts, whole or in chunks: a pure function, which any engine can spread over machines.

A table is a mapping of columns. One that is called like a question holds answers, ``aim`` what the city aims at, ``date`` the day
of its answers; every other column is handed on as it is. A cell has one value, so nothing in a table is disputed.
"""

from __future__ import annotations

import datetime
from itertools import compress, product
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.value import ValueReader
from advisor.errors import SHOWN, Place, Problem, UnusableInputError, coded
from advisor.logic.vocabulary import STATUS
from advisor.portfolio.bits import Bits, digits, everyone, of_digits
from advisor.portfolio.cells import BETWEEN, CellError, questions_of, read_aim, read_cell, said_in, same_twice, text_of
from advisor.portfolio.cities import settled, told_findings
from advisor.portfolio.forks import forks, in_order, to_clarify
from advisor.portfolio.way import Given, Standing, plan, standing
from advisor.reasoning.answers import facts_of, question_of
from advisor.reasoning.deductions import AIM as AIM_FACT
from advisor.reasoning.deductions import aim_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from advisor.knowledge.model import Question
    from advisor.logic.values import Value
    from advisor.portfolio.rules import ColumnRules, Columns

    Table = Mapping[str, Sequence[object]]
    _Facts = dict[object, dict[str, Value]]

AIM, DATE = "aim", "date"
CHUNK = 100_000
"""So many cities at a time: some 50 MB, and no slower for each of them than more."""

_UNKNOWN = 255
_ONE, _ZERO = ord("1"), ord("0")


def assess_table(rules: ColumnRules, table: Table, today: datetime.date) -> dict[str, list[object]]:
    """Return what is concluded about the city in each row.

    Columns: what is handed on; ``status.ID`` and ``possible.ID`` of each approach, ``pole.ID``, ``balanced``, ``findings``,
    ``path``, ``next``, ``arrives``, ``blocked_by``, ``forks`` and ``to_clarify``. Between several ids stands a semicolon.

    Args:
        rules: of the pack, made once.
        table: columns of equal length.
        today: the day of the answers, where no column ``date`` says it.

    Raises:
        UnusableInputError: with every cell that cannot be understood, up to a hundred.

    """
    count = _count(table)
    start = standing(rules, read_table(rules, table, today))
    asked = {*questions_of(rules.pack, table), AIM}
    handed_on = {name: list(column) for name, column in table.items() if name not in asked}
    return {**handed_on, **concluded(rules, start, count)}


def in_chunks(
    rules: ColumnRules,
    table: Table,
    today: datetime.date,
    size: int = CHUNK,
    progress: Callable[[int], None] | None = None,
) -> Iterator[dict[str, list[object]]]:
    """Yield the verdicts of so many rows at a time; ``progress`` is told how many are done.

    Raises:
        UnusableInputError: as :func:`assess_table`, of the chunk in which such cells are.

    """
    count = _count(table)
    for begin in range(0, count, size):
        yield assess_table(rules, {name: column[begin : begin + size] for name, column in table.items()}, today)
        if progress is not None:
            progress(min(begin + size, count))


def _count(table: Table) -> int:
    lengths = {len(column) for column in table.values()}
    if len(lengths) > 1:
        raise UnusableInputError([coded(Place("table"), "A927")])
    return next(iter(lengths), 0)


def read_table(rules: ColumnRules, table: Table, today: datetime.date) -> Given:
    """Return what the cities of a table say, as columns of bits; a question that does not arise has the answer that follows.

    Raises:
        UnusableInputError: with every cell that cannot be understood, up to a hundred.

    """
    count, problems = _count(table), _twice(rules, list(table))
    cities, said = everyone(count), said_in(rules.pack)
    columns: Columns = {fact: (cities,) * rules.sizes[fact] for fact in rules.given}
    unknown = dict.fromkeys(rules.given, cities)
    for header, name in questions_of(rules.pack, table).items():
        question = rules.pack.question(name)
        cells = _cells(question, table, header)
        answers, wrong = _read(question, cells, today, said)
        if wrong:
            problems += _at_rows(header, cells, wrong)
        for fact in (each for each in rules.given if question_of(each) == name):
            codes = _codes(rules, fact, answers, cells)
            columns[fact] = tuple(_at(codes, place, _UNKNOWN) for place in range(rules.sizes[fact]))
            unknown[fact] = _at(codes, _UNKNOWN)
    for approach, aimed in _aims(rules, table.get(AIM) or [None] * count, problems).items():
        columns[aim_fact(approach)], unknown[aim_fact(approach)] = (cities ^ aimed, aimed), 0
    if problems:
        raise UnusableInputError(problems[:SHOWN])
    return _with_what_follows(rules, Given(cities, columns, unknown, dict.fromkeys(rules.given, 0)))


def _twice(rules: ColumnRules, headers: list[str]) -> list[Problem]:
    return [coded(Place(headers[at]), "A928", column=headers[first]) for at, first in same_twice(rules.pack, headers).items()]


def _cells(question: Question, table: Table, header: str) -> Sequence[object]:
    """Return what tells the answers to a question apart: the cells, and for dates the days from which they are counted."""
    cells = list(map(_hashable, table[header])) if question.type == "several" else table[header]
    return list(zip(cells, table[DATE], strict=True)) if question.type == "date" and DATE in table else cells


def _hashable(cell: object) -> object:
    return tuple(cell) if isinstance(cell, list) else cell


def _read(
    question: Question, cells: Iterable[object], today: datetime.date, said: Mapping[str, str]
) -> tuple[_Facts, dict[object, Problem]]:
    """Return the facts behind each different cell, and what is wrong with those that cannot be understood."""
    facts: _Facts = {}
    wrong: dict[object, Problem] = {}
    for cell in set(cells):
        answer, day = cell if question.type == "date" and isinstance(cell, tuple) else (cell, today)
        try:
            value = read_cell(question, answer, said)
            facts[cell] = {} if value is None else facts_of(question, value, _day(day))
        except CellError as error:
            facts[cell], wrong[cell] = {}, error.problem
    return facts, wrong


def _at_rows(column: str, cells: Iterable[object], wrong: Mapping[object, Problem]) -> list[Problem]:
    """Return what is wrong with cells, in each row of the column where one of them stands."""
    rows = ((row, wrong[cell]) for row, cell in enumerate(cells, start=1) if cell in wrong)
    return [msgspec.structs.replace(problem, place=Place(column, row)) for row, problem in rows]


def _day(cell: object) -> datetime.date:
    """Return the day in a cell.

    Raises:
        CellError: it is none.

    """
    if isinstance(cell, datetime.date):
        return cell.date() if isinstance(cell, datetime.datetime) else cell
    found: list[Problem] = []
    reader = ValueReader(lambda _, code, *hints, **given: found.append(coded(Place(""), code, *hints, **given)))
    day = reader.date(text_of(cell), ())
    if day is None:
        raise CellError(found[0])
    return day


def _codes(rules: ColumnRules, fact: str, answers: _Facts, cells: Iterable[object]) -> bytes:
    """Return the place of a fact's value in each city."""
    codes = {cell: rules.place(fact, facts[fact]) if fact in facts else _UNKNOWN for cell, facts in answers.items()}
    return bytes(map(codes.__getitem__, cells))


def _at(codes: bytes, *wanted: int) -> Bits:
    """Return the cities that have one of some codes."""
    table = bytearray(_ZERO for _ in range(256))
    for code in wanted:
        table[code] = _ONE
    return of_digits(codes.translate(bytes(table)))


def _aims(rules: ColumnRules, cells: Sequence[object], problems: list[Problem]) -> dict[str, Bits]:
    hashable = list(map(_hashable, cells))
    read: dict[object, tuple[str, ...]] = {}
    wrong: dict[object, Problem] = {}
    for cell in set(hashable):
        try:
            read[cell] = read_aim(rules.pack, cell)
        except CellError as error:
            read[cell], wrong[cell] = (), error.problem
    problems += _at_rows(AIM, hashable, wrong)
    digit = {each.id: {cell: "1" if each.id in aim else "0" for cell, aim in read.items()} for each in rules.pack.approaches}
    return {name: of_digits("".join(map(of.__getitem__, hashable))) for name, of in digit.items()}


def _with_what_follows(rules: ColumnRules, given: Given) -> Given:
    """Return what cities say, with the answers to questions that do not arise."""
    columns, unknown = dict(given.columns), dict(given.unknown)
    nothing_else = given.columns | {fact: (given.cities,) * rules.sizes[fact] for fact in rules.concluded}
    nobody_said = given.unknown | dict.fromkeys(
        (fact for fact in nothing_else if fact not in rules.given or fact.startswith(f"{AIM_FACT}.")), given.cities
    )
    for question in rules.pack.questions:
        if question.arises is None or not question.otherwise or question.id not in unknown:
            continue
        moot = unknown[question.id] & rules.holds(question.arises, nothing_else, nobody_said, given.cities)[1]
        place = rules.place(question.id, question.otherwise)
        columns[question.id] = tuple(
            bits & (given.cities ^ moot) | (moot if at == place else 0) for at, bits in enumerate(columns[question.id])
        )
        unknown[question.id] ^= moot
    return Given(given.cities, columns, unknown, given.disputed)


def concluded(rules: ColumnRules, start: Standing, count: int) -> dict[str, list[object]]:
    """Return the columns that say what is concluded about each of so many cities, as :func:`assess_table` names them."""
    way = plan(rules, start)
    found: dict[str, list[object]] = {}
    for approach in rules.pack.approaches:
        each = [digits(bits, count) for bits in start.known[approach.id]]
        possible = list(map("".join, zip(*each, strict=True)))
        found[f"status.{approach.id}"] = [_STATUS[code] for code in possible]
        found[f"possible.{approach.id}"] = [_POSSIBLE[code] for code in possible]
    for pole in rules.pack.poles():
        found[f"pole.{pole.id}"] = list(settled(start, pole.id, count))
    found["balanced"] = list(settled(start, "balance", count))
    found["findings"] = _ids(told_findings(rules, start), count)
    steps = [(step, cities) for chosen in way.rounds for step, cities in chosen.items()]
    found["path"] = _joined(steps, count)
    first = way.rounds[0] if way.rounds else {}
    found["next"] = _one(first, count)
    found["arrives"] = [each == "1" for each in digits(way.arrives, count)]
    found["blocked_by"] = _one(way.blocked, count)
    found["forks"] = _ids(forks(rules, start), count)
    found["to_clarify"] = _ids(in_order(rules, to_clarify(rules, start)), count)
    return found


def _ids(sets: Mapping[str, Bits], count: int) -> list[object]:
    return _joined(list(sets.items()), count)


def _joined(sets: Sequence[tuple[str, Bits]], count: int) -> list[object]:
    """Return for each city the names of the sets that it is in, in their order."""
    found = [""] * count
    for name, cities in sets:
        more = f"{BETWEEN}{name}"
        for row in _rows(cities, count):
            found[row] += more
    return [names[1:] for names in found]


def _one(sets: Mapping[str, Bits], count: int) -> list[object]:
    found: list[object] = [None] * count
    for name, cities in sets.items():
        for row in _rows(cities, count):
            found[row] = name
    return found


def _rows(cities: Bits, count: int) -> Iterator[int]:
    return compress(range(count), digits(cities, count).encode().translate(_TRUTH)) if cities else iter(())


_TRUTH = bytes(int(each == _ONE) for each in range(256))
_POSSIBLE = {
    "".join(code): BETWEEN.join(compress(STATUS.names, (each == "1" for each in code))) for code in product("01", repeat=3)
}
_STATUS = {code: names if BETWEEN not in names else "undetermined" for code, names in _POSSIBLE.items()}
