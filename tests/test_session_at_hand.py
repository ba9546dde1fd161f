"""What a consultant has at hand: an opening, who said what, a search, what-if, a time box, one set for all, a map, an end."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest

from advisor.answers.packs import load
from advisor.answers.read import read_answers
from advisor.reports.history import file_of
from advisor.sittings import events as did
from advisor.sittings.alike import questions_for_all
from advisor.sittings.events import decoded
from advisor.sittings.glance import that_fit
from tests.support.reports import ROOT
from tests.support.sampling import sampled
from tests.support.terminals import HEAD, MENU, PAGE, Room, piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack

TODAY = datetime.datetime.now(tz=datetime.UTC).astimezone().date()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\n", encoding="utf-8")
    return file


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Return a file of which the path stands."""
    file = tmp_path / "x.answers.yaml"
    text = (ROOT / "examples" / "seed-start.answers.yaml").read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^date: .*", f"date: {TODAY}", text), encoding="utf-8")
    return file


def held(file: Path, typed: str, *more: str) -> str:
    """Hold a session over a pipe and return what it showed, in one line."""
    done = piped(file, typed, *more)
    assert done.returncode == 0, done.stderr.decode()
    return " ".join(done.stdout.decode().split())


def events_of(file: Path) -> tuple[did.Event, ...]:
    return decoded(file_of(file).read_bytes(), "x")


def number(pack: Pack, question: str) -> int:
    return next(place for place, each in enumerate(pack.questions, start=1) if each.id == question)


# --- the opening


def test_before_the_first_question_a_room_is_told_what_this_is_and_its_own_names_are_used_from_then_on(
    tmp_path: Path, pack: Pack
) -> None:
    file = tmp_path / "x.answers.yaml"
    room = Room(file)
    room.wait(PAGE)
    shown = " ".join(room.shown().split())
    for told in (pack.info.title, pack.approaches[0].name, pack.topics[0].name, "Minuten", file.name, "Exekutive"):
        assert told in shown
    room.send("\r")
    room.wait("Für wen ist die Beratung")
    room.send("Musterstadt\r")
    room.wait("In welchem Kanton")
    room.send("\r")
    room.wait("«Exekutive»: Wie heisst das bei Ihnen?")
    room.send("Obmannschaft\r")
    room.wait("mit seinem Artikel")
    room.wait("«Exekutive»: Wie heisst das bei Ihnen?")
    room.send("die Obmannschaft\r")
    room.wait("«Legislative»: Wie heisst das bei Ihnen?")
    room.send("\r")
    room.wait("Frage 1 ")
    room.wait(MENU)
    assert {name: each.value for name, each in read_answers(file, pack).answers.items()} == {
        "executive_label": "die Obmannschaft"
    }
    room.send("u")
    room.turn_pages("Nummer einer Frage")
    room.send(f"{number(pack, 'executive_decision')}\r")
    room.wait("Obmannschaft")
    room.wait(MENU)
    room.leave()


@pytest.mark.parametrize("language", sampled(2, ["de", "it", "fr", "en"]))
def test_the_opening_fits_a_screen_in_every_language(language: str, tmp_path: Path) -> None:
    shown = piped(tmp_path / "x.answers.yaml", "", "--lang", language).stdout.decode()
    opening = shown[: shown.rindex("(")].rstrip().splitlines()
    assert len(opening) <= 22
    assert max(map(len, opening)) <= 80


# --- who, what, where


def test_who_has_answered_what_is_seen_when_somebody_else_takes_over(file: Path, pack: Pack) -> None:
    at = number(pack, "staff_unit")
    held(file, f"u\n{at}\n2\np\nBen Beispiel\nu\n{at}\n3\nn\nReglement\nw\ne\n", "--by", "office_head")
    shown = held(file, "p\n\ne\n")
    assert "Amtsleitung: beantwortet 1, davon «weiss nicht» 0; Notizen 0; zuletzt am" in shown
    assert "Ben Beispiel: beantwortet 1, davon «weiss nicht» 0; Notizen 1; zuletzt am" in shown
    topic = next(each.name for each in pack.topics if each.id == pack.question("staff_unit").topic)
    assert f"{topic} 1 von " in shown
    assert f"Uneinig: {pack.question('staff_unit').label}." in shown


def test_a_word_finds_questions_in_the_review_and_a_letter_notes_on_one(file: Path, pack: Pack) -> None:
    at = number(pack, "staff_unit")
    shown = held(file, f"u\nSTABSSTELLE, fachstelle\nu\nstelle\n{at}\n2\nu\nn {at}\nReglement 2024\nu\nreglement\n\ne\n")
    assert "«STABSSTELLE, fachstelle» passt hier nicht" in shown
    assert re.search(rf"Gefunden zu «stelle»: \d+ .*{at}\. {pack.question('staff_unit').label}", shown)
    assert "Gefunden zu «reglement»" not in shown  # where only one question is found it is asked at once
    assert "Notiz: Reglement 2024" in shown.rpartition("> reglement")[2]
    answer = read_answers(file, pack).answers["staff_unit"]
    assert (answer.value, answer.note) == (pack.question("staff_unit").levels[1].name, "Reglement 2024")


def test_what_if_says_what_one_other_answer_would_change_and_keeps_nothing_of_it(known: Path) -> None:
    held(known, "e\n")
    before = known.read_bytes()
    shown = held(known, "f\ne\n")
    assert "Nichts davon wird gespeichert" in shown
    assert "statt «regelmässig»" in shown or "statt «" in shown
    assert "zuerst käme «" in shown
    assert known.read_bytes() == before
    assert not file_of(known).exists()


# --- time


def test_ten_minutes_are_enough_for_the_six_questions_that_decide_most_and_no_more_come(file: Path, pack: Pack) -> None:
    assert that_fit(10) == 6
    shown = held(file, "m\nzehn\nm\n10\n" + "2\n" * 6 + "e\n")
    assert "«zehn» ist keine Anzahl Minuten" in shown
    listed = re.search(r"10 Minuten reichen für etwa 6 Fragen.*? 6\. ", shown)
    assert listed
    assert "noch 6 " in shown
    assert "Die vorgesehene Zeit ist um" in shown
    assert len(read_answers(file, pack).answers) == 6
    shown = held(file, "1\n2\ne\n")
    assert "Die vorgesehene Zeit ist um" in shown  # a resume knows it, too
    assert len(read_answers(file, pack).answers) == 7


def test_a_time_box_is_taken_back_like_an_answer(file: Path, pack: Pack) -> None:
    held(file, "m\n2\nr\n1\n2\n2\n2\ne\n")
    assert len(read_answers(file, pack).answers) == 3


# --- people


def test_four_office_heads_are_four_people_in_one_role_and_the_file_says_who_they_are(file: Path, pack: Pack) -> None:
    names = ("Anna Muster", "Ben Beispiel", "Clara Keller", "Dora Frei", "anna muster")
    at = number(pack, "staff_unit")
    typed = "".join(f"p\n{name}, Amtsleitung\nu\n{at}\n{level}\n" for name, level in zip(names, "33333", strict=True))
    shown = held(file, f"{typed}p\nEmil Stumm, Exekutive\ne\n")
    answers = read_answers(file, pack)
    assert {name: (each.name, each.role) for name, each in answers.respondents.items()} == {
        "anna_muster": ("Anna Muster", "office_head"),
        "ben_beispiel": ("Ben Beispiel", "office_head"),
        "clara_keller": ("Clara Keller", "office_head"),
        "dora_frei": ("Dora Frei", "office_head"),
    }  # who said nothing is not in the file, and a name is known however it is typed
    assert "Anna Muster (Amtsleitung) sagt: " in shown
    assert {each.by for each in answers.answers["staff_unit"].said} == set(answers.respondents)
    again = held(file, "p\nStumm\np\n1\np\n\ne\n", "--by", "DORA FREI")
    assert "Dora Frei (Amtsleitung): beantwortet 1" in again
    for name in ("Dora Frei (Amtsleitung)", "Emil Stumm (Exekutive)", "Anna Muster (Amtsleitung)"):
        assert f"Jetzt antwortet: {name}." in again  # by another spelling, by one word of a name, by a number
    assert "Emil Stumm" not in again.partition("Jetzt antwortet: Anna Muster")[2].partition("Bisher")[0]


# --- the same for all


def test_everybody_in_a_role_is_asked_the_same_questions_whatever_others_said(file: Path, pack: Pack) -> None:
    questions = questions_for_all(pack)
    first = held(
        file, "w\n" * len(questions) + "1\nAnna, Amtsleitung\n" + "2\n2\np\nBen, Exekutive\ne\n", "--by", "office_head", "--same"
    )
    assert f"Allen in der Rolle «Amtsleitung» werden dieselben Fragen gestellt ({len(questions)})." in first
    assert f"Frage {len(questions)} von {len(questions)}, die allen in der Rolle «Amtsleitung»" in first
    assert "ist hier beantwortet" in first
    assert "Bisherige Antwort" not in first  # nobody sees what another one in the role said
    said = read_answers(file, pack).answers
    assert set(said) == set(questions)
    for name in questions[:2]:
        assert {each.by for each in said[name].said} == {"office_head", "anna"}
    assert "die allen in der Rolle" not in first.rpartition("Jetzt antwortet: Ben (Exekutive)")[2]
    assert [each.role for each in events_of(file) if isinstance(each, did.AskedAlike)] == ["office_head"]


@pytest.mark.parametrize("by", [(), ("--by", "Anna")])
def test_only_people_in_a_role_are_asked_the_same(by: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    done = piped(file, "X\n\n", "--same", *by)
    assert done.returncode == 2
    assert "Nennen Sie eine Rolle mit --by: executive" in done.stderr.decode()
    assert not file.exists()


# --- for a room to see


def test_presented_a_question_stands_beside_the_map_and_the_map_fills(known: Path, tmp_path: Path) -> None:
    empty = held(tmp_path / "y.answers.yaml", "X\n\n?\ne\n", "--present")
    assert empty.count("noch offen") == 4
    assert "Top-down" in empty
    before, _, after = empty.partition("? zeigt, was Buchstaben bewirken")
    assert "speichern und aufhören" not in before
    assert "speichern und aufhören" in after
    full = held(known, "u\nstabs fach\n1\ne\n", "--present")
    assert "██ Themenlab" in full
    assert "etabliert" in full


@pytest.mark.parametrize("language", sampled(2, ["de", "it", "fr", "en"]))
def test_every_question_fits_a_screen_with_its_menu(language: str) -> None:
    from tests.support.screens import heights  # noqa: PLC0415

    too_high = {name: height for name, height in heights(load(ROOT / "rules" / "smart-city", language)).items() if height > 23}
    assert set(too_high) <= {("canton", False), ("canton", True)}  # a list of 26 scrolls


# --- the end


@pytest.mark.long
def test_at_the_goal_report_and_protocol_are_written_beside_the_answers_and_over_nothing_else(known: Path) -> None:
    (known.parent / "x-protokoll.md").write_text("Einkaufsliste\n", encoding="utf-8")
    shown = held(known, "m\n1\nw\n2\n4\n4\n")
    assert "Nicht geschrieben" in shown
    assert not (known.parent / "x-bericht.md").exists()
    (known.parent / "x-protokoll.md").unlink()
    shown = held(known, "2\n4\n4\n")
    assert "Geschrieben: x-bericht.md, x-protokoll.md" in shown
    assert (known.parent / "x-bericht.md").read_text(encoding="utf-8").startswith("# ")
    assert "Protokoll: Musterstadt" in (known.parent / "x-protokoll.md").read_text(encoding="utf-8")
