"""What is kept of one person: to be seen, taken along, and erased, by themselves or by whoever leads."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from advisor.desk.session import act_in_words, slug
from advisor.sittings import events as did
from advisor.web.joining import told
from advisor.web.keeping import SURE, refuse_unsure
from advisor.web.overview import answer_told
from advisor.web.store import erasing
from advisor.web.visits import cookie_of, refuse

if TYPE_CHECKING:
    from advisor.web.visits import Visit


def known(visit: Visit) -> list[str]:
    """Return of whom anything is kept: those who said something, and those who are only invited."""
    seats = (each.person for each in visit.sitting.whole.seats if each.person is not None)
    return list(dict.fromkeys([*visit.sitting.sitting.people(), *seats]))


def erase(visit: Visit) -> Response:
    """Ask whose words are to be erased; a respondent can ask for their own."""
    words = visit.words
    people = known(visit) if visit.leads else [visit.who.person or ""]
    forms = [
        {
            "action": visit.at("erase"),
            "fields": [{"name": "sure", "value": SURE}, {"name": "person", "value": each}],
            "kind": "danger",
            "text": words("web.erase.send", whom=visit.called(each)),
        }
        for each in people
    ]
    return visit.page(
        "message",
        words("web.erase.title"),
        back=visit.at("settings" if visit.leads else "mine"),
        paragraphs=[words("web.erase.text")],
        list=None,
        links=(),
        forms=forms,
    )


def erased(visit: Visit) -> Response:
    """Erase what one person said."""
    refuse_unsure(visit)
    person = visit.form.line("person") if visit.leads else visit.who.person
    if person is None or person not in known(visit):
        raise refuse(400)
    room = visit.sitting.room.id
    erasing.redact(visit.site.db, room, person)
    visit.site.sittings.forget(room)
    if visit.leads:
        return visit.redirect("settings", said="erased")
    response = visit.message("gone_erased")
    response.delete_cookie(cookie_of(visit.site, room), path="/", secure=visit.site.address.secure, httponly=True)
    return response


def mine(visit: Visit) -> Response:
    """Show a respondent all that is kept of them, to be taken along or erased."""
    words, seat = visit.words, visit.who
    interview = visit.sitting.interview(seat.person)
    own = visit.sitting.own(seat.person or "").answers.answers
    lines = [
        words("answer", label=each.label, value=answer_told(visit, interview, each))
        for each in visit.pack.questions
        if each.id in own
    ]
    known = {"name": seat.name, "role": visit.called(seat.person)}
    rows = [{"term": words(f"web.mine.{name}"), "text": text} for name, text in known.items() if text]
    parts = [
        {"title": None, "paragraphs": [words("web.mine.text")], "list": None, "rows": rows},
        {
            "title": words("web.mine.said"),
            "paragraphs": [] if lines else [words("web.mine.nothing")],
            "list": lines,
            "rows": None,
        },
        {
            "title": words("web.told.title"),
            "paragraphs": [],
            "list": None,
            "rows": told(words, visit.sitting.room.delete_after, seat.kind),
        },
    ]
    links = [
        {"href": visit.at("mine", "words.json"), "text": words("web.mine.take")},
        {"href": visit.at("erase"), "text": words("web.mine.erase")},
    ]
    return visit.page("told", words("web.mine.title"), back=visit.at("next"), parts=parts, links=links)


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of one person: who they are known as, and what they did."""

    id: str
    role: str | None
    name: str | None
    language: str | None
    invited: datetime.datetime
    last_seen: datetime.datetime | None
    did: list[Act]


class Act(msgspec.Struct, frozen=True):
    """One thing that they did, in words and as it is kept."""

    words: str
    event: did.Event


def own_words(visit: Visit) -> Response:
    """Give a respondent all that is kept of them, as data."""
    seat = visit.who
    acts = [
        Act(act_in_words(visit.words, visit.pack, each.event), each.event)
        for each in visit.sitting.whole.events
        if each.event.by == seat.person and seat.person is not None
    ]
    own = Own(
        id=seat.person or "",
        role=seat.role,
        name=seat.name,
        language=seat.language,
        invited=seat.created,
        last_seen=seat.last_seen,
        did=acts,
    )
    content = msgspec.json.format(msgspec.json.encode(own), indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{slug(seat.person or "words")}.json"'}
    return Response(content, media_type="application/json", headers=headers)
