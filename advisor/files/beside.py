"""The file in which new content waits beside the old one.

It has no name where the system has such files, so nothing is left of it when its writer is killed; else one by which the next
writer knows and removes it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NO_UNNAMED = {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.ENOSYS}
"""What systems and disks answer that cannot write a file without a name."""


def opened(target: Path, mode: int) -> tuple[int, Path | None]:
    """Open a file without a name, else one beside the target."""
    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        try:
            return os.open(target.parent, os.O_TMPFILE | os.O_RDWR, mode), None
        except OSError as error:
            if error.errno not in _NO_UNNAMED or not target.parent.is_dir():
                raise
    name = _beside(target)
    return os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), mode), name


def prefix(target: Path) -> str:
    """Return how all names beside this one begin; short, as its own may be as long as names can be."""
    return f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}."


def _beside(target: Path) -> Path:
    return target.with_name(f"{prefix(target)}{secrets.token_hex(8)}.tmp")


def hold(number: int) -> None:
    """Mark a file as being written; the mark ends with its writer, however that one ends."""
    if fcntl is not None:
        with contextlib.suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clean(target: Path) -> None:
    """Remove what a killed writer left beside a file."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f"{prefix(target)}*.tmp"):
            with contextlib.suppress(OSError):
                _remove_unheld(left)


def _remove_unheld(left: Path) -> None:
    if fcntl is None:
        left.unlink()  # refused by the system while somebody has it open
        return
    number = os.open(left, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        left.unlink()
    finally:
        os.close(number)


def named(number: int, target: Path, *, new: bool) -> Path:
    """Give a file without a name its own, or one beside it if the own one is taken by the old file."""
    name = target if new else _beside(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{number}", name.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)
    return name
