"""A questionnaire that an office works in is brought up to date: cells of questions change, and nothing else does."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from advisor.answers.packs import load
from advisor.answers.read import read_answers
from advisor.cli import main
from tests.support.reports import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

START = ROOT / "examples" / "seed-start.answers.yaml"


def run(*typed: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(typed), catch_exceptions=False)
    return done.exit_code, done.stderr


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a questionnaire as an office made it its own: a title, a column, colours, a comment, a sheet with a formula."""
    file = tmp_path / "office.xlsx"
    assert run("questionnaire", str(START), "-o", str(file))[0] == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    sheet.insert_rows(1, 2)
    sheet.insert_cols(3)
    sheet["C1"] = "Amt für Umwelt"
    sheet["C20"] = "Frau Beispiel"
    sheet["F20"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["F20"].comment = Comment("Bis Freitag", "Anna")
    own = book.create_sheet("Zahlen")
    own["A1"] = f"='{sheet.title}'!F20"
    own["A2"] = "=1+1"
    book.save(file)
    content = replaced(file.read_bytes(), "xl/worksheets/sheet3.xml", b"<v></v>", b"<v>2</v>")
    content = replaced(content, "xl/worksheets/sheet3.xml", b"<v/>", b"<v>2</v>")
    file.write_bytes(replaced(content, "xl/worksheets/sheet3.xml", b"<v />", b"<v>2</v>"))
    return file


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, each in parts(content).items():
            packed.writestr(name, each.replace(old, new) if name == part else each)
    return stream.getvalue()


def cells(file: Path) -> dict[str, Any]:
    return {each.coordinate: each for row in openpyxl.load_workbook(file).worksheets[0].iter_rows() for each in row}


def test_only_cells_of_questions_change(office: Path, pack: Pack) -> None:
    before, then = parts(office.read_bytes()), cells(office)
    code, told = run("questionnaire", str(START), "--into", str(office), "--filled")
    assert (code, told) == (0, "")
    after, now = parts(office.read_bytes()), cells(office)
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    changed = {name for name in now if now[name].value != (then[name].value if name in then else None)}
    asked = {each.id for each in pack.questions}
    assert changed
    assert {name[0] for name in changed} <= {"F", "G"}
    assert {now[f"A{name[1:]}"].value for name in changed} <= asked
    assert all(now[name].style_id == then[name].style_id for name in then)
    assert now["F20"].comment.text == "Bis Freitag"


def test_what_was_written_into_a_sheet_is_read_back(office: Path, tmp_path: Path, pack: Pack) -> None:
    run("questionnaire", str(START), "--into", str(office), "--filled")
    out = tmp_path / "out.answers.yaml"
    assert run("import", str(office), "-o", str(out))[0] == 0
    wanted = {name: (each.value, each.note) for name, each in read_answers(START, pack).answers.items()}
    assert {name: (each.value, each.note) for name, each in read_answers(out, pack).answers.items()} == wanted


def test_a_second_time_changes_no_byte(office: Path) -> None:
    run("questionnaire", str(START), "--into", str(office), "--filled")
    before = office.read_bytes()
    assert run("questionnaire", str(START), "--into", str(office), "--filled") == (0, "")
    assert office.read_bytes() == before


def test_without_filled_texts_are_renewed_and_what_people_wrote_stays(office: Path) -> None:
    book = openpyxl.load_workbook(office)
    sheet = book.worksheets[0]
    row = next(each[0].row for each in sheet.iter_rows() if each[0].value == "staff_unit")
    asked = sheet.cell(row, 4).value
    sheet.cell(row, 4).value, sheet.cell(row, 6).value = "alter Wortlaut", "dauerhaft"
    del book["Zahlen"]
    book.save(office)
    assert run("questionnaire", str(START), "--into", str(office)) == (0, "")
    now = cells(office)
    assert (now[f"D{row}"].value, now[f"F{row}"].value) == (asked, "dauerhaft")


def test_what_is_replaced_and_what_has_no_row_is_told(office: Path) -> None:
    book = openpyxl.load_workbook(office)
    sheet = book.worksheets[0]
    rows = {each[0].value: each[0].row for each in sheet.iter_rows()}
    sheet.cell(rows["staff_unit"], 6).value = "vielleicht"
    sheet.cell(rows["topic_owners"], 1).value = None
    del book["Zahlen"]
    book.save(office)
    code, told = run("questionnaire", str(START), "--into", str(office), "--filled")
    assert code == 0
    assert f"office.xlsx:Antwort!F{rows['staff_unit']}: Hier stand «vielleicht»." in told
    assert "Diese Fragen haben keine Zeile: topic_owners." in told


def test_a_formula_in_a_cell_of_a_question_is_never_lost(office: Path) -> None:
    book = openpyxl.load_workbook(office)
    row = next(each[0].row for each in book.worksheets[0].iter_rows() if each[0].value == "staff_unit")
    book.worksheets[0].cell(row, 6).value = "=1+1"
    del book["Zahlen"]
    book.save(office)
    content = office.read_bytes()
    for empty in (b"<v></v>", b"<v/>", b"<v />"):
        content = replaced(content, "xl/worksheets/sheet1.xml", b"<f>1+1</f>" + empty, b"<f>1+1</f><v>2</v>")
    office.write_bytes(content)
    code, told = run("questionnaire", str(START), "--into", str(office), "--filled")
    assert code == 2
    assert f"office.xlsx:Antwort!F{row}: a formula stands here" in told
    assert office.read_bytes() == content


def test_a_table_of_another_pack_and_what_is_no_xlsx_are_refused_and_stay(office: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(office)
    for row in book.worksheets[0].iter_rows(max_row=12):
        if row[0].value == "Wissensbasis":
            row[1].value = "anderes 1 de"
    del book["Zahlen"]
    book.save(office)
    text = tmp_path / "a.csv"
    text.write_text("Kennung;Antwort\n", encoding="utf-8")
    for file, said in ((office, "für die Wissensbasis «anderes»"), (text, "this is no XLSX")):
        before = file.read_bytes()
        code, told = run("questionnaire", str(START), "--into", str(file), "--filled")
        assert code == 2
        assert said in told
        assert file.read_bytes() == before
    assert "Leave out -o" in run("questionnaire", str(START), "--into", str(office), "--name", "Anna")[1]


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_sheets_of_other_programs_are_changed_in_their_own_way(office: Path, prefix: bytes) -> None:
    name = "xl/worksheets/sheet1.xml"
    part = parts(office.read_bytes())[name]
    bare = re.sub(rb'<c r="F[0-9]+"[^>]*?(/>|></c>)', b"", part)
    assert bare != part
    namespace = b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    other = re.sub(rb"<(/?)(row|c|v|is|t|sheetData)(?=[ />])", rb"<\1" + prefix + rb"\2", bare)
    other = other.replace(b"<worksheet ", b"<!-- > --><worksheet " + namespace + b" ", 1)
    office.write_bytes(replaced(office.read_bytes(), name, part, other))
    assert run("questionnaire", str(START), "--into", str(office), "--filled") == (0, "")
    answered = read_answers(START, load(ROOT / "rules" / "smart-city", "de")).answers
    now = cells(office)
    assert {now[f"A{place[1:]}"].value for place, each in now.items() if place[0] == "F" and each.value} >= set(answered)
    places = [re.findall(rb' r="([A-Z])[0-9]+"', row) for row in parts(office.read_bytes())[name].split(b"row>")]
    assert all(row == sorted(row) for row in places)  # else an office program would call the file damaged
