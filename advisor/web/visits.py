"""One request of one person: who they are, what they may see, and the page that they get."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from advisor.desk import fill_in
from advisor.desk.session import who
from advisor.errors import printable
from advisor.web import assets
from advisor.web.forms import Form, new_mark
from advisor.web.held import Held
from advisor.web.site import Site
from advisor.web.store import seats
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Seat

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.desk import Pack
    from advisor.desk.session import Turn, Words
    from advisor.web.store.values import SeatKind

_NAV: dict[SeatKind, tuple[str, ...]] = {
    "respondent": ("next", "review", "history", "mine"),
    "reader": ("live", "papers"),
    "consultant": ("live", "next", "review", "people", "papers", "history", "settings"),
}


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A request, with the seat of whoever makes it and the sitting it is about, where there are any."""

    site: Site
    request: Request
    language: str
    form: Form = Form()
    seat: Seat | None = None
    secret: str = ""
    held: Held | None = None

    @property
    def sitting(self) -> Held:
        """Return the sitting; whoever is asked for it has made sure that there is one."""
        assert self.held is not None  # noqa: S101 - routes that need a sitting are not reached without
        return self.held

    @property
    def who(self) -> Seat:
        """Return the seat; whoever is asked for it has made sure that there is one."""
        assert self.seat is not None  # noqa: S101 - as above
        return self.seat

    @property
    def leads(self) -> bool:
        """Tell whether they lead the sitting."""
        return self.who.kind == "consultant"

    @property
    def person(self) -> str | None:
        """Return as whom they answer; None stands for all in the room."""
        return None if self.leads else self.who.person

    @property
    def words(self) -> Words:
        """Return the words of their language."""
        return self.site.knowledge.words(self.language)

    @property
    def pack(self) -> Pack:
        """Return the pack of the sitting in their language."""
        return self.sitting.known.pack(self.language)

    @property
    def turn(self) -> Turn:
        """Return where their interview stands."""
        return self.site.sittings.turn(self.sitting, self.person)

    @property
    def today(self) -> datetime.date:
        """Return the day on which something happens."""
        return self.site.today()

    @property
    def signed(self) -> str | None:
        """Return as whom somebody is signed in: what stands at the head of each page."""
        if self.seat is None:
            return None
        if self.held is None or self.seat.person is None:
            return self.words(f"web.kind.{self.seat.kind}")
        return self.called(self.seat.person)

    def at(self, *parts: str | int) -> str:
        """Return the address of a page of the sitting."""
        return "/".join(["/r", self.sitting.room.id, *map(str, parts)])

    def called(self, by: str | None) -> str:
        """Return how readers call somebody of the sitting."""
        return called(self.words, self.pack, self.sitting, by)

    def page(self, template: str, title: str, status: int = 200, **view: Any) -> Response:  # noqa: ANN401 - what a template shows
        """Return a page: the template with what it shows, and what every page has."""
        words = self.words
        about = words("web.site") if self.held is None else self.held.answers.city.name
        shown = words("web.in_error", title=title) if view.get("errors") else title
        whole = {
            "language": self.language,
            "t": self.site.knowledge.fixed(self.language),
            "about": about,
            "home": "/" if self.held is None else self.at(),
            "style": assets.address("style.css"),
            "script": None,
            "called": self.signed,
            "nav": self._nav(),
            "nav_label": words("web.nav.label"),
            "back": None,
            "errors": None,
            "notice": None,
            "form": self.marks(),
            **view,
            "title": shown,
        }
        page = fill_in(self.site.knowledge.templates, f"web/{template}.html.j2", whole)
        return HTMLResponse(printable(page), status)  # files bring along what nobody can type

    def marks(self, seen: int | None = None) -> dict[str, object]:
        """Return what makes a form count once, and only from a page of ours."""
        if seen is None:
            seen = 0 if self.held is None else self.held.room.last if self.seat and self.leads else self.held.last_of(self.who)
        return {"key": form_key(self.secret), "once": new_mark(), "seen": seen}

    def message(self, name: str, status: int = 200, links: Sequence[dict[str, str]] = (), **given: object) -> Response:
        """Return a page that says one thing, and what to do."""
        words = self.words
        paragraphs = [words(f"web.{name}.text", **given)]
        return self.page(
            "message", words(f"web.{name}.title", **given), status, paragraphs=paragraphs, links=links, list=None, forms=()
        )

    def redirect(self, *parts: str | int, said: str = "") -> Response:
        """Return the way to a page of the sitting; ``said`` names what it says above everything else."""
        return RedirectResponse(self.at(*parts) + (f"?said={said}" if said else ""), 303)

    def notice(self, *known: str) -> str | None:
        """Return what a page says above everything else, if it is one of those that it can say."""
        said = self.request.query_params.get("said", "")
        return self.words(f"web.said.{said}") if said in known else None

    def _nav(self) -> list[dict[str, object]] | None:
        if self.held is None or self.seat is None:
            return None
        here = self.request.url.path.removeprefix(self.at()).split("/")
        current = {"q": "next", "goal": "next"}.get(here[1], here[1]) if len(here) > 1 else ""
        names = list(_NAV[self.seat.kind])
        return [{"href": self.at(name), "text": self.words(f"web.nav.{name}"), "here": name == current} for name in names]


def called(words: Words, pack: Pack, held: Held, by: str | None) -> str:
    """Return how readers call somebody of a sitting: by name, by role, or by both."""
    if by is None:
        return words("web.everybody")
    answers = held.told_in(pack)
    seat = next((each for each in held.whole.seats if each.person == by), None)
    if seat is not None:
        role = answers.city.labels[seat.role][""] if seat.role in answers.city.labels else None
        if seat.name and role:
            return words("dispute.named", name=seat.name, role=role)
        return seat.name or role or by
    return who(words, answers, by)


def form_key(secret: str) -> str:
    """Return what only a form of a page of ours carries: made of the secret of the cookie, and not to be turned back."""
    return hashlib.sha256(f"form {secret}".encode()).hexdigest()[:32]


def cookie_of(site: Site, room: str | None) -> str:
    """Return the name of the cookie for a room, or for the house."""
    return f"{'__Host-' if site.address.secure else ''}seat{f'-{room}' if room else ''}"


def refuse(status: int) -> HTTPException:
    """Return the refusal of a request."""
    return HTTPException(status)


def seated(site: Site, request: Request, room: str | None, kinds: Sequence[SeatKind]) -> tuple[Seat, str]:
    """Return the seat of whoever makes a request, and the secret of their cookie: that for the room, or that of the house.

    Raises:
        HTTPException: they have none, or none that may see this.

    """
    address = site.address_of(request)
    if site.wrong.is_spent(address):
        raise refuse(429)
    forbidden = False
    for name in dict.fromkeys((room, None)):
        secret = request.cookies.get(cookie_of(site, name), "")
        if not secret:
            continue
        found = seats.seated(site.db, secret)
        if found is None or found.room not in {room, None}:
            site.wrong.count(address)
        elif found.kind not in kinds or (room is None and found.room is not None):
            forbidden = True
        else:
            return found, secret
    raise refuse(403 if forbidden else 404)


def noted(site: Site, seat: Seat, request: Request, response: Response) -> Response:
    """Have it noted who is where once they have what they asked for: nobody waits until it is their turn to write."""
    question = request.path_params.get("question")

    def note() -> None:
        with contextlib.suppress(StoreError):  # it may stay unknown
            seats.touch(site.db, seat, question)

    if seats.is_news(site.db, seat, question):
        response.background = BackgroundTask(note)
    return response


def language_of(site: Site, request: Request, seat: Seat) -> str | None:
    """Return the language of a seat; of whoever leads that of their browser; None where they speak that of the room."""
    if seat.language in site.knowledge.languages:
        return seat.language
    return wanted(site, request) if seat.room is None and request.headers.get("accept-language") else None


def wanted(site: Site, request: Request) -> str:
    """Return the language that a browser asks for."""
    return site.language_for(request.headers.get("accept-language", "")[:200])
