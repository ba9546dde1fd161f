"""Rooms for tests of the store: a town, a pack of a few bytes, and a clock that is set by hand."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.answers import Answers, City
from advisor.sittings import events as did
from advisor.web.store import seats
from advisor.web.store.values import Beginning, Click, Invitation, Invited, KeptPack, Scope, Seat, SeatKind, Seen

if TYPE_CHECKING:
    from advisor.web.store.database import Database

DAY = datetime.date(2026, 11, 29)
PACK = KeptPack(hash="a1", id="small", version="1", content=b"\x00\x01 small")
NEWER = KeptPack(hash="b2", id="small", version="2", content=b"\x00\x02 small")
BASE = Answers(pack="small", city=City(name="Musterstadt", canton="AG"), date=DAY, start=DAY, aim=("one",), answers={})
BEGINNING = Beginning(base=BASE, pack=PACK, language="de")


class Clock:
    """Says what it was set to."""

    def __init__(self) -> None:
        self.moment = datetime.datetime(2026, 11, 29, 9, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.moment

    def go_on(self, **by: float) -> None:
        """Let time pass."""
        self.moment += datetime.timedelta(**by)


def invited(database: Database, room: str | None, person: str | None, kind: SeatKind = "respondent") -> Invited:
    """Return a new seat with the secret of its link."""
    found = seats.invite(database, room, Invitation(kind=kind, person=person))
    assert found is not None
    return found


def seated(database: Database, room: str | None, person: str | None, kind: SeatKind = "respondent") -> Seat:
    """Return the seat of somebody who followed their link."""
    taken = seats.take(database, invited(database, room, person, kind).token, "click")
    assert taken is not None
    return taken.seat


def click(seat: Seat, number: int = 0, once: str = "once", of: Scope = "seat") -> Click:
    """Return a form that was sent."""
    return Click(seat.id, Seen(number, of), once)


def answered(question: str = "staff_unit", value: str | None = "some", by: str = "anna", note: str | None = None) -> did.Answered:
    """Return an answer."""
    return did.Answered(question=question, value=value, by=by, note=note, on=DAY)
