"""Whatever goes wrong while people fill in a sheet is told with its cell, the reason, and what to do."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor import paths
from advisor.errors import UnusableInputError
from advisor.reasoning.answers import Respondent
from advisor.reports.language import load_words
from advisor.tables import csv_file
from advisor.tables.filled import answers_in, found_in
from advisor.tables.questionnaire import questionnaire
from tests.support.cities import city
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.errors import Problem
    from advisor.tables.grid import CellValue, Grid

PACK = shipped_pack()
WORDS = load_words(paths.shipped("templates"), "de")
DAY = datetime.date(2026, 11, 29)
ANSWER, ID = 4, 0
COUNTED = next(each.id for each in PACK.questions if each.type == "number")

IN_ANSWERS: dict[str, tuple[CellValue, ...]] = {
    "staff_unit": (
        *("vielleicht", "dauerhaft?!", "keine / dauerhaft", "keine; dauerhaft", "x", "-", "–", "#REF!", "#N/A", "#NAME?", "=A1"),
        *(0, 1, 2, 99, -1, 0.5, True, False, "1.", "3", "50 %", datetime.date(2027, 1, 1), "🙂", "a" * 500),
    ),
    COUNTED: ("ca. 80", "zwölf", "10-20", "mehr als 5", "3,5", "1e9", "#DIV/0!", "½", 3.5, -4, True, "?"),
    "political_occasion": ("keiner; Nirgends", "Nirgends", "1; 2", 3, "alle", "#REF!", "Krise und Vorstoss", "Krise / Vorstoss"),
}
CASES = [(question, value) for question, values in IN_ANSWERS.items() for value in values]


@cache
def blank() -> Grid:
    names = {each.id for each in PACK.questions}
    form = questionnaire(PACK, WORDS, city(PACK, {}), Respondent(role="office_head", name="Anna"), names, filled=False)
    grids = csv_file.grids_of(csv_file.written(form), "office.csv")
    return next(each for each in grids if any(len(row) > ANSWER for row in each.rows))


def with_cells(cells: dict[tuple[int, int], CellValue]) -> Grid:
    rows = [list(row) for row in blank().rows]
    for (row, column), value in cells.items():
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return msgspec.structs.replace(blank(), rows=tuple(map(tuple, rows)), sheet="Antwort", file="office.xlsx")


def row_of(first: str) -> int:
    return next(number for number, row in enumerate(blank().rows) if row[:1] == (first,))


def problems(cells: dict[tuple[int, int], CellValue]) -> list[Problem]:
    found = found_in([with_cells(cells)], [WORDS])
    assert found is not None
    with pytest.raises(UnusableInputError) as error:
        answers_in(found, PACK, WORDS, DAY, "office")
    return [each.told("de") for each in error.value.problems]


@pytest.mark.parametrize(("question", "value"), CASES)
def test_an_answer_that_cannot_be_understood_has_its_cell_the_reason_and_what_fits(question: str, value: CellValue) -> None:
    row = row_of(question)
    (problem,) = problems({(row, ANSWER): value})
    assert str(problem.place) == f"office.xlsx:Antwort!E{row + 1}"
    assert "passt nicht zu" in problem.what
    assert problem.hint


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("Rolle", ("Kaiser", "1", "Amtsleitung und Exekutive", "#REF!"), "gibt es nicht"),
        ("Datum", ("gestern", "31.2.2027", "2027-13-01", "Frühling", 46000), "ist kein Datum"),
        ("Kanton", ("Bayern", "XX", "26", "ZH und BE"), "ist kein Kanton"),
    ],
)
def test_a_field_at_the_top_that_cannot_be_understood_has_its_cell(field: str, values: tuple[CellValue, ...], said: str) -> None:
    row = row_of(field)
    for value in values:
        (problem,) = problems({(row, 1): value, (row_of("topic_owners"), ANSWER): "keine"})
        assert str(problem.place) == f"office.xlsx:Antwort!B{row + 1}"
        assert said in problem.what
        assert problem.hint


@pytest.mark.parametrize("name", ["stab", "staff unit", "STAFF_UNIT", "staff_unit?", 7, "#REF!", "Stabs- oder Fachstelle"])
@pytest.mark.parametrize("column", [ANSWER, ANSWER + 1])
def test_a_row_whose_id_was_written_over_has_its_cell(name: CellValue, column: int) -> None:
    row = row_of("staff_unit")
    (problem,) = problems({(row, ID): name, (row, column): "keine", (row_of("topic_owners"), ANSWER): "keine"})
    assert str(problem.place) == f"office.xlsx:Antwort!A{row + 1}"
    assert f"Eine Frage mit der Kennung «{name}» gibt es nicht." in problem.what
    assert problem.hint


def test_a_lost_id_a_second_answer_a_missing_city_and_an_empty_sheet_are_told_with_where() -> None:
    row, other = row_of("staff_unit"), row_of("topic_owners")
    answered: dict[tuple[int, int], CellValue] = {(other, ANSWER): "keine"}
    (lost,) = problems({**answered, (row, ID): None, (row, ANSWER): "keine"})
    (twice,) = problems({(row, ID): "topic_owners", (row, ANSWER): "keine", (other, ANSWER): "keine"})
    (nowhere,) = problems({**answered, (row_of("Stadt"), 1): ""})
    (empty,) = problems({})
    first, second = sorted((row, other))
    assert (str(lost.place), str(twice.place)) == (f"office.xlsx:Antwort!A{row + 1}", f"office.xlsx:Antwort!E{second + 1}")
    assert f"schon in office.xlsx:Antwort!E{first + 1}" in twice.what
    assert str(nowhere.place) == "office.xlsx:Antwort"
    assert str(empty.place).startswith("office.xlsx:Antwort!E")
    assert all(each.hint for each in (lost, twice, nowhere, empty))
