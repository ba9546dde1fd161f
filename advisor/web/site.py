"""What all requests share: the store, the knowledge, how the site is reached, and what it counts."""

from __future__ import annotations

import datetime
import threading
from typing import TYPE_CHECKING

from advisor.web.held import Sittings
from advisor.web.knowledge import Knowledge
from advisor.web.security import Rate

if TYPE_CHECKING:
    from starlette.requests import Request

    from advisor.web.cities import Cities
    from advisor.web.security import Address
    from advisor.web.store.database import Database

WRONG_LINKS, CHECKS = 20, 10
"""How many links and cookies that open nothing an address may try in a minute, and how many reports it may bring."""


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
        self.papers = threading.Lock()
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
