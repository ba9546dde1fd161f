"""Read a table that somebody filled in: find its columns wherever they stand, and understand each answer, or say what is wrong.

Rows may be sorted and left out, columns moved and added, titles put above: the words of the columns, in any language of the
product, and the id in each row say what a cell is.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.answers import roles
from advisor.answers.respondents import slug
from advisor.answers.value import UNKNOWN, ValueReader
from advisor.errors import Phrase, Place, Problem, UnusableInputError, coded, for_reader, phrase
from advisor.interview.typed import Tongue, fitting, folded, plain_answer, typed_day
from advisor.reasoning.answers import Answer, Answers, City, Respondent
from advisor.tables.grid import Grid
from advisor.tables.questionnaire import COLUMNS, HEAD, choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reports.words import Words
    from advisor.tables.grid import CellValue
    from advisor.yaml_source.read import Plain

_NEEDED = ("id", "answer")


class Found(msgspec.Struct, frozen=True):
    """Where a table begins: the row of its columns, the number of each, and what stands above it, with its cell."""

    grid: Grid
    row: int
    columns: dict[str, int]
    head: dict[str, tuple[str, int, int]]


def found_in(grids: Iterable[Grid], spoken: Sequence[Words]) -> Found | None:
    """Return the first table among sheets; None where there is none. ``spoken`` are the words of all languages."""
    columns = {folded(words(f"table.column.{name}")): name for words in spoken for name in COLUMNS}
    heads = {folded(words(f"table.head.{name}")): name for words in spoken for name in HEAD}
    for grid in grids:
        for number, row in enumerate(grid.rows):
            named = {columns[text]: place for place, cell in reversed(list(enumerate(row))) if (text := _plain(cell)) in columns}
            if all(name in named for name in _NEEDED):
                return Found(grid, number, named, _head(grid, number, heads))
    return None


def pack_named(found: Found) -> tuple[str, str | None]:
    """Return which pack a table says it is for, and in which language it was written, as far as it does."""
    name, _, rest = found.head.get("pack", ("", 0, 0))[0].partition(" ")
    return name, rest.rpartition(" ")[2] or None


def _head(grid: Grid, end: int, heads: Mapping[str, str]) -> dict[str, tuple[str, int, int]]:
    found: dict[str, tuple[str, int, int]] = {}
    for number, row in enumerate(grid.rows[:end]):
        for place, cell in enumerate(row):
            name = _named(cell, heads)
            beside = next(((each, place + 1 + at) for at, each in enumerate(row[place + 1 :]) if text(each)), None)
            if name is not None and beside is not None and _named(beside[0], heads) is None:
                found.setdefault(name, (text(beside[0]), number, beside[1]))
    return found


def _named(cell: CellValue, heads: Mapping[str, str]) -> str | None:
    """Return what a cell is the label of; what stands beside it, beyond empty cells, is its value, unless it is a label, too."""
    return heads.get(_plain(cell).rstrip(" :"))


def text(cell: CellValue) -> str:
    """Return what stands in a cell as somebody would have typed it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def _plain(cell: CellValue) -> str:
    return folded(text(cell)) if isinstance(cell, str) else ""


def answers_in(found: Found, pack: Pack, words: Words, today: datetime.date, name: str) -> Answers:
    """Return what one person filled in; ``name`` stands for whoever gives neither name nor role.

    Raises:
        UnusableInputError: with every cell that cannot be understood.

    """
    reader = _Reader(found, pack, words)
    answers = reader.read(today, name)
    if reader.problems:
        raise UnusableInputError(for_reader(reader.problems, pack.info.language))
    return answers


class _Reader:
    """Reads one table against one pack."""

    def __init__(self, found: Found, pack: Pack, words: Words) -> None:
        self._found, self._grid = found, found.grid
        self._pack, self._words = pack, words
        self._questions = {each.id: each for each in pack.questions}
        self._tongue = Tongue(tuple(words(f"month.{number}") for number in range(1, 13)), words("ask.percent"))
        self.problems: list[Problem] = []

    def read(self, today: datetime.date, name: str) -> Answers:
        day = self._day() or today
        person = self._person(name)
        by = f"person_{slug(person.name)}"[:70] if person.name else f"person_{slug(name)}"[:70]
        given = {key: msgspec.structs.replace(each, by=by, on=day) for key, each in self._each()}
        city = self._city()
        if not given and not self.problems:
            self._tell(self._found.row, self._found.columns["answer"], "A601")
        return Answers(
            pack=self._pack.info.id,
            city=city,
            date=day,
            start=day,
            aim=tuple(each.id for each in self._pack.approaches),
            answers={key: each for key, each in given.items() if not each.unanswered},
            waiting={key: each for key, each in given.items() if each.unanswered},
            respondents={by: person},
        )

    def _tell(self, row: int | None, column: int, code: str, /, *hints: Phrase, **given: str) -> None:
        self.problems.append(coded(Place(self._grid.place(row, column)), code, *hints, **given))

    def _city(self) -> City:
        name, _, _ = self._found.head.get("city", ("", 0, 0))
        canton, row, column = self._found.head.get("canton", ("", 0, 0))
        if not name:
            self._tell(None, 0, "A602", phrase("A602.hint", label=self._words("table.head.city")))
        known = [(each.name, each.label) for q in self._pack.questions if q.id == "canton" for each in q.levels]
        meant = _meant(known, canton)
        if canton and known and len(meant) != 1:
            options = ", ".join(label for _, label in known)
            self._tell(row, column, "A603", phrase("A609.fits", options=options), typed=canton)
        code = (meant[0].upper() if len(meant) == 1 else canton) or None
        language = self._pack.info.language if self._pack.original else None
        return City(name=name, canton=code, language=language, labels=roles.labels(self._pack, name, code, {}))

    def _day(self) -> datetime.date | None:
        typed, row, column = self._found.head.get("date", ("", 0, 0))
        day = typed_day(typed, self._tongue) if typed else None
        if typed and day is None:
            self._tell(row, column, "A604", typed=typed)
        return day.date if day else None

    def _person(self, name: str) -> Respondent:
        typed, row, column = self._found.head.get("role", ("", 0, 0))
        called, _, _ = self._found.head.get("name", ("", 0, 0))
        forms = roles.labels(self._pack, "", None, {})
        known = [(role.id, forms[role.id][""]) for role in self._pack.roles]
        meant = _meant(known, typed)
        if typed and len(meant) != 1:
            options = ", ".join(label for _, label in known)
            self._tell(row, column, "A605", phrase("A609.fits", options=options), typed=typed)
        role = meant[0] if len(meant) == 1 else None
        return Respondent(role=role, name=called or (None if role else name))

    def _each(self) -> list[tuple[str, Answer]]:
        columns, found = self._found.columns, dict[str, tuple[Answer, int]]()
        for row in range(self._found.row + 1, len(self._grid.rows)):
            key = text(self._grid.at(row, columns["id"]))
            typed = text(self._grid.at(row, columns["answer"]))
            note = text(self._grid.at(row, columns["note"])) if "note" in columns else ""
            asked = self._questions.get(key)
            if asked is None:
                if typed or note:
                    self._tell(row, columns["id"], "A607" if key else "A606", typed=key)
                continue
            if not typed and not note:
                continue
            if key in found:
                cell = self._grid.place(found[key][1], columns["answer"])
                self._tell(row, columns["answer"], "A608", label=asked.label, cell=cell)
                continue
            value = self._value(asked, typed, row) if typed else None
            found[key] = Answer(value=value, note=note or None, unanswered=not typed), row
        return [(key, answer) for key, (answer, _) in found.items()]

    def _value(self, asked: Question, typed: str, row: int) -> AnswerValue | None:
        column = self._found.columns["answer"]
        unknown = {UNKNOWN, *(folded(self._words(each)) for each in ("value.unknown", "ask.command.unknown"))}
        if folded(typed) in unknown:
            return None
        wrong: list[str] = []
        reader = ValueReader(lambda _, code, *__, **___: wrong.append(code))
        value = reader.read(asked, self._raw(asked, typed), ())
        if wrong or value is None:
            self._tell(row, column, "A609", *self._fits(asked), typed=typed, label=asked.label)
        elif asked.names_role:
            try:
                roles.named(self._pack, str(value))
            except roles.UnknownRoleNameError:
                articles = [article for article, forms in self._pack.articles.items() if article in forms.values()]
                hint = phrase("A609.article", articles=", ".join(articles))
                self._tell(row, column, "A609", hint, typed=typed, label=asked.label)
        return value

    def _raw(self, asked: Question, typed: str) -> Plain:
        options = choices(self._words, asked)
        if asked.type == "several":
            whole = _meant(options, typed)
            parts = [typed] if len(whole) == 1 else [part for part in _parts(typed, options) if part]
            return [meant[0] if len(meant := _meant(options, part)) == 1 else part for part in parts]
        if options:
            meant = _meant(options, typed)
            return meant[0] if len(meant) == 1 else f"«{typed}»"  # a number could be counted from 0 or from 1
        return plain_answer(asked, typed, self._tongue) if asked.type != "text" else typed

    def _fits(self, asked: Question) -> list[Phrase]:
        options = choices(self._words, asked)
        told = [phrase("A609.fits", options=", ".join(label for _, label in options))] if options else []
        told += [phrase("A609.several")] if asked.type == "several" else []
        told += [phrase("A609.number", unit=f" ({asked.unit})" if asked.unit else "")] if asked.type == "number" else []
        told += [phrase("A609.date")] if asked.type == "date" else []
        if asked.minimum is not None and asked.maximum is not None:
            told.append(phrase("A609.bounds", low=asked.minimum, high=asked.maximum))
        return told


def _meant(options: Sequence[tuple[str, str]], typed: str) -> list[str]:
    """Return the options that are meant, by name or label; never by a bare number."""
    exact = [key for key, label in options if folded(typed) in {folded(key), folded(label)}]
    return exact or ([] if typed.isdigit() else fitting(options, typed))


def _parts(typed: str, options: Sequence[tuple[str, str]]) -> list[str]:
    parts = [part.strip() for part in typed.replace("\n", ";").split(";")]
    if all(len(_meant(options, part)) == 1 for part in parts if part):
        return parts
    return [part.strip() for part in typed.replace("\n", ";").replace(",", ";").split(";")]
