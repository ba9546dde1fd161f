"""Notes without an answer, and options that exclude others, in files, merges and what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.errors import UnusableInputError
from advisor.sessions.answers_disk import resume, whole
from advisor.sessions.answers_file import read_answers
from advisor.sessions.merging import merge

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

HEAD = "pack: smart-city\ncity: {name: X}\ndate: 2026-11-28\n"


def written(folder: Path, name: str, answers: str) -> Path:
    file = folder / f"{name}.answers.yaml"
    file.write_text(f"{HEAD}answers:\n{answers}", encoding="utf-8")
    return file


def test_a_note_without_a_value_waits_for_its_answer_and_is_no_unknown_one(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "x", "  staff_unit: {note: Reglement, by: executive, on: 2026-11-01}\n  topic_owners: named\n")
    answers = read_answers(file, pack)
    assert list(answers.answers) == ["topic_owners"]
    note = answers.waiting["staff_unit"]
    assert (note.note, note.by, str(note.on)) == ("Reglement", "executive", "2026-11-01")
    assert CliRunner().invoke(main, ["advise", str(file)]).exit_code == 0


@pytest.mark.parametrize(
    "raw", ["{by: executive}", "{note: ''}", "{note: x, nte: y}", "{note: x, on: gestern}", "{note: x, said: []}"]
)
def test_a_block_without_a_value_that_is_no_note_is_refused(raw: str, tmp_path: Path, pack: Pack) -> None:
    with pytest.raises(UnusableInputError):
        read_answers(written(tmp_path, "x", f"  staff_unit: {raw}\n"), pack)


def test_merging_keeps_the_notes_of_those_who_did_not_answer(tmp_path: Path, pack: Pack) -> None:
    files = [
        written(tmp_path, "a", "  staff_unit: {note: A}\n  topic_owners: {note: C}\n"),
        written(tmp_path, "b", "  staff_unit: {note: B}\n  topic_owners: {value: named, note: D}\n"),
    ]
    parts = [(str(file), read_answers(file, pack)) for file in files]
    for order in (parts, parts[::-1]):
        file = tmp_path / "m.answers.yaml"
        file.write_text(whole(merge(order), pack), encoding="utf-8")
        merged = read_answers(file, pack)
        assert merged.waiting["staff_unit"].note == "A\nB"
        assert merged.answers["topic_owners"].value == "named"
        assert set((merged.answers["topic_owners"].note or "").split("\n")) == {"C", "D"}


def test_a_waiting_note_is_written_changed_and_taken_away_without_touching_the_rest(tmp_path: Path, pack: Pack) -> None:
    file = written(tmp_path, "x", "  topic_owners: named  # laut Liste\n")
    note = read_answers(written(tmp_path, "y", "  staff_unit: {note: Reglement}\n"), pack).waiting["staff_unit"]
    disk = resume(file).put_note("staff_unit", note)
    assert read_answers(file, pack).waiting == {"staff_unit": note}
    assert "named  # laut Liste" in file.read_text(encoding="utf-8")
    disk.put_note("staff_unit", None)
    assert read_answers(file, pack).waiting == {}
    assert "named  # laut Liste" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("raw", ["[none, legislature_goal]", "[legislature_goal, none]"])
def test_an_option_that_says_none_excludes_the_others_in_a_file(raw: str, tmp_path: Path) -> None:
    file = written(tmp_path, "x", f"  political_occasion: {raw}\n")
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert done.exit_code == 2
    assert "x.answers.yaml:5: 'none' and other options of 'political_occasion' exclude each other." in done.output


def test_an_option_that_says_none_excludes_the_others_in_a_what_if(tmp_path: Path) -> None:
    file = written(tmp_path, "x", "  political_occasion: [none]\n")
    done = CliRunner().invoke(main, ["explain", str(file), "--what-if", "political_occasion=none,motion"])
    assert done.exit_code == 2
    assert "exclude each other" in done.output
