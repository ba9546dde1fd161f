"""What a script fetches again and again for those who look on: given at once where it is made, to who was let in a moment ago."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from advisor.web.counter import Counter
from advisor.web.live import kind_of
from advisor.web.routes import SEES
from advisor.web.store import rooms
from advisor.web.store.values import Seat
from advisor.web.visits import language_of, noted, seated

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Scope

    from advisor.web.site import Site
    from advisor.web.store.values import Mark

_LOOK, _LOOKS = "look", (b"look=", b"look")
"""What the address says where a script fetches what is there: it sees of which state that is."""
_AT_ONCE, _PATIENCE = 2, 60.0
"""How many of those who look on have a page made for them at once, and how long others wait: a hundred of them shall not stand in
front of those who answer.
"""
_TRUSTED, _MOST = 5.0, 1_000
"""For how many seconds somebody is let in again while nothing happens to the seats of the room, and how many are remembered."""

_Asks = tuple[str, str, str]
"""Which page, with which cookies, in which languages."""


class _LetIn(msgspec.Struct, frozen=True):
    seat: Seat
    kind: str
    stirred: int
    until: float


class Glances:
    """Those who look on, and what they see."""

    def __init__(self, site: Site, mark: Callable[[str], Mark | None]) -> None:
        """Take the site, and what tells the state of a room whose pages are open somewhere."""
        self._site, self._mark = site, mark
        self._let_in: OrderedDict[_Asks, _LetIn] = OrderedDict()
        self.counter = Counter(_AT_ONCE, _PATIENCE)

    async def page(self, request: Request) -> Response | None:
        """Return what a script fetches whom the store has to be asked about; None where it is to be made, or no script asks.

        Raises:
            HTTPException: they have no seat that may see it.
            StoreError: the store does not answer.

        """
        if [*request.query_params] != [_LOOK]:
            return None
        return await run_in_threadpool(self._asked, request, request.path_params["room"], _asks(request.scope))

    def at_once(self, scope: Scope) -> Response | None:
        """Return what a script fetches if it is made, to whom was let in a moment ago: nothing else is looked for or asked.

        Nearly half of all requests are such ones while others answer.
        """
        if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"] not in _LOOKS:
            return None
        known = self._let_in.get(_asks(scope))
        room = None if known is None else known.seat.room  # nothing that happens to any other seat stirs the room
        mark = None if room is None else self._mark(room)
        if known is None or room is None or mark is None or not self._trusts(known, mark):
            return None
        page = self._site.sittings.pages.last(room, known.kind, mark)
        return None if page is None else HTMLResponse(page)

    def _trusts(self, known: _LetIn, mark: Mark) -> bool:
        is_open = known.seat.open_at(self._site.db.now())
        return is_open and known.stirred == mark.stirred and time.monotonic() < known.until

    def _asked(self, request: Request, room: str, asks: _Asks) -> Response | None:
        """Ask the store who that is, and where the room stands."""
        seat, _ = seated(self._site, request, room, SEES)
        language = language_of(self._site, request, seat)
        mark = rooms.changes(self._site.db, {room: None}).get(room)
        if language is None or mark is None:
            return None
        kind = kind_of(request.url.path.rpartition("/")[2], language, seat)
        self._remember(asks, _LetIn(seat, kind, mark.stirred, time.monotonic() + _TRUSTED))
        page = self._site.sittings.pages.last(room, kind, mark)
        return None if page is None else noted(self._site, seat, request, HTMLResponse(page))

    def _remember(self, asks: _Asks, known: _LetIn) -> None:
        self._let_in[asks] = known
        while len(self._let_in) > _MOST:
            self._let_in.popitem(last=False)


def _asks(scope: Scope) -> _Asks:
    headers = Headers(scope=scope)
    return scope["path"], "; ".join(headers.getlist("cookie")), headers.get("accept-language", "")
