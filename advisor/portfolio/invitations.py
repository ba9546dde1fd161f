"""Read a list of those whom an office invites: a row for each person, with city, role, language, address; all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, coded, nearest, phrase, printable, suggestion
from advisor.knowledge.model import Pack
from advisor.portfolio.cells import CellError, bare, text_of
from advisor.portfolio.names import key_of
from advisor.reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.errors import Filling, Phrase
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
        UnusableInputError: with every problem, each with its cell; a list that is too long is not looked into.

    """
    if len(sheet.rows) > _MOST:
        raise UnusableInputError([coded(Place(sheet.name), "A935", most=_MOST)])
    rows = _Rows(sheet, known)
    found = [guest for row in range(len(sheet.rows)) if (guest := rows.read(row)) is not None]
    if not found and not rows.problems:
        rows.problems.append(coded(Place(sheet.name), "A934"))
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
                self._tell(at, "A936" if header else "A907", suggestion(header, COLUMNS), column=header)
            elif column in found:
                self._tell(at, "A937", column=self._sheet.headers[found[column]])
            elif column is not None:
                found[column] = at
        if not {"number", "city"} & found.keys():
            self._tell(0, "A938")
        if not {"role", "person"} & found.keys():
            self._tell(0, "A939")
        return found

    def _tell(self, at: int, code: str, /, *hints: Phrase, **given: Filling) -> None:
        """Note what is wrong with the header of a column."""
        self.problems.append(coded(self._sheet.head(at), code, *hints, **given))

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
            self._complain(row, "person", "A940", most=_LONGEST)
        if role is None and person is None and not said.get("role"):
            self._complain(row, "role", "A941")
        mail = said.get("mail", "")
        if mail and not _MAIL.fullmatch(mail):
            self._complain(row, "mail", "A942", mail=mail)
        if len(self.problems) > before or key is None:
            return None
        return self._counted(Guest(row=row, key=key, role=role, person=person, language=language, mail=mail))

    def _counted(self, guest: Guest) -> Guest | None:
        same = self._seen.setdefault((guest.key, guest.role, guest.person and bare(guest.person)), [])
        twice = next((row for row, mail in same if guest.person or mail == guest.mail != ""), None)
        if twice is not None:
            self._complain(guest.row, "person" if guest.person else "mail", "A943", row=twice + 2)
            return None
        same.append((guest.row, guest.mail))
        return msgspec.structs.replace(guest, again=len(same) - 1)

    def _city(self, row: int, said: Mapping[str, str]) -> str | None:
        number, name = said.get("number", ""), said.get("city", "")
        if not number and not name:
            self._complain(row, "number" if "number" in self._columns else "city", "A944")
            return None
        keys = [key_of(number, name)] if number else self._by_name.get(bare(name), [])
        if number and not _NUMBER.fullmatch(number):
            self._complain(row, "number", "A909", number=number)
        elif number and keys[0] not in self._known.cities:
            self._complain(row, "number", "A945", number=number)
        elif number and name and bare(self._known.cities[keys[0]]) != bare(name):
            self._complain(row, "city", "A946", number=number, known=self._known.cities[keys[0]], name=name)
        elif not keys:
            self._complain(row, "city", "A947", _like(name, self._known.cities.values()), name=name)
        elif len(keys) > 1:
            self._complain(row, "city", "A948", name=name, numbers=", ".join(keys))
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
            self._complain(row, column, "A949", suggestion(written, set(known.values())), how=column, name=written)
        return found

    def _text(self, row: int, column: int) -> str:
        cells = self._sheet.rows[row]
        try:
            return " ".join(text_of(cells[column]).split()) if column < len(cells) else ""
        except CellError as error:
            self.problems.append(msgspec.structs.replace(error.problem, place=self._sheet.place(row, column)))
            return ""

    def _complain(self, at: int, where: str, code: str, /, *hints: Phrase, **given: Filling) -> None:
        """Note what is wrong with the cell in a row and a column."""
        self.problems.append(coded(self._sheet.place(at, self._columns.get(where, 0)), code, *hints, **given))


def _by_words(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return ids by what they are called, whatever the capitals and blanks; what is said first counts."""
    found: dict[str, str] = {}
    for written, name in pairs:
        found.setdefault(bare(written), name)
    return found


def _like(name: str, known: Iterable[str]) -> Phrase:
    """Return the hint for a city that is not known: the one that was meant, or how to name one."""
    meant = nearest(name, sorted(set(known)))
    return phrase("A947.hint") if meant is None else phrase("suggest.meant", name=meant)


def filled(head: Sequence[str], rows: Iterable[Sequence[object]]) -> dict[str, list[object]]:
    """Return rows as the columns of a table."""
    columns: dict[str, list[object]] = {name: [] for name in head}
    for row in rows:
        for name, cell in zip(head, row, strict=True):
            columns[name].append(cell)
    return columns
