"""Events are appended: in the order in which they are confirmed, without gaps, and only if the form knew how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.web.store.packs import drop_unneeded, keep
from advisor.web.store.rows import ANY_QUESTION, add_events, base_written, question_of, seat_of
from advisor.web.store.values import Appended

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from typing import Any

    from advisor.desk.session import Answers
    from advisor.sittings.events import Event
    from advisor.web.store.database import Database, Run
    from advisor.web.store.values import Click, KeptPack

    Row = Mapping[str, Any]


def append(database: Database, room: str, click: Click, events: Sequence[Event]) -> Appended:
    """Add events of one click, all of them or none, and say which.

    What comes again with the same ``once`` changes nothing. An event without a time gets that of now.

    Raises:
        StoreError: it is not known to be kept; sending it again is safe.

    """
    now = database.now()
    with database.writing() as run:
        there, refused = _looked_at(run, room, click, events, now)
        return refused or _added(run, there, click, events, now)


def rebase(
    database: Database, room: str, click: Click, events: Sequence[Event], base: Answers, pack: KeptPack | None = None
) -> Appended:
    """Put a room on another base, and on another pack if one is given, together with the events that bring its answers along.

    Raises:
        StoreError: it is not known to be kept; sending it again is safe.

    """
    now = database.now()
    with database.writing() as run:
        run.alone()
        there, refused = _looked_at(run, room, click, events, now)
        if refused is not None:
            return refused
        if pack is not None:
            keep(run, pack)
        sql = "UPDATE room SET base = :base, pack = coalesce(:pack, pack), era = era + 1 WHERE id = :room"
        run(sql, base=base_written(base), pack=pack and pack.hash, room=room)
        drop_unneeded(run)
        run("DELETE FROM output WHERE room = :room", room=room)
        return _added(run, there, click, events, now)


def _added(run: Run, room: Row, click: Click, events: Sequence[Event], now: datetime.datetime) -> Appended:
    dated = [each if each.at is not None else msgspec.structs.replace(each, at=now.astimezone()) for each in events]
    last = add_events(run, room["id"], click.seat, room["last"], dated, click.once)
    return Appended("added", room["last"] + 1, last)


def _looked_at(run: Run, room: str, click: Click, events: Sequence[Event], now: datetime.datetime) -> tuple[Row, Appended | None]:
    """Hold a room, and return its row, and why nothing is added to it; None where there is no reason."""
    there = run.held("SELECT id, last, closed FROM room WHERE id = :room", room=room)
    if there is None:
        return {}, Appended("left", None, 0)
    if not _may_speak(run, room, click.seat, now):
        return there, Appended("left", None, there["last"])
    before = "SELECT seq FROM event WHERE room = :room AND seat = :seat AND once = :once"
    for twice in run(before, room=room, seat=click.seat, once=click.once):
        return there, Appended("twice", twice["seq"], there["last"])
    if there["closed"] is not None:
        return there, Appended("closed", None, there["last"])
    return there, Appended("stale", None, there["last"]) if _is_stale(run, room, click, events) else None


def _may_speak(run: Run, room: str, seat: str, now: datetime.datetime) -> bool:
    found = [seat_of(row) for row in run("SELECT * FROM seat WHERE id = :seat", seat=seat)]
    return any(each.room in {None, room} and each.kind != "reader" and each.open_at(now) for each in found)


def _is_stale(run: Run, room: str, click: Click, events: Sequence[Event]) -> bool:
    about = [question for each in events if (question := question_of(each)) is not None]
    what = {"seat": " AND seat = :seat", "room": "", "question": " AND question IN :about"}[click.seen.of]
    if click.seen.of == "question" and ANY_QUESTION in about:
        what = ""
    sql = f"SELECT seq FROM event WHERE room = :room AND seq > :seen{what} LIMIT 1"  # noqa: S608
    return bool(run(sql, room=room, seen=click.seen.number, seat=click.seat, about=[*about, ANY_QUESTION]))
