"""Read a list of those whom an office invites: a row for each person, with city, role, language, address; all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, printable, suggest
from advisor.knowledge.model import Pack
from advisor.portfolio.cells import CellError, bare, text_of
from advisor.portfolio.folder import key_of
from advisor.reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.portfolio.tables import Sheet

COLUMNS = ("number", "city", "role", "person", "language", "mail")
"""What a list can say of a person, by the ids of its columns."""

_ALSO = {"name": "city", "email": "mail", "e-mail": "mail"}
"""Other headers that mean one of them: a table of cities calls the city by its name."""

_NUMBER = re.compile(r"[0-9]{1,6}")
_MAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+")
_LONGEST = 200
_MOST = 20_000


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is invited: for which city, and in which row of the list (the first below the headers is 0).

    ``again`` counts those before with the same city, role and name: two people may share a role and have no name.
    """

    row: int
    key: str
    role: str | None
    person: str | None
    language: str | None
    mail: str
    again: int = 0


class Known(msgspec.Struct, frozen=True):
    """What a list may name: the cities by their keys, the pack in each language, and the words in each."""

    cities: Mapping[str, str]
    packs: Mapping[str, Pack]
    words: Mapping[str, Words]


def read_list(sheet: Sheet, known: Known) -> list[Guest]:
    """Return the people in a list, in its order.

    Raises:
        UnusableInputError: with every problem, each with its cell.

    """
    rows = _Rows(sheet, known)
    found = [guest for row in range(len(sheet.rows)) if (guest := rows.read(row)) is not None]
    if not found and not rows.problems:
        rows.problems.append(Problem(Place(sheet.name), "there is nobody in this list.", "Give a row for each person."))
    if len(sheet.rows) > _MOST:
        rows.problems.append(Problem(Place(sheet.name), f"there are more than {_MOST} rows.", "Split the list."))
    if rows.problems:
        raise UnusableInputError(rows.problems)
    return found


class _Rows:
    """Reads the rows of one list and collects what is wrong with its cells."""

    def __init__(self, sheet: Sheet, known: Known) -> None:
        self._sheet, self._known = sheet, known
        self.problems: list[Problem] = []
        self._columns = self._headers()
        self._by_name: dict[str, list[str]] = {}
        for key, name in known.cities.items():
            self._by_name.setdefault(bare(name), []).append(key)
        self._roles = _by_words(
            (written, role.id)
            for pack in known.packs.values()
            for role in pack.roles
            for written in (role.id, role.name, *(other.name for other in role.instead))
        )
        self._languages = _by_words(
            (written, language)
            for language in known.words
            for written in (language, *(words(f"web.language.{language}") for words in known.words.values()))
        )
        self._seen: dict[tuple[str, str | None, str | None], list[tuple[int, str]]] = {}

    def _headers(self) -> dict[str, int]:
        """Return the place of each column, and report headers that say nothing or the same twice."""
        named = _by_words(
            [
                *((each, each) for each in COLUMNS),
                *_ALSO.items(),
                *((words(f"portfolio.list.{each}"), each) for words in self._known.words.values() for each in COLUMNS),
            ]
        )
        found: dict[str, int] = {}
        for at, header in enumerate(self._sheet.headers):
            column = named.get(bare(header))
            if column is None and (header or any(self._text(row, at) for row in range(len(self._sheet.rows)))):
                what = f"there is no column '{header}' in such a list." if header else "this column has no header."
                self.problems.append(Problem(self._sheet.head(at), what, suggest(header, COLUMNS)))
            elif column in found:
                what = f"this column says the same as '{self._sheet.headers[found[column]]}'."
                self.problems.append(Problem(self._sheet.head(at), what, "Keep one of the two columns."))
            elif column is not None:
                found[column] = at
        if not {"number", "city"} & found.keys():
            self.problems.append(Problem(self._sheet.head(0), "no column names the city.", "Add 'number' or 'city'."))
        if not {"role", "person"} & found.keys():
            self.problems.append(Problem(self._sheet.head(0), "no column says who is invited.", "Add 'role' or 'person'."))
        return found

    def read(self, row: int) -> Guest | None:
        """Return who is invited by a row; None for an empty one, or after having reported what is wrong."""
        said = {name: self._text(row, at) for name, at in self._columns.items()}
        if not any(said.values()):
            return None
        before = len(self.problems)
        key = self._city(row, said)
        role = self._named(row, "role", said, self._roles)
        language = self._named(row, "language", said, self._languages)
        person = said.get("person") or None
        if person and (len(person) > _LONGEST or person != printable(person)):
            self._complain(row, "person", "this is no name.", "Write a name without signs that nobody can see.")
        if role is None and person is None and not said.get("role"):
            self._complain(row, "role", "it is not said who is invited.", "Give a role or a name.")
        mail = said.get("mail", "")
        if mail and not _MAIL.fullmatch(mail):
            self._complain(row, "mail", f"'{mail}' is no mail address.", "Write one address, or leave the cell empty.")
        if len(self.problems) > before or key is None:
            return None
        return self._counted(Guest(row=row, key=key, role=role, person=person, language=language, mail=mail))

    def _counted(self, guest: Guest) -> Guest | None:
        same = self._seen.setdefault((guest.key, guest.role, guest.person and bare(guest.person)), [])
        twice = next((row for row, mail in same if guest.person or mail == guest.mail != ""), None)
        if twice is not None:
            self._complain(
                guest.row,
                "person" if guest.person else "mail",
                f"this is the same person as in row {twice + 2}.",
                "Keep one of the rows.",
            )
            return None
        same.append((guest.row, guest.mail))
        return msgspec.structs.replace(guest, again=len(same) - 1)

    def _city(self, row: int, said: Mapping[str, str]) -> str | None:
        number, name = said.get("number", ""), said.get("city", "")
        if not number and not name:
            self._complain(
                row, "number" if "number" in self._columns else "city", "the row names no city.", "Give its number or its name."
            )
            return None
        keys = [key_of(number, name)] if number else self._by_name.get(bare(name), [])
        if number and not _NUMBER.fullmatch(number):
            self._complain(row, "number", f"'{number}' is no number of a city.", "Give its official number.")
        elif number and keys[0] not in self._known.cities:
            hint = "Import it first: a table with its number and name is enough."
            self._complain(row, "number", f"there is no city with the number {number} in this folder.", hint)
        elif number and name and bare(self._known.cities[keys[0]]) != bare(name):
            what = f"the city with the number {number} is called '{self._known.cities[keys[0]]}' and not '{name}'."
            self._complain(row, "city", what, "Correct one of them, or leave the name out.")
        elif not keys:
            self._complain(row, "city", f"there is no city '{name}' in this folder.", _like(name, self._known.cities.values()))
        elif len(keys) > 1:
            self._complain(row, "city", f"several cities are called '{name}'.", f"Give its number: {', '.join(keys)}.")
        else:
            return keys[0]
        return None

    def _named(self, row: int, column: str, said: Mapping[str, str], known: Mapping[str, str]) -> str | None:
        """Return the id that a cell stands for, None where it is empty."""
        written = said.get(column, "")
        if not written:
            return None
        found = known.get(bare(written))
        if found is None:
            self._complain(row, column, f"there is no {column} '{written}'.", suggest(written, sorted(set(known.values()))))
        return found

    def _text(self, row: int, column: int) -> str:
        cells = self._sheet.rows[row]
        try:
            return " ".join(text_of(cells[column]).split()) if column < len(cells) else ""
        except CellError as error:
            self.problems.append(msgspec.structs.replace(error.problem, place=self._sheet.place(row, column)))
            return ""

    def _complain(self, row: int, column: str, what: str, hint: str) -> None:
        self.problems.append(Problem(self._sheet.place(row, self._columns.get(column, 0)), what, hint))


def _by_words(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return ids by what they are called, whatever the capitals and blanks; what is said first counts."""
    found: dict[str, str] = {}
    for written, name in pairs:
        found.setdefault(bare(written), name)
    return found


def _like(name: str, known: Iterable[str]) -> str:
    """Return the city that was meant, or how to name one."""
    meant = suggest(name, sorted(set(known)))
    return (
        meant
        if meant.startswith("Did you mean")
        else "Give its number, or import it first: a table with number and name is enough."
    )


def filled(head: Sequence[str], rows: Iterable[Sequence[object]]) -> dict[str, list[object]]:
    """Return rows as the columns of a table."""
    columns: dict[str, list[object]] = {name: [] for name in head}
    for row in rows:
        for name, cell in zip(head, row, strict=True):
            columns[name].append(cell)
    return columns
