"""The path as a list of work: every action and decision once, in a table that sorts and a calendar that other programs read."""

from __future__ import annotations

import datetime
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import icalendar
import openpyxl
import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.answers import packs
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.work import write_work
from tests.support.hostile import HOSTILE
from tests.support.reports import EXAMPLES, ROOT, TEMPLATES, name_of
from tests.support.sampling import sample_and_all, sampled

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reasoning.outcome import Outcome

START = paths.shipped("examples") / "seed-start.answers.yaml"


def written(file: Path, form: str, language: str | None = None) -> tuple[bytes, Outcome]:
    pack = packs.pack_for(file, None, language)
    answers = read_answers(file, pack)
    outcome = assess(KnowledgeBase(pack), answers)
    return write_work(form, TEMPLATES, pack, answers, outcome), outcome


def table(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize("file", sampled(3, EXAMPLES), ids=name_of)
def test_every_action_stands_in_the_table_and_in_the_calendar_once(file: Path) -> None:
    content, outcome = written(file, "xlsx")
    told = [row[2] for row in table(content)[1:]]
    calendar = "\n".join(str(event["description"]) for event in events(written(file, "ics")[0]))
    for item in outcome.path:
        if outcome.forks and item.kind != "clarify":
            continue
        for action in item.actions if item.kind != "clarify" else []:
            assert told.count(action) >= 1
            assert f"– {action}" in calendar


@pytest.mark.parametrize("file", sampled(3, EXAMPLES), ids=name_of)
def test_every_step_is_decided_on_no_later_than_it_begins(file: Path) -> None:
    content, outcome = written(file, "xlsx")
    rows = table(content)[1:]
    decisions = [row for row in rows if row[0] == "Entscheid" and row[2].startswith("Entscheiden über")]
    steps = [] if outcome.forks else [item for item in outcome.path if item.kind == "step"]
    assert len(decisions) == len(steps)
    for row in decisions:
        begun = [each[4] for each in rows if each[1] == row[1] and each[0] == "Aufgabe"]
        assert row[4] <= min(begun)
        assert row[3]
    asked = [row for row in rows if row[0] == "Entscheid" and row not in decisions]
    assert len(asked) == sum(item.timeframe.money is not None and bool(item.grants) for item in steps)
    money = {row[1]: row for row in asked}
    assert all(row[8] or money[row[1]][8] for row in decisions)


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_a_calendar_keeps_to_its_standard_in_every_language(language: str) -> None:
    content, outcome = written(START, "ics", language)
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    assert not [line for line in lines if b"\n" in line]
    for line in lines:
        line.decode()
    found = events(content)
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert all(event["dtstart"].dt >= outcome.date for event in found)


def test_an_event_is_the_same_in_every_language() -> None:
    known_by = {tuple(str(event["uid"]) for event in events(written(START, "ics", each)[0])) for each in ("de", "fr", "it", "en")}
    assert len(known_by) == 1


@pytest.mark.long
def test_dates_in_the_table_are_dates_and_its_heads_are_translated() -> None:
    heads = set()
    for language in ("de", "fr", "it", "en"):
        head, *rows = table(written(START, "xlsx", language)[0])
        heads.add(head)
        assert all(isinstance(row[4], datetime.datetime) for row in rows)
        assert len(head) == 10
    assert len(heads) == 4


@sample_and_all("every", 20, 1)
def test_what_a_city_types_is_neither_a_formula_nor_a_line_of_the_calendar(every: int, tmp_path: Path) -> None:
    tried = 0
    for text in ("=1+1", "x\r\nEND:VCALENDAR", *(*HOSTILE, "@SUM(A1)")[::every]):
        file = tmp_path / "city.answers.yaml"
        name = json.dumps(f"=1+1 {text}"[:60])
        answers = START.read_text(encoding="utf-8").partition("answers:")[2]
        head = f"pack: smart-city\ncity: {{name: {name}, roles: {{executive: der =1+1}}}}\ndate: 2026-11-22\n"
        file.write_text(f"{head}answers:{answers}", encoding="utf-8")
        if CliRunner().invoke(main, ["advise", str(file)]).exit_code:
            continue
        book = openpyxl.load_workbook(io.BytesIO(written(file, "xlsx")[0]))
        assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
        tried += 1
        assert written(file, "ics")[0].split(b"\r\n").count(b"END:VCALENDAR") == 1
        assert events(written(file, "ics")[0])
    assert tried


@pytest.mark.long
@pytest.mark.parametrize("form", ["xlsx", "ics"])
def test_two_processes_write_the_same_bytes(form: str) -> None:
    command = [sys.executable, "-m", "advisor", "worklist", str(START), "--format", form]
    made = {
        subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for seed, zone in (("0", "UTC"), ("7", "Asia/Tokyo"))
    }
    assert len(made) == 1


@pytest.mark.parametrize("form", ["xlsx", "ics"])
def test_a_list_goes_over_an_earlier_one_and_over_nothing_else(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"path.{form}"
    command = ["worklist", str(START), "--format", form, "-o", str(file)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert CliRunner().invoke(main, command).exit_code == 0
    other = openpyxl.Workbook()
    if form == "xlsx":
        other.save(file)
    else:
        file.write_text("BEGIN:VCALENDAR\r\nPRODID:-//other//other//EN\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    assert CliRunner().invoke(main, command).exit_code == 2


def test_where_it_is_open_how_the_path_begins_a_list_asks_and_does_nothing() -> None:
    rows = table(written(ROOT / "examples" / "all-unknown.answers.yaml", "xlsx")[0])[1:]
    assert {row[0] for row in rows} == {"Frage"}
