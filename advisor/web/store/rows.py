"""Rows of tables as values, and values as they are written."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.desk.session import Answers, City, Respondent
from advisor.errors import Place, Problem, UnusableInputError
from advisor.sittings import events as did
from advisor.web.store.values import Room, Seat, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.web.store.database import Run

ANY_QUESTION = "*"
"""Stands for the question of an event that touches several."""


class _Base(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a room is about: :class:`Answers` without answers, and values that are told apart when they are read back."""

    pack: str
    city: City
    date: datetime.date
    start: datetime.date
    aim: tuple[str, ...]
    note: str | None = None
    retired: dict[str, did.Said] = {}
    respondents: dict[str, Respondent] = {}


_BASE = msgspec.json.Decoder(_Base)


def moment(text: str | None) -> datetime.datetime | None:
    """Return a time that was written."""
    return None if text is None else datetime.datetime.fromisoformat(text)


def written(time: datetime.datetime | None) -> str | None:
    """Return a time as it is written, so that texts sort as times follow each other."""
    return None if time is None else time.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def base_written(base: Answers) -> str:
    """Return what a room is about as it is written: no answers, and no labels, which follow from the pack."""
    plain = _Base(
        pack=base.pack,
        city=msgspec.structs.replace(base.city, labels={}),
        date=base.date,
        start=base.start,
        aim=base.aim,
        note=base.note,
        retired={name: did.to_said(each) for name, each in base.retired.items()},
        respondents=base.respondents,
    )
    return msgspec.json.encode(plain).decode()


def base_of(text: str) -> Answers:
    """Return what a room is about."""
    plain = _BASE.decode(text)
    return Answers(
        pack=plain.pack,
        city=plain.city,
        date=plain.date,
        start=plain.start,
        aim=plain.aim,
        answers={},
        note=plain.note,
        retired={name: did.from_said(each) for name, each in plain.retired.items()},
        respondents=plain.respondents,
    )


def room_of(row: Mapping[str, Any]) -> Room:
    """Return a room from its row.

    Raises:
        UnusableInputError: what it is about cannot be read.

    """
    try:
        base = base_of(row["base"])
    except msgspec.MsgspecError as error:
        problem = Problem(Place(f"room {row['id']}"), f"what it is about cannot be read: {error}.", "Restore the last backup.")
        raise UnusableInputError([problem]) from error
    return Room(
        id=row["id"],
        pack=row["pack"],
        base=base,
        language=row["language"],
        mode=row["mode"],
        made_by=row["made_by"],
        created=datetime.datetime.fromisoformat(row["created"]),
        closed=moment(row["closed"]),
        delete_after=None if row["delete_after"] is None else datetime.date.fromisoformat(row["delete_after"]),
        last=row["last"],
        era=row["era"],
        stirred=row["stirred"],
    )


def seat_of(row: Mapping[str, Any]) -> Seat:
    """Return a seat from its row."""
    times: dict[str, Any] = {name: moment(row[name]) for name in ("expires", "revoked", "taken", "last_seen")}
    plain: dict[str, Any] = {
        name: row[name] for name in ("id", "room", "kind", "person", "role", "name", "language", "at_question")
    }
    return Seat(created=datetime.datetime.fromisoformat(row["created"]), **plain, **times)


def stored(rows: Iterable[Mapping[str, Any]], room: str) -> tuple[Stored, ...]:
    """Return events from their rows.

    Raises:
        UnusableInputError: one of them cannot be read.

    """
    found = list(rows)
    events = did.decoded(b"".join(f"{row['body']}\n".encode() for row in found), f"room {room}")
    return tuple(Stored(seq=row["seq"], seat=row["seat"], event=event) for row, event in zip(found, events, strict=True))


def body_of(event: did.Event) -> str:
    """Return an event as it is written."""
    return did.encoded([event]).decode().rstrip("\n")


def question_of(event: did.Event) -> str | None:
    """Return the question whose answers an event touches; :data:`ANY_QUESTION` where it may be any, None where it is none."""
    match event:
        case did.Answered(question=question) | did.Noted(question=question) | did.Settled(question=question):
            return question
        case did.Imported() | did.ChangedOutside() | did.Undone() | did.Redacted():
            return ANY_QUESTION
        case _:
            return None


def events_after(run: Run, room: str, seq: int) -> tuple[Stored, ...]:
    """Return the events of a room after a number.

    Raises:
        UnusableInputError: one of them cannot be read.

    """
    sql = "SELECT seq, seat, body FROM event WHERE room = :room AND seq > :seq ORDER BY seq"
    return stored(run(sql, room=room, seq=seq), room)


def add_events(run: Run, room: str, seat: str | None, after: int, events: Iterable[did.Event], once: str | None) -> int:
    """Write events behind those that are there, and return the number of the last; the room is held by whoever calls."""
    last = after
    for last, event in enumerate(events, start=after + 1):
        run(
            "INSERT INTO event (room, seq, seat, question, body, once) VALUES (:room, :seq, :seat, :question, :body, :once)",
            room=room,
            seq=last,
            seat=seat,
            question=question_of(event),
            body=body_of(event),
            once=once if last == after + 1 else None,
        )
    run("UPDATE room SET last = :last WHERE id = :room", last=last, room=room)
    return last
