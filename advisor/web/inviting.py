"""Whom the consultant invites: a seat for each, a link and its picture to open it with, a new link, an end."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from advisor.desk.session import CITY, slug
from advisor.web.fields import choice, line
from advisor.web.qr import drawn
from advisor.web.store import seats
from advisor.web.store.values import Invitation
from advisor.web.visits import refuse

if TYPE_CHECKING:
    from starlette.responses import Response

    from advisor.web.store.values import Invited, Seat
    from advisor.web.visits import Visit

_KINDS = ("respondent", "reader")
_DAYS, _MOST_DAYS = 30, 400
_MOST_SEATS = 200


def people(visit: Visit) -> Response:
    """List who is invited, and how each stands."""
    shown = [
        {"who": _called(visit, each), "told": _told(visit, each), "forms": _forms(visit, each)}
        for each in visit.sitting.whole.seats
        if each.kind in _KINDS
    ]
    return visit.page(
        "people",
        visit.words("web.people.title"),
        lead=visit.words("web.people.lead" if shown else "web.people.none"),
        people=shown,
        invite=visit.at("invite"),
        notice=visit.notice("revoked"),
    )


def _called(visit: Visit, seat: Seat) -> str:
    role = visit.sitting.told_in(visit.pack).city.labels.get(seat.role or "", {}).get("")
    if seat.name and role:
        return visit.words("dispute.named", name=seat.name, role=role)
    return seat.name or role or visit.words(f"web.kind.{seat.kind}")


def _told(visit: Visit, seat: Seat) -> str:
    words, now = visit.words, visit.site.moment()
    if seat.revoked is not None:
        state = "revoked"
    elif not seat.open_at(now):
        state = "expired"
    else:
        state = "taken" if seat.taken else "open"
    parts = [words(f"web.kind.{seat.kind}"), words(f"web.people.{state}")]
    parts += [words("web.people.until", date=words.date(seat.expires.date()))] if seat.expires and seat.open_at(now) else []
    parts += [words("web.people.speaks", language=words(f"web.language.{seat.language}"))] if seat.language else []
    return " · ".join(parts)


def _forms(visit: Visit, seat: Seat) -> list[dict[str, str]]:
    if not seat.open_at(visit.site.moment()):
        return []
    return [
        {"action": visit.at("people", seat.id, name), "text": visit.words(f"web.people.act.{name}")}
        for name in ("link", "revoke")
    ]


def invite(visit: Visit, wrong: dict[str, str] | None = None) -> Response:
    """Ask whom to invite."""
    words, wrong = visit.words, wrong or {}
    labels = visit.sitting.told_in(visit.pack).city.labels
    roles = [(name, forms[""]) for name, forms in labels.items() if name != CITY]
    languages = [(each, words(f"web.language.{each}")) for each in visit.site.knowledge.languages]
    kinds = [(each, words(f"web.invite.kind.{each}")) for each in _KINDS]
    form = visit.form
    fields = [
        choice("kind", words("web.invite.kind.label"), kinds, form.line("kind") or "respondent", radio=True),
        choice("role", words("web.invite.role.label"), [("", words("web.invite.role.none")), *roles], form.line("role")),
        line("name", words("web.invite.name.label"), form.line("name"), words("web.invite.name.hint"), wrong.get("name")),
        choice("language", words("web.invite.language"), languages, form.line("language") or visit.sitting.room.language),
        line(
            "days",
            words("web.invite.days.label"),
            form.line("days") or str(_DAYS),
            words("web.invite.days.hint"),
            wrong.get("days"),
        ),
    ]
    errors = [{"field": name, "text": text} for name, text in wrong.items()]
    return visit.page(
        "form",
        words("web.invite.title"),
        422 if wrong else 200,
        back=visit.at("people"),
        action=visit.at("invite"),
        paragraphs=[],
        fields=fields,
        upload=False,
        kind="first",
        send=words("web.invite.send"),
        errors=errors,
    )


def invited(visit: Visit) -> Response:
    """Make a seat, and show its link once."""
    form, words = visit.form, visit.words
    kind, role, name = form.line("kind"), form.line("role") or None, form.line("name") or None
    known = {each.id for each in visit.sitting.pack.roles}
    language = form.line("language")
    if kind not in _KINDS or (role is not None and role not in known) or language not in visit.site.knowledge.languages:
        raise refuse(400)
    days = form.line("days")
    wrong: dict[str, str] = {}
    if role is None and name is None:
        wrong["name"] = words("web.invite.name.missing")
    if not days.isascii() or not days.isdigit() or not 0 < int(days[:6]) <= _MOST_DAYS:
        wrong["days"] = words("web.invite.days.wrong", most=_MOST_DAYS)
    if wrong:
        return invite(visit, wrong)
    if len(visit.sitting.whole.seats) >= _MOST_SEATS:
        raise refuse(429)
    expires = visit.site.moment() + datetime.timedelta(days=int(days))
    found = None
    for person in _ids(visit, role, name):
        invitation = Invitation(
            kind="reader" if kind == "reader" else "respondent",
            person=person,
            role=role,
            name=name,
            language=language,
            expires=expires,
        )
        found = seats.invite(visit.site.db, visit.sitting.room.id, invitation)
        if found is not None:
            break
    if found is None:
        raise refuse(404)
    return _shown(visit, found)


def _ids(visit: Visit, role: str | None, name: str | None) -> list[str]:
    """Return ids for somebody new, the first that nobody has in front: made of the role, so that none tells a name."""
    del name
    stem = slug(role or "person")
    stem = stem if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", stem) else "person"
    used = {each.person for each in visit.sitting.whole.seats} | set(visit.sitting.sitting.people())
    return [each for number in range(1, _MOST_SEATS + 50) if (each := f"{stem}_{number}") not in used]


def again(visit: Visit) -> Response:
    """Show a new link for a seat; the old one is void."""
    seat = _seat(visit)
    found = seats.invite_again(visit.site.db, seat.id)
    if found is None:
        raise refuse(404)
    return _shown(visit, found)


def _shown(visit: Visit, found: Invited) -> Response:
    words, address = visit.words, visit.site.address
    link = f"{address.origins[0]}/j/{found.token}"
    warnings = [] if address.secure else [words("web.invited.open_network" if address.is_network else "web.invited.only_here")]
    expires = found.seat.expires
    return visit.page(
        "invited",
        words("web.invited.title", whom=_called(visit, found.seat)),
        lead=words("web.invited.lead"),
        link=link,
        qr=drawn(link, words("web.invited.qr")),
        expires=words("web.invited.until", date=words.date(expires.date())) if expires else "",
        warnings=warnings,
        people=visit.at("people"),
    )


def revoke(visit: Visit) -> Response:
    """Let a seat count no more."""
    seats.revoke(visit.site.db, _seat(visit).id)
    return RedirectResponse(visit.at("people") + "?said=revoked", 303)


def _seat(visit: Visit) -> Seat:
    name = visit.request.path_params["seat"]
    found = next((each for each in visit.sitting.whole.seats if each.id == name), None)
    if found is None:
        raise refuse(404)
    return found
