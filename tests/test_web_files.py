"""What comes into a sitting from outside: sheets, answers of others, and a newer version of the pack."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from advisor import desk, paths
from advisor.knowledge.loader import load_pack
from advisor.web.knowledge import Knowledge, Known
from advisor.web.store import packs as stored
from advisor.web.store import rooms
from tests.support.web import served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.web import Person, Served

QUESTION = "office_head_commitment"


def bring(person: Person, name: str, content: bytes, path: str = "import", **fields: str) -> str:
    """Bring a file, as a browser sends it."""
    person.get(path)
    target = path if path.startswith("/") else f"{person.room}/{path}"
    data = {**person.hidden(), **fields}
    person.page = person.client.post(target, data=data, files={"file": (name, content)}, headers={"origin": person.origin})
    return person.text


def sheet(name: str, level: str) -> bytes:
    """A questionnaire that somebody filled in: one answer, and the note beside it."""
    pack = desk.load(paths.shipped("rules") / "smart-city", "de")
    text = desk.questionnaire(pack, None, desk.Asking(name=name), "csv").content.decode("utf-8-sig")
    label = next(each.label for each in pack.question(QUESTION).levels if each.name == level)
    lines = text.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(QUESTION))
    separator = ";" if ";" in lines[place] else ","
    cells = lines[place].rstrip(separator).split(separator)
    lines[place] = separator.join([cells[0], "", "", "", label, "aus dem Fragebogen"])
    return "\r\n".join(lines).encode()


def test_a_sheet_is_said_by_whoever_filled_it_in_and_overwrites_nobody(server: Served) -> None:
    anna = server.consultant().begin("Musterwil")
    beat = server.person().join(anna.invite("executive"))
    beat.answer(QUESTION, "supports")
    said = bring(anna, "Antwort von Karin.csv", sheet("Karin Beispiel", "rejects"))
    assert "Die Datei ist übernommen" in said, said
    answers = anna.answers()
    assert "Karin Beispiel" in answers
    assert "aus dem Fragebogen" in answers
    assert "executive_1" in answers
    assert "Worin sich die Befragten uneinig sind" in anna.get("live")
    assert "Beantwortet: 1 von" in beat.get("review")
    assert "Karin Beispiel" in anna.get("erase")
    anna.send("erase", person="person_karin_beispiel", sure="yes")
    assert "Karin" not in anna.answers()
    assert "executive_1" in anna.answers()


def test_the_same_file_brought_twice_adds_nothing(server: Served) -> None:
    anna = server.consultant().begin("Musterwil")
    for _ in range(2):
        assert "Die Datei ist übernommen" in bring(anna, "karin.csv", sheet("Karin", "rejects"))
    assert anna.answers().count("by: ") == 1


def test_a_cell_that_is_wrong_is_named_in_the_readers_language_and_nothing_comes_in(server: Served) -> None:
    anna = server.consultant().begin("Musterwil")
    before = anna.answers()
    said = bring(anna, "karin.csv", sheet("Karin", "rejects").replace(b"aus dem", b"aus dem").replace(QUESTION.encode(), b"nope"))
    assert anna.page.status_code == 422
    assert "Eine Frage mit der Kennung «nope» gibt es nicht." in said
    assert "karin.csv" in said
    assert anna.answers() == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "gibt es nicht"),
        ("fr", "il n’y a pas de question"),
        ("it", "non esiste una domanda"),
        ("en", "there is no question"),
    ],
)
def test_a_wrong_answers_file_is_told_in_the_language_of_whoever_brings_it(language: str, said: str, server: Served) -> None:
    anna = server.consultant().begin("Musterwil")
    anna.client.headers["accept-language"] = language
    wrong = b"pack: smart-city\ncity: {name: Musterwil}\ndate: 2026-11-22\nanswers: {no_such: 1}\n"
    told = bring(anna, "wrong.answers.yaml", wrong)
    assert anna.page.status_code == 422
    assert said in told
    assert "A402" in told
    assert "/tmp" not in told  # noqa: S108 - no folder of this machine is told


@pytest.mark.long
def test_a_sitting_keeps_its_pack_until_it_is_carried_to_the_newer_one(tmp_path: Path) -> None:
    server = served(tmp_path)
    anna = server.consultant().begin("Musterwil")
    anna.answer(QUESTION, "supports")
    folder = tmp_path / "newer" / "smart-city"
    shutil.copytree(paths.shipped("rules") / "smart-city", folder)
    head = (folder / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(head.replace("version: 2.0.0", "version: 2.0.7", 1), encoding="utf-8")
    newer = Knowledge()
    newer._current["smart-city"] = Known(folder, stored.kept(load_pack(folder)))  # noqa: SLF001 - as if it were installed
    site = server.site
    site.knowledge = site.sittings._knowledge = newer  # noqa: SLF001 - a server that was brought up to date
    assert "2.0.0" in anna.get("settings")
    assert "pack_version: 2.0.0" in anna.answers()
    anna.get("settings")
    assert "Neue Fassung" in anna.text
    assert "2.0.7" in anna.get("newer")
    assert "läuft jetzt mit der heutigen Fassung" in anna.send("newer", sure="yes")
    assert "pack_version: 2.0.7" in anna.answers()
    assert f"{QUESTION}: supports" in anna.answers() or "value: supports" in anna.answers()
    room = rooms.room(server.db, anna.room.rpartition("/")[2])
    assert room is not None
    assert room.pack == newer.current("smart-city").kept.hash
    server.db.close()
