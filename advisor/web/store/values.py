"""What the store gives and takes, as frozen values. Times carry their zone; a person is the id that ``by`` of an event names."""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from advisor.desk.session import Answers
from advisor.sittings.events import Event

SeatKind = Literal["consultant", "respondent", "reader"]
Mode = Literal["together", "each"]
"""One keyboard in the room, or each on their own."""

Became = Literal["added", "twice", "stale", "closed", "left"]
"""What became of an append: it was done; the same click had done it before; something newer was there that the form did not show;
the room is closed; the seat was revoked, expired or erased meanwhile. In all cases but the first nothing changed."""

Scope = Literal["seat", "question", "room"]
"""What must be as the form showed it: what its own seat did, what anybody did to the same question, or all of the room."""


class KeptPack(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a pack and of those below it, as one archive; ``hash`` is that of the archive, translations included."""

    hash: str
    id: str
    version: str
    content: bytes


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What a room is made from; ``base`` has no answers, those come as events."""

    base: Answers
    pack: KeptPack
    language: str
    mode: Mode = "each"
    delete_after: datetime.date | None = None
    made_by: str | None = None
    """The id of the seat, one without a room, whose consultant made it."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room, without its events. ``last`` is the number of its last event, 0 where nothing happened yet.

    ``era`` counts how often something was changed that stood there before (redaction, another pack): what somebody remembers of
    an earlier era has to be read anew. ``stirred`` counts what happened to its seats.
    """

    id: str
    pack: str
    base: Answers
    language: str
    mode: Mode
    made_by: str | None
    created: datetime.datetime
    closed: datetime.datetime | None
    delete_after: datetime.date | None
    last: int
    era: int
    stirred: int


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a room, or one without a room: that of a consultant who makes rooms."""

    id: str
    room: str | None
    kind: SeatKind
    person: str | None
    role: str | None
    name: str | None
    language: str | None
    created: datetime.datetime
    expires: datetime.datetime | None
    revoked: datetime.datetime | None
    taken: datetime.datetime | None
    """When its invitation was used; None while the link is still open."""
    last_seen: datetime.datetime | None
    at_question: str | None
    """Which question they looked at last."""

    def open_at(self, moment: datetime.datetime) -> bool:
        """Tell whether the seat counts at a moment: neither revoked nor expired."""
        return self.revoked is None and (self.expires is None or moment < self.expires)


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a seat is for. ``person`` is the id in answers files: lower_case_with_underscores, once in a room."""

    kind: SeatKind
    person: str | None = None
    role: str | None = None
    name: str | None = None
    language: str | None = None
    expires: datetime.datetime | None = None


class Invited(msgspec.Struct, frozen=True):
    """A seat, and the secret of its link: told once, only its hash is kept."""

    seat: Seat
    token: str


class Taken(msgspec.Struct, frozen=True):
    """A seat that somebody took, and the secret for their cookie: told once, only its hash is kept."""

    seat: Seat
    secret: str


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its number in the room, which is its place in the sitting, counted from 1."""

    seq: int
    seat: str | None
    event: Event


class Whole(msgspec.Struct, frozen=True):
    """A room with its seats and events, as they stood at one moment. The sitting is ``Sitting(room.base, events)``."""

    room: Room
    seats: tuple[Seat, ...]
    events: tuple[Stored, ...]


class Seen(msgspec.Struct, frozen=True):
    """The number of the last event that a form had taken into account, and of what."""

    number: int
    of: Scope = "seat"


class Click(msgspec.Struct, frozen=True):
    """A form that was sent: from which seat, what it had taken into account, and what names this click, made for the form."""

    seat: str
    seen: Seen
    once: str


class Appended(msgspec.Struct, frozen=True):
    """What became of an append, the number of the first event it brought, and that of the last in the room.

    Where the same click came twice, the first event is the one that the first click brought.
    """

    became: Became
    first: int | None
    last: int


class Mark(msgspec.Struct, frozen=True):
    """By what a live view notices that a room is no longer as it was."""

    last: int
    era: int
    stirred: int
    closed: bool


class OutputKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished output was made from: events up to ``seq`` of an ``era``, a pack, a version of the product; for whom."""

    room: str
    seq: int
    era: int
    pack: str
    product: str
    language: str
    audience: str
    format: str


class Erased(msgspec.Struct, frozen=True):
    """What became of an erasure: whether there was anything, and whether also the files hold nothing of it any more.

    Where they still might (the disk was full, somebody was reading), :func:`~advisor.web.store.erasing.scrub` does the rest.
    """

    found: bool
    scrubbed: bool
