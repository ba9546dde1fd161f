"""Whoever wishes it is taken out of a city's answers and their history: words and name, in both or in neither."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.answers import saving
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.files.write import UnwritableError, write_whole
from advisor.reports.history import file_of
from advisor.sittings import events as did
from advisor.sittings.events import decoded
from advisor.sittings.sitting import reconciled
from tests.support.terminals import HEAD, piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

TODAY = datetime.datetime.now(tz=datetime.UTC).astimezone().date()


class Killed(BaseException):
    """What nobody catches."""


def redact(file: Path, person: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["redact", str(file), "--person", person], catch_exceptions=False)
    return done.exit_code, done.stderr


@pytest.fixture
def file(tmp_path: Path, pack: Pack) -> Path:
    """Return a file in which Anna and Ben differ, Anna settled one question and noted on another, and wrote of herself."""
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}  # Stand\n", encoding="utf-8")
    number = {each.id: place for place, each in enumerate(pack.questions, start=1)}
    staff, owners = number["staff_unit"], number["topic_owners"]
    mine = f"u\n{staff}\n2\nu\n{staff}\nn\nAnna zählt\nu\n{owners}\n2\np\nBen Beispiel\n"
    typed = f"{mine}u\n{staff}\n3\nu\n{owners}\n3\np\nAnna Muster\nu\n{owners}\n4\nn\nNur Anna\nt\ne\n"
    done = piped(file, typed, "--by", "Anna Muster")
    assert done.returncode == 0
    return file


def test_words_and_name_are_gone_from_both_and_what_others_said_and_settled_stays(file: Path, pack: Pack) -> None:
    before = read_answers(file, pack)
    events = decoded(file_of(file).read_bytes(), "x")
    assert b"Anna" in file.read_bytes()
    assert redact(file, "anna muster") == (0, "")
    for each in (file, file_of(file)):
        assert b"Anna" not in each.read_bytes()
    after = read_answers(file, pack)
    staff, owners = after.answers["staff_unit"], after.answers["topic_owners"]
    assert (staff.by, staff.value, staff.said) == ("Ben Beispiel", pack.question("staff_unit").levels[2].name, ())
    assert (owners.value, owners.by) == (before.answers["topic_owners"].value, None)
    assert [each.by for each in owners.said] == ["Ben Beispiel"]
    assert "# Stand" in file.read_text(encoding="utf-8")
    left = decoded(file_of(file).read_bytes(), "x")
    assert len(left) == len(events)
    assert reconciled(after, tuple(after.answers), left)[1] is None
    shown = CliRunner().invoke(main, ["protocol", str(file)], catch_exceptions=False).stdout
    assert "gelöscht auf Wunsch der Person" in shown
    assert "Anna" not in shown


def test_a_second_time_there_is_nobody_of_this_name_and_who_is_there_is_told(file: Path) -> None:
    redact(file, "Anna Muster")
    before = file.read_bytes()
    code, told = redact(file, "Anna Muster")
    assert code == 2
    assert "«Anna Muster» hat hier nichts gesagt. Nennen Sie eine Person: Ben Beispiel." in told
    assert file.read_bytes() == before


def test_where_somebody_else_named_them_is_told_with_its_line(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(f"# Frau Muster am Telefon\n{text}", encoding="utf-8")
    code, told = redact(file, "Anna Muster")
    assert code == 0
    assert "x.answers.yaml:1: «Muster» steht hier noch." in told


@pytest.mark.parametrize("fails", [1, 2])
def test_where_one_of_the_two_cannot_be_written_both_are_as_they_were(
    file: Path, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes(), file_of(file).read_bytes()
    done: list[Path] = []

    def writes(target: Path, content: bytes) -> None:
        done.append(target)
        if len(done) == fails:
            raise UnwritableError(target, "the disk is full")
        write_whole(target, content)

    monkeypatch.setattr(saving, "write_whole", writes)
    code, told = redact(file, "Anna Muster")
    assert code == 2
    assert "the disk is full" in told
    assert (file.read_bytes(), file_of(file).read_bytes()) == before


def test_killed_between_the_two_a_second_run_does_the_rest(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Path] = []

    def writes(target: Path, content: bytes) -> None:
        if done:
            raise Killed
        done.append(target)
        write_whole(target, content)

    with monkeypatch.context() as patched:
        patched.setattr(saving, "write_whole", writes)
        with pytest.raises(Killed):
            redact(file, "Anna Muster")
    assert b"Anna" not in file.read_bytes()
    assert b"Anna" in file_of(file).read_bytes()
    assert redact(file, "Anna Muster") == (0, "")
    assert b"Anna" not in file_of(file).read_bytes()


@pytest.mark.parametrize("damage", [b"no event\n", None])
def test_where_the_history_cannot_be_read_nothing_is_changed(file: Path, damage: bytes | None) -> None:
    before = file.read_bytes()
    if damage:
        file_of(file).write_bytes(damage)
    else:
        file_of(file).unlink()
        file_of(file).mkdir()
    assert redact(file, "Anna Muster")[0] == 2
    assert file.read_bytes() == before


def test_without_a_history_a_declared_respondent_and_retired_answers_are_taken_out(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(
        f"{HEAD}pack_version: {pack.info.version}\ndate: {TODAY}\n"
        "respondents:\n  person_anna: {name: Anna Muster, role: office_head}\n  person_ben: {name: Ben Beispiel}\n"
        "answers:\n"
        "  staff_unit:\n    value: unknown\n    said:\n"
        "      - {value: permanent, by: person_anna, note: meine Stelle}\n      - {value: none, by: person_ben}\n"
        "  topic_owners: {value: none, by: person_anna}\n"
        "retired:\n  once_asked: {value: Anna war es, by: person_anna}\n  asked_too: {value: alt, by: person_ben}\n",
        encoding="utf-8",
    )
    assert redact(file, "Anna Muster") == (0, "")
    answers = read_answers(file, pack)
    assert {name: (each.value, each.by) for name, each in answers.answers.items()} == {"staff_unit": ("none", "person_ben")}
    assert set(answers.respondents) == {"person_ben"}
    assert {name: each.by for name, each in answers.retired.items()} == {"asked_too": "person_ben"}
    assert not file_of(file).exists()


def test_who_is_called_alike_has_to_be_named_by_id(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    people = "respondents: {a: {name: Anna}, b: {name: Anna}}\n"
    file.write_text(
        f"{HEAD}date: {TODAY}\n{people}answers: {{staff_unit: {{value: none, by: a}}, topic_owners: {{value: none, by: b}}}}\n",
        encoding="utf-8",
    )
    code, told = redact(file, "Anna")
    assert code == 2
    assert "«Anna» sind mehrere. Nennen Sie eine Person: a, b." in told
    assert redact(file, "a")[0] == 0


def test_a_session_that_ends_says_so_once_and_one_in_which_nothing_happened_leaves_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "y.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\n", encoding="utf-8")
    piped(file, "e\n")
    assert not file_of(file).exists()
    for ending in ("2\ne\n", "2\n"):
        piped(file, ending)
        piped(file, "e\n")
    events = decoded(file_of(file).read_bytes(), "x")
    assert [type(each) for each in events[1:]] == [did.Answered, did.Closed, did.Answered, did.Closed]
