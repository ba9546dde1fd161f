"""Whatever is wrong with a table of cities, or with the folder, is told with its place, the reason and what to do."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import polars
import pytest

from advisor.errors import AdvisorError, UnusableInputError
from advisor.portfolio import folder as cities
from advisor.portfolio.importing import import_sheet
from advisor.portfolio.tables import read_sheet, write_table
from advisor.portfolio.verdict_table import where
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.errors import Problem
    from advisor.portfolio.folder import Portfolio

PACK, TODAY = shipped_pack(), datetime.date(2026, 11, 29)
HEAD = "number,name,population,date,staff_proposals,political_occasion,aim\n"
GOOD = "1,Aa,900,2026-11-29,regular,none,\n"


def row(column: str, cell: str) -> str:
    """Return a table whose second city has this cell in a column."""
    cells = dict(zip(HEAD.strip().split(","), ("2", "Bb", "900", "2026-11-29", "regular", "none", ""), strict=True))
    return HEAD + GOOD + ",".join({**cells, column: cell}.values()) + "\n"


def one(header: str, cell: str) -> str:
    return f"name,{header}\nAa,{cell}\n"


TEXTS: dict[str, tuple[str | bytes, str, str]] = {
    "a level that there is not": (row("staff_proposals", "often"), "!E3", "no level 'often'"),
    "a level that is nearly one": (row("staff_proposals", "regulr"), "!E3", "no level 'regulr'"),
    "a number beyond the levels": (row("staff_proposals", "9"), "!E3", "no level '9'"),
    "a negative level": (row("staff_proposals", "-1"), "!E3", "no level '-1'"),
    "a level with a fraction": (row("staff_proposals", "1.5"), "!E3", "no level '1.5'"),
    "two levels": (row("staff_proposals", "regular;none"), "!E3", "no level 'regular;none'"),
    "unknown and a level": (row("staff_proposals", "unknown;regular"), "!E3", "no level 'unknown;regular'"),
    "a level with a question mark": (row("staff_proposals", "regular?"), "!E3", "no level 'regular?'"),
    "yes for a level": (row("staff_proposals", "ja"), "!E3", "no level 'ja'"),
    "a formula for a level": (row("staff_proposals", "=1+1"), "!E3", "no level '=1+1'"),
    "an error of a spreadsheet": (row("staff_proposals", "#N/A"), "!E3", "no level '#N/A'"),
    "the null of a database": (row("staff_proposals", "NULL"), "!E3", "no level 'NULL'"),
    "an option that there is not": (row("political_occasion", "sometimes"), "!F3", "no option 'sometimes'"),
    "none beside an option": (row("political_occasion", "none;motion"), "!F3", "exclude each other"),
    "options with a stroke between": (row("political_occasion", "motion|crisis"), "!F3", "no option 'motion|crisis'"),
    "options with a comma between": (row("political_occasion", '"motion,crisis"'), "!F3", "no option 'motion,crisis'"),
    "the place of an option": (row("political_occasion", "3"), "!F3", "no option '3'"),
    "an approach that there is not": (row("aim", "somewhere"), "!G3", "no approach 'somewhere'"),
    "a second approach that there is not": (row("aim", "themenlab;somewhere"), "!G3", "no approach 'somewhere'"),
    "the place of an approach": (row("aim", "1"), "!G3", "no approach '1'"),
    "a size in words": (row("population", "many"), "!C3", "many"),
    "a negative size": (row("population", "-1"), "!C3", "-1"),
    "a size with a fraction": (row("population", "900.5"), "!C3", "900.5"),
    "a size with an apostrophe": (row("population", "9'000"), "!C3", "9'000"),
    "a size with a blank": (row("population", "9 000"), "!C3", "9 000"),
    "a size that is about": (row("population", "ca. 900"), "!C3", "ca. 900"),
    "a size beyond all": (row("population", "99999999999"), "!C3", "99999999999"),
    "a size that is an error": (row("population", "#VALUE!"), "!C3", "#VALUE!"),
    "a day with points": (row("date", "29.11.2026"), "!D3", "is not a date"),
    "a day with strokes": (row("date", "11/29/2026"), "!D3", "is not a date"),
    "a day that there is not": (row("date", "2026-02-30"), "!D3", "is not a date"),
    "a month that there is not": (row("date", "2026-13-01"), "!D3", "is not a date"),
    "a year alone": (row("date", "2026"), "!D3", "is not a date"),
    "a month alone": (row("date", "2026-11"), "!D3", "is not a date"),
    "a day with a time": (row("date", "2026-11-29T10:00"), "!D3", "is not a date"),
    "a day in words": (row("date", "heute"), "!D3", "is not a date"),
    "a day as spreadsheets count": (row("date", "45000"), "!D3", "is not a date"),
    "a day of the middle ages": (row("date", "1026-02-03"), "!D3", "no day to reckon with"),
    "a day of the far future": (row("date", "9999-01-01"), "!D3", "no day to reckon with"),
    "a number in words": (row("number", "two"), "!A3", "no number of a city"),
    "a negative number": (row("number", "-2"), "!A3", "no number of a city"),
    "a number with a fraction": (row("number", "2.5"), "!A3", "no number of a city"),
    "a number with a letter": (row("number", "2a"), "!A3", "no number of a city"),
    "a number with blanks": (row("number", "3 5 1"), "!A3", "no number of a city"),
    "a number that is too long": (row("number", "1234567"), "!A3", "no number of a city"),
    "a number of zeros": (row("number", "00"), "!A3", "no number of a city"),
    "a number in other digits": (row("number", "٣"), "!A3", "no number of a city"),
    "a number of another city": (row("number", "01"), "!A3", "has the same number"),
    "no name": (row("name", ""), "!B3", "has no name"),
    "a name of blanks": (row("name", "  "), "!B3", "has no name"),
    "a name without letters": (row("name", "???"), "!B3", "is no name"),
    "a name that is a way": (row("name", ".."), "!B3", "is no name"),
    "a name that is a story": (row("name", "x" * 300), "!B3", "longer than"),
    "a name that turns the line round": (row("name", "A\u202eb"), "!B3", "nobody can see"),
    "a name with a null byte": (row("name", "A\x00b"), "!B3", "nobody can see"),
    "the same row twice": (HEAD + GOOD + GOOD, "!A3", "same city and day as in row 2"),
    "two names that make one key": ("name\nSt. Aa\nSt-Aa\n", "!A3", "would be taken for the same city"),
    "one cell too many": (HEAD + GOOD + GOOD.replace("1,Aa", "2,Bb").strip() + ",more\n", "!H3", "no header"),
    "a question that there is not": (HEAD.replace("staff_proposals", "staff_proposal") + GOOD, "!E1", "no question"),
    "a header twice": (HEAD.replace("name", "staff_proposals") + GOOD, "!E1", "stands in B already"),
    "one question under two headers": ("name;staff_unit;LABEL\nAa;;\n", "!C1", "stand in B already"),
    "no column of names": ("number,population\n1,900\n", "!A1", "no column is called 'name'"),
    "a column without header": ("name,,staff_proposals\nAa,x,regular\n", "!B1", "no header"),
    "a title above the headers": ("Umfrage\nname,date\nAa,\n", "!A1", "as a title would"),
    "an empty row above the headers": ("\nname,date\nAa,\n", "!A1", "the first row is empty"),
    "the headers again below": ("name,date\nAa,\nname,date\n", "!B3", "is not a date"),
    "strokes between the columns": ("name|date\nAa|\n", "!A1", "no column is called 'name'"),
    "a yes that is none": (one("has_parliament", "maybe"), "!B2", "Answer yes, no or unknown"),
    "a choice that is none": (one("budget_state", "perhaps"), "!B2", "no option 'perhaps'"),
    "a number below its bounds": (one("budget_lead_time_months", "-3"), "!B2", "outside what"),
    "a number above its bounds": (one("staff_unit_fte", "5000"), "!B2", "outside what"),
    "a day in an answer": (one("legislature_ends", "soon"), "!B2", "is not a date"),
    "a role without its article": (one("executive_label", "Rrrr"), "!B2", "article"),
    "a canton that there is not": (one("canton", "Bayern"), "!B2", "no option"),
    "two cantons": (one("canton", "BE;ZH"), "!B2", "no option"),
    "headers alone": (HEAD, "", "no city in this table"),
    "nothing at all": ("", "", "the table is empty"),
    "empty lines alone": ("\n\n\n", "", "the table is empty"),
    "a quote that does not end": (HEAD + '2,"Bb,900', "", "no CSV"),
    "a quote in a cell": (HEAD + '2,"Bb"x,900\n', "", "no CSV"),
    "a cell like a book": (HEAD + f"2,{'y' * 200_000},900,,,,\n", "", "no CSV"),
    "another alphabet of bytes": ("name\nZürich\n".encode("cp1252"), "", "not UTF-8"),
    "two bytes for a letter": ("name\nAa\n".encode("utf-16"), "", "not UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "", "not UTF-8"),
}


def sheet(*rows: list[object]) -> bytes:
    book: Any = openpyxl.Workbook()
    for each in rows:
        book.active.append(each)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def columns(**table: list[object]) -> bytes:
    written = io.BytesIO()
    polars.DataFrame(table, strict=False).write_parquet(written)
    return written.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "a day as text in a workbook": ("xlsx", lambda: sheet(["name", "date"], ["Aa", "29.11.2026"]), "!B2", "is not a date"),
    "a fraction in a workbook": ("xlsx", lambda: sheet(["name", "staff_proposals"], ["Aa", 2.5]), "!B2", "no whole number"),
    "true in a workbook": ("xlsx", lambda: sheet(["name", "staff_unit"], ["Aa", True]), "!B2", "no level 'yes'"),
    "a time in a workbook": ("xlsx", lambda: sheet(["name", "staff_unit"], ["Aa", datetime.time(3, 4)]), "!B2", "no level"),
    "a day for a size": ("xlsx", lambda: sheet(["name", "population"], ["Aa", TODAY]), "!B2", "does not fit"),
    "a formula nobody computed": ("xlsx", lambda: sheet(["name", "population"], ["Aa", "=1+1"]), "", "the formula in B2"),
    "a title in a workbook": ("xlsx", lambda: sheet(["Umfrage"], ["name", "date"], ["Aa", None]), "!A1", "as a title would"),
    "numbers for headers": ("xlsx", lambda: sheet([1, 2], ["Aa", 3]), "!A1", "no column is called 'name'"),
    "an empty workbook": ("xlsx", sheet, "", "the table is empty"),
    "a workbook that is none": ("xlsx", lambda: b"PK rubbish", "", "no XLSX"),
    "a workbook that is CSV": ("xlsx", lambda: b"name\nAa\n", "", "no XLSX"),
    "a workbook cut off": ("xlsx", lambda: sheet(["name"], ["Aa"])[:900], "", "no XLSX"),
    "an option in a list": (
        "parquet",
        lambda: columns(name=["Aa"], political_occasion=[["motion", "x"]]),
        "!B2",
        "no option 'x'",
    ),
    "an approach in a list": ("parquet", lambda: columns(name=["Aa"], aim=[["x"]]), "!B2", "no approach 'x'"),
    "a record in a cell": ("parquet", lambda: columns(name=["Aa"], staff_unit=[{"a": 1}]), "!B2", "type 'dict'"),
    "bytes in a cell": ("parquet", lambda: columns(name=["Aa"], staff_unit=[b"x"]), "!B2", "type 'bytes'"),
    "a duration in a cell": (
        "parquet",
        lambda: columns(name=["Aa"], staff_unit=[datetime.timedelta(1)]),
        "!B2",
        "type 'timedelta'",
    ),
    "an infinite size": ("parquet", lambda: columns(name=["Aa"], population=[float("inf")]), "!B2", "no whole number"),
    "no rows": ("parquet", lambda: columns(name=[]), "", "no city in this table"),
    "no columns": ("parquet", columns, "", "the table is empty"),
    "Parquet cut off": ("parquet", lambda: columns(name=["Aa"])[:-20], "", "no Parquet"),
    "Parquet that is none": ("parquet", lambda: b"PAR1 rubbish", "", "no Parquet"),
    "an old workbook": ("xls", lambda: b"\xd0\xcf\x11\xe0", "", "none of the tables"),
    "a workbook of another office": ("ods", lambda: b"PK", "", "none of the tables"),
    "records": ("json", lambda: b'[{"name": "Aa"}]', "", "none of the tables"),
}


@pytest.fixture
def office(tmp_path: Path) -> Portfolio:
    (tmp_path / "office" / "cities").mkdir(parents=True)
    (tmp_path / "office" / "portfolio.yaml").write_text("pack: smart-city\ncanton: BE\n", encoding="utf-8")
    return cities.open_portfolio(tmp_path / "office")


def assert_told(problem: Problem, place: str, what: str) -> None:
    assert str(problem.place) == place
    assert what in f"{problem.what} {problem.hint}"
    assert re.search(r"\w.*[.!?]\Z", problem.what), problem.what
    assert re.search(r"\w.*[.!?']\Z", problem.hint) or "Known are" in problem.hint, problem.hint


def test_so_many_kinds_of_damage_are_told() -> None:
    assert len(TEXTS) + len(FILES) >= 80


@pytest.mark.parametrize("kind", TEXTS)
def test_damage_in_a_text_is_told_with_its_cell_and_nothing_comes_in(kind: str, office: Portfolio, tmp_path: Path) -> None:
    text, cell, what = TEXTS[kind]
    if isinstance(text, str):
        text = text.replace("LABEL", PACK.question("staff_unit").label).encode()
    assert_refused(office, tmp_path / "cities.csv", text, cell, what)


@pytest.mark.parametrize("kind", FILES)
def test_damage_in_a_file_is_told_with_its_cell_and_nothing_comes_in(kind: str, office: Portfolio, tmp_path: Path) -> None:
    form, made, cell, what = FILES[kind]
    assert_refused(office, tmp_path / f"cities.{form}", made(), cell, what)


def assert_refused(office: Portfolio, table: Path, content: bytes, cell: str, what: str) -> None:
    table.write_bytes(content)
    with pytest.raises(UnusableInputError) as refused:
        import_sheet(office, PACK, read_sheet(table), TODAY)
    first = min(refused.value.problems, key=lambda each: each.place)
    written = table if table.suffix != ".xlsx" or not cell else f"{table}:Sheet"
    place = str(first.place).replace(":Sheet", "") if not cell else str(first.place)
    assert place == f"{written}{cell}"
    assert_told(first, str(first.place), what)
    assert list((office.path / "cities").iterdir()) == []


def test_a_table_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    for file, told in ((tmp_path / "none.csv", "there is no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(UnusableInputError, match=told):
            read_sheet(file)


def test_lines_and_blanks_in_a_name_are_one_blank(office: Portfolio, tmp_path: Path) -> None:
    table = tmp_path / "cities.csv"
    table.write_text('name\n"St.\u00a0\nGallen"\n', encoding="utf-8")
    found = import_sheet(office, PACK, read_sheet(table), TODAY).files
    assert list(found) == ["st-gallen/2026-11-29.answers.yaml"]
    assert "name: St. Gallen\n" in found["st-gallen/2026-11-29.answers.yaml"]


SETTINGS = [
    ("pack: [", "portfolio.yaml"),
    ("", "Give pack"),
    ("canton: BE\n", "Give pack"),
    ("pack: smart-city\nregions: [a, b]\n", "Give pack"),
    ("pack: smart-city\nregions: {hills: 3}\n", "Give pack"),
    ("pack: smart-city\nbecome: {}\n", "Did you mean 'became'?"),
    ("pack: smart-city\npack: tea-house\n", "portfolio.yaml:2"),
    ("- pack\n", "Give pack"),
    ("\x00", "portfolio.yaml"),
]


@pytest.mark.parametrize(("text", "told"), SETTINGS)
def test_damaged_settings_are_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "portfolio.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError) as refused:
        cities.open_portfolio(tmp_path)
    first = refused.value.problems[0]
    assert str(first.place).startswith(str(tmp_path / "portfolio.yaml"))
    assert told in f"{first.place}: {first.what} {first.hint}"
    assert first.hint


def test_a_pack_that_is_not_here_is_told(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yaml").write_text("pack: nowhere\n", encoding="utf-8")
    with pytest.raises(AdvisorError, match="nowhere"):
        cities.base_of(cities.open_portfolio(tmp_path))


@pytest.mark.parametrize(
    "condition", ["size > 3", "population >", "[", "population is often", "staff_unit is often", "{any: []}"]
)
def test_a_condition_that_cannot_be_read_is_told(condition: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        where(PACK, [condition])
    assert str(refused.value.problems[0].place).startswith("--where")
    assert refused.value.problems[0].hint


ANSWERS = {
    "no YAML": ("staffed", "["),
    "another pack": ("pack: smart-city", "pack: tea-house"),
    "a level that there is not": ("staffed", "often"),
    "a day that is none": ("date: ", "date: 3"),
    "a list for a name": ("name: Aa", "name: []"),
    "a question that there is not": ("staff_unit", "staff_units"),
    "a key that there is not": ("answers:", "answer:"),
    "bytes": ("Aa", "A\x00"),
}


@pytest.mark.parametrize("damage", ANSWERS)
def test_a_damaged_answers_file_is_told_with_its_place(damage: str, office: Portfolio, tmp_path: Path) -> None:
    table = tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", {"name": ["Aa"], "staff_unit": ["staffed"]}))
    import_sheet(office, PACK, read_sheet(table), TODAY)
    file = office.path / "cities" / "aa" / f"{TODAY}.answers.yaml"
    text = file.read_text(encoding="utf-8")
    assert ANSWERS[damage][0] in text
    file.write_text(text.replace(*ANSWERS[damage]), encoding="utf-8")
    seen, problems = cities.read_visits(PACK, cities.visits(office))
    assert seen == []
    assert all(str(each.place).startswith(str(file)) and each.what and each.hint for each in problems)
    assert problems
