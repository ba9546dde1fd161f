"""Read what somebody named: a file, a pipe, or standard input. Never more than a bound, and what flows only once.

A pipe gives its content once, and commands look at a file several times, for its pack, its language and its answers. So what
came out of a pipe is kept, as long as it is the same pipe.
"""

from __future__ import annotations

import errno
import functools
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO

STDIN = Path("<stdin>")
"""Stands for standard input, in messages too; the command line makes it of ``-``."""

LARGEST = 2_000_000
"""Bytes that a file may have which a person writes."""


class TooLargeError(Exception):
    """There is more to read than anything of this kind has."""


def content_of(file: Path, most: int) -> bytes:
    """Return the content of a file, a pipe or a device, or of standard input, if it has at most so many bytes.

    Raises:
        TooLargeError: it has more.
        OSError: it cannot be read.

    """
    content = _of_input(sys.stdin, most) if file == STDIN else _of_file(file, most)
    if len(content) > most:
        raise TooLargeError
    return content


def content_inside(file: Path, most: int) -> bytes:
    """Return the content of a file that was found in a folder: nobody waits there for a pipe that nobody named.

    Raises:
        TooLargeError: it has more bytes than that.
        OSError: it cannot be read, or is a pipe or a device.

    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device", str(file))
    return content_of(file, most)


def text_of(content: bytes) -> str:
    """Return a content as text: without a mark of byte order, and with one kind of line ends.

    Raises:
        UnicodeDecodeError: it is not UTF-8.

    """
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _of_file(file: Path, most: int) -> bytes:
    state = file.stat()
    if stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode):
        return _read(file, most)
    return _of_pipe(file, state.st_dev, state.st_ino, most)


def _read(file: Path, most: int) -> bytes:
    with file.open("rb") as stream:
        return _up_to(stream, most)


@functools.lru_cache(maxsize=4)
def _of_pipe(file: Path, _device: int, _number: int, most: int) -> bytes:
    """Return what flows out of a pipe or a device; which one it is, its numbers say."""
    return _read(file, most)


@functools.lru_cache(maxsize=1)
def _of_input(stream: Any, most: int) -> bytes:  # noqa: ANN401 - whatever stands for standard input
    if stream is None:
        raise OSError(errno.EBADF, "standard input is closed")
    return _up_to(stream.buffer, most)


def _up_to(stream: BinaryIO, most: int) -> bytes:
    """Read to the end, and where that is too far, one byte more than is taken."""
    parts, left = [], most + 1
    while left and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def is_stream(file: Path) -> bool:
    """Tell whether a path is no file and no folder but a pipe, a device, or standard input."""
    if file == STDIN:
        return True
    try:
        mode = os.stat(file).st_mode  # noqa: PTH116 - a path that cannot be looked at is no stream
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
