"""Find the folder in which the product keeps what it can make again, and keep files there: data, and nothing that is run.

What is there is never needed. A folder that others can write to, one that cannot be made, a file that is damaged: all are as if
there were none.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

_Kind = TypeVar("_Kind")

VARIABLE = "ADVISOR_CACHE"
"""The environment variable that names another folder; where it is empty, nothing is kept."""

_KEPT = 64
_ONE_AT_A_TIME = threading.Lock()
_LARGEST = 16_000_000
_DIGEST = hashlib.sha256().digest_size


def kept(name: str) -> bytes | None:
    """Return what was kept under a name, byte for byte; None where there is nothing, or something else."""
    folder = _folder()
    if folder is None:
        return None
    try:
        with (folder / name).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest, payload = file.read(_DIGEST), file.read(max(size - _DIGEST, 0)) if size <= _LARGEST else b""
    except OSError:
        return None
    return payload if digest == _digest(name, payload) else None


def kept_as(name: str, kind: type[_Kind]) -> _Kind | None:
    """Return what was kept under a name, as a value of a kind; None where there is nothing, or something else.

    One thread at a time: msgspec looks at a kind when it is first asked for, and a second thread that asks meanwhile ends the
    whole process.
    """
    payload = kept(name)
    if payload is None:
        return None
    with _ONE_AT_A_TIME:
        try:
            return msgspec.msgpack.decode(payload, type=kind)
        except msgspec.MsgspecError:
            return None


def keep(name: str, payload: bytes) -> None:
    """Keep something under a name, if it can be kept; of many files the oldest go."""
    import tempfile  # noqa: PLC0415 - most processes find what they look for, and keep nothing

    folder = _folder()
    if folder is None or len(payload) + _DIGEST > _LARGEST:
        return
    with suppress(OSError):
        number, beside = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_digest(name, payload) + payload)
            Path(beside).replace(folder / name)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
        _tidy(folder)


def state_of(rooms: Iterable[str]) -> str:
    """Return what tells one state of the product's modules from another, where they are worked on without another version."""
    states = []
    for room in rooms:
        with os.scandir(Path(__file__).parent.parent / room) as found:
            states += [(room, each.name, each.stat().st_mtime_ns) for each in found if each.name.endswith(".py")]
    return repr(sorted(states))


def _digest(name: str, payload: bytes) -> bytes:
    return hashlib.sha256(f"{name}\0".encode() + payload).digest()


def _tidy(folder: Path) -> None:
    files = sorted((file.stat().st_mtime_ns, file) for file in folder.iterdir())
    for _, file in files[:-_KEPT]:
        file.unlink(missing_ok=True)


def _folder() -> Path | None:
    """Return the folder, made where it is missing; None where nobody but its owner must be trusted and others could write."""
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    with suppress(OSError, RuntimeError):
        folder = Path(named) if named else _usual() / "smart-city-advisor"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
        own = not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IRWXG | stat.S_IRWXO))
        return folder if own else None
    return None


def _usual() -> Path:
    """Return where programs of this system keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".cache"  # noqa: PTH117 - an empty path is no path
