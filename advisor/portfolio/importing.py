"""Take a table of cities as answers files: all rows, or none and every problem with its cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.disk import whole
from advisor.answers.mappings import source_of
from advisor.answers.read import answers_in
from advisor.errors import Filling, Phrase, Place, Problem, UnusableInputError, coded, for_reader, phrase, suggestion
from advisor.files.reasons import reason
from advisor.portfolio.cells import CellError, bare, questions_of, read_aim, read_cell, said_in, same_twice, text_of
from advisor.portfolio.folder import latest, put_all, read_visits, today_of, visits
from advisor.portfolio.names import CITIES, key_of, name_of
from advisor.tables.grid import column_name

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Portfolio
    from advisor.portfolio.tables import Sheet
    from advisor.reasoning.answers import Answers, City

ABOUT = ("number", "name", "canton", "population", "date", "aim")
"""What a table can say of a city beside its answers, by the headers of its columns."""

_NUMBER = re.compile(r"(?!0+\Z)[0-9]{1,6}")
_VERSION = re.compile(rb"^pack_version:.*\n", re.MULTILINE)
_LONGEST = 150
"""What a name may be long in bytes: a folder is called after a city without a number."""


class Imported(msgspec.Struct, frozen=True):
    """The text of each answers file, by its name inside the folder of cities."""

    files: dict[str, str]


def import_sheet(portfolio: Portfolio, pack: Pack, sheet: Sheet, today: datetime.date, *, replace: bool = False) -> Imported:
    """Put the cities of a table into a folder.

    Raises:
        UnusableInputError: with every problem of the table, each with its cell; or there are other answers of a city and day
            already, and they are not to be replaced. Nothing was written.

    """
    found = read_rows(portfolio, pack, sheet, today)

    def look() -> None:
        there = {portfolio.path / CITIES / name: text for name, text in found.files.items()}
        if not replace and (others := [file for file, text in there.items() if _says_other(file, text)]):
            raise UnusableInputError(for_reader([coded(Place(str(file)), "A902") for file in others], pack.info.language))

    put_all(portfolio, found.files, look)
    return found


def _says_other(file: Path, text: str) -> bool:
    """Tell whether there are other answers in a file already; the same ones to an earlier version of the pack are no others.

    Raises:
        UnusableInputError: nobody may look.

    """
    try:
        return _VERSION.sub(b"", file.read_bytes(), 1) != _VERSION.sub(b"", text.encode(), 1)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise UnusableInputError([coded(Place(str(file)), "R101", how="other", reason=reason(error))]) from error


def read_rows(portfolio: Portfolio, pack: Pack, sheet: Sheet, today: datetime.date) -> Imported:
    """Return the answers files that the rows of a table become.

    Raises:
        UnusableInputError: with every problem, each with its cell.

    """
    rows = _Rows(portfolio, pack, sheet, today)
    files: dict[str, str] = {}
    first: dict[str, int] = {}
    holders = _Holders(portfolio, pack)
    for row in range(len(sheet.rows)):
        answers, number = rows.read(row)
        if answers is None:
            continue
        key = key_of(number, answers.city.name)
        name = name_of(key, answers.date)
        if other := holders.other(key, answers, row + 2, numbered=bool(number)):
            how = "number" if number else "city"
            rows.problems.append(coded(sheet.place(row, 0), "A903", phrase("A903.hint"), how=how, other=other))
        elif number and (before := holders.without_number(key, answers)):
            rows.problems.append(coded(sheet.place(row, 0), "A953", name=answers.city.name, file=before, key=key))
        elif name in files:
            rows.problems.append(coded(sheet.place(row, 0), "A904", row=first[name] + 2))
        files[name], first[name] = whole(answers, pack), first.get(name, row)
    if not sheet.rows and not rows.problems:
        rows.problems.append(coded(Place(sheet.name), "A905"))
    if rows.problems:
        raise UnusableInputError(for_reader(rows.problems, pack.info.language))
    return Imported(files)


class _Holders:
    """Knows which city each key belongs to: by the rows that were read, and by the last answers in the folder."""

    def __init__(self, portfolio: Portfolio, pack: Pack) -> None:
        self._pack, self._became = pack, portfolio.settings.became
        self._known: dict[str, tuple[City, str | int]] = {}
        self._there = {each.key: each for each in latest(visits(portfolio))}

    def other(self, key: str, answers: Answers, row: int, *, numbered: bool) -> Phrase | None:
        """Return the name of another city that has the key, and where it stands; None where there is none.

        A canton that is not named is another one only where no number says that it is the same city.
        """
        if key not in self._known:
            self._known[key] = self._in_folder(key) or (answers.city, row)
        city, stands = self._known[key]
        cantons = {each.canton and each.canton.casefold() for each in (city, answers.city)} - ({None} if numbered else set())
        if len(cantons) <= 1 and bare(city.name) == bare(answers.city.name):
            return None
        canton = f" ({city.canton})" if city.canton else ""
        if isinstance(stands, int):
            return phrase("A903.row", name=city.name, canton=canton, row=stands)
        return phrase("A903.file", name=city.name, canton=canton, file=stands)

    def without_number(self, key: str, answers: Answers) -> str | None:
        """Return the last answers of the same city from when nobody told its number, unless it is said to be this one today."""
        before = key_of(None, answers.city.name)
        if before not in self._there or today_of(before, self._became) == key:
            return None
        return None if self.other(before, answers, 0, numbered=False) else self._there[before].file

    def _in_folder(self, key: str) -> tuple[City, str] | None:
        if key not in self._there:
            return None
        seen, _ = read_visits(self._pack, [self._there[key]])
        return next(((each.answers.city, self._there[key].file) for each in seen), None)


class _Rows:
    """Reads the rows of one table and collects what is wrong with its cells."""

    def __init__(self, portfolio: Portfolio, pack: Pack, sheet: Sheet, today: datetime.date) -> None:
        self._portfolio, self._pack, self._sheet, self._today = portfolio, pack, sheet, today
        self.problems: list[Problem] = []
        self._said = said_in(pack)
        asked, twice = questions_of(pack, sheet.headers), same_twice(pack, sheet.headers, ABOUT)
        headers = {at: header for at, header in enumerate(sheet.headers) if at not in twice}
        self._about = {header.casefold(): at for at, header in headers.items() if header.casefold() in ABOUT}
        self._answers = {at: asked[each] for at, each in headers.items() if each in asked and at not in self._about.values()}
        for at, first in twice.items():
            self.problems.append(coded(sheet.head(at), "A906", column=column_name(first)))
        known = [*ABOUT, *(each.id for each in pack.questions)]
        for at, header in headers.items():
            if at not in self._answers and at not in self._about.values() and self._is_filled(at):
                code = "A402" if header else "A907"
                self.problems.append(coded(sheet.head(at), code, suggestion(header, known), question=header))
        if "name" not in self._about:
            self.problems.append(coded(sheet.head(0), "A908"))

    def _is_filled(self, column: int) -> bool:
        return bool(self._sheet.headers[column]) or any(self._cell(row, column) for row in range(len(self._sheet.rows)))

    def _cell(self, row: int, column: int) -> object:
        cells = self._sheet.rows[row]
        return cells[column] if column < len(cells) else None

    def read(self, row: int) -> tuple[Answers | None, str | None]:
        """Return a city's answers and its number; None after having reported why there are none."""
        before = len(self.problems)
        said = {name: self._text(row, name) for name in ("number", "name", "canton", "population", "date")}
        said["name"] = " ".join(said["name"].split())
        if wrong := _wrong_with(said["name"]):
            self._tell(row, self._about.get("name", 0), "A910", how=wrong, name=said["name"], most=_LONGEST)
        if said["number"] and not _NUMBER.fullmatch(said["number"]):
            self._tell(row, self._about["number"], "A909", number=said["number"])
        aim = self._aim(row)
        answers = {name: value for at, name in self._answers.items() if (value := self._answer(row, at, name)) is not None}
        if len(self.problems) > before:
            return None, None
        city = {"name": said["name"], "canton": said["canton"] or self._portfolio.settings.canton, "aim": aim}
        city |= {"population": said["population"]} if said["population"] else {}
        told = {
            "pack": self._pack.info.id,
            "pack_version": self._pack.info.version,
            "city": {name: value for name, value in city.items() if value},
            "date": said["date"] or self._today.isoformat(),
            "answers": answers,
        }
        try:
            return answers_in(*source_of(told, "row"), self._pack)[0], said["number"] or None
        except UnusableInputError as error:
            for problem in error.problems:
                self._note(row, self._column(problem.place.file), problem)
            return None, None

    def _column(self, path: str) -> int:
        """Return the column that a problem of a row is about, by the keys that lead to it."""
        keys = path.split(".")
        by_name = {name: at for at, name in self._answers.items()} | self._about
        return next((by_name[key] for key in reversed(keys) if key in by_name), 0)

    def _text(self, row: int, name: str) -> str:
        if name not in self._about:
            return ""
        try:
            return text_of(self._cell(row, self._about[name]))
        except CellError as error:
            self._note(row, self._about[name], error.problem)
            return ""

    def _aim(self, row: int) -> list[str]:
        if "aim" not in self._about:
            return []
        try:
            aim = read_aim(self._pack, self._cell(row, self._about["aim"]))
        except CellError as error:
            self._note(row, self._about["aim"], error.problem)
            return []
        return list(aim) if len(aim) < len(self._pack.approaches) else []

    def _answer(self, row: int, column: int, name: str) -> object:
        try:
            return read_cell(self._pack.question(name), self._cell(row, column), self._said)
        except CellError as error:
            self._note(row, column, error.problem)
            return None

    def _tell(self, row: int, column: int, code: str, /, **given: Filling) -> None:
        self.problems.append(coded(self._sheet.place(row, column), code, **given))

    def _note(self, row: int, column: int, problem: Problem) -> None:
        self.problems.append(msgspec.structs.replace(problem, place=self._sheet.place(row, column)))


def _wrong_with(name: str) -> str | None:
    """Return why a text is no name of a city, in a word."""
    if not name:
        return "empty"
    if not all(map(str.isprintable, name)):
        return "unseen"
    if not any(map(str.isalpha, name)):  # digits alone would be taken for the number of a city
        return "letters"
    return "long" if max(len(each.encode()) for each in (name, key_of(None, name))) > _LONGEST else None
