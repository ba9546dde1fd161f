"""A session invents no answer and loses nothing that was said: in a real terminal of 80 by 24, and over a pipe."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor.answers.read import read_answers
from advisor.terminal.menus import Menus
from advisor.terminal.surface import Menu
from tests.support.sampling import sampled
from tests.support.terminals import HEAD, MENU, PAGE, Room, begun, piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

TODAY = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
DISPUTE = """\
answers:
  staff_unit: {value: unknown, said: [{value: permanent, by: executive}, {value: none, by: office_head, note: Budget}]}
"""


def given(file: Path, pack: Pack) -> dict[str, object]:
    return {name: answer.value for name, answer in read_answers(file, pack).answers.items()}


def number(pack: Pack, question: str) -> int:
    return next(place for place, each in enumerate(pack.questions, start=1) if each.id == question)


# --- nothing is answered that nobody answered


@pytest.mark.parametrize(("typed", "chosen"), [("\r2\r", "2"), ("15\r", "15"), ("99\r2\r", "2"), ("1\x7f12\r", "12")])
def test_a_menu_is_answered_by_the_number_that_was_typed_and_never_by_enter_alone(typed: str, chosen: str) -> None:
    options = tuple((str(number), f"Option {number}") for number in range(1, 27))
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(typed)
        assert Menus().choose(Menu(message="?", options=options, refusal=lambda _: "no")) == chosen


@pytest.mark.long
@pytest.mark.parametrize("typed", ["2\r1\r", "2\r\r", "2\r\r\r\r", "2\r\x1b[B\r"])
def test_keys_typed_ahead_answer_no_other_question(typed: str, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    room.send(typed)
    room.wait("Frage 2")
    room.wait(MENU)
    assert list(given(file, pack).values()) == [pack.question("domain_expertise").levels[1].name]
    assert room.leave() == 0
    assert len(given(file, pack)) == 1


@pytest.mark.long
def test_enter_alone_chooses_nothing_and_says_so(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    room.send("\r\r")
    room.see("Noch ist nichts gewählt")
    assert given(file, pack) == {}
    room.send("9")
    room.see("«9» passt hier nicht")
    room.send("\r")
    room.see("Noch ist nichts gewählt")
    room.send("\x1b[A\r")
    room.wait("Frage 2")
    assert list(given(file, pack).values()) == [pack.question("domain_expertise").levels[-1].name]


def test_over_a_pipe_an_empty_line_answers_nothing(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, "X\n\n\n\n2\n\ne\n")
    assert done.returncode == 0
    assert len(given(file, pack)) == 1
    assert done.stdout.decode().count("Noch ist nichts gewählt") == 3


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "canton"), sampled(4, [("15", "ar"), ("1", "zh"), ("26", "ju"), ("10", None), ("1\x7f2", "be")])
)
def test_numbers_of_two_digits_choose_what_they_say(typed: str, canton: str | None, tmp_path: Path, pack: Pack) -> None:
    levels = pack.question("canton").levels
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    room.send("u")
    room.turn_pages("Nummer einer Frage")
    room.send(f"{number(pack, 'canton')}\r")
    room.wait("In welchem Kanton liegt")
    room.wait(MENU)
    room.send(f"{typed}\r")
    room.wait("Frage 2")
    assert given(file, pack)["canton"] == (canton or levels[9].name)


# --- disputes


@pytest.mark.parametrize("said", ["w", "x", "weiss nicht", "wir sind uns nicht einig, weiter"])
def test_who_does_not_agree_or_does_not_know_goes_on_and_is_not_asked_again(said: str, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\n{DISPUTE}", encoding="utf-8")
    done = piped(file, f"{said}\ne\n").stdout.decode()
    asked = "eine Stelle, die Smart City"
    assert asked in pack.question("staff_unit").ask
    assert done.count(asked) == 1
    kept = read_answers(file, pack).answers["staff_unit"]
    assert (kept.value, kept.on) == (None, TODAY)
    assert [(each.value, each.by, each.note) for each in kept.said] == [
        ("permanent", "executive", None),
        ("none", "office_head", "Budget"),
    ]
    again = piped(file, "e\n").stdout.decode()
    assert asked not in again


def test_a_dispute_is_shown_and_reviewed_as_what_was_said_and_by_whom(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\n{DISPUTE}", encoding="utf-8")
    shown = " ".join(piped(file, "u\n\ne\n").stdout.decode().split())
    assert "Exekutive sagt: «dauerhaft»" in shown
    assert "Amtsleitung sagt: «keine» (Budget)" in shown
    assert "office_head" not in shown
    assert re.search(r"uneinig – «keine» \(1 von 2\): Amtsleitung; «dauerhaft» \(1 von 2\): Exekutive", shown)
    assert "[x]\u00a0wir" in piped(file, "e\n").stdout.decode()


def test_whoever_said_something_is_called_by_name_and_role_and_not_by_an_id(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    known = "respondents:\n  p1: {name: Frau Meier, role: office_head}\n  p2: {name: Herr Rossi}\n"
    file.write_text(
        f"{HEAD}date: {TODAY}\n{known}answers:\n  staff_unit:\n    value: unknown\n"
        "    said: [{value: permanent, by: p1}, {value: none, by: p2}, {note: fragt nach, by: p2}]\n"
        "  topic_owners:\n    said: [{note: steht im Reglement, by: p1}]\n",
        encoding="utf-8",
    )
    shown = " ".join(piped(file, f"u\n\nu\n{number(pack, 'topic_owners')}\ne\n").stdout.decode().split())
    assert "Frau Meier (Amtsleitung) sagt: «dauerhaft»" in shown
    assert "Herr Rossi sagt: noch nicht beantwortet (fragt nach)" in shown
    assert "uneinig – «keine» (1 von 2): Herr Rossi; «dauerhaft» (1 von 2): Frau Meier (Amtsleitung)" in shown
    assert "Frau Meier (Amtsleitung) sagt: noch nicht beantwortet (steht im Reglement)" in shown
    assert "Bisherige Antwort" not in shown
    assert not re.search(r"\bp[12]\b", shown)


@pytest.mark.parametrize("more", ["{value: unknown, by: a}", "{note: fragt nach, by: a}"])
def test_who_alone_gave_an_answer_is_in_no_dispute(more: str, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    said = f"answers:\n  staff_unit: {{value: unknown, said: [{{value: permanent, by: b}}, {more}]}}\n"
    file.write_text(f"{HEAD}date: {TODAY}\n{said}", encoding="utf-8")
    assert "[x]" not in piped(file, f"u\n{number(pack, 'staff_unit')}\ne\n").stdout.decode()


def test_a_question_without_a_dispute_offers_no_disagreement(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, "X\n\nx\ne\n")
    assert "[x]" not in done.stdout.decode()
    assert given(file, pack) == {}


# --- notes


@pytest.mark.parametrize("way", ["t\n", "e\n", "z\n", "u\n\n", ""])
def test_a_note_stays_with_its_question_however_one_goes_on(way: str, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    piped(file, f"X\n\nn\nFachleute: nur Frau X\n{way}2\ne\n" if way != "e\n" else "X\n\nn\nFachleute: nur Frau X\ne\n")
    answers = read_answers(file, pack)
    notes = {name: each.note for name, each in (*answers.answers.items(), *answers.waiting.items()) if each.note}
    assert notes == {"domain_expertise": "Fachleute: nur Frau X"}


def test_a_note_is_no_answer(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    piped(file, "X\n\nn\nFachleute: nur Frau X\ne\n")
    answers = read_answers(file, pack)
    assert answers.answers == {}
    assert answers.facts(pack).get("domain_expertise") is None
    again = piped(file, "2\ne\n").stdout.decode()
    assert "Notiz: Fachleute: nur Frau X" in again
    assert read_answers(file, pack).answers["domain_expertise"].note == "Fachleute: nur Frau X"
    assert read_answers(file, pack).waiting == {}


def test_a_note_stays_when_its_answer_changes_and_can_be_added_changed_and_deleted_later(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"

    def note() -> tuple[object, str | None]:
        answer = read_answers(file, pack).answers["domain_expertise"]
        return answer.value, answer.note

    levels = [level.name for level in pack.question("domain_expertise").levels]
    here = number(pack, "domain_expertise")
    piped(file, "X\n\nn\nBeleg A\n2\nz\n3\ne\n")
    assert note() == (levels[2], "Beleg A")
    done = piped(file, f"u\n{here}\nn\nBeleg B\ne\n").stdout.decode()
    assert "[Beleg A]" in done
    assert note() == (levels[2], "Beleg B")
    piped(file, f"u\n{here}\nn\n\n1\ne\n")
    assert note() == (levels[2], "Beleg B")
    piped(file, f"u\n{here}\nn\n\n2\ne\n")
    assert note() == (levels[2], None)


@pytest.mark.long
def test_in_a_menu_a_note_is_edited_where_it_stands(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file)
    for typed in ("Protokoll", " vom Mai"):
        room.send("n")
        room.wait("Worauf stützt sich die Antwort")
        room.send(f"{typed}\r")
        room.wait(MENU)
    assert "Notiz: Protokoll vom Mai" in room.shown()
    room.send("\x03")
    assert room.ended() == 0
    assert read_answers(file, pack).waiting["domain_expertise"].note == "Protokoll vom Mai"


# --- skipping


def test_a_skipped_topic_is_taken_back_or_taken_up(tmp_path: Path, pack: Pack) -> None:
    first = pack.question("domain_expertise").ask[:30]
    for way in ("z", "h", "Ausgelassenes nachholen"):
        done = piped(tmp_path / f"{way}.answers.yaml", f"X\n\nt\n{way}\n2\ne\n").stdout.decode()
        assert done.count(first) == 2
        assert "domain_expertise" in given(tmp_path / f"{way}.answers.yaml", pack)


def test_after_skipping_everything_the_goal_says_so(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    shown = " ".join(piped(file, "X\n\n" + "t\n" * len(pack.topics)).stdout.decode().split())
    assert "Ausgelassene Fragen: 3" in shown
    assert "was im Raum bekannt ist" not in shown
    assert "Es fehlen höchstens 0" not in shown


def test_what_stands_fast_at_a_goal_does_so_as_long_as_the_answers_hold(tmp_path: Path) -> None:
    """Beside it stands how many other answers would change a status; neither may deny the other."""
    shown = " ".join(piped(tmp_path / "x.answers.yaml", "X\n\n" + "1\n" * 60).stdout.decode().split())
    goals = [f"{each.rpartition('. ')[2]} stehen fest{after}" for each, after in pairwise(shown.split(" stehen fest"))]
    assert "andere Antwort würde das ändern" in shown
    assert goals
    assert [each for each in goals if not re.search("stehen fest, solange die bisherigen Antworten gelten[.]", each)] == []


# --- pages


@pytest.mark.long
def test_what_was_asked_for_does_not_scroll_away(tmp_path: Path, pack: Pack) -> None:
    room = begun(tmp_path / "x.answers.yaml")
    room.send("s")
    room.wait(PAGE)
    shown = room.shown()
    assert "Themenlab" in shown
    assert "Querschnittszentrum" in shown
    room.send("\r")
    room.wait(MENU)
    room.send("u")
    together = "\n".join(room.turn_pages("Nummer einer Frage"))
    assert [place for place in range(1, len(pack.questions) + 1) if f"{place:>2}. " not in together] == []


# --- another day


@pytest.mark.parametrize(("typed", "date"), sampled(2, [("1\r", TODAY), ("2\r", datetime.date(2024, 2, 1))]))
def test_resuming_on_a_later_day_asks_whether_today_counts(typed: str, date: datetime.date, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: 2024-02-01  # Sitzung\nanswers:\n  staff_unit: none\n", encoding="utf-8")
    room = Room(file)
    room.wait("Gelten sie für heute")
    room.wait("nein, beim Stand")
    shown = " ".join(room.shown().split())
    assert "Musterstadt: Antworten bisher 1, die letzte vom 1. Februar 2024." in shown
    assert "Gelten sie für heute, den" in shown
    assert f"{TODAY.year}?" in shown  # no word is broken in two
    room.send(typed)
    room.go_on()
    room.wait(MENU)
    room.leave()
    answers = read_answers(file, pack)
    assert (answers.date, answers.start) == (date, date)


def test_over_a_pipe_the_day_of_a_file_stays(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: 2024-02-01\n", encoding="utf-8")
    piped(file, "1\ne\n")
    assert read_answers(file, pack).date == datetime.date(2024, 2, 1)
    assert len(read_answers(file, pack).answers) == 1
