"""A whole sitting in a terminal: three people, a dispute, three acts taken back, a kill, a resume, and a second visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reports.history import file_of
from advisor.sittings import events as did
from advisor.sittings.events import decoded
from tests.support.terminals import MENU, Room, begun

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack


ASKED = "höchstens noch"


class Played:
    """Somebody who plays all that sit in the room."""

    def __init__(self, room: Room, pack: Pack) -> None:
        self.room, self.pack = room, pack
        self.number = {each.id: str(place) for place, each in enumerate(pack.questions, start=1)}

    def press(self, keys: str, *then: str) -> None:
        """Press keys and wait for the question that comes then: a menu is drawn once more when it is left."""
        self.room.send(keys)
        for text in (*then, MENU) if then else (ASKED, MENU):
            self.room.wait(text)

    def write_note(self, keys: str) -> None:
        self.room.send("n")
        self.room.wait("Worauf stützt sich die Antwort?")
        self.press(keys)

    def settle(self, keys: str, why: str) -> None:
        """Agree on an answer, and say why."""
        self.room.send(keys)
        self.room.wait("Warum gilt das jetzt?")
        self.press(f"{why}\r")

    def hand_over(self, name: str, then: str) -> None:
        self.room.send("p")
        self.room.wait("Wer antwortet jetzt?")
        self.press(f"{name}\r", then)

    def go_to(self, question: str, then: str = "") -> None:
        self.room.send("u")
        self.room.turn_pages("Nummer einer Frage")
        self.press(f"{self.number[question]}\r", then or self.asks(question))

    def asks(self, name: str) -> str:
        return self.pack.question(name).ask.replace("{city}", "Musterstadt")

    def leave(self) -> None:
        assert self.room.leave() == 0


@pytest.mark.long
def test_three_people_disagree_settle_take_back_are_cut_off_and_come_again(tmp_path: Path, pack: Pack) -> None:
    file, later = tmp_path / "x.answers.yaml", tmp_path / "y.answers.yaml"
    played = Played(begun(file, "--by", "office_head"), pack)
    two_differ(played, file)
    the_third_settles_and_it_is_taken_back(played, file)
    played.room.child.kill(9)
    played.room.child.close()
    played.room = Room(file)
    all_settle_after_a_resume(played, file)
    the_history_knows(file)
    played.room = Room(later, "--from", str(file), "--by", "office_head")
    they_come_again(played, later)


def two_differ(played: Played, file: Path) -> None:
    played.go_to("staff_unit")
    played.write_note("Reglement\r")
    played.write_note(" 2024\r")  # behind what stands there
    played.press("2\r")
    played.room.see(f"Gespeichert: {played.pack.question('staff_unit').label}")
    played.press("a")
    played.hand_over("Anna Beispiel", "Jetzt antwortet: Anna Beispiel.")
    played.go_to("staff_unit")
    played.press("3\r", played.asks("staff_unit"))  # they differ, and so it comes again
    played.room.see("Jetzt antwortet: Anna Beispiel.")
    played.room.see("Anna Beispiel sagt: ")
    played.room.see("Reglement 2024")
    said = read_answers(file, played.pack).answers["staff_unit"]
    assert said.disputed
    assert {each.by: each.note for each in said.said} == {"office_head": "Reglement 2024", "Anna Beispiel": None}


def the_third_settles_and_it_is_taken_back(played: Played, file: Path) -> None:
    played.hand_over("Ben Muster", "Jetzt antwortet: Ben Muster.")
    played.settle("3\r", "gilt seit Mai")
    settled = read_answers(file, played.pack).answers["staff_unit"]
    assert (settled.settled, settled.note) == (True, "gilt seit Mai")
    played.go_to("topic_owners")
    played.press("2\r")
    played.press("2\r")
    assert len(read_answers(file, played.pack).answers) == 3
    played.room.send("r")
    played.room.wait("Was soll nicht geschehen sein")
    played.room.see("gemeinsam geklärt")
    played.press("4\r", played.asks("staff_unit"))  # the reason is an act of its own
    answers = read_answers(file, played.pack).answers
    assert set(answers) == {"staff_unit"}
    assert answers["staff_unit"].disputed


def all_settle_after_a_resume(played: Played, file: Path) -> None:
    played.room.wait("Aufgeschoben: ")
    played.room.go_on()
    played.room.wait(played.asks("staff_unit"))
    played.room.wait(MENU)
    played.settle("2\r", "")  # for all, as nobody in particular speaks
    settled = read_answers(file, played.pack).answers["staff_unit"]
    assert (settled.value, settled.by) == (played.pack.question("staff_unit").levels[1].name, None)
    assert {each.by for each in settled.said} == {"office_head", "Anna Beispiel"}
    played.leave()


def the_history_knows(file: Path) -> None:
    events = decoded(file_of(file).read_bytes(), "x")
    kinds = [type(each) for each in events]
    assert (kinds.count(did.Joined), kinds.count(did.Undone), kinds.count(did.Closed)) == (2, 1, 1)
    assert [each.note for each in events if isinstance(each, did.Noted)] == ["Reglement", "Reglement 2024", "gilt seit Mai"]


def they_come_again(played: Played, file: Path) -> None:
    played.room.go_on()
    played.room.wait("Zweiter Besuch: Musterstadt")
    played.room.wait(MENU)
    played.go_to("staff_unit", "Gilt das noch, genügt Enter")
    played.press("\r")
    played.leave()
    confirmed = read_answers(file, played.pack).answers["staff_unit"]
    assert (confirmed.value, confirmed.by) == (played.pack.question("staff_unit").levels[1].name, "office_head")
