"""What is particular about SQLite: how a connection is prepared, and statements that go straight to its driver.

A page asks half a dozen times, and what stands between costs more than the answer.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from advisor.web.store.turns import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRAGMAS = (
    f"busy_timeout={PATIENCE * 1000}",  # first: two processes that start at once meet at the next one
    "journal_mode=WAL",
    "synchronous=FULL",  # what was confirmed outlasts a power cut
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)
SYNCHRONOUS = ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL")
"""For what may be lost in a power cut, and for all else again."""
FAILED = sqlite3.Error
"""What it raises."""


def prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a connection that was just made."""
    for each in _PRAGMAS:
        connection.execute(f"PRAGMA {each}")


def rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any] | None = None) -> list[Mapping[str, Any]]:
    """Return the rows that a statement finds, by the names of their columns; none where it finds none by its kind.

    Raises:
        sqlite3.Error: it cannot be done.

    """
    try:
        found = connection.execute(sql, values or {})
    except sqlite3.Error as error:
        error.args = (f"{error} [{sql}]",)  # where it happened, and not with which values
        raise
    names = [each[0] for each in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found]
