"""Finished outputs: made once, kept as long as nothing happened in the room since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from advisor.web.store.database import Database
    from advisor.web.store.values import OutputKey

_SAME = " AND ".join(f"{name} = :{name}" for name in ("room", "seq", "era", "pack", "product", "language", "audience", "format"))


def output(database: Database, key: OutputKey) -> bytes | None:
    """Return a finished output; None where it has to be made.

    Raises:
        StoreError: nothing can be read.

    """
    with database.reading() as run:
        found = run(f"SELECT content FROM output WHERE {_SAME}", **msgspec.structs.asdict(key))  # noqa: S608
    return bytes(found[0]["content"]) if found else None


def keep(database: Database, key: OutputKey, content: bytes) -> bool:
    """Keep a finished output in the place of older ones of its room; False where something happened since it was begun.

    What was made before a person was erased would bring them back, and is not kept.

    Raises:
        StoreError: it cannot be kept.

    """
    values = msgspec.structs.asdict(key)
    with database.writing() as run:
        room = run.held("SELECT last, era, pack FROM room WHERE id = :room", room=key.room)
        if room is None or (room["last"], room["era"], room["pack"]) != (key.seq, key.era, key.pack):
            return False
        older = "seq <> :seq OR era <> :era OR pack <> :pack OR product <> :product"
        run(f"DELETE FROM output WHERE room = :room AND ({older})", **values)  # noqa: S608
        run(
            "INSERT INTO output (room, seq, era, pack, product, language, audience, format, content)"
            " VALUES (:room, :seq, :era, :pack, :product, :language, :audience, :format, :content) ON CONFLICT DO NOTHING",
            content=content,
            **values,
        )
    return True
