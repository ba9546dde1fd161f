"""The application: which address does what, for whom; and what somebody sees where something cannot be done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from advisor.errors import UnusableInputError
from advisor.web.counter import Counter
from advisor.web.forms import Form, form_of
from advisor.web.glances import Glances
from advisor.web.live import Watch
from advisor.web.papers import NotMadeError
from advisor.web.routes import APART, HOUSE, LEADS, LOOKING, OPEN, ROOM, SEES, Handler
from advisor.web.security import Shield
from advisor.web.store import erasing
from advisor.web.store.trouble import StoreError
from advisor.web.visits import Visit, form_key, language_of, noted, refuse, seated, wanted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from advisor.web.site import Site
    from advisor.web.store.values import SeatKind

_ROOM = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HOUR = 3600.0
_TROUBLES = {"busy": 503, "unreachable": 503, "full": 507, "read only": 507}
_log = logging.getLogger("advisor.web")


def application(site: Site) -> tuple[ASGIApp, Watch]:
    """Return the application of a site, and what ends the streams of its live pages."""
    watch = Watch(site)
    glances, counter = Glances(site, watch.mark), Counter()

    async def stream(request: Request) -> Response:
        try:
            async with glances.counter.turn():  # all who look on come at once when a server was started anew
                visit = await run_in_threadpool(_visit, site, request, Form(), SEES)
        except Exception as error:  # noqa: BLE001 - as for every page
            return await run_in_threadpool(_problem, site, request, error)
        return watch.stream(visit.sitting.room.id)

    def endpoint(handler: Handler, kinds: Sequence[SeatKind] | None, *, house: bool = False) -> Any:  # noqa: ANN401 - Starlette's
        looks = glances if handler in LOOKING else None
        counters = (*([glances.counter] if looks else []), *([] if handler in APART else [counter]))
        return _endpoint(partial(_handled, site, handler, kinds, house=house), site, looks, counters)

    routes = [  # those of rooms first, for they are looked through in this order
        *(Route(f"/r/{{room}}{path}", endpoint(handler, kinds), methods=[method]) for path, method, handler, kinds in ROOM),
        Route("/r/{room}/live/events", stream, methods=["GET"]),
        *(Route(path, endpoint(handler, None), methods=[method]) for path, method, handler in OPEN),
        *(Route(path, endpoint(handler, (), house=True), methods=[method]) for path, method, handler in HOUSE),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        works = (watch.run(), site.sittings.pages.run(site.sittings), _swept(site))
        tasks = [asyncio.create_task(each) for each in works]
        try:
            yield
        finally:
            watch.stop()
            for each in tasks:
                each.cancel()

    def problem(request: Request, error: Exception) -> Response:
        return _problem(site, request, error)

    def refused(scope: Scope, status: int, kind: str) -> Response:
        return _told(site, Request(scope), status, kind)

    app = Starlette(routes=routes, exception_handlers={HTTPException: problem}, lifespan=lifespan)
    app.router.redirect_slashes = False

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await (glances.at_once(scope) or app)(scope, receive, send)

    return Shield(served, site.address, refused), watch


def _endpoint(
    handled: Callable[[Request, Form], Response], site: Site, glances: Glances | None, counters: Sequence[Counter]
) -> Any:  # noqa: ANN401 - Starlette's
    async def endpoint(request: Request) -> Response:
        try:
            form = await form_of(request) if request.method == "POST" else Form()
            if glances is not None and (page := await glances.page(request)) is not None:
                return page
            async with contextlib.AsyncExitStack() as waited:
                for each in counters:
                    await waited.enter_async_context(each.turn())
                return await run_in_threadpool(handled, request, form)
        except asyncio.CancelledError:  # the server stops, and waits no longer; what was sent is perhaps kept
            return _told(site, request, 503, "store")
        except Exception as error:  # noqa: BLE001 - whoever serves this would log what the error quotes
            return await run_in_threadpool(_problem, site, request, error)

    return endpoint


def _handled(
    site: Site, handler: Handler, kinds: Sequence[SeatKind] | None, request: Request, form: Form, *, house: bool
) -> Response:
    if kinds is None:
        return handler(Visit(site=site, request=request, language=wanted(site, request), form=form))
    if house:
        seat, secret = seated(site, request, None, LEADS)
        visit = Visit(site=site, request=request, language=wanted(site, request), form=form, seat=seat, secret=secret)
        _refuse_foreign(visit)
        return handler(visit)
    visit = _visit(site, request, form, kinds)
    _refuse_foreign(visit)
    return noted(site, visit.who, request, handler(visit))


def _visit(site: Site, request: Request, form: Form, kinds: Sequence[SeatKind]) -> Visit:
    """Return a request in a room.

    Raises:
        HTTPException: there is no such room, or whoever asks has no seat in it that may do this.

    """
    room = request.path_params["room"]
    if not _ROOM.fullmatch(room):
        raise refuse(404)
    seat, secret = seated(site, request, room, kinds)
    held = site.sittings.held(room)
    if held is None:
        raise refuse(404)
    language = language_of(site, request, seat) or held.room.language
    return Visit(site=site, request=request, language=language, form=form, seat=seat, secret=secret, held=held)


def _refuse_foreign(visit: Visit) -> None:
    """Refuse a form that no page of ours made for this very person."""
    if visit.request.method == "POST" and visit.form.line("key") != form_key(visit.secret):
        raise refuse(403)


async def _swept(site: Site) -> None:
    """Delete what is due, at the start and every hour."""
    while True:
        try:
            for room in await run_in_threadpool(erasing.sweep, site.db, site.today()):
                site.sittings.forget(room)
                _log.info("a sitting was deleted because its time is over")
        except StoreError as error:
            _log.warning("sittings that are due could not be deleted: %s", error.trouble)
        await asyncio.sleep(_HOUR)


_KINDS = {
    400: "form",
    403: "forbidden",
    404: "gone",
    405: "method",
    408: "slow",
    413: "large",
    415: "form",
    429: "often",
    503: "busy",
}


def _problem(site: Site, request: Request, error: Exception) -> Response:
    if isinstance(error, StoreError):
        _log.warning("the store: %s", error.trouble)
        return _told(
            site, request, _TROUBLES.get(error.trouble, 500), "full" if error.trouble in {"full", "read only"} else "store"
        )
    if isinstance(error, HTTPException):
        return _told(site, request, error.status_code, _KINDS.get(error.status_code, "form"))
    if isinstance(error, UnusableInputError):
        return _told(site, request, 422, "unusable")
    if isinstance(error, NotMadeError):
        return _told(site, request, 501, "not_made")
    frames = "".join(traceback.format_tb(error.__traceback__))  # the message could quote what somebody said
    _log.error("unexpected: %s\n%s", type(error).__name__, frames)
    return _told(site, request, 500, "fault")


def _told(site: Site, request: Request, status: int, kind: str) -> Response:
    """Return a page that says what cannot be done, and what to do."""
    visit = Visit(site=site, request=request, language=wanted(site, request))
    words = visit.words
    links = [{"href": "/", "text": words("web.problem.home")}]
    response = visit.page(
        "message",
        words(f"web.problem.{kind}.title"),
        status,
        paragraphs=[words(f"web.problem.{kind}.text")],
        list=None,
        links=links,
        forms=(),
    )
    if status in {429, 503}:
        response.headers["Retry-After"] = "60" if status == 429 else "5"  # noqa: PLR2004
    return response
