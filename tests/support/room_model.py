"""A plain model of rooms: lists and dictionaries that know what the store should know after each act."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec
from hypothesis import event

from advisor.reasoning.answers import Answer, Answers, Respondent
from advisor.sittings import events as did
from advisor.sittings import redaction
from advisor.sittings.sitting import Sitting, begun
from advisor.web.store import appending, erasing, outputs, packs, rooms, seats
from advisor.web.store.values import Appended, Beginning, Click, Invitation, KeptPack, Mark, OutputKey, Scope, SeatKind, Seen
from tests.support.rooms import BASE, DAY, NEWER, PACK, Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.web.store.database import Database
    from advisor.web.store.values import Became

Form = tuple[int, Scope, str]


class Place(msgspec.Struct):
    """A seat as the model knows it."""

    room: str | None
    kind: str
    person: str | None
    token: str | None = None
    once: str | None = None
    secret: str | None = None
    taken: datetime.datetime | None = None
    expires: datetime.datetime | None = None
    revoked: bool = False

    def is_open(self, now: datetime.datetime) -> bool:
        return not self.revoked and (self.expires is None or now < self.expires)


class Kept(msgspec.Struct):
    """A room as the model knows it: events with the seat and the click that brought them."""

    base: Answers
    pack: KeptPack
    delete_after: datetime.date | None
    events: list[did.Event] = []
    by: list[str | None] = []
    clicks: dict[tuple[str, str], int] = {}
    closed: bool = False
    era: int = 0
    outputs: dict[tuple[str, str], tuple[int, bytes]] = {}
    words: dict[str, list[str]] = {}
    """What each person said, in words that nobody else said."""


class Model:
    """Does an act in the store and in the model, and sees that the store says what the model says."""

    def __init__(self, database: Database, searched: Callable[[], bytes]) -> None:
        self.clock, self.searched = Clock(), searched
        self.db = msgspec.structs.replace(database, clock=self.clock)
        self.there: dict[str, Kept] = {}
        self.places: dict[str, Place] = {}
        self.marks: dict[str, Mark | None] = {}
        self.gone: list[str] = []
        self.count = 0

    def word(self, room: Kept, person: str | None) -> str:
        """Return a word that was never said before, and whose it is."""
        self.count += 1
        said = f"Wort{self.count:04}{person}"
        room.words.setdefault(person or "", []).append(said)
        return said

    # --- rooms

    def make(self, pack: KeptPack, days: int | None, *, retired: bool) -> None:
        kept = Kept(BASE, pack, None if days is None else DAY + datetime.timedelta(days=days))
        if retired:
            old = Answer(value="yes", by="anna", note=self.word(kept, "anna"))
            respondents = {"anna": Respondent(name=self.word(kept, "anna")), "ben": Respondent(role="executive")}
            kept.base = msgspec.structs.replace(BASE, retired={"old": old}, respondents=respondents)
        beginning = Beginning(base=kept.base, pack=pack, language="de", delete_after=kept.delete_after)
        made = rooms.make(self.db, beginning)
        self.there[made.id] = kept

    def close(self, room: str, *, closed: bool) -> None:
        rooms.close(self.db, room, closed=closed)
        if room in self.there:
            self.there[room].closed = closed

    def wait(self, hours: float) -> None:
        self.clock.go_on(hours=hours)

    # --- seats

    def invite(self, room: str | None, kind: SeatKind, person: str | None, hours: int | None) -> None:
        kept = self.there.get(room or "")
        expires = None if hours is None else self.clock() + datetime.timedelta(hours=hours)
        name = self.word(kept, person) if kept is not None and person is not None else None
        who = Invitation(kind=kind, person=person if room else None, name=name, expires=expires)
        found = seats.invite(self.db, room, who)
        double = who.person is not None and any(each.room == room and each.person == person for each in self.places.values())
        assert (found is None) == (double or (room is not None and kept is None))
        if found is not None:
            self.places[found.seat.id] = Place(room, kind, who.person, found.token, expires=expires)

    def invite_again(self, seat: str) -> None:
        found = seats.invite_again(self.db, seat)
        place = self.places.get(seat)
        assert (found is None) == (place is None)
        if found is not None and place is not None:
            place.token, place.taken, place.once = found.token, None, None

    def take(self, seat: str, once: str) -> None:
        place = self.places.get(seat)
        if place is None or place.token is None:
            return
        looked = seats.invited(self.db, place.token)
        assert (looked is not None) == (place.taken is None and place.is_open(self.clock()))
        taken = seats.take(self.db, place.token, once)
        soon = place.taken is not None and self.clock() - place.taken < datetime.timedelta(minutes=10)
        may = place.taken is None or (soon and once == place.once)
        assert (taken is not None) == (may and place.is_open(self.clock()))
        if taken is not None:
            assert taken.seat.id == seat
            place.secret, place.once, place.taken = taken.secret, once, place.taken or self.clock()

    def revoke(self, seat: str) -> None:
        seats.revoke(self.db, seat)
        if seat in self.places:
            self.places[seat].revoked = True

    # --- events

    def append(self, room: str, seat: str, what: str, question: str, form: Form) -> None:
        """Send a form that is some events behind, with what it rests on and the name of the click."""
        behind, of, once = form
        kept = self.there.get(room)
        events = self.events_of(kept, self.places.get(seat), what, question)
        number = max(0, len(kept.events) - behind) if kept else 0
        click = Click(seat, Seen(number, of), once if once != "new" else f"n{self.count}.{len(self.places)}.{number}.{what}{of}")
        expected = self.expected(kept, room, click, events)
        done = appending.append(self.db, room, click, events)
        self.compare(kept, done, click, expected, events)

    def events_of(self, kept: Kept | None, place: Place | None, what: str, question: str) -> list[did.Event]:
        by = place.person if place else None
        note = self.word(kept, by) if kept else None
        answer = did.Answered(question=question, value="some", by=by, note=note)
        choices: dict[str, list[did.Event]] = {
            "answer": [answer],
            "settle": [did.Settled(question=question, value="most", by=by, note=note)],
            "note": [did.Noted(question=question, note=note, by=by)],
            "undo": [did.Undone(events=(len(kept.events) if kept else 1,), by=by)],
            "skip": [did.Skipped(topic="t", question=question, by=by)],
            "two": [did.Joined(by=by, name=note), answer],
        }
        return choices[what]

    def expected(self, kept: Kept | None, room: str, click: Click, events: list[did.Event]) -> Became:
        place = self.places.get(click.seat)
        may = place and place.room in {None, room} and place.kind != "reader" and place.is_open(self.clock())
        if kept is None or not may:
            return "left"
        if (click.seat, click.once) in kept.clicks:
            return "twice"
        if kept.closed:
            return "closed"
        later = list(zip(kept.events, kept.by, strict=True))[click.seen.number :]
        if click.seen.of == "seat":
            later = [each for each in later if each[1] == click.seat]
        about = {getattr(each, "question", "*") for each in events if not isinstance(each, did.Skipped | did.Joined)}
        if click.seen.of == "question" and "*" not in about:
            kinds = (did.Answered, did.Noted, did.Settled)
            later = [
                each
                for each in later
                if isinstance(each[0], did.Undone | did.Imported | did.Redacted)
                or (isinstance(each[0], kinds) and each[0].question in about)
            ]
        return "stale" if later else "added"

    def compare(self, kept: Kept | None, done: Appended, click: Click, expected: Became, events: list[did.Event]) -> None:
        assert done.became == expected
        event(expected)
        if kept is None:
            return
        if expected == "added":
            assert done.first == len(kept.events) + 1
            kept.clicks[click.seat, click.once] = done.first
            kept.events += [msgspec.structs.replace(each, at=self.clock()) for each in events]
            kept.by += [click.seat] * len(events)
        elif expected == "twice":
            assert done.first == kept.clicks[click.seat, click.once]
        assert done.last == len(kept.events)

    def rebase(self, room: str, seat: str, pack: KeptPack | None, behind: int) -> None:
        kept = self.there.get(room)
        base = kept.base if kept else BASE
        folded = Sitting(base, tuple(kept.events)).interview.answers if kept else BASE
        events = list(begun(folded, (), "before").events)
        number = max(0, len(kept.events) - behind) if kept else 0
        click = Click(seat, Seen(number, "room"), f"r{self.count}.{number}.{pack and pack.hash}.{len(self.places)}")
        expected = self.expected(kept, room, click, events)
        done = appending.rebase(self.db, room, click, events, base, pack)
        self.compare(kept, done, click, expected, events)
        if kept is not None and expected == "added":
            kept.pack, kept.era, kept.outputs = pack or kept.pack, kept.era + 1, {}

    # --- outputs

    def keep_output(self, room: str, language: str, behind: int) -> None:
        kept = self.there.get(room)
        last = len(kept.events) if kept else 0
        key = self.key(room, kept, language, last - behind)
        content = "|".join(word for said in kept.words.values() for word in said).encode() if kept else b""
        done = outputs.keep(self.db, key, content)
        assert done == (kept is not None and behind == 0)
        if kept is not None and done:
            kept.outputs = {name: each for name, each in kept.outputs.items() if each[0] == last}
            kept.outputs.setdefault((kept.pack.hash, language), (last, content))

    def key(self, room: str, kept: Kept | None, language: str, seq: int) -> OutputKey:
        era, pack = (kept.era, kept.pack.hash) if kept else (0, PACK.hash)
        return OutputKey(room=room, seq=seq, era=era, pack=pack, product="1", language=language, audience="all", format="pdf")

    def read_output(self, room: str, language: str) -> None:
        kept = self.there.get(room)
        last = len(kept.events) if kept else 0
        found = outputs.output(self.db, self.key(room, kept, language, last))
        there = kept.outputs.get((kept.pack.hash, language)) if kept else None
        assert found == (there[1] if there is not None and there[0] == last else None)

    # --- erasing

    def redact(self, room: str, person: str) -> None:
        done = erasing.redact(self.db, room, person)
        kept = self.there.get(room)
        if kept is None:
            assert not done.found
            return
        before = Sitting(kept.base, tuple(kept.events))
        after = redaction.without(before, person)
        gone = {name for name, each in self.places.items() if each.room == room and each.person == person}
        assert done.found == bool(after != before or gone)
        if done.found:
            assert done.scrubbed
            kept.base, kept.events = after.base, [*after.events, did.Redacted(at=self.clock())]
            kept.by = [None if each in gone else each for each in kept.by] + [None]
            kept.clicks = {name: at for name, at in kept.clicks.items() if name[0] not in gone}
            kept.era, kept.outputs = kept.era + 1, {}
            self.places = {name: each for name, each in self.places.items() if name not in gone}
            self.gone += sorted(gone)
            self.nowhere(kept.words.pop(person, []))

    def delete(self, room: str) -> None:
        done = erasing.delete(self.db, room)
        assert done.found == (room in self.there)
        if room in self.there:
            self.forget(room)

    def sweep(self) -> None:
        today = self.clock().date()
        over = {name for name, each in self.there.items() if each.delete_after is not None and each.delete_after < today}
        assert set(erasing.sweep(self.db, today)) == over
        for room in over:
            self.forget(room)

    def forget(self, room: str) -> None:
        kept = self.there.pop(room)
        self.gone.append(room)
        self.places = {name: each for name, each in self.places.items() if each.room != room}
        self.nowhere([room, *(word for said in kept.words.values() for word in said)])

    def nowhere(self, words: list[str]) -> None:
        there = self.searched()
        assert [word for word in words if word.encode() in there] == []

    # --- what is known

    def rooms_are_as_they_should_be(self) -> None:
        assert {each.id for each in rooms.rooms(self.db)} == set(self.there)
        for name, kept in self.there.items():
            found = rooms.whole(self.db, name)
            assert found is not None
            assert [each.seq for each in found.events] == list(range(1, len(kept.events) + 1))
            assert [each.event for each in found.events] == kept.events
            assert [each.seat for each in found.events] == kept.by
            room = found.room
            assert (room.base, room.pack, room.last, room.era) == (kept.base, kept.pack.hash, len(kept.events), kept.era)
            assert (room.closed is not None) == kept.closed
            assert {each.id for each in found.seats} == {at for at, each in self.places.items() if each.room == name}

    def packs_are_there_as_long_as_rooms_need_them(self) -> None:
        for pack in (PACK, NEWER):
            needed = any(each.pack == pack for each in self.there.values())
            assert packs.pack(self.db, pack.hash) == (pack if needed else None)

    def cookies_lead_to_their_seats(self) -> None:
        for name, place in self.places.items():
            if place.secret is not None:
                found = seats.seated(self.db, place.secret)
                assert (found.id if found else None) == (name if place.is_open(self.clock()) else None)

    def who_watches_is_told_what_changed_and_only_that(self) -> None:
        watched = {**dict.fromkeys(self.there), **self.marks}
        told = rooms.changes(self.db, watched)
        for name, mark in {**watched, **told}.items():
            kept = self.there.get(name)
            assert (mark is None) == (kept is None)
            if mark is not None and kept is not None:
                assert (mark.last, mark.era, mark.closed) == (len(kept.events), kept.era, kept.closed)
        self.marks = {name: mark for name, mark in {**watched, **told}.items() if mark is not None}
