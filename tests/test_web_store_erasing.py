"""What was erased is nowhere any more: in no row, and on SQLite in no byte of any file in the folder."""

from __future__ import annotations

import datetime
import random
import sqlite3
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.reasoning.answers import Answer, Respondent
from advisor.sittings import events as did
from advisor.sittings.sitting import Sitting
from advisor.web.store import appending, erasing, outputs, packs, rooms, seats
from advisor.web.store.copying import copied
from advisor.web.store.database import opened
from advisor.web.store.values import Erased, Invitation, OutputKey
from tests.support.rooms import BASE, BEGINNING, DAY, NEWER, PACK, answered, click, seated
from tests.support.sampling import in_full

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.web.store.database import Database
    from advisor.web.store.values import Room, Seat
    from tests.support.postgres import Server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
    store = opened(f"sqlite:///{folder}/advisor.db")
    yield store
    store.close()


def words_in(folder: Path) -> bytes:
    """Return every byte of every file of a folder."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def say(db: Database, room: str, seat: Seat, note: str, by: str = "anna", question: str = "staff_unit") -> int:
    """Say something, and return the number of the event."""
    found = rooms.room(db, room)
    assert found is not None
    done = appending.append(db, room, click(seat, found.last, f"c{found.last}"), [answered(question, by=by, note=note)])
    assert done.became == "added"
    return done.last


def key_of(db: Database, room: str) -> OutputKey:
    found = rooms.room(db, room)
    assert found is not None
    return OutputKey(
        room=room, seq=found.last, era=found.era, pack=found.pack, product="1", language="de", audience="all", format="html"
    )


def a_room_with_two(db: Database) -> tuple[Room, Seat, Seat]:
    """Make a room in which Anna's words are everywhere that words can be."""
    base = msgspec.structs.replace(
        BASE,
        respondents={"anna": Respondent(name="Zebrafink"), "ben": Respondent(name="Ben")},
        retired={"old": Answer(value="yes", note="Quellwolke", by="anna")},
    )
    room = rooms.make(db, msgspec.structs.replace(BEGINNING, base=base))
    link = seats.invite(db, room.id, Invitation(kind="respondent", person="anna", name="Zebrafink", role="Nachtwart"))
    assert link is not None
    taken = seats.take(db, link.token, "click")
    assert taken is not None
    anna, ben = taken.seat, seated(db, room.id, "ben")
    appending.append(db, room.id, click(anna, 0, "joined"), [did.Joined(by="anna", name="Zebrafink")])
    say(db, room.id, anna, "Mondfisch " * 2_000)  # over many pages
    say(db, room.id, ben, "Ben bleibt", "ben")
    appending.append(db, room.id, click(anna, 3, "noted"), [did.Noted(question="funds", note="Mondfisch", by="anna")])
    said = did.Said(value="some", note="Quellwolke", by="anna")
    both = did.Said(said=(said, did.Said(value="most", by="ben", note="Ben bleibt")))
    appending.append(db, room.id, click(ben, 3, "file"), [did.Imported(source="x", answers={"domain_expertise": both})])
    assert outputs.keep(db, key_of(db, room.id), b"<p>Mondfisch Zebrafink</p>" * 1_000)
    return room, anna, ben


ANNAS = (b"Mondfisch", b"Zebrafink", b"Quellwolke", b"Nachtwart", b"anna")


def test_a_person_who_is_erased_is_in_no_file_and_others_are(db: Database, folder: Path) -> None:
    room, anna, ben = a_room_with_two(db)
    assert [word for word in ANNAS if word not in words_in(folder)] == []
    assert erasing.redact(db, room.id, "anna") == Erased(found=True, scrubbed=True)
    assert [word for word in ANNAS if word in words_in(folder)] == []
    assert b"Ben bleibt" in words_in(folder)
    found = rooms.whole(db, room.id)
    assert found is not None
    assert [each.seq for each in found.events] == [1, 2, 3, 4, 5, 6]
    assert [type(each.event).__name__ for each in found.events][:4] == ["Redacted", "Redacted", "Answered", "Redacted"]
    assert (found.room.last, found.room.era) == (6, 1)
    assert [each.person for each in found.seats] == ["ben"]
    interview = Sitting(found.room.base, tuple(each.event for each in found.events)).interview
    assert {each.by for each in interview.answers.answers.values()} == {"ben"}
    assert appending.append(db, room.id, click(anna, 6, "later"), [answered()]).became == "left"
    assert appending.append(db, room.id, click(ben, 5, "later"), [answered(by="ben")]).became == "added"


def test_what_was_made_before_somebody_was_erased_is_not_kept_after_it(db: Database, folder: Path) -> None:
    room, _, _ = a_room_with_two(db)
    before = key_of(db, room.id)
    erasing.redact(db, room.id, "anna")
    assert not outputs.keep(db, before, b"Mondfisch")
    assert outputs.output(db, before) is None
    assert b"Mondfisch" not in words_in(folder)


def test_erasing_who_was_never_there_changes_nothing(db: Database) -> None:
    room, _, _ = a_room_with_two(db)
    before = rooms.whole(db, room.id)
    assert erasing.redact(db, room.id, "nobody").found is False
    assert erasing.redact(db, "none", "anna").found is False
    assert erasing.delete(db, "none").found is False
    assert rooms.whole(db, room.id) == before


def test_a_deleted_room_is_in_no_file_and_another_one_is(db: Database, folder: Path) -> None:
    (room, anna, _), (other, _, _) = a_room_with_two(db), a_room_with_two(db)
    known = rooms.changes(db, {room.id: None})
    assert erasing.delete(db, room.id).scrubbed
    assert rooms.whole(db, room.id) is None
    assert rooms.changes(db, known) == {room.id: None}
    assert appending.append(db, room.id, click(anna), [answered()]).became == "left"
    assert packs.pack(db, PACK.hash) == PACK
    assert erasing.delete(db, other.id).scrubbed
    there = words_in(folder)
    assert [word for word in (*ANNAS, b"Ben bleibt", b"Musterstadt", PACK.content) if word in there] == []
    assert packs.pack(db, PACK.hash) is None


def test_a_pack_goes_with_the_last_room_that_has_it(db: Database) -> None:
    room, _, ben = a_room_with_two(db)
    last = rooms.room(db, room.id)
    assert last is not None
    appending.rebase(db, room.id, click(ben, last.last, "carry"), [], BASE, NEWER)
    kept = rooms.make(db, BEGINNING)
    erasing.delete(db, room.id)
    assert (packs.pack(db, PACK.hash), packs.pack(db, NEWER.hash)) == (PACK, None)
    assert rooms.room(db, kept.id) is not None


def test_rooms_go_when_their_day_is_over(db: Database, folder: Path) -> None:
    tomorrow = DAY + datetime.timedelta(days=1)
    over, last_day, endless = (a_room_with_two(db)[0].id for _ in range(3))
    rooms.keep_until(db, over, DAY)
    rooms.keep_until(db, last_day, tomorrow)
    assert erasing.sweep(db, DAY) == ()
    assert erasing.sweep(db, tomorrow) == (over,)
    rooms.keep_until(db, last_day, None)
    assert erasing.sweep(db, tomorrow + datetime.timedelta(days=900)) == ()
    assert {each.id for each in rooms.rooms(db)} == {last_day, endless}
    assert over.encode() not in words_in(folder)


def test_what_could_not_be_written_anew_at_once_is_done_later(db: Database, folder: Path) -> None:
    room, _, _ = a_room_with_two(db)
    reader = sqlite3.connect(folder / "advisor.db", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM event").fetchone() == (5,)
    hasty = opened(f"sqlite:///{folder}/advisor.db?timeout=0")
    with hasty.outside() as run:
        run("PRAGMA busy_timeout=0")
    erased = erasing.redact(hasty, room.id, "anna")
    assert (erased.found, erased.scrubbed) == (True, False)
    assert b"Mondfisch" in words_in(folder)
    reader.execute("COMMIT")
    reader.close()
    assert erasing.scrub(hasty)
    assert [word for word in ANNAS if word in words_in(folder)] == []
    hasty.close()


def test_what_was_left_to_do_is_done_by_the_next_sweep(db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _, _ = a_room_with_two(db)
    with monkeypatch.context() as killed:
        killed.setattr(erasing, "scrub", lambda _: False)
        assert not erasing.redact(db, room.id, "anna").scrubbed
    assert erasing.sweep(db, DAY) == ()
    assert [word for word in ANNAS if word in words_in(folder)] == []


def test_a_copy_made_after_an_erasure_holds_nothing_of_it(db: Database, tmp_path: Path) -> None:
    room, _, _ = a_room_with_two(db)
    erasing.redact(db, room.id, "anna")
    (tmp_path / "copy").mkdir()
    copied(db, tmp_path / "copy" / "advisor.db")
    assert [word for word in ANNAS if word in words_in(tmp_path / "copy")] == []
    again = opened(f"sqlite:///{tmp_path}/copy/advisor.db")
    assert rooms.whole(again, room.id) == rooms.whole(db, room.id)
    again.close()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(in_full(40, beside_a_change=6)))
def test_after_much_writing_no_byte_is_left_behind(db: Database, folder: Path, seed: int) -> None:
    dice = random.Random(seed)
    room = rooms.make(db, BEGINNING).id
    sat = {person: seated(db, room, person) for person in ("anna", "ben", "clara")}
    said: dict[str, list[str]] = {person: [] for person in sat}
    for at in range(120):
        person = dice.choice(sorted(sat))
        word = f"{person}wort{at:04}"
        said[person].append(word)
        say(db, room, sat[person], f"{word} " * dice.choice((1, 5, 60, 900)), person, dice.choice(("staff_unit", "funds")))
        if not dice.randrange(10):
            outputs.keep(db, key_of(db, room), " ".join(said[person]).encode() * dice.choice((1, 50)))
    for person in dice.sample(sorted(sat), 2):
        assert erasing.redact(db, room, person).scrubbed
        there = words_in(folder)
        assert [word for word in (person, *said[person]) if word.encode() in there] == []


@pytest.mark.long
def test_in_postgresql_no_row_holds_what_was_erased(postgres: Server) -> None:
    url = postgres.url()
    store = opened(url)
    (room, _, _), (other, _, _) = a_room_with_two(store), a_room_with_two(store)
    erasing.delete(store, other.id)
    assert [word for word in ANNAS if word not in postgres.dumped(url)] == []
    assert erasing.redact(store, room.id, "anna").scrubbed
    dump = postgres.dumped(url)
    assert [word for word in (*ANNAS, b"Mondfisch".hex().encode()) if word in dump] == []
    assert b"Ben bleibt" in dump
    assert erasing.delete(store, room.id).scrubbed
    dump = postgres.dumped(url)
    assert [word for word in (b"Ben bleibt", b"Musterstadt", PACK.content.hex().encode()) if word in dump] == []
    store.close()


@pytest.mark.long
def test_in_postgresql_no_table_holds_the_bytes_of_what_was_erased(postgres: Server) -> None:
    store = opened(postgres.url())
    room = rooms.make(store, BEGINNING).id
    yrsa, otto = seated(store, room, "yrsa_quell"), seated(store, room, "otto")
    for at in range(40):  # more than a page, with rows between that stay
        say(store, room, yrsa, f"Sternschnuppe{at}", "yrsa_quell")
        say(store, room, otto, f"Regenbogen{at}", "otto")
    assert outputs.keep(store, key_of(store, room), b"Papier: Sternschnuppe")
    with store.outside() as run:
        run("ANALYZE")  # as it does by itself in a house: it notes frequent values
    before = postgres.files()
    assert b"Sternschnuppe39" in before
    assert b"Papier: Sternschnuppe" in before
    assert erasing.redact(store, room, "yrsa_quell").scrubbed
    after = postgres.files()
    assert [word for word in (b"Sternschnuppe", b"yrsa_quell") if word in after] == []
    assert b"Regenbogen39" in after
    assert erasing.delete(store, room).scrubbed
    assert b"Regenbogen" not in postgres.files()
    store.close()
