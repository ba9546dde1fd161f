"""Zip files with the same bytes whenever they are written."""

from __future__ import annotations

import io
import zipfile

_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every part: a zip has no place for none."""


def steady(content: bytes) -> bytes:
    """Return a zip with the same parts in the same order, without the dates and the system it was made on."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return stream.getvalue()
