"""What a session saves can be read again, is all that was confirmed, and nothing else in the file changes."""

from __future__ import annotations

import datetime
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from advisor.answers.disk import AnswersDisk, begin, resume
from advisor.answers.read import read_answers
from advisor.answers.saving import ChangedMeanwhileError
from advisor.cli import main
from advisor.errors import UnusableInputError
from advisor.reasoning.answers import Answer
from tests.conftest import TODAY
from tests.support.counting import steps_of
from tests.support.sampling import in_full, sample_and_all
from tests.support.terminals import MENU, Room

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack

BY: dict[str, Any] = {"by": "office_head", "on": TODAY}
HEAD = "pack: smart-city\npack_version: 1.1.0\ncity: {name: A, canton: ZH, population: 20000}  # c\ndate: 2026-11-22\n"


def written(folder: Path, pack: Pack, text: str = f"{HEAD}answers:\n  topic_owners: named\n") -> AnswersDisk:
    file = folder / "a.answers.yaml"
    file.write_bytes(text.encode())
    read_answers(file, pack)
    return resume(file, pack)


def test_a_canton_that_is_corrected_is_corrected_in_the_city_too(tmp_path: Path, pack: Pack) -> None:
    disk = written(tmp_path, pack).put("canton", Answer(value="be", **BY)).put("population", Answer(value=5_000, **BY))
    assert "city: {name: A, canton: BE, population: 5000}  # c\n" in disk.text
    answers = read_answers(disk.file, pack)
    assert (answers.city.canton, answers.city.population, answers.answers["canton"]) == ("BE", 5_000, Answer(value="be", **BY))


def test_a_canton_that_nobody_knows_is_no_longer_said_of_the_city(tmp_path: Path, pack: Pack) -> None:
    disk = written(tmp_path, pack).put("canton", Answer(value=None, **BY))
    assert "city: {name: A, population: 20000}  # c\n" in disk.text
    assert read_answers(disk.file, pack).answers["canton"].value is None


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("executive_name", Answer(value="Obmannschaft"), "the article of 'Obmannschaft' is not known"),
        ("topic_owners", Answer(value="nobody"), "nobody"),
        ("topic_owners", Answer(value="named", note="B\udcfcro"), "is no character"),
        ("no_question", Answer(value="named"), "there is no question 'no_question'"),
    ],
)
def test_what_the_file_may_not_hold_is_refused_before_anything_changes(
    tmp_path: Path, pack: Pack, question: str, answer: Answer, said: str
) -> None:
    disk = written(tmp_path, pack)
    names = {each.names_role: each.id for each in pack.questions if each.names_role}
    asked = names["executive"] if question == "executive_name" else question
    with pytest.raises(UnusableInputError, match=re.escape(said)):
        disk.put(asked, answer)
    assert disk.file.read_text(encoding="utf-8") == disk.text


def test_a_city_whose_name_is_half_a_character_is_not_begun(tmp_path: Path, pack: Pack) -> None:
    with pytest.raises(UnusableInputError, match="is no character"):
        begin(tmp_path / "x.yaml", pack, {"name": "K\udcf6niz"}, TODAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", ["2026-02-30", "+41791234567", "Null", "a\t# c", "0000-01-01", "1e400"])
def test_a_file_that_can_be_advised_on_can_be_answered_in(tmp_path: Path, pack: Pack, note: str) -> None:
    text = f"{HEAD}answers:\n  topic_owners: {{value: named, by: {note.split(maxsplit=1)[0]}}}\nnote: {note}\n"
    before = written(tmp_path, pack, text)
    after = before.put("staff_proposals", Answer(value="regular", **BY))
    added = "  staff_proposals: {value: regular, by: office_head, on: 2026-11-22}\n"
    assert after.text == text.replace("note:", f"{added}note:")
    assert read_answers(after.file, pack).note == read_answers(before.file, pack).note or ""


def test_who_saves_onto_what_somebody_else_changed_is_told(tmp_path: Path, pack: Pack) -> None:
    one, other = written(tmp_path, pack), resume(tmp_path / "a.answers.yaml", pack)
    one = one.put("staff_proposals", Answer(value="regular"))
    with pytest.raises(ChangedMeanwhileError):
        other.put("staff_proposals", Answer(value="none"))
    assert one.file.read_text(encoding="utf-8") == one.text


@pytest.mark.parametrize("content", [HEAD.encode() + b"note: B\xfcro\n", b"\xff\xfea\x00"], ids=["Latin-1", "UTF-16"])
def test_a_file_that_an_editor_saved_in_another_way_meanwhile_is_left_alone(tmp_path: Path, pack: Pack, content: bytes) -> None:
    disk = written(tmp_path, pack)
    disk.file.write_bytes(content)
    with pytest.raises(ChangedMeanwhileError):
        disk.put("staff_proposals", Answer(value="none"))
    assert disk.file.read_bytes() == content
    with pytest.raises(UnusableInputError, match="is not UTF-8 text"):
        resume(disk.file, pack)


@pytest.mark.parametrize("where", [".", "nowhere/x.yaml", "a.answers.yaml/x.yaml"])
def test_a_session_cannot_be_held_where_no_file_can_be(tmp_path: Path, pack: Pack, where: str) -> None:
    written(tmp_path, pack)
    done = CliRunner().invoke(main, ["ask", str(tmp_path / where), "--pack", "smart-city"], input="X\n\ne\n")
    assert done.exit_code == 2
    assert not done.exception or isinstance(done.exception, SystemExit)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only an administrator can become somebody else")
def test_a_folder_that_is_closed_is_told_in_words() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o700)
        code = (
            "import contextlib, os, sys; from advisor.cli import main\n"
            "with contextlib.suppress(SystemExit): main(['ask', sys.argv[2], '--pack', 'smart-city'])\n"  # loads what it needs
            "print(file=sys.stderr); os.setgroups([]); os.setgid(1234); os.setuid(4321)\n"
            "main(['ask', sys.argv[1], '--pack', 'smart-city'])"
        )
        command = [sys.executable, "-c", code, f"{name}/a.yaml", f"{name}/nowhere/a.yaml"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, input="X\n\n", timeout=120)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        f"{name}/a.yaml: Die Datei lässt sich nicht suchen: Der Zugriff ist nicht erlaubt. Nennen Sie eine andere Datei. [A705]",
    )


def test_a_canton_corrected_in_a_session_is_advised_on(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "c.yaml"
    number = 1 + [each.id for each in pack.questions].index("canton")
    done = CliRunner().invoke(main, ["ask", str(file), "--pack", "smart-city"], input=f"X\nBE\nu\n{number}\n3\ne\n")
    assert done.exit_code == 0, done.stderr
    assert read_answers(file, pack).city.canton == "LU"


@pytest.mark.long
def test_a_save_of_a_huge_file_is_bounded_work(tmp_path: Path, pack: Pack) -> None:
    """Twice the answers take about twice the steps: counted, not timed."""
    steps = [_steps(tmp_path, pack, number) for number in (500, 1_000, 2_000)]
    assert steps[2] - steps[1] < 3 * (steps[1] - steps[0])


def _steps(folder: Path, pack: Pack, number: int) -> int:
    retired = "".join(f"  # was {each}\n  q{each}: x\n" for each in range(number))
    disk = written(folder, pack, f"{HEAD}answers:\n  topic_owners: named\nretired:\n{retired}")
    return steps_of(lambda: disk.put("staff_proposals", Answer(value="none")))


@pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX")
@sample_and_all("trials", 1, in_full(200, beside_a_change=15))
def test_a_killed_session_leaves_a_whole_file_with_all_that_was_confirmed(tmp_path: Path, pack: Pack, trials: int) -> None:
    chosen = random.Random(seed := random.randrange(10**6))
    for number in range(trials):
        (folder := tmp_path / str(number)).mkdir()
        file = folder / "a.yaml"
        begin(file, pack, {"name": "X"}, datetime.datetime.now(tz=datetime.UTC).astimezone().date())
        room = Room(file)
        room.go_on()
        room.wait("Frage 1 ")
        room.wait(MENU)
        told = 0
        for _ in range(chosen.randrange(3)):
            room.send("2\r")
            room.wait(f"Frage {told + 2} ")
            room.wait(MENU)
            told += 1
        room.send("2\r")
        pause = chosen.random() * 0.2
        subprocess.run(["sleep", f"{pause:.4f}"], check=True)
        room.child.kill(signal.SIGKILL)
        room.child.close()
        answers = read_answers(file, pack).answers
        assert told <= len(answers) <= told + 1, seed
        begin_again = resume(file, pack).put("topic_owners", Answer(value="named"))
        assert {each.name for each in folder.iterdir()} <= {begin_again.file.name, f"{begin_again.file.name}.history.jsonl"}
