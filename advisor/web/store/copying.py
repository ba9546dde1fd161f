"""Copy a database while others go on working."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.web.store.trouble import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.web.store.database import Database


def copied(database: Database, to: Path) -> None:
    """Write all of an SQLite database into one new file, while others go on working.

    Raises:
        StoreError: it cannot be written.

    """
    if database.postgres:
        hint = "Use pg_dump; it copies a PostgreSQL database while it runs."
        raise StoreError("unusable", database.url, "a PostgreSQL database is not one file.", hint)
    with database.outside() as run:
        run("VACUUM INTO :file", file=str(to))
