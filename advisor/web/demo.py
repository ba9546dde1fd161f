"""A sitting about an invented town, to look at: three people have answered some questions, and disagree on one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor import paths
from advisor.desk import load_pack
from advisor.desk.session import new_text
from advisor.sittings import events as did
from advisor.sittings.sitting import begun
from advisor.web.held import read_back
from advisor.web.store import appending, rooms, seats
from advisor.web.store import packs as stored
from advisor.web.store.values import Beginning, Click, Invitation, Seen

if TYPE_CHECKING:
    from advisor.desk import Pack
    from advisor.desk.session import Question
    from advisor.web.store.database import Database

_TOWN = "Musterwil"
_QUESTIONS, _DAYS = 6, 1


def begin(db: Database) -> str:
    """Make the sitting, and return the id of its room."""
    loaded = load_pack(paths.shipped_packs()[0])
    pack, today = loaded.pack, db.now().astimezone().date()
    head = {"pack": pack.info.id, "pack_version": pack.info.version, "city": {"name": _TOWN}, "date": today, "answers": {}}
    answers = read_back(new_text(head), pack)
    house = seats.invite(db, None, Invitation(kind="consultant", expires=db.now() + datetime.timedelta(days=_DAYS)))
    assert house is not None  # noqa: S101 - only a room could be missing
    beginning = Beginning(
        base=answers,
        pack=stored.kept(loaded),
        language=pack.info.language,
        delete_after=today + datetime.timedelta(days=_DAYS),
        made_by=house.seat.id,
    )
    room = rooms.make(db, beginning).id
    first = begun(answers, (), _TOWN).events
    appending.append(db, room, Click(house.seat.id, Seen(0, "room"), "demo-begin"), first)
    for place, role in enumerate(pack.roles[:3]):
        _answered(db, room, pack, role.id, place, today)
    return room


def _answered(db: Database, room: str, pack: Pack, role: str, place: int, today: datetime.date) -> None:
    invitation = Invitation(kind="respondent", person=f"{role}_1", role=role, language=pack.info.language)
    found = seats.invite(db, room, invitation)
    if found is None:
        return
    seats.take(db, found.token, f"demo-{role}")
    events = [
        did.Answered(question=each.id, value=_value(each, place if number == 0 else 1), by=f"{role}_1", on=today)
        for number, each in enumerate(_first(pack))
    ]
    appending.append(db, room, Click(found.seat.id, Seen(0), f"demo-{role}"), events)


def _first(pack: Pack) -> list[Question]:
    """Return the questions of the short run that come first, of those with levels."""
    short = sorted((each for each in pack.questions if each.short_run is not None), key=lambda each: each.short_run or 0)
    return [each for each in short if each.type in {"ordinal", "choice"}][:_QUESTIONS]


def _value(question: Question, place: int) -> str:
    return question.levels[min(place, len(question.levels) - 1)].name
