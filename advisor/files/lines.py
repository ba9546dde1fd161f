"""A file that only grows, line by line, beside a file of a person. A line that was never finished is cut off by the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from advisor.files.lock import locked
from advisor.files.read import content_inside

if TYPE_CHECKING:
    from pathlib import Path

MOST = 20_000_000
"""No history of people who answer questions is longer, in bytes."""


def lines_of(file: Path) -> bytes:
    """Return the finished lines of a file; nothing where there is no such file.

    Raises:
        TooLargeError: it has more than anything of this kind has.
        OSError: it cannot be read, or is no file.

    """
    try:
        content = content_inside(file, MOST)
    except FileNotFoundError:
        return b""
    return content[: content.rfind(b"\n") + 1]


def append(file: Path, lines: bytes, *, after: int) -> bool:
    """Write lines behind the first ``after`` bytes of a file, to the disk; False if somebody else wrote there meanwhile.

    Raises:
        OSError: it cannot be written.

    """
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o666))  # only what is there can be locked
    with locked(file):
        if len(lines_of(file)) != after:
            return False
        with file.open("r+b") as stream:
            stream.truncate(after)
            stream.seek(after)
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
    return True
