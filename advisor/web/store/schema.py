"""The tables, as numbered migrations. What was published is never changed: a new one is added at the end.

Times are texts in UTC of one width, so that they sort as they follow each other; secrets are kept as hashes only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.web.store import wording

if TYPE_CHECKING:
    from advisor.web.store.database import Database

Migration = tuple[str, ...]

BLOBS = {"sqlite": "BLOB", "postgresql": "BYTEA"}
"""What bytes are called; stands for ``{blob}``."""

ON_POSTGRESQL = "on postgresql: "
"""Stands before a statement that only PostgreSQL needs."""

VERSIONS = "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, at TEXT NOT NULL)"

MIGRATIONS: tuple[Migration, ...] = (
    (
        "CREATE TABLE pack (hash TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, content {blob} NOT NULL)",
        """CREATE TABLE room (
            id TEXT PRIMARY KEY,
            pack TEXT NOT NULL REFERENCES pack (hash),
            base TEXT NOT NULL,
            language TEXT NOT NULL,
            mode TEXT NOT NULL,
            made_by TEXT,
            created TEXT NOT NULL,
            closed TEXT,
            delete_after TEXT,
            last INTEGER NOT NULL DEFAULT 0,
            era INTEGER NOT NULL DEFAULT 0,
            stirred INTEGER NOT NULL DEFAULT 0
        )""",
        """CREATE TABLE seat (
            id TEXT PRIMARY KEY,
            room TEXT REFERENCES room (id),
            kind TEXT NOT NULL,
            person TEXT,
            role TEXT,
            name TEXT,
            language TEXT,
            created TEXT NOT NULL,
            expires TEXT,
            revoked TEXT,
            taken TEXT,
            last_seen TEXT,
            at_question TEXT,
            invitation TEXT UNIQUE,
            clicked TEXT,
            secret TEXT UNIQUE,
            UNIQUE (room, person)
        )""",
        """CREATE TABLE event (
            room TEXT NOT NULL REFERENCES room (id),
            seq INTEGER NOT NULL,
            seat TEXT REFERENCES seat (id),
            question TEXT,
            body TEXT NOT NULL,
            once TEXT,
            PRIMARY KEY (room, seq),
            UNIQUE (room, seat, once)
        )""",
        "CREATE INDEX event_of_seat ON event (seat, seq)",
        """CREATE TABLE output (
            room TEXT NOT NULL REFERENCES room (id),
            seq INTEGER NOT NULL,
            era INTEGER NOT NULL,
            pack TEXT NOT NULL,
            product TEXT NOT NULL,
            language TEXT NOT NULL,
            audience TEXT NOT NULL,
            format TEXT NOT NULL,
            content {blob} NOT NULL,
            PRIMARY KEY (room, seq, era, pack, product, language, audience, format)
        )""",
        "CREATE TABLE duty (name TEXT PRIMARY KEY)",
    ),
    tuple(
        f"{ON_POSTGRESQL}ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0"
        for table, column in (
            *(("event", "body"), ("seat", "person"), ("seat", "name"), ("seat", "role"), ("room", "base")),
            *(("output", "content"), ("event", "once")),
        )
    ),  # what it notes of values to plan by would outlast the rows
)


def bring_up_to_date(database: Database) -> None:
    """Do the migrations that are missing; of processes that start at once, one does them and the others wait.

    Raises:
        StoreError: a newer version of the product was here, or it cannot be done; then nothing was.

    """
    kind = BLOBS["postgresql" if database.postgres else "sqlite"]
    with database.writing() as run:
        run.alone()
        run(VERSIONS)
        there = run("SELECT max(number) AS number FROM schema_version")[0]["number"] or 0
        if there > len(MIGRATIONS):
            raise wording.newer(database.url, there, len(MIGRATIONS))
        for number, statements in enumerate(MIGRATIONS[there:], start=there + 1):
            for each in statements:
                if database.postgres or not each.startswith(ON_POSTGRESQL):
                    run(each.removeprefix(ON_POSTGRESQL).format(blob=kind))
            at = database.now().isoformat()
            run("INSERT INTO schema_version (number, at) VALUES (:number, :at)", number=number, at=at)
