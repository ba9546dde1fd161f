"""Notes: what is written as nothing is no note, and a note alone is kept with a question that nobody answered yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.answers.disk import whole
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.interview.interview import Interview, Interviewer
from advisor.reasoning.answers import Answer
from tests.support.small_pack import load_small, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "pack: small\ncity: {name: Aba}\ndate: 2026-11-22\n"


def written(tmp_path: Path, text: str) -> Path:
    write_pack(tmp_path / "small", small_pack())
    file = tmp_path / "aba.answers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def report(file: Path, form: str = "md") -> str:
    done = CliRunner().invoke(main, ["advise", str(file), "--pack", str(file.parent / "small"), "--format", form])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("nothing", ["null", "Null", "NULL", "~", ""])
def test_a_note_a_name_and_a_day_that_are_written_as_nothing_are_absent(tmp_path: Path, nothing: str) -> None:
    text = """note: NOTHING
answers:
  shelf_people:
    value: most
    note: NOTHING
    by: NOTHING
    on: NOTHING
    said:
      - value: most
        note: NOTHING
        by: NOTHING
"""
    file = written(tmp_path, HEAD + text.replace("NOTHING", nothing))
    answers = read_answers(file, load_small(tmp_path / "small").pack)
    assert answers.note is None
    assert answers.answers["shelf_people"] == Answer(value="most", said=(Answer(value="most"),))
    assert "Zu diesem Fall" not in report(file)


@pytest.mark.parametrize("quoted", ['"null"', "'~'", '"NULL"'])
def test_a_note_in_quotes_says_what_it_says(tmp_path: Path, quoted: str) -> None:
    file = written(tmp_path, f"{HEAD}note: {quoted}\nanswers:\n  shelf_people: {{value: most, note: {quoted}}}\n")
    answers = read_answers(file, load_small(tmp_path / "small").pack)
    assert answers.note == answers.answers["shelf_people"].note == quoted[1:-1]


def test_a_note_alone_is_kept_and_the_question_stays_open(tmp_path: Path) -> None:
    pack = load_small(tmp_path / "small").pack
    file = written(tmp_path, f"{HEAD}answers:\n  shelf_people: {{note: Frau Wyss fragen, by: mayor, on: 2026-11-20}}\n")
    answers = read_answers(file, pack)
    assert answers.answers == {}
    noted = answers.waiting["shelf_people"]
    assert (noted.value, noted.note, noted.unanswered) == (None, "Frau Wyss fragen", True)
    asked = Interviewer(pack).turn(Interview(answers=answers)).matter["findings"]
    assert "shelf_people" in asked
    file.write_text(whole(answers, pack), encoding="utf-8")
    assert "value" not in file.read_text(encoding="utf-8")
    assert read_answers(file, pack).waiting == answers.waiting


def test_a_note_alone_is_no_answer_anywhere_and_stands_among_the_notes(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEAD}answers:\n  shelf_people: {{note: Frau Wyss fragen}}\n")
    told = report(file)
    row = next(line for line in told.splitlines() if "Frau Wyss fragen" in line)
    assert "noch nicht beantwortet" in row
    bare = written(tmp_path / "bare", f"{HEAD}answers: {{}}\n")
    assert json.loads(report(file, "json")) == json.loads(report(bare, "json"))


def test_the_note_to_a_question_that_does_not_arise_is_kept(tmp_path: Path) -> None:
    data = small_pack()
    asked = next(each for each in data["questions"] if each["id"] == "shelf_money")
    asked |= {"ask_when": "shelf_people is most", "otherwise": "none"}
    write_pack(tmp_path / "small", data)
    file = tmp_path / "aba.answers.yaml"
    file.write_text(f"{HEAD}answers:\n  shelf_people: none\n  shelf_money: {{note: Kasse leer}}\n", encoding="utf-8")
    pack = load_small(tmp_path / "small", data).pack
    answer = read_answers(file, pack).complete(pack).answers["shelf_money"]
    assert (answer.value, answer.note, answer.implied) == ("none", "Kasse leer", True)
