"""An invitation: looking at a link changes nothing, the button on its page takes the seat, and the secret leaves the address."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from advisor.web.store import rooms, seats
from advisor.web.visits import cookie_of, refuse

if TYPE_CHECKING:
    from starlette.responses import Response

    from advisor.desk.session import Words
    from advisor.web.store.values import Seat
    from advisor.web.visits import Visit

_DAY = datetime.timedelta(days=1)


def look(visit: Visit) -> Response:
    """Show whom a link is for, what for, and what becomes of what they say; nothing is used up."""
    seat = _invited(visit)
    words = visit.words
    if seat.room is None:
        return visit.page(
            "join",
            words("web.join.house.title"),
            paragraphs=[words("web.join.house.text")],
            told=None,
            action=visit.request.url.path,
            send=words("web.join.house.send"),
        )
    held = visit.site.sittings.held(seat.room)
    if held is None:
        raise refuse(404)
    language = visit.site.language_for(seat.language or held.room.language)
    words, pack = visit.site.knowledge.words(language), held.known.pack(language)
    role = held.told_in(pack).city.labels.get(seat.role or "", {}).get("")
    whom = seat.name or role or words(f"web.kind.{seat.kind}")
    shown = type(visit)(site=visit.site, request=visit.request, language=language, form=visit.form)
    return shown.page(
        "join",
        words("web.join.title", city=held.answers.city.name),
        paragraphs=[
            words("web.join.about", city=held.answers.city.name, title=pack.info.title),
            words("web.join.whom", whom=whom),
        ],
        told=told(words, held.room.delete_after, kind=seat.kind),
        action=visit.request.url.path,
        send=words("web.join.send"),
    )


def told(words: Words, until: datetime.date | None, kind: str) -> list[dict[str, str]]:
    """Return what has to be told before the first answer: what for, who reads it, until when, and what one may ask for."""
    kept = words("web.told.until", date=words.date(until)) if until else words("web.told.no_end")
    purpose = words("web.told.for.text" if kind != "reader" else "web.told.for.reader")
    rows = {"for": purpose, "who": words("web.told.who.text"), "kept": kept, "rights": words("web.told.rights.text")}
    return [{"term": words(f"web.told.{name}.term"), "text": text} for name, text in rows.items()]


def take(visit: Visit) -> Response:
    """Take the seat of a link."""
    address = visit.site.address_of(visit.request)
    _invited_or_twice(visit, address)
    taken = seats.take(visit.site.db, visit.request.path_params["token"], visit.form.once)
    if taken is None:
        visit.site.wrong.count(address)
        raise refuse(404)
    room = taken.seat.room
    response = RedirectResponse("/" if room is None else f"/r/{room}", 303)
    left = taken.seat.expires - visit.site.moment() if taken.seat.expires else 30 * _DAY
    response.set_cookie(
        cookie_of(visit.site, room),
        taken.secret,
        max_age=max(int(left.total_seconds()), 1),
        path="/",
        secure=visit.site.address.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _invited_or_twice(visit: Visit, address: str) -> None:
    if visit.site.wrong.is_spent(address):
        raise refuse(429)


def _invited(visit: Visit) -> Seat:
    """Return the seat that a link leads to.

    Raises:
        HTTPException: none, or no more.

    """
    address = visit.site.address_of(visit.request)
    _invited_or_twice(visit, address)
    found = seats.invited(visit.site.db, visit.request.path_params["token"])
    if found is None or (found.room is not None and rooms.room(visit.site.db, found.room) is None):
        visit.site.wrong.count(address)
        raise refuse(404)
    return found


def enter(visit: Visit) -> Response:
    """Show where somebody begins: with the next question, or with how the sitting stands."""
    return visit.redirect("next" if visit.who.kind == "respondent" else "live")
