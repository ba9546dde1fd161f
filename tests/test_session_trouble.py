"""What goes wrong in a session is told in its language, before anything is lost: saving, odd bytes, odd files, odd terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.answers.read import read_answers
from advisor.cli import main
from tests.support.sampling import sampled
from tests.support.terminals import ENV, HEAD, MENU, Room, begun, piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

ODD_TERMINALS = (
    {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "utf-8:strict", "PYTHONUTF8": "0"},
)

NOTHING_BEGUN = (("de", "Nichts wurde begonnen"), ("fr", "Rien n’a été commencé"))


# --- what is typed


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("de", "abc", "«abc» passt hier nicht."),
        ("fr", "abc", "«abc» ne convient pas ici."),
        ("it", "abc", "«abc» qui non va bene."),
        ("en", "abc", "‘abc’ does not fit here."),
    ],
)
def test_what_does_not_fit_is_refused_in_the_language_of_the_session_with_what_does(
    language: str, typed: str, told: str, tmp_path: Path, pack: Pack
) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, f"X\nGE\n{typed}\n2\n", "--lang", language)
    shown = " ".join(done.stdout.decode().split())
    assert told in shown
    assert "3. " in shown.split(told)[1].split(">")[0]
    assert read_answers(file, pack).answers["canton"].value == "ge"


def test_a_canton_is_taken_by_its_name_and_what_fits_is_listed(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    shown = " ".join(piped(file, "X\nParis\nAppenzell\nzürich\ne\n").stdout.decode().split())
    assert "ZH Zürich" in shown.split("> Paris")[1].split("> Appenzell")[0]
    assert "AR Appenzell Ausserrhoden" in shown.split("> Appenzell")[1].split("> zürich")[0]
    assert read_answers(file, pack).city.canton == "ZH"


def test_a_date_a_number_and_several_options_are_taken_as_people_write_them_and_hints_help(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    places = {each.id: place for place, each in enumerate(pack.questions, start=1)}
    date, share, occasion = places["legislature_ends"], places["staff_unit_fte"], places["political_occasion"]
    typed = f"u\n{date}\nJuni 2028\nu\n{share}\nca 80\nu\n{share}\n80 %\nu\n{occasion}\n1,2\nu\n{occasion}\n2, Vorstoss\ne\n"
    shown = " ".join(piped(file, f"X\n\n{typed}").stdout.decode().split())
    assert "Verstanden als 1. Juni 2028." in shown
    assert "«ca 80» passt hier nicht. Schreiben Sie eine ganze Zahl (Prozent), ohne «ca.»" in shown
    assert "«kein Anlass» und andere Angaben schliessen sich aus." in shown
    answers = {name: answer.value for name, answer in read_answers(file, pack).answers.items()}
    assert str(answers["legislature_ends"]) == "2028-06-01"
    assert answers["staff_unit_fte"] == 80
    assert answers["political_occasion"] == ("legislature_goal", "motion")


def test_the_name_of_a_role_is_kept_only_with_an_article_that_is_known(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    place = next(place for place, each in enumerate(pack.questions, start=1) if each.names_role == "executive")
    done = piped(file, f"X\n\nu\n{place}\nObmannschaft\ne\n").stdout.decode()
    assert "mit seinem Artikel" in done
    assert read_answers(file, pack).answers == {}
    piped(file, f"u\n{place}\ndie Obmannschaft\ne\n")
    assert len(read_answers(file, pack).answers) == 1


# --- bytes


@pytest.mark.parametrize("env", sampled(4, [{}, *ODD_TERMINALS[1:]]), ids=str)
@pytest.mark.parametrize(
    "where",
    [
        b"X\n\nn\nB\374rgerb\374ro\n1\ne\n",
        b"B\374rgerb\374ro\nX\n\n1\ne\n",
        b"X\nZ\374rich\n\n1\ne\n",
        b"X\n\nu\n56\ndie B\374rgerschaft\nu\nBelegtes Fachwissen\n1\ne\n",
    ],
)
def test_bytes_that_are_no_characters_never_reach_a_file(where: bytes, env: dict[str, str], tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, where, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    answers = read_answers(file, pack)
    assert answers.city.name == "X"
    assert [(each.value, each.note) for each in answers.answers.values()] == [("missing", None)]


@pytest.mark.parametrize("env", sampled(2, ODD_TERMINALS), ids=str)
def test_a_terminal_without_all_characters_shows_others_and_keeps_what_was_typed(
    env: dict[str, str], tmp_path: Path, pack: Pack
) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, "Köniz\n\nn\nProtokoll «Mai»\n2\nz\ng\nu\n\ns\ne\n", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    answers = read_answers(file, pack)
    assert answers.city.name == "Köniz"
    assert answers.answers["domain_expertise"].note == "Protokoll «Mai»"


def test_on_a_terminal_of_latin_1_its_letters_are_read(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    piped(file, "Köniz\n\n2\ne\n".encode("latin-1"), env=ODD_TERMINALS[0])
    assert read_answers(file, pack).city.name == "Köniz"


@pytest.mark.long
@pytest.mark.parametrize("env", sampled(2, ODD_TERMINALS[1:3]), ids=str)
def test_menus_work_on_a_terminal_that_says_it_knows_ascii_only(env: dict[str, str], tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = Room(file, env=env)
    room.wait("Enter f")
    room.send("\r")
    room.wait("ist die Beratung")
    room.send("Köniz\r")
    room.wait("Kanton")
    room.send("\r")
    for _ in range(2):
        room.wait("Wie heisst das bei Ihnen")
        room.send("\r")
    room.wait("Enter;")
    room.send("2\r")
    room.wait("Frage 2")
    room.wait("Enter;")
    assert room.leave() == 0
    answers = read_answers(file, pack)
    assert (answers.city.name, len(answers.answers)) == ("Köniz", 1)


def test_who_answers_is_kept_as_text_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    command = [sys.executable, "-m", "advisor", "ask", str(file), "--pack", "smart-city", "--by", os.fsdecode(b"M\374ller")]
    done = subprocess.run(command, input=b"X\n\n1\n", capture_output=True, env=ENV, check=False)
    assert done.returncode == 2
    assert b"--by" in done.stderr
    assert not file.exists()


# --- before anything is asked


@pytest.mark.parametrize("kind", ["folder", "no folder", "file as folder", "closed folder"])
def test_a_file_that_cannot_be_kept_is_refused_before_anything_is_asked(kind: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "closed").mkdir(mode=0o500)
    files = {
        "folder": tmp_path,
        "no folder": tmp_path / "none" / "x.yaml",
        "file as folder": tmp_path / "file" / "x.yaml",
        "closed folder": tmp_path / "closed" / "x.yaml",
    }
    if kind == "closed folder" and os.access(tmp_path / "closed", os.W_OK):
        pytest.skip("this user may write everywhere")
    done = CliRunner().invoke(main, ["ask", str(files[kind]), "--pack", "smart-city"], input="X\n\n1\n", catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(files[kind]) in done.stderr


@pytest.mark.parametrize(
    ("key", "language", "told"),
    sampled(3, [(key, *each) for key in ("\x03", "\x04") for each in NOTHING_BEGUN]),
)
def test_leaving_before_the_first_question_is_told_in_the_language_of_the_session(
    key: str, language: str, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.answers.yaml"
    room = Room(file, "--lang", language)
    room.wait(">")
    room.send(key)
    room.wait(told)
    assert room.ended() == 2
    assert not file.exists()


# --- saving


@pytest.mark.long
def test_what_somebody_else_wrote_meanwhile_is_reloaded_and_the_answer_goes_there(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    room.send("n")
    room.wait("Worauf stützt")
    room.send("lange Notiz\r")
    room.wait(MENU)
    other = file.read_text(encoding="utf-8").replace("answers:\n", "answers:\n  staff_unit: none\n")
    file.write_text(other, encoding="utf-8")
    room.send("2\r")
    room.wait("ohne diese Eingabe zu speichern")
    shown = " ".join(room.shown().split())
    assert "Nicht gespeichert: Belegtes Fachwissen: «in einem Thema»" in shown
    assert "lange Notiz" in shown
    assert "Jemand anders hat" in shown
    room.send("1\r")
    room.wait(MENU)
    assert room.leave() == 0
    answers = read_answers(file, pack)
    assert {name: each.value for name, each in answers.answers.items()} == {
        "staff_unit": "none",
        "domain_expertise": "individuals",
    }
    assert answers.answers["domain_expertise"].note == "lange Notiz"


@pytest.mark.long
def test_who_answers_what_somebody_else_answered_meanwhile_sees_that_answer_and_keeps_its_note(
    tmp_path: Path, pack: Pack
) -> None:
    file = tmp_path / "x.answers.yaml"
    one, other = begun(file), Room(file)
    other.go_on()
    other.wait(MENU)
    one.send("n")
    one.wait("Worauf stützt")
    one.send("Beleg der ersten\r")
    one.wait(MENU)
    one.send("1\r")
    one.wait("Frage 2")
    one.wait(MENU)
    other.send("3\r")
    other.wait("ohne diese Eingabe zu speichern")
    shown = " ".join(other.shown().split())
    assert "Nicht gespeichert: Belegtes Fachwissen: «in mehreren Themen»" in shown
    assert "Zu dieser Frage steht dort inzwischen: «fehlt» (Beleg der ersten)." in shown
    other.send("1\r")
    other.wait("Frage 2")
    other.wait(MENU)
    kept = read_answers(file, pack).answers["domain_expertise"]
    assert (kept.value, kept.note) == ("several_topics", "Beleg der ersten")
    one.send("\x03")
    other.send("\x03")
    assert (one.ended(), other.ended()) == (0, 0)


@pytest.mark.long
def test_what_a_menu_offers_is_read_to_its_end_however_long_the_name_of_the_file_is(tmp_path: Path) -> None:
    folder = tmp_path / ("langer_name_" * 8)
    folder.mkdir()
    room = begun(folder / "x.answers.yaml")
    text = (folder / "x.answers.yaml").read_text(encoding="utf-8")
    (folder / "x.answers.yaml").write_text(f"{text}# fremd\n", encoding="utf-8")
    room.send("1\r")
    room.wait("ohne diese Eingabe zu speichern")
    assert "neu laden und diese Eingabe dort eintragen" in " ".join(room.shown().split())
    room.send("3\r")
    assert room.ended() == 2


@pytest.mark.long
def test_a_file_whose_folder_is_gone_is_kept_elsewhere(tmp_path: Path, pack: Pack) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    room = begun(folder / "x.answers.yaml")
    room.send("1\r")
    room.wait("Frage 2")
    room.wait(MENU)
    folder.rename(tmp_path / "away")
    room.send("2\r")
    room.wait("ohne diese Eingabe zu speichern")
    room.send("2\r")
    room.wait("Name der anderen Datei")
    room.send(f"{tmp_path / 'none' / 'y.answers.yaml'}\r")
    room.wait("Ordner dazu ist nicht")
    room.wait("Name der anderen Datei")
    room.send(f"{tmp_path / 'y.answers.yaml'}\r")
    room.wait(MENU)
    assert room.leave() == 0
    assert len(read_answers(tmp_path / "y.answers.yaml", pack).answers) == 2
    (tmp_path / "away").rename(folder)
    assert len(read_answers(folder / "x.answers.yaml", pack).answers) == 1


@pytest.mark.long
def test_a_folder_that_comes_back_is_tried_again(tmp_path: Path, pack: Pack) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    room = begun(folder / "x.answers.yaml")
    folder.rename(tmp_path / "away")
    room.send("2\r")
    room.wait("ohne diese Eingabe zu speichern")
    (tmp_path / "away").rename(folder)
    room.send("1\r")
    room.wait("Frage 2")
    assert len(read_answers(folder / "x.answers.yaml", pack).answers) == 1


@pytest.mark.long
def test_who_leaves_with_something_unsaved_is_told_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    file.unlink()
    room.send("2\r")
    room.wait("ohne diese Eingabe zu speichern")
    room.send("\x04")
    assert room.ended() == 2
    assert "Nicht gespeichert: Belegtes Fachwissen: «in einem Thema»" in room.shown()
    assert "Alle Antworten sind gespeichert" not in room.shown()
    assert not file.exists()


def test_over_a_pipe_a_failed_save_shows_what_was_typed_and_ends(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: 2026-11-22\nanswers: {{}}\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "advisor", "ask", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENV,
    ) as child:
        assert child.stdout is not None
        while b"Buchstaben" not in child.stdout.readline():
            pass
        file.write_text(f"{HEAD}date: 2026-11-22\nanswers: {{}}\n# fremd\n", encoding="utf-8")
        out, _ = child.communicate(b"2\n1\ne\n")
    assert "Nicht gespeichert: Belegtes Fachwissen" in out.decode()
    assert child.returncode == 2
    assert file.read_text(encoding="utf-8").endswith("# fremd\n")
