"""The queue of those who write, within one process."""

from __future__ import annotations

import threading

from advisor.web.store import wording

PATIENCE = 10
"""How many seconds somebody waits for their turn to write."""


class Turn:
    """A queue that nobody waits in for longer than :data:`PATIENCE`."""

    def __init__(self, url: str) -> None:
        """Take how the database is called in what is told."""
        self._url, self._lock = url, threading.Lock()

    def __enter__(self) -> None:
        """Wait for the turn.

        Raises:
            StoreError: it did not come.

        """
        if not self._lock.acquire(timeout=PATIENCE):
            raise wording.busy(self._url)

    def __exit__(self, *_: object) -> None:
        """Give the turn to the next."""
        self._lock.release()
