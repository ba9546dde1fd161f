"""Requests are worked on a few at a time, in the order in which they came."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from advisor.web.visits import refuse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOGETHER = 2
"""How many: one computes while another waits for the disk. More would take the processor from each other, and from the one who
writes in the store, whom all others wait for.
"""
PATIENCE = 10.0
"""How many seconds somebody waits, should the store hold up those in front."""


class Counter:
    """Serves so many at once as it has clerks."""

    def __init__(self, clerks: int = TOGETHER, patience: float = PATIENCE) -> None:
        """Take how many are served at once, and how many seconds others wait."""
        self._clerks, self._patience = clerks, patience
        self._queues = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]()  # a server has one; tests have many

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn, and give it back.

        Raises:
            HTTPException: it did not come.

        """
        free = self._queues.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._clerks))
        try:
            if free.locked():
                await asyncio.wait_for(free.acquire(), self._patience)
            else:
                await free.acquire()  # at once
        except TimeoutError as error:
            raise refuse(503) from error
        try:
            yield
        finally:
            free.release()
