"""Pages for those who look on, made anew in the background whenever a sitting moved: who fetches one waits for nothing."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from starlette.concurrency import run_in_threadpool

from advisor.web.held import Held
from advisor.web.store.values import Mark

if TYPE_CHECKING:
    from advisor.web.remembering import Sittings

_ROOMS, _KINDS = 64, 128
"""Of how many rooms pages are remembered, and how many of each: by name, language, and whether one leads."""
_OLD = 10.0
"""After how many seconds a page of an earlier state is given to nobody, should nobody have made it anew."""
_WATCHED = 60.0
"""For how many seconds after somebody fetched a page it is made anew: the streams of those who went away end later."""
_OFTEN = 0.1
"""After how many seconds it is looked again whether there is something to make."""
_PAUSE = 1.0
"""After how many seconds the pages of one room are made again: what is said meanwhile is made in one go. That something happened
is told at once; a script fetches again where what it got is older than what it was told.
"""
_REST = 4.0
"""How much longer than at work whoever makes pages rests: those who answer are served with what is left."""

_log = logging.getLogger("advisor.web")


class Page(msgspec.Struct, frozen=True):
    """A page of a state, when it was made, and what makes it anew of a sitting as it stands later."""

    mark: Mark
    body: bytes
    made: float
    anew: Callable[[Held], Page]


class _Kept(msgspec.Struct):
    page: Page
    fetched: float


class Pages:
    """What was made for those who look on, by room and kind of page."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rooms: OrderedDict[str, OrderedDict[str, _Kept]] = OrderedDict()
        self._moved: OrderedDict[str, None] = OrderedDict()
        self._made: dict[str, float] = {}  # of rooms whose pages are remembered, when they were made anew
        self._lock = threading.Lock()

    def keep(self, room: str, kind: str, page: Page) -> None:
        """Remember a page that somebody fetches, in place of an earlier one of its kind."""
        with self._lock:
            kinds = self._rooms.setdefault(room, OrderedDict())
            kinds[kind] = _Kept(page, time.monotonic())
            kinds.move_to_end(kind)
            self._rooms.move_to_end(room)
            while len(kinds) > _KINDS:
                kinds.popitem(last=False)
            while len(self._rooms) > _ROOMS:
                self._made.pop(self._rooms.popitem(last=False)[0], None)

    def last(self, room: str, kind: str, now: Mark) -> bytes | None:
        """Return the page that was made last; None where it holds what was erased since, or nobody made it anew for long."""
        moment = time.monotonic()
        with self._lock:
            kept = self._rooms[room].get(kind) if room in self._rooms else None
            if kept is None or kept.page.mark.era != now.era:
                return None
            kept.fetched = moment
        return kept.page.body if kept.page.mark == now or moment - kept.page.made < _OLD else None

    def forget(self, room: str) -> None:
        """Forget the pages of a room."""
        with self._lock:
            self._rooms.pop(room, None)
            self._moved.pop(room, None)
            self._made.pop(room, None)

    def move(self, room: str) -> None:
        """Have the pages of a room made anew when it is their turn."""
        with self._lock:
            if room in self._rooms:
                self._moved.setdefault(room)

    def due(self) -> bool:
        """Tell whether there is a room whose turn it is."""
        with self._lock:
            return self._due() != ""

    def _due(self) -> str:
        until = time.monotonic() - _PAUSE
        return next((room for room in self._moved if self._made.get(room, until) <= until), "")

    def make_next(self, sittings: Sittings) -> None:
        """Make the pages of the room anew that has waited longest, if it is its turn."""
        begun = time.monotonic()
        with self._lock:
            room = self._due()
            self._moved.pop(room, None)
            there = self._rooms.get(room)
            if there is not None:
                self._made[room] = begun
            kinds = [each for each in there.values() if each.fetched >= begun - _WATCHED] if there is not None else []
        held = sittings.held(room) if kinds else None
        if held is not None:
            for each in kinds:
                each.page = each.page.anew(held)  # in the place of what was forgotten meanwhile it is seen by nobody

    async def run(self, sittings: Sittings) -> None:
        """Make pages anew, one room after the other, until the server stops."""
        while True:
            begun = time.monotonic()
            if self.due():
                try:
                    await run_in_threadpool(self.make_next, sittings)
                except Exception as error:  # noqa: BLE001 - who fetches the page is told; the message could quote somebody
                    _log.warning("a page for those who look on: %s", type(error).__name__)
            await asyncio.sleep(max(_OFTEN, _REST * (time.monotonic() - begun)))
