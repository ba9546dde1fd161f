"""A session is held in a real terminal, over a pipe and on a dumb terminal; nothing that was answered is ever lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pyte
import pytest
from click.testing import CliRunner

from advisor.answers.read import read_answers
from advisor.cli import main
from tests.support.sampling import sampled
from tests.support.terminals import piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

DOWN = "\x1b[B"
ENV = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
QUESTION = "Buchstaben für anderes"
TYPED = "Antwort> "
GOAL = "Wie geht es weiter"
PAGE = "Enter für weiter"


class Terminal:
    """A pseudo-terminal of 80 columns with the product in it."""

    def __init__(self, file: Path, *more: str, term: str = "xterm-256color") -> None:
        command = ["-m", "advisor", "ask", str(file), *more]
        self.child = pexpect.spawn(
            sys.executable, command, env={**ENV, "TERM": term}, dimensions=(50, 80), encoding="utf-8", timeout=60
        )
        self.log: list[str] = []

    def wait(self, *texts: str) -> int:
        """Wait for one of these texts, wherever their lines break; return which."""
        found = self.child.expect([re.escape(text).replace("\\ ", r"\s+") for text in texts])
        self.log.append(f"{self.child.before}{self.child.after}")
        return found

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def turn_pages(self, until: str) -> None:
        """Press Enter below each page, until something else comes."""
        page = 1
        while self.wait(f"Seite {page} von", until) == 0:
            self.wait(PAGE)
            self.send("\r")
            page += 1

    def screen(self) -> list[str]:
        """Return what an 80-column screen shows of everything so far."""
        screen = pyte.Screen(80, 500)
        pyte.Stream(screen).feed("".join(self.log))
        return [line.rstrip() for line in screen.display]


def begin(file: Path, *more: str, term: str = "xterm-256color") -> Terminal:
    terminal = Terminal(file, "--pack", "smart-city", *more, term=term)
    if term != "dumb":
        terminal.wait(PAGE)
        terminal.send("\r")
    terminal.wait("Für wen ist die Beratung")
    terminal.send("Musterstadt\r")
    terminal.wait("In welchem Kanton")
    terminal.send("ZH\r")
    for _ in range(2):
        terminal.wait("Wie heisst das bei Ihnen")
        terminal.send("\r")
    terminal.wait(QUESTION)
    return terminal


def given(file: Path, pack: Pack) -> dict[str, object]:
    return {name: answer.value for name, answer in read_answers(file, pack).answers.items() if name != "canton"}


def test_a_whole_interview_is_held_with_arrow_keys_numbers_and_commands(  # noqa: PLR0915 - one sitting, from begin to end
    pack: Pack, tmp_path: Path
) -> None:
    file = tmp_path / "stadt.answers.yaml"
    terminal = begin(file, "--by", "office_head")
    terminal.send(f"{DOWN}{DOWN}{DOWN}\r")  # nothing is picked until a key picks it
    terminal.wait("Frage 2")
    terminal.wait(QUESTION)
    first, value = next(iter(given(file, pack).items()))
    assert value == pack.question(first).levels[2].name
    terminal.send("g")
    terminal.wait("Die Antwort kann entscheiden über")
    terminal.wait(PAGE)
    terminal.send("\r")
    terminal.wait(QUESTION)
    terminal.send("n")
    terminal.wait("Worauf stützt sich die Antwort?")
    terminal.send("Protokoll: Sitzung «Mai»\r")
    terminal.wait("Notiz: Protokoll: Sitzung «Mai»")
    terminal.wait(QUESTION)
    terminal.send("2\r")
    terminal.wait("Frage 3")
    terminal.wait(QUESTION)
    second = list(read_answers(file, pack).answers.values())[1]
    assert (second.note, second.by) == ("Protokoll: Sitzung «Mai»", "office_head")
    terminal.send("w")
    terminal.wait("Frage 4")
    terminal.wait(QUESTION)
    assert list(given(file, pack).values())[2] is None
    terminal.send("z")
    terminal.wait("Bisherige Antwort: nicht bekannt")
    terminal.wait(QUESTION)
    terminal.send("1\r")
    terminal.wait("Frage 4")
    terminal.wait(QUESTION)
    third = list(given(file, pack))[2]
    assert given(file, pack)[third] == pack.question(third).levels[0].name

    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()
    before = given(file, pack)
    assert len(before) == 3

    terminal = Terminal(file)
    terminal.wait(PAGE)
    terminal.send("\r")
    terminal.wait("Frage 4")
    terminal.wait(QUESTION)
    terminal.send("u")
    terminal.turn_pages("Nummer einer Frage")
    assert "Protokoll: Sitzung «Mai»" in "\n".join(terminal.screen())
    terminal.send("\r")
    terminal.wait(QUESTION)
    terminal.send("s")
    terminal.wait("noch offen")
    terminal.wait(PAGE)
    terminal.send("\r")
    terminal.wait(QUESTION)
    number, typed = 4, "3\r"
    while number < 44:
        terminal.send(typed)
        while (found := terminal.wait(f"Frage {number + 1} ", GOAL, "Welche Antwort wollen Sie", PAGE)) in {2, 3}:
            terminal.send("\r")
        if found == 1:
            break
        number += 1
        typed = ("3\r", "w\r")[terminal.wait(QUESTION, TYPED)]
    assert number < 44
    assert "stehen fest" in "".join(terminal.log[-2:])
    assert before.items() <= given(file, pack).items()
    terminal.wait("aufhören")
    terminal.send(f"{DOWN}{DOWN}{DOWN}\r")
    terminal.wait("Was soll geschrieben werden")
    terminal.send("5\r")
    terminal.wait("Alle Antworten sind gespeichert")
    terminal.child.wait()
    assert terminal.child.exitstatus == 0


def test_a_contradiction_is_shown_at_once_and_can_be_mended(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "stadt.answers.yaml"
    file.write_text(
        "# von Hand begonnen\npack: smart-city\ncity: {name: Musterstadt}\ndate: 2026-11-22\n"
        "answers:\n  staff_unit_budget_authority: 2   # laut Reglement\n",
        encoding="utf-8",
    )
    number = next(place for place, each in enumerate(pack.questions, start=1) if each.id == "staff_unit")
    typed = f"u\n{number}\n1\n1\n2\ne\n"
    done = piped(file, typed)
    assert "Zwei Antworten widersprechen sich" in done.stdout.decode()
    answers = given(file, pack)
    assert (answers["staff_unit"], answers["staff_unit_budget_authority"]) != ("none", "up_to_limit")
    text = file.read_text(encoding="utf-8")
    assert "# von Hand begonnen" in text
    assert "staff_unit" in text


@pytest.mark.long
@pytest.mark.parametrize("term", sampled(2, ["xterm-256color", "dumb"]))
def test_a_new_file_is_asked_what_it_is_about(term: str, tmp_path: Path) -> None:
    file = tmp_path / "einheit.answers.yaml"
    terminal = Terminal(file, term=term)
    terminal.wait("Worum geht es?")
    terminal.wait("2. Führungs-Balance")
    assert not file.exists()
    terminal.send("2\r")
    if term != "dumb":
        terminal.wait(PAGE)
        terminal.send("\r")
    terminal.wait("Für wen ist die Beratung")
    terminal.send("Bibliothek\r")
    terminal.wait("Wie heisst das bei Ihnen")
    terminal.send("\r")
    terminal.wait(QUESTION)
    terminal.send("e" if term != "dumb" else "e\r")
    terminal.wait("gespeichert")
    assert "pack: unit-leadership" in file.read_text(encoding="utf-8")
    again = Terminal(file, term=term)
    if term != "dumb":
        again.wait(PAGE)
        again.send("\r")
    assert again.wait("Worum geht es?", QUESTION) == 1


def test_over_a_pipe_nobody_is_asked_what_a_new_file_is_about(tmp_path: Path) -> None:
    file = tmp_path / "einheit.answers.yaml"
    command = [sys.executable, "-m", "advisor", "ask", str(file)]
    done = subprocess.run(command, input="1\n", capture_output=True, text=True, env=ENV, encoding="utf-8", check=False)
    what = f"{file}: Für eine neue Datei kommt mehr als eine Wissensbasis in Frage. "
    what += "Nennen Sie eine mit --pack: smart-city, unit-leadership. [A718]"
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", what)
    assert not file.exists()


def test_where_only_one_pack_speaks_the_language_nothing_is_asked_about_packs(tmp_path: Path) -> None:
    file = tmp_path / "ville.answers.yaml"
    done = CliRunner().invoke(main, ["ask", str(file), "--lang", "fr"], input="Sion\nVS\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "pack: smart-city" in file.read_text(encoding="utf-8")


def test_over_a_pipe_the_same_questions_are_asked_in_80_columns_and_the_end_of_input_saves(pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "stadt.answers.yaml"
    command = [sys.executable, "-m", "advisor", "ask", str(file), "--pack", "smart-city"]
    typed = "Musterstadt\nZH\n3\n9\n2\ns\ng\n"
    done = subprocess.run(command, input=typed, capture_output=True, text=True, env=ENV, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(len(line) for line in done.stdout.splitlines() if str(file) not in line) <= 80
    assert len(given(file, pack)) == 2
    assert "\x1b" not in done.stdout


@pytest.mark.long
def test_on_a_dumb_terminal_lines_are_asked(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "stadt.answers.yaml"
    terminal = begin(file, term="dumb")
    terminal.send("2\r")
    terminal.wait("Frage 2")
    assert len(given(file, pack)) == 1
    terminal.send("e\r")
    terminal.wait("Was soll geschrieben werden")
    terminal.send("5\r")
    terminal.wait("Alle Antworten sind gespeichert")


@pytest.mark.long
def test_what_the_menus_show_fits_80_columns(tmp_path: Path, pack: Pack) -> None:
    terminal = begin(tmp_path / "stadt.answers.yaml")
    terminal.send("1\r")
    terminal.wait("Frage 2")
    shown = "\n".join(terminal.screen())
    first = pack.question(next(iter(given(tmp_path / "stadt.answers.yaml", pack))))
    for place, level in enumerate(first.levels, start=1):
        assert f"{place}. {level.label}" in shown
    assert "[e]" in shown
    assert "speichern" in shown


@pytest.mark.long
def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "stadt.answers.yaml"
    terminal = begin(file)
    file.write_text(file.read_text(encoding="utf-8") + "# von jemand anderem\n", encoding="utf-8")
    terminal.send("1\r")
    terminal.wait("Jemand anders hat")
    terminal.wait("aufhören, ohne diese Eingabe zu speichern")
    terminal.send("3\r")
    terminal.wait("Nicht gespeichert: Belegtes Fachwissen: «fehlt»")
    terminal.child.wait()
    assert terminal.child.exitstatus == 2
    assert file.read_text(encoding="utf-8").endswith("# von jemand anderem\n")


def test_a_file_for_another_pack_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "stadt.answers.yaml"
    file.write_text("pack: smart-town\ncity: {name: X}\ndate: 2026-11-22\n", encoding="utf-8")
    done = piped(file, "")
    assert done.returncode == 2
    assert "there is no pack 'smart-town'" in done.stderr.decode()


@pytest.mark.parametrize("typed", ["abc", "99", ""])
def test_what_is_no_answer_is_asked_again(typed: str, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "stadt.answers.yaml"
    piped(file, f"Musterstadt\n\n{typed}\n1\ne\n")
    assert len(given(file, pack)) == 1
