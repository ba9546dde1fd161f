"""Erase what one person said, or a whole room, so that no file of the database holds the words any more.

SQLite is told to overwrite what is deleted; what it moved about within its pages before is left out when the file is written
anew, and the log beside it is emptied. PostgreSQL writes its tables anew, too; what its own log and backups keep is up to whoever
runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.sittings import redaction
from advisor.sittings.events import Redacted
from advisor.sittings.sitting import Sitting
from advisor.web.store.packs import drop_unneeded
from advisor.web.store.rows import add_events, base_of, base_written, body_of, events_after, question_of
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Erased

if TYPE_CHECKING:
    import datetime

    from advisor.web.store.database import Database, Run

_SCRUB = "scrub"
"""The duty that an erasure leaves behind until the files were written anew."""


def redact(database: Database, room: str, person: str) -> Erased:
    """Take back all that one person said and wrote in a room, their name, and every output; events keep their numbers.

    What the room settled stays, without them. Their seat is gone with its secrets.

    Raises:
        StoreError: nothing was erased.
        UnusableInputError: an event cannot be read.

    """
    with database.writing() as run:
        there = run.held("SELECT base, last FROM room WHERE id = :room", room=room)
        found = there is not None and _redacted(run, room, person, there["base"], there["last"], database.now())
        if found:
            _owe(run)
    return Erased(found, scrub(database) if found else True)


def _redacted(run: Run, room: str, person: str, base_text: str, last: int, now: datetime.datetime) -> bool:
    stored = events_after(run, room, 0)
    before = Sitting(base_of(base_text), tuple(each.event for each in stored))
    after = redaction.without(before, person)
    seats = run("SELECT id FROM seat WHERE room = :room AND person = :person", room=room, person=person)
    if after == before and not seats:
        return False
    for each, left in zip(stored, after.events, strict=True):
        if left != each.event:
            sql = "UPDATE event SET body = :body, question = :question WHERE room = :room AND seq = :seq"
            run(sql, body=body_of(left), question=question_of(left), room=room, seq=each.seq)
    for seat in seats:
        run("UPDATE event SET seat = NULL, once = NULL WHERE seat = :seat", seat=seat["id"])
        run("DELETE FROM seat WHERE id = :seat", seat=seat["id"])
    run("DELETE FROM output WHERE room = :room", room=room)
    sql = "UPDATE room SET base = :base, era = era + 1, stirred = stirred + 1 WHERE id = :room"
    run(sql, base=base_written(after.base), room=room)
    add_events(run, room, None, last, [Redacted(at=now.astimezone())], None)
    return True


def delete(database: Database, room: str) -> Erased:
    """Delete a room with all that belongs to it, and its pack if no other room needs it.

    Raises:
        StoreError: nothing was deleted.

    """
    with database.writing() as run:
        run.alone()
        found = _deleted(run, room)
    return Erased(found, scrub(database) if found else True)


def sweep(database: Database, today: datetime.date) -> tuple[str, ...]:
    """Delete the rooms whose time is over, do what is left of earlier erasures, and return the ids of those rooms.

    Raises:
        StoreError: it could not be done, or only a part of it; doing it again does the rest.

    """
    with database.writing() as run:
        run.alone()
        over = run("SELECT id FROM room WHERE delete_after < :today ORDER BY id", today=today.isoformat())
        gone = tuple(row["id"] for row in over if _deleted(run, row["id"]))
    scrub(database)
    return gone


def _deleted(run: Run, room: str) -> bool:
    if run.held("SELECT id FROM room WHERE id = :room", room=room) is None:
        return False
    for table in ("output", "event", "seat"):
        run(f"DELETE FROM {table} WHERE room = :room", room=room)  # noqa: S608
    run("DELETE FROM room WHERE id = :room", room=room)
    drop_unneeded(run)
    _owe(run)
    return True


def _owe(run: Run) -> None:
    run("INSERT INTO duty (name) VALUES (:name) ON CONFLICT DO NOTHING", name=_SCRUB)


def scrub(database: Database) -> bool:
    """Write the files anew if something was erased since; tell whether they hold nothing of it any more."""
    try:
        with database.reading() as run:
            owed = bool(run("SELECT name FROM duty WHERE name = :name", name=_SCRUB))
        if owed:
            _written_anew(database)
            with database.writing() as run:
                run("DELETE FROM duty WHERE name = :name", name=_SCRUB)
    except StoreError:
        return False
    return True


def _written_anew(database: Database) -> None:
    """Raise a :class:`StoreError` where it cannot be done now."""
    with database.outside() as run:
        if database.postgres:
            run("VACUUM (FULL) room, seat, event, output, pack")  # without FULL the bytes stay where rows were
            return
        with database.turn:
            run("VACUUM")
            emptied = run("PRAGMA wal_checkpoint(TRUNCATE)")[0]
    if emptied["busy"]:
        raise StoreError("busy", database.url, "somebody reads for a long time.", "Try again later.")
