"""Seats: invited by a link that is used once, recognised by the secret of a cookie, revoked. Of both only hashes are kept."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import TYPE_CHECKING

from advisor.web.store.rows import moment, seat_of, written
from advisor.web.store.values import Invited, Taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from advisor.web.store.database import Database, Run
    from advisor.web.store.values import Invitation, Seat

_BYTES = 24
"""192 bits: nobody guesses one."""

_DOUBLE_CLICK = datetime.timedelta(minutes=10)
_SELDOM = datetime.timedelta(seconds=30)


def invite(database: Database, room: str | None, invitation: Invitation) -> Invited | None:
    """Return a new seat and the secret of its link; None where there is no such room, or somebody has that id already.

    A seat without a room is that of a consultant who makes rooms.

    Raises:
        StoreError: it cannot be kept.

    """
    with database.writing() as run:
        if room is not None and run.held("SELECT id FROM room WHERE id = :room", room=room) is None:
            return None
        taken = "SELECT id FROM seat WHERE room = :room AND person = :person"
        if invitation.person is not None and run(taken, room=room, person=invitation.person):
            return None
        return made(run, room, invitation, database.now())


def made(run: Run, room: str | None, invitation: Invitation, now: datetime.datetime) -> Invited:
    """Return a new seat and the secret of its link; whoever calls holds the room, in which nobody has that id."""
    token, seat = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(12)
    run(
        "INSERT INTO seat (id, room, kind, person, role, name, language, created, expires, invitation)"
        " VALUES (:id, :room, :kind, :person, :role, :name, :language, :created, :expires, :invitation)",
        id=seat,
        room=room,
        kind=invitation.kind,
        person=invitation.person,
        role=invitation.role,
        name=invitation.name,
        language=invitation.language,
        created=written(now),
        expires=written(invitation.expires),
        invitation=_hash(token),
    )
    _stir(run, room)
    return Invited(seat_of(_row(run, seat)), token)


def invite_again(database: Database, seat: str) -> Invited | None:
    """Return a seat with a new link, as for another device; the old link is void, and the old cookie when the new one is used.

    Raises:
        StoreError: it cannot be kept.

    """
    with database.writing() as run:
        found = _held(run, "id", seat)
        return None if found is None else renewed(run, seat, found["room"])


def renewed(run: Run, seat: str, room: str | None) -> Invited:
    """Return a seat with a new link; whoever calls holds its room."""
    token = secrets.token_urlsafe(_BYTES)
    sql = "UPDATE seat SET invitation = :hash, clicked = NULL, taken = NULL WHERE id = :id"
    run(sql, hash=_hash(token), id=seat)
    _stir(run, room)
    return Invited(seat_of(_row(run, seat)), token)


def invited(database: Database, token: str) -> Seat | None:
    """Return the seat that a link leads to, without using the link; None where it was used, revoked, or has expired.

    Raises:
        StoreError: nothing can be read.

    """
    with database.reading() as run:
        found = run("SELECT * FROM seat WHERE invitation = :hash", hash=_hash(token))
    seats = [seat for row in found if (seat := seat_of(row)).open_at(database.now()) and seat.taken is None]
    return seats[0] if seats else None


def take(database: Database, token: str, once: str) -> Taken | None:
    """Use a link, and return its seat with the secret for a cookie; None where it leads nowhere any more.

    The same click that comes twice, told by ``once``, gets a secret again, and the one before is void.

    Raises:
        StoreError: it cannot be kept.

    """
    secret, now = secrets.token_urlsafe(_BYTES), database.now()
    with database.writing() as run:
        row = _held(run, "invitation", _hash(token))
        if row is None or not seat_of(row).open_at(now) or not (row["taken"] is None or _same_click(row, once, now)):
            return None
        run(
            "UPDATE seat SET secret = :secret, clicked = :once, taken = coalesce(taken, :now) WHERE id = :id",
            secret=_hash(secret),
            once=_hash(once),
            now=written(now),
            id=row["id"],
        )
        _stir(run, row["room"])
        return Taken(seat_of(_row(run, row["id"])), secret)


def _same_click(row: Mapping[str, Any], once: str, now: datetime.datetime) -> bool:
    taken = moment(row["taken"])
    return taken is not None and now - taken < _DOUBLE_CLICK and row["clicked"] == _hash(once)


def seated(database: Database, secret: str) -> Seat | None:
    """Return the seat of a cookie; None where there is none, or it was revoked or has expired.

    Raises:
        StoreError: nothing can be read.

    """
    with database.glancing() as run:
        found = run("SELECT * FROM seat WHERE secret = :hash", hash=_hash(secret))
    return next((seat for row in found if (seat := seat_of(row)).open_at(database.now())), None)


def seats(database: Database, room: str | None) -> tuple[Seat, ...]:
    """Return the seats of a room in the order of their invitations; those without a room where None is given.

    Raises:
        StoreError: nothing can be read.

    """
    where = "room IS NULL" if room is None else "room = :room"
    with database.reading() as run:
        return tuple(map(seat_of, run(f"SELECT * FROM seat WHERE {where} ORDER BY created, id", room=room)))  # noqa: S608


def is_news(database: Database, seat: Seat, question: str | None = None) -> bool:
    """Tell whether it is to be noted that somebody is there, at a question: not where it was noted a moment ago."""
    elsewhere = question is not None and question != seat.at_question
    return elsewhere or seat.last_seen is None or database.now() - seat.last_seen >= _SELDOM


def touch(database: Database, seat: Seat, question: str | None = None) -> None:
    """Note that somebody is there, and at which question; what was noted a moment ago is not noted again.

    Raises:
        StoreError: it cannot be kept.

    """
    if not is_news(database, seat, question):
        return
    sql = "UPDATE seat SET last_seen = :now, at_question = coalesce(:question, at_question) WHERE id = :id"
    with database.noting() as run:
        run(sql, now=written(database.now()), question=question, id=seat.id)


def revoke(database: Database, seat: str) -> None:
    """Let a seat count no more, its link and its cookie.

    Raises:
        StoreError: it could not be done.

    """
    _change(database, seat, "revoked = coalesce(revoked, :at)", database.now())


def expire(database: Database, seat: str, at: datetime.datetime | None) -> None:
    """Let a seat count until a moment, or without an end.

    Raises:
        StoreError: it could not be done.

    """
    _change(database, seat, "expires = :at", at)


def _change(database: Database, seat: str, what: str, at: datetime.datetime | None) -> None:
    with database.writing() as run:
        found = _held(run, "id", seat)
        if found is not None:
            run(f"UPDATE seat SET {what} WHERE id = :id", at=written(at), id=seat)  # noqa: S608
            _stir(run, found["room"])


def _held(run: Run, by: str, value: str) -> Mapping[str, Any] | None:
    """Return the row of a seat, held after that of its room: in one order, so that nobody waits in a ring."""
    sql = f"SELECT * FROM seat WHERE {by} = :value"  # noqa: S608
    for row in run(sql, value=value):
        run.held("SELECT id FROM room WHERE id = :room", room=row["room"])
    return run.held(sql, value=value)


def _row(run: Run, seat: str) -> Mapping[str, Any]:
    return run("SELECT * FROM seat WHERE id = :id", id=seat)[0]


def _stir(run: Run, room: str | None) -> None:
    run("UPDATE room SET stirred = stirred + 1 WHERE id = :room", room=room)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
