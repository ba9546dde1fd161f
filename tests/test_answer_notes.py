"""Notes without an answer, and options that exclude others, in files and what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.answers.disk import resume
from advisor.answers.read import read_answers
from advisor.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

HEAD = "pack: smart-city\ncity: {name: X}\ndate: 2026-11-28\n"


def written(folder: Path, name: str, answers: str) -> Path:
    file = folder / f"{name}.answers.yaml"
    file.write_text(f"{HEAD}answers:\n{answers}", encoding="utf-8")
    return file


def test_a_note_alone_is_written_and_taken_away_without_touching_the_rest(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "x", "  topic_owners: named  # laut Liste\n")
    note = read_answers(written(tmp_path, "y", "  staff_unit: {note: Reglement}\n"), pack).waiting["staff_unit"]
    disk = resume(file).put("staff_unit", note)
    assert read_answers(file, pack).waiting["staff_unit"] == note
    assert "named  # laut Liste" in file.read_text(encoding="utf-8")
    disk.changed({"staff_unit": None})
    assert list(read_answers(file, pack).answers) == ["topic_owners"]
    assert "named  # laut Liste" in file.read_text(encoding="utf-8")


def test_merging_keeps_the_notes_of_those_who_did_not_answer(tmp_path: Path, pack: Pack) -> None:
    for name, note in (("a", "A"), ("b", "B")):
        written(tmp_path, name, f"  staff_unit: {{note: {note}}}\n")
    merged = tmp_path / "m.answers.yaml"
    files = [str(tmp_path / f"{name}.answers.yaml") for name in "ab"]
    assert CliRunner().invoke(main, ["merge", *files, "-o", str(merged)]).exit_code == 0
    text = merged.read_text(encoding="utf-8")
    assert "A" in text.split("staff_unit")[1]
    assert "B" in text.split("staff_unit")[1]
    assert "staff_unit" not in read_answers(merged, pack).facts(pack)


@pytest.mark.parametrize("raw", ["[none, legislature_goal]", "[legislature_goal, none]"])
def test_an_option_that_says_none_excludes_the_others_in_a_file(raw: str, tmp_path: Path) -> None:
    file = written(tmp_path, "x", f"  political_occasion: {raw}\n")
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert done.exit_code == 2
    assert "x.answers.yaml:5: Bei «political_occasion» schliessen sich «none» und andere Angaben aus." in done.output


def test_an_option_that_says_none_excludes_the_others_in_a_what_if(tmp_path: Path) -> None:
    file = written(tmp_path, "x", "  political_occasion: [none]\n")
    done = CliRunner().invoke(main, ["explain", str(file), "--what-if", "political_occasion=none,motion"])
    assert done.exit_code == 2
    assert "schliessen sich «none» und andere Angaben aus" in done.output
