"""Many rooms at once, each with those who are invited to it: all of them in one act, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.sittings.events import Event
from advisor.web.store import rooms, seats
from advisor.web.store.packs import keep
from advisor.web.store.rows import add_events, seat_of
from advisor.web.store.values import Beginning, Invitation, Invited, Seat

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from advisor.web.store.database import Database, Run


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Those who are invited to one room, made with these events if it is not there yet.

    An invitation has no id for its person: the room gives the next that is free.
    """

    room: str
    beginning: Beginning
    events: tuple[Event, ...]
    invitations: tuple[Invitation, ...]


class Place(msgspec.Struct, frozen=True):
    """The seat of somebody who is invited, and the secret of its link; None where they have taken theirs already."""

    seat: Seat
    token: str | None


def invite(database: Database, groups: Sequence[Group]) -> dict[str, tuple[Place, ...]]:
    """Return the places of all who are invited, by room and in the order of their invitations.

    Who is in a room already, in the same role and under the same name, keeps their seat: with a new link as long as they have
    not come, and the old one is void; as they are once they have. So the same list can be sent again.

    Raises:
        StoreError: nothing of it was kept.

    """
    now = database.now()
    with database.writing() as run:
        run.alone()
        for pack in {each.beginning.pack.hash: each.beginning.pack for each in groups}.values():
            keep(run, pack)
        return {each.room: tuple(_invited(run, each, now)) for each in groups}


def _invited(run: Run, group: Group, now: datetime.datetime) -> Iterator[Place]:
    if run.held("SELECT id FROM room WHERE id = :room", room=group.room) is None:
        rooms.made(run, group.beginning, group.room, now)
        add_events(run, group.room, None, 0, group.events, None)
    rows = run("SELECT * FROM seat WHERE room = :room ORDER BY created, id", room=group.room)
    there = [seat_of(row) for row in rows]
    used = {each.person for each in there}
    free = [each for each in there if each.kind == "respondent" and each.open_at(now)]
    for each in group.invitations:
        same = next((seat for seat in free if (seat.role, seat.name) == (each.role, each.name)), None)
        if same is None:
            person = _unused(each.role or "person", used)
            used.add(person)
            made = seats.made(run, group.room, msgspec.structs.replace(each, person=person), now)
            yield Place(made.seat, made.token)
            continue
        free.remove(same)
        again: Invited | None = seats.renewed(run, same.id, group.room) if same.taken is None else None
        yield Place(same, None) if again is None else Place(again.seat, again.token)


def _unused(stem: str, used: set[str | None]) -> str:
    """Return the first id for somebody new that nobody has: made of the role, so that none tells a name."""
    number = 1
    while f"{stem}_{number}" in used:
        number += 1
    return f"{stem}_{number}"
