"""A session remembers what happened in it: what was said, left out and put off, and any of it can be taken back, later too."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reports.history import file_of
from advisor.sittings import events as did
from advisor.sittings.events import decoded
from advisor.sittings.redaction import redacted
from tests.support.terminals import HEAD, MENU, Room, begun, piped

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers

TODAY = datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def held(file: Path, typed: str, *more: str) -> str:
    """Hold a session over a pipe and return what it showed, in one line."""
    done = piped(file, typed, *more)
    assert done.returncode == 0, done.stderr.decode()
    return " ".join(done.stdout.decode().split())


def given(file: Path, pack: Pack) -> dict[str, object]:
    return {name: answer.value for name, answer in read_answers(file, pack).answers.items()}


def events_of(file: Path) -> tuple[did.Event, ...]:
    return decoded(file_of(file).read_bytes(), "x")


def answers_of(file: Path, pack: Pack) -> Answers:
    return read_answers(file, pack)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\n", encoding="utf-8")
    return file


def test_several_answers_are_taken_back_at_once(file: Path, pack: Pack) -> None:
    held(file, "2\n2\n2\n2\nr\n3\ne\n")
    assert len(given(file, pack)) == 1
    assert [type(each) for each in events_of(file)[-2:]] == [did.Undone, did.Closed]


def test_an_answer_is_taken_back_after_the_session_was_opened_again(file: Path, pack: Pack) -> None:
    held(file, "2\nn\nReglement\n2\n2\ne\n")
    first, second, _ = given(file, pack)
    shown = held(file, "r\n2\ne\n")
    assert f"{pack.question(second).label}: " in shown
    assert list(given(file, pack)) == [first]
    assert answers_of(file, pack).waiting[second].note == "Reglement"
    held(file, "r\n1\ne\n")
    assert answers_of(file, pack).waiting == {}


def test_what_was_there_before_the_first_session_is_not_taken_back(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    file.write_text(f"{HEAD}date: {TODAY}\nanswers: {{staff_unit: permanent}}  # Reglement\n", encoding="utf-8")
    assert "rückgängig" in held(file, "2\nr\n1\nr\ne\n")
    assert given(file, pack) == {"staff_unit": "permanent"}
    assert "# Reglement" in file.read_text(encoding="utf-8")
    assert "nichts zurückzunehmen" in held(file, "r\ne\n")


def test_a_skip_a_question_put_off_and_the_goal_are_there_after_a_resume(file: Path, pack: Pack) -> None:
    first = pack.question("domain_expertise")
    assert first.ask in held(file, "a\ne\n")
    shown = held(file, "t\ne\n")
    assert f"Aufgeschoben: {first.label}." in shown
    assert shown.count(first.ask) == 0
    shown = held(file, "h\ne\n")
    assert "Ausgelassene Themen: " in shown
    assert shown.count(first.ask) == 1
    assert "Aufgeschoben" not in held(file, "e\n")


def test_a_skip_and_a_question_put_off_are_taken_back_like_an_answer(file: Path, pack: Pack) -> None:
    first = pack.question("domain_expertise")
    shown = held(file, "a\nt\nr\n2\ne\n")
    assert "«" + first.label + "» aufgeschoben" in shown
    assert shown.count(first.ask) == 2
    assert "Aufgeschoben" not in held(file, "e\n")


def test_whose_turn_it_is_can_change_and_each_is_heard(file: Path, pack: Pack) -> None:
    number = next(place for place, each in enumerate(pack.questions, start=1) if each.id == "staff_unit")
    held(file, f"u\n{number}\n2\np\nBen Beispiel\nu\n{number}\n3\ne\n", "--by", "office_head")
    said = answers_of(file, pack).answers["staff_unit"]
    assert said.value is None
    assert {each.by for each in said.said} == {"office_head", "Ben Beispiel"}
    shown = held(file, "p\n\nu\n" + f"{number}\n2\ne\n")
    assert "Jetzt antworten alle zusammen" in shown
    settled = answers_of(file, pack).answers["staff_unit"]
    assert settled.settled
    assert {each.by for each in settled.said} == {"office_head", "Ben Beispiel"}


def test_a_role_is_known_by_what_the_city_calls_it(file: Path) -> None:
    assert "Jetzt antwortet: Amtsleitung." in held(file, "p\nAmtsleitung\n2\ne\n")
    assert [each.by for each in events_of(file) if isinstance(each, did.Answered)] == ["office_head"]


def test_what_was_changed_by_hand_is_shown_and_never_taken_back(file: Path, pack: Pack) -> None:
    held(file, "2\n2\ne\n")
    first, second = given(file, pack)
    other = pack.question(first).levels[2].name
    head = file.read_text(encoding="utf-8").partition("answers:")[0]
    file.write_text(f"{head}answers:\n  {first}: {other}\n  {second}: {given(file, pack)[second]}\n", encoding="utf-8")
    shown = held(file, "r\n1\nr\n1\nr\ne\n")
    assert f"Ausserhalb einer Sitzung geändert: {pack.question(first).label}" in shown
    assert given(file, pack)[first] == other


@pytest.mark.parametrize("damage", [b"", b"no event\n", b'{"did":"put off","question":"no_question"}\n', b"\xff\x00\n"])
def test_without_a_history_that_can_be_read_a_session_goes_on_with_the_answers(file: Path, pack: Pack, damage: bytes) -> None:
    held(file, "2\n2\ne\n")
    before = given(file, pack)
    if damage:
        file_of(file).write_bytes(damage)
    else:
        file_of(file).unlink()
    held(file, "2\ne\n")
    assert before.items() < given(file, pack).items()
    assert file_of(file).read_bytes().startswith(damage)


def test_a_history_that_cannot_be_written_costs_nobody_an_answer(file: Path, pack: Pack) -> None:
    file_of(file).mkdir()
    held(file, "2\n2\nr\n1\n2\ne\n")
    assert len(given(file, pack)) == 2


def test_a_line_that_was_being_written_when_the_light_went_out_is_cut_off(file: Path, pack: Pack) -> None:
    held(file, "2\n2\ne\n")
    whole = events_of(file)
    content = file_of(file).read_bytes()
    *kept, answered, _ = content.splitlines(keepends=True)
    file_of(file).write_bytes(b"".join(kept) + answered[:-7])
    held(file, "2\ne\n")
    events = events_of(file)
    assert events[: len(whole) - 2] == whole[:-2]
    assert isinstance(events[len(whole) - 2], did.ChangedOutside)
    assert len(given(file, pack)) == 3


def test_a_history_knows_who_said_what_when_and_can_be_redacted(file: Path) -> None:
    held(file, "2\n2\ne\n", "--by", "Anna Muster")
    answered = [each for each in events_of(file) if isinstance(each, did.Answered)]
    assert {(each.by, each.on) for each in answered} == {("Anna Muster", TODAY)}
    assert all(each.at is not None for each in answered)
    assert b"Anna" not in did.encoded(redacted(events_of(file), "Anna Muster"))


@pytest.mark.long
def test_in_a_terminal_three_acts_are_taken_back_with_two_keys(tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "x.answers.yaml"
    room = begun(file, "--by", "office_head")
    for number in (2, 3, 4):
        room.send("2\r")
        room.wait(f"Frage {number} ")
        room.wait(MENU)
    room.send("r")
    room.wait("Was soll nicht geschehen sein")
    room.see("nichts zurücknehmen")
    assert "(Amtsleitung)" in room.shown()
    room.send("3\r")
    room.wait("Frage 1 ")
    room.wait(MENU)
    assert given(file, pack) == {}
    room.child.kill(9)
    room.child.close()
    again = Room(file)
    again.go_on()
    again.wait("Frage 1 ")
    again.wait(MENU)
    again.send("e")
    assert again.ended() == 0


# --- the second visit

OLD = """\
pack: smart-city
pack_version: 2.0.0
city: {name: Musterstadt, canton: BE, aim: [themenlab, sektoralbereich]}
date: 2025-11-22
answers:
  domain_expertise: {value: several_topics, note: Fachstelle Energie, by: office_head}
  staff_unit: unknown
  parliament_label: Gemeindeversammlung
"""


def test_a_second_visit_shows_each_old_answer_and_enter_says_that_it_still_holds(tmp_path: Path, pack: Pack) -> None:
    old, new = tmp_path / "old.answers.yaml", tmp_path / "new.answers.yaml"
    old.write_text(OLD, encoding="utf-8")
    shown = held(new, "\ne\n", "--from", str(old))
    label = next(level.label for level in pack.question("domain_expertise").levels if level.name == "several_topics")
    assert f"Am 22. November 2025: «{label}». Gilt das noch, genügt Enter. Notiz: Fachstelle Energie" in shown
    answers = answers_of(new, pack)
    assert (answers.date, answers.city.canton, answers.aim) == (TODAY, "BE", ("themenlab", "sektoralbereich"))
    assert set(given(new, pack)) == {"domain_expertise", "canton"}
    assert answers.city.roles == {"parliament": "Gemeindeversammlung"}  # a body keeps its name
    assert (answers.answers["domain_expertise"].on, answers.answers["domain_expertise"].note) == (TODAY, "Fachstelle Energie")
    assert old.read_text(encoding="utf-8") == OLD


def test_an_old_answer_is_shown_after_a_resume_and_counts_for_nothing_until_it_is_given(tmp_path: Path, pack: Pack) -> None:
    old, new = tmp_path / "old.answers.yaml", tmp_path / "new.answers.yaml"
    old.write_text(OLD, encoding="utf-8")
    held(new, "e\n", "--from", str(old))
    assert set(given(new, pack)) == {"canton"}
    assert "Am 22. November 2025: " in held(new, "1\ne\n")
    assert given(new, pack)["domain_expertise"] == pack.question("domain_expertise").levels[0].name
    number = next(place for place, each in enumerate(pack.questions, start=1) if each.id == "staff_unit")
    shown = held(new, f"u\n{number}\n\ne\n")
    assert "Am 22. November 2025: nicht bekannt." in shown
    assert "Noch ist nichts gewählt" in shown


def test_a_second_visit_begins_a_new_file(file: Path) -> None:
    done = piped(file, "e\n", "--from", str(file))
    assert done.returncode == 2
    assert "ein zweiter Besuch beginnt eine neue" in done.stderr.decode()


def test_what_is_no_role_behind_a_comma_is_said_to_be_none_and_stays_a_name(file: Path) -> None:
    shown = " ".join(held(file, "p\nAnna Muster, Kaiserin\n2\ne\n").split())
    assert "Jetzt antwortet: Anna Muster, Kaiserin." in shown
    assert "«Kaiserin» ist hier keine Rolle; darum gilt das Ganze als Name. Rollen sind: Exekutive, " in shown


def test_a_role_is_known_by_its_neutral_name_where_the_city_has_its_own(file: Path, pack: Pack) -> None:
    number = next(place for place, each in enumerate(pack.questions, start=1) if each.id == "executive_label")
    shown = held(file, f"u\n{number}\nder Gemeinderat\np\nExekutive\n2\ne\n")
    assert "Jetzt antwortet: Gemeinderat." in shown


def test_a_namesake_in_another_role_is_somebody_else(file: Path, pack: Pack) -> None:
    held(file, "p\nAnna Muster, Exekutive\n2\np\nAnna Muster, Amtsleitung\n2\ne\n")
    people = answers_of(file, pack).respondents.values()
    assert sorted((each.name, each.role) for each in people) == [("Anna Muster", "executive"), ("Anna Muster", "office_head")]
