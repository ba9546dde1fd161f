"""Let one at a time write a file, so that comparing and replacing are one act.

The file itself is locked where the system can lock files; such a lock ends with its holder, however that one ends. Elsewhere an
empty file beside it stands for the lock, and one that outlasts the patience of whoever waits was left by somebody who was killed.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from advisor.files.beside import prefix

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 10.0
"""How many seconds somebody waits for a lock; writing takes a hundredth of one."""
_PAUSE = 0.005


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold a file that is there, all links to it followed, while it is read and replaced.

    Raises:
        OSError: it is not there, cannot be opened, or is held by somebody else for longer than anybody waits (TimeoutError).

    """
    number = _held(target)
    if number is None:
        with _held_by_name(target):
            yield
        return
    try:
        yield
    finally:
        os.close(number)


def _held(target: Path) -> int | None:
    """Return an open file that is locked and still the one of this name; None where the system cannot lock it."""
    if fcntl is None:
        return None
    until = time.monotonic() + PATIENCE
    while True:
        number = _opened(target)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(number), target.stat()):
                return number
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(number)
                raise _too_long() from None
            time.sleep(_PAUSE)
        except FileNotFoundError:
            os.close(number)
            raise
        except OSError:  # a disk elsewhere whose files cannot be locked
            os.close(number)
            return None
        os.close(number)


def _opened(target: Path) -> int:
    try:
        return os.open(target, os.O_RDWR)  # some disks elsewhere lock only what may be written
    except PermissionError:
        return os.open(target, os.O_RDONLY)


def _too_long() -> TimeoutError:
    return TimeoutError(0, "somebody else is writing it at this moment")


@contextlib.contextmanager
def _held_by_name(target: Path) -> Iterator[None]:
    lock = target.with_name(f"{prefix(target)}lock")
    until = time.monotonic() + PATIENCE
    seen = None
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        except FileExistsError:
            there = _mark(lock)
            if there != seen:
                seen, until = there, time.monotonic() + PATIENCE
            elif time.monotonic() > until:
                lock.unlink(missing_ok=True)
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _mark(lock: Path) -> tuple[int, int] | None:
    with contextlib.suppress(OSError):
        there = lock.stat()
        return there.st_ino, there.st_mtime_ns
    return None
