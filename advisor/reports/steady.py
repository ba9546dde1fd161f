"""Zip files with the same bytes whenever they are written."""

from __future__ import annotations

import io
import zipfile

_OLDEST = b"\x00\x00\x21\x00"
"""How a zip writes the time and the date of its beginning, 1980: it has no place for none."""

_HEAD = 46
"""Bytes that stand before the name of a part in the directory behind all parts."""


def steady(content: bytes) -> bytes:
    """Return a zip with the same parts in the same order, without the dates and the system it was made on.

    They are written over where they stand, so that nothing is packed twice.
    """
    made = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        place = parts.start_dir
        for each in parts.infolist():
            made[each.header_offset + 10 : each.header_offset + 14] = _OLDEST
            made[place + 5] = 0  # the system
            made[place + 12 : place + 16] = _OLDEST
            place += _HEAD + len(each.filename.encode()) + len(each.extra) + len(each.comment)
    return bytes(made)
