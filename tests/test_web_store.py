"""What happens in the browser is kept: in rooms with seats, in order, once, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.knowledge.loader import load_pack
from advisor.reasoning.answers import Answer, Respondent
from advisor.sittings import events as did
from advisor.sittings.sitting import Sitting
from advisor.web.store import appending, database, outputs, packs, rooms, schema, seats
from advisor.web.store.database import Database, opened
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Beginning, Invitation, KeptPack, Mark, OutputKey, Room
from tests.support.rooms import BASE, BEGINNING, DAY, NEWER, PACK, Clock, answered, click, invited, seated
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def db(url: str, clock: Clock) -> Iterator[Database]:
    store = opened(url, clock)
    yield store
    store.close()


@pytest.fixture
def room(db: Database) -> Room:
    return rooms.make(db, BEGINNING)


def happened(db: Database, room: Room) -> list[did.Event]:
    found = rooms.whole(db, room.id)
    assert found is not None
    assert [each.seq for each in found.events] == list(range(1, found.room.last + 1))
    return [msgspec.structs.replace(each.event, at=None) for each in found.events]


def test_a_room_is_read_back_as_it_was_made(db: Database) -> None:
    base = msgspec.structs.replace(
        BASE,
        note="Stand März",
        retired={"founded": Answer(value=DAY, note="alt", by="anna"), "parts": Answer(value=("a", "b"))},
        respondents={"anna": Respondent(role="executive", name="Anna")},
    )
    beginning = Beginning(base=base, pack=PACK, language="fr", mode="together", delete_after=DAY, made_by="office")
    made = rooms.make(db, beginning)
    assert (made.base, made.language, made.mode, made.delete_after, made.made_by) == (base, "fr", "together", DAY, "office")
    assert (made.last, made.era, made.closed) == (0, 0, None)
    assert rooms.room(db, made.id) == made
    assert packs.pack(db, made.pack) == PACK


def test_rooms_are_listed_the_newest_first_and_by_who_made_them(db: Database, clock: Clock) -> None:
    made = []
    for by in ("one", "two", "one"):
        made.append(rooms.make(db, msgspec.structs.replace(BEGINNING, made_by=by)).id)
        clock.go_on(minutes=1)
    assert [each.id for each in rooms.rooms(db)] == made[::-1]
    assert [each.id for each in rooms.rooms(db, "one")] == [made[2], made[0]]


def test_what_nobody_made_is_not_there(db: Database) -> None:
    assert rooms.room(db, "none") is None
    assert rooms.whole(db, "none") is None
    assert seats.seated(db, "none") is None
    assert seats.invited(db, "none") is None
    assert seats.take(db, "none", "click") is None
    assert seats.invite(db, "none", Invitation(kind="reader")) is None
    assert seats.invite_again(db, "none") is None
    assert packs.pack(db, "none") is None


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "'; DROP TABLE room; --", "%s", ":id", "\N{PILE OF POO}" * 9_000])
def test_an_id_that_is_none_finds_nothing(db: Database, room: Room, odd: str) -> None:
    assert rooms.room(db, odd) is None
    assert seats.seated(db, odd) is None
    assert seats.take(db, odd, odd) is None
    assert rooms.changes(db, {odd: Mark(0, 0, 0, closed=False)}) == {odd: None}
    named = seats.invite(db, room.id, Invitation(kind="reader", name=odd))
    assert named is not None
    assert named.seat.name == odd.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


def test_an_error_of_the_program_tells_no_answers(db: Database) -> None:
    with pytest.raises(Exception, match="INSERT") as wrong, db.writing() as run:
        run("INSERT INTO event (room, seq, body) VALUES (:room, 1, :body)", room="none", body="secret words")
    assert "secret words" not in str(wrong.value)


def test_events_come_back_as_they_happened(db: Database, room: Room) -> None:
    anna = seated(db, room.id, "anna")
    events: list[did.Event] = [
        did.Joined(by="anna", name="Anna «ä»\x01\n", role="executive"),
        answered(note="zwei\nZeilen, 'Anführung' : frei %s"),
        did.Settled(question="founded", value=did.Day(DAY)),
        did.Undone(events=(2,)),
        did.Imported(source="x.yaml", answers={"parts": did.Said(value=("a", "b"))}),
    ]
    assert appending.append(db, room.id, click(anna), events).became == "added"
    assert happened(db, room) == events
    found = rooms.whole(db, room.id, since=3)
    assert found is not None
    assert [each.seq for each in found.events] == [4, 5]
    assert {each.seat for each in found.events} == {anna.id}
    assert Sitting(found.room.base, tuple(events)).interview.answers.answers["parts"].value == ("a", "b")


def test_an_event_gets_its_moment_when_it_is_kept(db: Database, room: Room, clock: Clock) -> None:
    anna, before = seated(db, room.id, "anna"), clock.moment - datetime.timedelta(days=1)
    appending.append(db, room.id, click(anna), [answered(), msgspec.structs.replace(answered(), at=before)])
    found = rooms.whole(db, room.id)
    assert found is not None
    assert [each.event.at for each in found.events] == [clock.moment, before]


def test_a_double_click_counts_once_and_says_where(db: Database, room: Room) -> None:
    anna = seated(db, room.id, "anna")
    first = appending.append(db, room.id, click(anna), [answered(), did.WentOn()])
    again = appending.append(db, room.id, click(anna), [answered(), did.WentOn()])
    assert (first.became, first.first, first.last) == ("added", 1, 2)
    assert (again.became, again.first, again.last) == ("twice", 1, 2)
    assert len(happened(db, room)) == 2


def test_the_same_word_for_a_click_of_another_seat_is_another_click(db: Database, room: Room) -> None:
    for person in ("anna", "ben"):
        assert appending.append(db, room.id, click(seated(db, room.id, person)), [answered(by=person)]).became == "added"


def test_a_stale_tab_changes_nothing_though_others_were_busy(db: Database, room: Room) -> None:
    anna, ben = seated(db, room.id, "anna"), seated(db, room.id, "ben")
    assert appending.append(db, room.id, click(ben), [answered(by="ben")]).became == "added"
    assert appending.append(db, room.id, click(anna, 0, "a"), [answered()]).became == "added"
    stale = appending.append(db, room.id, click(anna, 0, "b"), [answered(value="most")])
    assert (stale.became, stale.first, stale.last) == ("stale", None, 2)
    assert appending.append(db, room.id, click(anna, 2, "b"), [answered(value="most")]).became == "added"
    assert [each.by for each in happened(db, room)] == ["ben", "anna", "anna"]


@pytest.mark.parametrize(
    ("meanwhile", "became"),
    [
        (answered(), "stale"),
        (did.Noted(question="staff_unit", note="x"), "stale"),
        (did.Undone(events=(1,)), "stale"),
        (did.Imported(source="x"), "stale"),
        (answered("funds"), "added"),
        (did.WentOn(), "added"),
    ],
)
def test_a_settlement_rests_on_what_was_said_about_its_question(
    db: Database, room: Room, meanwhile: did.Event, became: str
) -> None:
    anna, office = seated(db, room.id, "anna"), seated(db, room.id, "office", "consultant")
    appending.append(db, room.id, click(anna, 0, "a"), [answered(), meanwhile])
    settled = did.Settled(question="staff_unit", value="most")
    assert appending.append(db, room.id, click(office, 1, "s", "question"), [settled]).became == became


def test_what_may_touch_any_question_rests_on_all_of_the_room(db: Database, room: Room) -> None:
    anna, office = seated(db, room.id, "anna"), seated(db, room.id, "office", "consultant")
    appending.append(db, room.id, click(anna), [did.WentOn()])
    undone = [did.Undone(events=(1,))]
    assert appending.append(db, room.id, click(office, 0, "a", "question"), undone).became == "stale"
    assert appending.append(db, room.id, click(office, 0, "b", "room"), [did.WentOn()]).became == "stale"
    assert appending.append(db, room.id, click(office, 1, "c", "room"), undone).became == "added"


def test_a_closed_room_takes_nothing_until_it_is_opened_again(db: Database, room: Room) -> None:
    anna = seated(db, room.id, "anna")
    rooms.close(db, room.id)
    assert appending.append(db, room.id, click(anna), [answered()]).became == "closed"
    rooms.close(db, room.id, closed=False)
    assert appending.append(db, room.id, click(anna), [answered()]).became == "added"


def test_only_who_has_a_seat_there_and_may_speak_speaks(db: Database, room: Room, clock: Clock) -> None:
    elsewhere = rooms.make(db, BEGINNING)
    reader, other = seated(db, room.id, "reader", "reader"), seated(db, elsewhere.id, "ben")
    revoked, expired = seated(db, room.id, "revoked"), seated(db, room.id, "expired")
    seats.revoke(db, revoked.id)
    seats.expire(db, expired.id, clock.moment)
    for seat in (reader, other, revoked, expired):
        assert appending.append(db, room.id, click(seat), [answered()]).became == "left"
    assert appending.append(db, "none", click(other), [answered()]).became == "left"
    assert happened(db, room) == []
    office = seated(db, None, "office", "consultant")
    assert appending.append(db, room.id, click(office), [answered()]).became == "added"


def test_looking_at_a_link_does_not_use_it_and_taking_it_does(db: Database, room: Room) -> None:
    link = invited(db, room.id, "anna")
    assert seats.invited(db, link.token) == seats.invited(db, link.token) == link.seat
    taken = seats.take(db, link.token, "click")
    assert taken is not None
    assert seats.invited(db, link.token) is None
    assert seats.take(db, link.token, "another click") is None
    assert seats.seated(db, taken.secret) == taken.seat
    assert seats.seated(db, link.token) is None


def test_a_double_click_on_a_link_gets_a_seat_for_a_while(db: Database, room: Room, clock: Clock) -> None:
    link = invited(db, room.id, "anna")
    first, second = seats.take(db, link.token, "click"), seats.take(db, link.token, "click")
    assert first is not None
    assert second is not None
    assert seats.seated(db, first.secret) is None
    assert seats.seated(db, second.secret) == second.seat
    clock.go_on(minutes=11)
    assert seats.take(db, link.token, "click") is None


def test_a_new_link_leads_to_the_same_seat_and_ends_the_old_one(db: Database, room: Room) -> None:
    link = invited(db, room.id, "anna")
    taken = seats.take(db, link.token, "click")
    again = seats.invite_again(db, link.seat.id)
    assert taken is not None
    assert again is not None
    assert seats.take(db, link.token, "click") is None
    assert seats.seated(db, taken.secret) is not None
    anew = seats.take(db, again.token, "click")
    assert anew is not None
    assert anew.seat.id == taken.seat.id
    assert seats.seated(db, taken.secret) is None


def test_a_revoked_or_expired_seat_is_none(db: Database, room: Room, clock: Clock) -> None:
    soon = clock.moment + datetime.timedelta(hours=1)
    link = seats.invite(db, room.id, Invitation(kind="respondent", person="anna", expires=soon))
    assert link is not None
    taken = seats.take(db, link.token, "click")
    assert taken is not None
    clock.go_on(minutes=59)
    assert seats.seated(db, taken.secret) is not None
    clock.go_on(minutes=1)
    assert seats.seated(db, taken.secret) is None
    seats.expire(db, link.seat.id, None)
    assert seats.seated(db, taken.secret) is not None
    seats.revoke(db, link.seat.id)
    assert seats.seated(db, taken.secret) is None
    open_link = invited(db, room.id, "ben")
    seats.revoke(db, open_link.seat.id)
    assert seats.invited(db, open_link.token) is None
    assert seats.take(db, open_link.token, "click") is None


def test_a_person_sits_once_in_a_room(db: Database, room: Room) -> None:
    invited(db, room.id, "anna")
    assert seats.invite(db, room.id, Invitation(kind="reader", person="anna")) is None
    invited(db, rooms.make(db, BEGINNING).id, "anna")
    assert [invited(db, room.id, None, "reader").seat.person for _ in range(2)] == [None, None]


def test_who_is_where_is_noted_when_it_changes_or_after_a_while(db: Database, room: Room, clock: Clock) -> None:
    seat, begun = seated(db, room.id, "anna"), clock.moment

    def noted() -> tuple[datetime.datetime | None, str | None]:
        (found,) = seats.seats(db, room.id)
        return found.last_seen, found.at_question

    seats.touch(db, seat, "staff_unit")
    assert noted() == (begun, "staff_unit")
    clock.go_on(seconds=5)
    (seat,) = seats.seats(db, room.id)
    seats.touch(db, seat, "staff_unit")
    assert noted() == (begun, "staff_unit")
    seats.touch(db, seat, "funds")
    assert noted() == (clock.moment, "funds")
    clock.go_on(seconds=31)
    seats.touch(db, seat)
    assert noted() == (clock.moment, "funds")


def test_one_question_finds_what_changed_in_all_rooms_that_are_watched(db: Database, room: Room) -> None:
    quiet = rooms.make(db, BEGINNING)
    anna = seated(db, room.id, "anna")
    assert rooms.changes(db, {}) == {}
    known: dict[str, Mark | None] = {room.id: None, quiet.id: None}
    known |= rooms.changes(db, known)
    assert rooms.changes(db, known) == {}
    appending.append(db, room.id, click(anna), [answered()])
    found = rooms.changes(db, {**known, "gone": Mark(1, 0, 0, closed=False)})
    assert found == {room.id: Mark(1, 0, found[room.id].stirred, closed=False), "gone": None}  # type: ignore[union-attr]
    known |= found
    seats.revoke(db, anna.id)
    assert set(rooms.changes(db, known)) == {room.id}
    known |= rooms.changes(db, known)
    rooms.close(db, quiet.id)
    assert set(rooms.changes(db, known)) == {quiet.id}


def test_a_room_is_carried_to_a_newer_pack_with_its_answers_in_one_act(db: Database, room: Room) -> None:
    office = seated(db, room.id, "office", "consultant")
    appending.append(db, room.id, click(office, 0, "a"), [answered()])
    base = msgspec.structs.replace(BASE, retired={"old": Answer(value="yes")})
    anew = did.Imported(source="small 1", answers={"staff_unit": did.Said(value="some")}, anew=True)
    stale = appending.rebase(db, room.id, click(office, 0, "b", "room"), [anew], base, NEWER)
    assert stale.became == "stale"
    assert rooms.room(db, room.id) == msgspec.structs.replace(room, last=1, stirred=2)
    assert appending.rebase(db, room.id, click(office, 1, "c", "room"), [anew], base, NEWER).became == "added"
    assert appending.rebase(db, room.id, click(office, 1, "c", "room"), [anew], base, NEWER).became == "twice"
    now = rooms.room(db, room.id)
    assert now is not None
    assert (now.pack, now.base, now.last, now.era) == (NEWER.hash, base, 2, 1)
    assert packs.pack(db, NEWER.hash) == NEWER
    assert appending.rebase(db, room.id, click(office, 2, "d", "room"), [], BASE).became == "added"
    now = rooms.room(db, room.id)
    assert now is not None
    assert (now.pack, now.base, now.last) == (NEWER.hash, BASE, 2)


def key_of(room: Room, **other: object) -> OutputKey:
    key = OutputKey(room=room.id, seq=0, era=0, pack=PACK.hash, product="1", language="de", audience="council", format="pdf")
    return msgspec.structs.replace(key, **other)


def test_an_output_is_kept_until_something_happens(db: Database, room: Room) -> None:
    anna, german, french = seated(db, room.id, "anna"), key_of(room), key_of(room, language="fr")
    assert outputs.output(db, german) is None
    assert outputs.keep(db, german, b"\x00de")
    assert outputs.keep(db, french, b"\x00fr")
    assert (outputs.output(db, german), outputs.output(db, french)) == (b"\x00de", b"\x00fr")
    assert outputs.keep(db, german, b"another one that was made at the same time")
    assert outputs.output(db, german) == b"\x00de"
    appending.append(db, room.id, click(anna), [answered()])
    assert not outputs.keep(db, german, b"made from what no longer is")
    assert outputs.keep(db, key_of(room, seq=1), b"new")
    assert outputs.output(db, german) is None
    assert not outputs.keep(db, key_of(room, seq=1, pack="another"), b"x")


def test_a_pack_is_kept_with_what_it_extends_and_read_from_that_alone(tmp_path: Path, db: Database) -> None:
    write_pack(tmp_path / "packs" / "small", small_pack())
    info = {**small_pack()["pack"], "id": "more"}
    folder = write_pack(tmp_path / "packs" / "more", {"pack": info, "extends": {"pack": "small", "version": "1.0.0"}})
    (folder / "translations").mkdir()
    (folder / "translations" / "fr.po").write_bytes(b"# catalogue")
    loaded = load_pack(folder)
    kept = packs.kept(loaded)
    assert kept == packs.kept(loaded)
    made = rooms.make(db, msgspec.structs.replace(BEGINNING, pack=kept))
    found = packs.pack(db, made.pack)
    assert found == kept
    there = packs.unpacked(kept, tmp_path / "again")
    assert (load_pack(there).pack, load_pack(there).folder.name) == (loaded.pack, "more")
    assert (there / "translations" / "fr.po").read_bytes() == b"# catalogue"
    (folder / "translations" / "fr.po").write_bytes(b"# another catalogue")
    assert packs.kept(loaded).hash != kept.hash


def test_a_pack_that_is_not_what_was_kept_is_refused(tmp_path: Path) -> None:
    loaded = load_pack(write_pack(tmp_path / "small", small_pack()))
    kept = packs.kept(loaded)
    for wrong in (msgspec.structs.replace(kept, hash="0"), KeptPack(hash="0", id="x", version="1", content=b"no archive")):
        with pytest.raises(Exception, match="not those that were kept"):
            packs.unpacked(wrong, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_tables_are_brought_up_to_date_and_newer_ones_refused_in_words(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(url).close()
    known = len(schema.MIGRATIONS)
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE room ADD COLUMN more TEXT",)))
        for _ in range(2):
            store = opened(url)
            with store.reading() as run:
                assert run("SELECT more FROM room") == []
                assert [row["number"] for row in run("SELECT number FROM schema_version ORDER BY number")] == [
                    *range(1, known + 2)
                ]
            store.close()
    said = rf"a newer version .* number {known + 1}, and {known} is known here\. Install that version"
    with pytest.raises(StoreError, match=said) as refused:
        opened(url)
    assert refused.value.trouble == "newer"


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ("CREATE TABLE half (id TEXT)", "CREATE TABLE pack (id TEXT)")
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, wrong))
        with pytest.raises(Exception, match=r"pack already exists|other tables of the same names"):
            opened(url)
    store = opened(url)
    with store.reading() as run:
        there = [row["number"] for row in run("SELECT number FROM schema_version ORDER BY number")]
        assert there == [*range(1, len(schema.MIGRATIONS) + 1)]
    with pytest.raises(Exception, match="half"), store.reading() as run:
        run("SELECT * FROM half")
    database.alive(store)
    store.close()
