"""What all requests share: the store, the knowledge, how the site is reached, and what it counts."""

from __future__ import annotations

import contextlib
import datetime
import threading
from typing import TYPE_CHECKING

from advisor.web.knowledge import Knowledge
from advisor.web.remembering import Sittings
from advisor.web.security import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from advisor.web.cities import Cities
    from advisor.web.security import Address
    from advisor.web.store.database import Database

WRONG_LINKS, CHECKS = 20, 10
"""How many links and cookies that open nothing an address may try in a minute, and how many reports it may bring."""


WAITING = 20
"""How many may wait for a paper at once: each of them takes a thread, and others want to answer meanwhile."""


class OneAtATime:
    """Lets one after the other do what takes much of a machine, and sends those away who would be too many to wait."""

    def __init__(self, most: int) -> None:
        """Take how many may be there at once, the one who is at it included."""
        self._turn, self._guard = threading.Lock(), threading.Lock()
        self._most, self._there = most, 0

    @contextlib.contextmanager
    def turn(self, patience: float) -> Iterator[bool]:
        """Give the turn, and tell whether it is one: not where too many wait, or it took too long."""
        with self._guard:
            comes = self._there < self._most
            self._there += comes
        mine = comes and self._turn.acquire(timeout=patience)
        try:
            yield mine
        finally:
            if mine:
                self._turn.release()
            with self._guard:
                self._there -= comes

    def free(self) -> int:
        """Return how many more may come."""
        with self._guard:
            return self._most - self._there


class Site:
    """A server of sittings."""

    def __init__(
        self,
        db: Database,
        address: Address,
        *,
        retention: int = 180,
        knowledge: Knowledge | None = None,
        cities: Cities | None = None,
    ) -> None:
        """Take where sittings are kept, how the site is reached, and after how many days sittings are deleted by default.

        What is known is read, or shared with another site. ``cities`` is the folder of an office with many of them.
        """
        self.cities = cities
        self.db, self.address, self.retention = db, address, retention
        self.knowledge = knowledge or Knowledge()
        self.sittings = Sittings(db, self.knowledge)
        self.wrong, self.checks = Rate(WRONG_LINKS), Rate(CHECKS)
        self.papers = OneAtATime(WAITING)
        """Held while a paper is made: one at a time, so that ten of them cannot take the memory of ten."""

    def today(self) -> datetime.date:
        """Return the day on this machine."""
        return datetime.datetime.now(tz=datetime.UTC).astimezone().date()

    def moment(self) -> datetime.datetime:
        """Return the moment, to the second."""
        return datetime.datetime.now(tz=datetime.UTC).replace(microsecond=0)

    def address_of(self, request: Request) -> str:
        """Return where a request comes from."""
        return request.client.host if request.client else ""

    def language_for(self, wanted: str) -> str:
        """Return the first language of a browser's list that pages are written in, else the one they were written in first."""
        for each in wanted.split(",")[:10]:
            name = each.partition(";")[0].strip().lower().partition("-")[0]
            if name in self.knowledge.languages:
                return name
        return self.knowledge.languages[0]
