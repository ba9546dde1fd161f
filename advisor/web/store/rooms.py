"""Rooms: made, found, listed, read as of one moment, and watched."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from advisor.web.store.packs import keep
from advisor.web.store.rows import base_written, events_after, room_of, seat_of, written
from advisor.web.store.values import Mark, Whole

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from advisor.web.store.database import Database, Run
    from advisor.web.store.values import Beginning, Room


def made(run: Run, beginning: Beginning, room: str, now: datetime.datetime) -> Room:
    """Return a new room under an id that no other has; whoever calls is alone, and has kept its pack."""
    run(
        "INSERT INTO room (id, pack, base, language, mode, made_by, created, delete_after)"
        " VALUES (:id, :pack, :base, :language, :mode, :made_by, :created, :delete_after)",
        id=room,
        pack=beginning.pack.hash,
        base=base_written(beginning.base),
        language=beginning.language,
        mode=beginning.mode,
        made_by=beginning.made_by,
        created=written(now),
        delete_after=beginning.delete_after and beginning.delete_after.isoformat(),
    )
    return room_of(run("SELECT * FROM room WHERE id = :id", id=room)[0])


def make(database: Database, beginning: Beginning) -> Room:
    """Return a new room without events and seats.

    Raises:
        StoreError: it cannot be kept.

    """
    with database.writing() as run:
        run.alone()
        keep(run, beginning.pack)
        return made(run, beginning, secrets.token_urlsafe(12), database.now())


def room(database: Database, room: str) -> Room | None:
    """Return a room; None where there is none, or none any more.

    Raises:
        StoreError: nothing can be read.

    """
    with database.reading() as run:
        return next(map(room_of, run("SELECT * FROM room WHERE id = :id", id=room)), None)


def rooms(database: Database, made_by: str | None = None) -> tuple[Room, ...]:
    """Return all rooms, or those that one consultant made, the newest first.

    Raises:
        StoreError: nothing can be read.

    """
    only = "" if made_by is None else " WHERE made_by = :made_by"
    with database.reading() as run:
        return tuple(map(room_of, run(f"SELECT * FROM room{only} ORDER BY created DESC, id", made_by=made_by)))  # noqa: S608


def whole(database: Database, room: str, since: int = 0) -> Whole | None:
    """Return a room with its seats and the events after a number, as they stood at one moment; None where there is none.

    Raises:
        StoreError: nothing can be read.

    """
    with database.reading() as run:
        found = run("SELECT * FROM room WHERE id = :id", id=room)
        if not found:
            return None
        seats = run("SELECT * FROM seat WHERE room = :room ORDER BY created, id", room=room)
        return Whole(room_of(found[0]), tuple(map(seat_of, seats)), events_after(run, room, since))


def changes(database: Database, since: Mapping[str, Mark | None]) -> dict[str, Mark | None]:
    """Return those of some rooms that are no longer as somebody knows them, in one question for all; None for one that is gone.

    Raises:
        StoreError: nothing can be read.

    """
    if not since:
        return {}
    with database.glancing() as run:
        found = run("SELECT id, last, era, stirred, closed FROM room WHERE id IN :rooms", rooms=list(since))
    now = {row["id"]: Mark(row["last"], row["era"], row["stirred"], row["closed"] is not None) for row in found}
    return {name: now.get(name) for name, mark in since.items() if now.get(name) != mark}


def close(database: Database, room: str, *, closed: bool = True) -> None:
    """Take nothing more in a room from now on; or take it again.

    Raises:
        StoreError: it could not be done.

    """
    at = written(database.now()) if closed else None
    with database.writing() as run:
        run("UPDATE room SET closed = :at WHERE id = :room", at=at, room=room)


def keep_until(database: Database, room: str, day: datetime.date | None) -> None:
    """Delete a room after a day, or not by itself.

    Raises:
        StoreError: it could not be done.

    """
    with database.writing() as run:
        run("UPDATE room SET delete_after = :day WHERE id = :room", day=day and day.isoformat(), room=room)
