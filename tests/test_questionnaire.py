"""A questionnaire goes out as a table and comes back as answers, however it was rearranged; what is wrong has a cell."""

from __future__ import annotations

import csv
import datetime
import io
import random
import re
import zipfile
from typing import TYPE_CHECKING, Any

import msgspec
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.answers.packs import load
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.errors import UnusableInputError
from advisor.reasoning.answers import Answer, Respondent
from advisor.reports.language import load_words
from advisor.tables import csv_file, xlsx
from advisor.tables.filled import answers_in, found_in
from advisor.tables.questionnaire import questionnaire
from tests.support.cities import city
from tests.support.reports import ROOT
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.tables.grid import Grid

TEMPLATES = paths.shipped("templates")
LANGUAGES = ("de", "fr", "it", "en")
WORDS = {language: load_words(TEMPLATES, language) for language in LANGUAGES}
DAY = datetime.date(2026, 11, 29)
START = ROOT / "examples" / "seed-start.answers.yaml"


def pack_in(language: str) -> Pack:
    return load(ROOT / "rules" / "smart-city", language)


def by_dice(pack: Pack, dice: random.Random) -> Answers:
    """Return a city whose answers are of every type, some with notes, some unknown, some with a note alone."""
    given: dict[str, Answer] = {}
    for each in pack.questions:
        names = [level.name for level in each.levels]
        value: Any = {
            "yes_no": dice.choice(["yes", "no"]),
            "number": dice.randint(each.minimum or 0, each.maximum or 90),
            "date": datetime.date(2027, 1, 1) + datetime.timedelta(dice.randrange(900)),
            "text": "der Stadtrat" if each.names_role else "=1+1",
        }.get(each.type, dice.choice(names) if names else None)
        if each.type == "several":
            value = tuple(name for name in names if name != "none" and dice.random() < 0.4) or (names[0],)
        if each.names_role and pack.original:
            continue
        note = dice.choice([None, None, "=Protokoll; «ja»\nzweite Zeile", "-5 %"])
        if dice.random() < 0.7:
            given[each.id] = Answer(value=None if dice.random() < 0.15 else value, note=note)
    first, *_ = (each.id for each in pack.questions if each.id not in given)
    waiting = {first: Answer(value=None, note="später", unanswered=True)}
    return msgspec.structs.replace(city(pack, {}), answers=given, waiting=waiting)


def returned(grids: list[Grid], language: str) -> Answers:
    found = found_in(grids, list(WORDS.values()))
    assert found is not None
    return answers_in(found, pack_in(language), WORDS[language], DAY, "office")


def plain(answers: Answers) -> dict[str, tuple[object, str | None, bool]]:
    both = {**answers.answers, **answers.waiting}
    return {name: (each.value, each.note, each.unanswered) for name, each in both.items()}


def form_of(language: str, answers: Answers | None = None) -> Any:  # noqa: ANN401 - a form
    pack = pack_in(language)
    names = {each.id for each in pack.questions}
    return questionnaire(pack, WORDS[language], answers, Respondent(role="office_head", name="Anna"), names, filled=bool(answers))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("seed", sampled(3, list(range(48))))
def test_answers_that_went_out_filled_in_come_back_the_same(seed: int, form: str) -> None:
    language = LANGUAGES[seed % 4]
    answers = by_dice(pack_in(language), random.Random(seed))
    table = form_of(language, answers)
    back = xlsx.grids_of(xlsx.written(table), "a.xlsx") if form == "xlsx" else csv_file.grids_of(csv_file.written(table), "a.csv")
    came = returned(back, language)
    assert plain(came) == plain(answers)
    assert list(came.respondents.values()) == [Respondent(role="office_head", name="Anna")]
    assert {each.by for each in came.answers.values()} == {"person_anna"}


def sheet_of(file: Path) -> Any:  # noqa: ANN401 - untyped
    return openpyxl.load_workbook(file).worksheets[0]


def blank(folder: Path, *more: str) -> Path:
    file = folder / "office.xlsx"
    done = CliRunner().invoke(main, ["questionnaire", str(START), "-o", str(file), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return file


def changed(file: Path, **cells: object) -> Path:
    """Write values into the answer cells of questions; a name with two underscores at its end is its note."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "Kennung")
    rows = {sheet.cell(row, 1).value: row for row in range(top + 1, sheet.max_row + 1)}
    for name, value in cells.items():
        sheet.cell(rows[name.removesuffix("__")], 6 if name.endswith("__") else 5).value = value
    book.save(file)
    return file


def imported(folder: Path, *files: Path) -> tuple[int, str, Path]:
    out = folder / "out.answers.yaml"
    done = CliRunner().invoke(main, ["import", *map(str, files), "-o", str(out)], catch_exceptions=False)
    return done.exit_code, done.stderr, out


def test_a_sheet_offers_the_answers_and_says_what_they_mean(tmp_path: Path, pack: Pack) -> None:
    sheet = sheet_of(blank(tmp_path))
    offered = {str(cells): each.formula1 for each in sheet.data_validations.dataValidation for cells in each.sqref.ranges}
    asked = [each for each in pack.questions if each.type in {"ordinal", "choice", "yes_no"}]
    assert len(offered) >= len({tuple(level.label for level in each.levels) for each in asked})
    texts = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert all(level.behaviour.split("{")[0] in texts for each in asked for level in each.levels if level.behaviour)


def test_two_people_without_a_name_whose_files_are_called_alike_are_two(tmp_path: Path, pack: Pack) -> None:
    files = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        files.append(changed(blank(tmp_path / folder), staff_unit="dauerhaft"))
    code, told, out = imported(tmp_path, *files)
    assert (code, told) == (0, "")
    assert {each.by for each in read_answers(out, pack).answers["staff_unit"].said} == {"person_a_office", "person_b_office"}


def test_a_label_beside_an_empty_cell_is_not_its_value(tmp_path: Path, pack: Pack) -> None:
    """An office has put what stands above the questions into one row."""
    file = changed(blank(tmp_path), staff_unit="dauerhaft")
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    place = {sheet.cell(row, 1).value: row for row in range(1, 12)}
    row = place["Name"]
    sheet.cell(row, 3).value, sheet.cell(row, 4).value = "Rolle", "Amtsleitung"
    sheet.cell(place["Rolle"], 1).value = sheet.cell(place["Rolle"], 2).value = None
    book.save(file)
    code, told, out = imported(tmp_path, file)
    assert (code, told) == (0, "")
    (person,) = read_answers(out, pack).respondents.values()
    assert (person.name, person.role) == (None, "office_head")


def test_two_people_who_differ_are_kept_apart(tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = changed(
        blank(tmp_path / "a", "--name", "Anna", "--role", "office_head"), staff_unit="dauerhaft", staff_unit__="Reglement"
    )
    other = changed(blank(tmp_path / "b", "--role", "Exekutive"), staff_unit="keine", topic_owners="weiss nicht")
    code, told, out = imported(tmp_path, one, other)
    assert (code, told) == (0, "")
    answers = read_answers(out, pack)
    said = answers.answers["staff_unit"]
    assert said.disputed
    assert {each.by: (each.value, each.note) for each in said.said} == {
        "person_anna": ("permanent", "Reglement"),
        "person_b_office": ("none", None),
    }
    assert answers.respondents["person_b_office"].role == "executive"
    assert answers.answers["topic_owners"].value is None
    again, _, _ = imported(tmp_path, one)
    assert again == 2  # the output is there already


def test_a_sheet_that_an_office_rearranged_is_read(tmp_path: Path, pack: Pack) -> None:
    file = changed(blank(tmp_path), staff_unit="Dauerhaft", topic_owners="keine", population=12000.0)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "Kennung")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
    for number, row in enumerate(sorted(rows, key=lambda each: str(each[2]))):
        for column, value in enumerate(row, start=1):
            sheet.cell(top + 1 + number, column).value = value
    sheet.insert_cols(2)
    sheet.cell(top, 2).value = "Zuständig"
    sheet.move_range(f"F{top}:F{sheet.max_row}", cols=4)
    sheet.insert_rows(1, 2)
    sheet.cell(1, 3).value = "Amt für Umwelt: unsere Antworten"
    book.create_sheet("Notizen", 0)["A1"] = "Kennung"
    book.save(file)
    code, told, out = imported(tmp_path, file)
    assert (code, told) == (0, "")
    values = {name: each.value for name, each in read_answers(out, pack).answers.items()}
    assert (values["staff_unit"], values["population"]) == ("permanent", 12_000)


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("staff_unit", "vielleicht", "«vielleicht» passt nicht zu «Stabs- oder Fachstelle». Möglich ist: keine"),
        ("staff_unit", 2, "«2» passt nicht"),
        ("staff_unit", "#REF!", "«#REF!» passt nicht"),
        ("population", "ca. 80", "«ca. 80» passt nicht"),
        ("population", -4, "«-4» passt nicht"),
        ("population", 3.5, "«3.5» passt nicht"),
        ("political_occasion", "keiner; Nirgends", "Strichpunkt"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named_with_what_can(tmp_path: Path, question: str, value: object, said: str) -> None:
    file = changed(blank(tmp_path), **{question: value, "topic_owners": "keine"})
    row = next(row[0].row for row in sheet_of(file).iter_rows() if row[0].value == question)
    code, told, out = imported(tmp_path, file)
    assert code == 2
    assert f"office.xlsx:Antwort!E{row}: " in told
    assert said in told
    assert not out.exists()


def test_all_that_is_wrong_in_all_files_is_told_at_once_and_nothing_is_imported(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    good, bad = blank(tmp_path), blank(tmp_path / "a")
    changed(good, staff_unit="keine")
    changed(bad, staff_unit="x", topic_owners="y")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(csv_file.written(form_of("fr", None)))
    code, told, out = imported(tmp_path, good, bad, empty)
    assert code == 2
    assert told.count("passt nicht") == 2
    assert "empty.csv" in told
    assert "Écrivez-la à côté du champ «Ville»" in told
    assert not out.exists()


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda rows: [each if each[:1] != ["Stadt"] else ["Stadt", ""] for each in rows], "für welche Stadt"),
        (
            lambda rows: [each if each[:1] != ["Rolle"] else ["Rolle", "Kaiser"] for each in rows],
            "Eine Rolle «Kaiser» gibt es nicht",
        ),
        (lambda rows: [each if each[:1] != ["Datum"] else ["Datum", "gestern"] for each in rows], "«gestern» ist kein Datum"),
        (lambda rows: [each if each[:1] != ["Kanton"] else ["Kanton", "Bayern"] for each in rows], "«Bayern» ist kein Kanton"),
        (
            lambda rows: [each if each[:1] != ["staff_unit"] else ["stab", *each[1:]] for each in rows],
            "Kennung «stab» gibt es nicht",
        ),
        (lambda rows: [each if each[:1] != ["staff_unit"] else ["", *each[1:]] for each in rows], "fehlt die Kennung"),
        (lambda rows: [*rows, next(each for each in rows if each[:1] == ["staff_unit"])], "zweimal beantwortet"),
        (lambda rows: [each for each in rows if each[:1] != ["Kennung"]], "columns of a questionnaire"),
        (lambda rows: [each if each[:1] != ["Wissensbasis"] else ["Wissensbasis", "nichts 1 de"] for each in rows], "nichts"),
    ],
)
def test_a_damaged_table_says_where_and_what_to_do(tmp_path: Path, damage: Any, said: str) -> None:  # noqa: ANN401
    answers = msgspec.structs.replace(city(pack_in("de"), {}), answers={"staff_unit": Answer(value="none")})
    rows = damage(rows_of(csv_file.written(form_of("de", answers)).decode("utf-8-sig")))
    stream = io.StringIO()
    csv.writer(stream, delimiter=",").writerows(rows)
    file = tmp_path / "office.csv"
    file.write_text(stream.getvalue(), encoding="utf-8")
    code, told, out = imported(tmp_path, file)
    assert code == 2
    assert said in told
    assert "office.csv" in told
    assert not out.exists()


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def tampered(content: bytes, change: Any) -> bytes:  # noqa: ANN401
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {each: file.read(each) for each in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    return packed(**{**parts, sheet: change(parts[sheet])})


def test_what_nobody_can_see_in_a_text_is_written_with_its_replacement() -> None:
    form = msgspec.structs.replace(form_of("de"), title="A\aB")
    assert xlsx.grids_of(xlsx.written(form), "a.xlsx")[0].at(0, 0) == "A\ufffdB"


@pytest.mark.parametrize(
    "change",
    [
        lambda part: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + part,
        lambda part: f"<!DOCTYPE x>{part.decode()}".encode("utf-16"),
        lambda part: part.replace(b"</row>", b'<c r="Z9"><f t="shared" si="0"/></c></row>', 1),
        lambda part: part.replace(b"</row>", b'<c t="n" r="Z9"><f>1+1</f> <v> </v></c></row>', 1),
        lambda part: part.replace(b"</sheetData>", b'<row r="999999"><c r="A999999"><v>1</v></c></row></sheetData>'),
        lambda part: part + b" " * 50_000_000,
        lambda part: part[: len(part) // 2],
        lambda _: b"",
    ],
)
def test_a_hostile_or_broken_sheet_is_refused_and_never_falls(change: Any) -> None:  # noqa: ANN401
    content = tampered(xlsx.written(form_of("de")), change)
    with pytest.raises(UnusableInputError):
        xlsx.grids_of(content, "a.xlsx")


def test_a_formula_that_was_never_computed_is_told_and_does_not_read_as_empty(tmp_path: Path) -> None:
    file = changed(blank(tmp_path), staff_unit="=1+1", topic_owners="keine")
    row = next(row[0].row for row in sheet_of(file).iter_rows() if row[0].value == "staff_unit")
    code, told, out = imported(tmp_path, file)
    assert code == 2
    assert f"the formula in E{row} was never computed" in told
    assert not out.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 500, packed(a=b"x"), b"\x00\xff" * 99])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    code, told, _ = imported(tmp_path, file)
    assert code == 2
    assert "x.xlsx" in told


def test_only_what_still_matters_is_asked(tmp_path: Path, pack: Pack) -> None:
    asked = {row[0].value for row in sheet_of(blank(tmp_path, "--open")).iter_rows()} & {each.id for each in pack.questions}
    assert 0 < len(asked) < len(pack.questions)


def test_an_answers_file_is_merged_with_what_came_back(tmp_path: Path, pack: Pack) -> None:
    file = changed(blank(tmp_path), staff_unit="dauerhaft")
    code, told, out = imported(tmp_path, file, START)
    assert code == 0, told
    assert set(read_answers(START, pack).answers) <= set(read_answers(out, pack).answers)


# --- on paper


def paper(file: Path, *more: str) -> bytes:
    done = CliRunner().invoke(main, ["questionnaire", str(file), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def test_on_paper_each_answer_has_a_box_and_those_that_were_given_are_ticked(pack: Pack) -> None:
    blank_one = paper(START, "--format", "md").decode()
    asked = [each for each in pack.questions if each.levels or each.type == "yes_no"]
    boxes = sum(len(each.levels) or 2 for each in asked) + len(pack.questions)
    assert blank_one.count("☐") == boxes
    assert "☑" not in blank_one
    filled = paper(START, "--format", "md", "--filled").decode()
    answers = read_answers(START, pack)
    ticked = sum(
        len(each.value) if isinstance(each.value, tuple) else 1
        for name, each in answers.answers.items()
        if each.value is None or pack.question(name).levels or pack.question(name).type == "yes_no"
    )
    assert filled.count("☑") == ticked
    assert filled.count("☐") + ticked == boxes
    assert not re.search(r"[-*•] [☐☑]", filled)


@pytest.mark.long
def test_on_paper_the_boxes_of_a_question_stand_below_it_on_one_page() -> None:
    for page in pypdf.PdfReader(io.BytesIO(paper(START, "--format", "pdf"))).pages:
        lines = page.extract_text().splitlines()
        assert sum(bool(re.match(r"[0-9]+\.\s", line)) for line in lines) == lines.count("☐ weiss nicht") > 0


@pytest.mark.parametrize("language", sampled(1, list(LANGUAGES)))
@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>")])
def test_paper_comes_in_every_format_and_language(form: str, begins: bytes, language: str) -> None:
    assert paper(START, "--format", form, "--lang", language, "--open")[: len(begins)].lower() == begins.lower()
