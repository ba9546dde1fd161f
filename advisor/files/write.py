"""Write a file whole or not at all, and leave what it is besides its content: links, owner, group, mode.

The content is written beside the old file, is forced to disk, and takes the place of the old file at once. Three kinds of file
are written in place instead: devices, pipes and streams such as /dev/stdout; files with several names, which would come apart;
those of somebody else, who would lose them to whoever writes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import Place, UnusableInputError, coded, phrase
from advisor.files.beside import clean, hold, named, opened
from advisor.files.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.errors import Phrase

_STREAMS = re.compile(r"/dev/fd|/proc/[^/]+(/task/[^/]+)?/fd")
_AT_ONCE = 8
"""So many files are forced to disk at once: they share what it does for each, and more of them share no more."""
_BINARY = getattr(os, "O_BINARY", 0)


class UnwritableError(UnusableInputError):
    """A file that cannot be written, and is as it was before; its cause is the error of the system."""

    def __init__(self, file: Path, why: Phrase | str, *hints: Phrase) -> None:
        """Take why, and what helps if it is not another file."""
        super().__init__([coded(Place(str(file)), "A707", *hints, reason=why)])


class AlreadyThereError(UnwritableError):
    """A file that should be new is there already."""

    def __init__(self, file: Path) -> None:
        """Say so."""
        super().__init__(file, phrase("reason.there"))


def write_whole(file: Path, content: bytes) -> None:
    """Write a file; a link is followed, and an old file keeps its owner, group, mode and its other names.

    Raises:
        UnwritableError: it cannot be written, whatever the reason; an old file is as it was. No OSError leaves this function.

    """
    with _told(file):
        _write(file, content)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        AlreadyThereError: it is there, if only since a moment ago.
        UnwritableError: it cannot be written, whatever the reason.

    """
    with _told(file):
        target = Path(os.path.realpath(file))
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        _place(target, content, None)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, each whole or not at all: all are forced to disk together, and named after that.

    Thousands of them would otherwise wait for the disk one after the other: what is asked of it at once it does at once. What a
    killed writer left beside them is not looked for: in a folder of thousands that takes longer than writing.

    Raises:
        AlreadyThereError: one of them is there by now, and holds something else.
        UnwritableError: one of them cannot be written; those before it may be there.

    """
    with contextlib.ExitStack() as begun:
        waiting = {file: begun.enter_context(_waiting(file, content)) for file, content in files.items()}
        _sync_all({file: number for file, (number, _) in waiting.items()})
        for file, (number, name) in waiting.items():
            with _told(file):
                _name(number, name, file, files[file])
        for folder in {file.parent for file in files}:
            _sync_folder(folder)


def _sync_all(numbers: Mapping[Path, int]) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - whoever writes one file needs none

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        synced = {file: threads.submit(os.fsync, number) for file, number in numbers.items()}
    for file, done in synced.items():
        with _told(file):
            done.result()


@contextlib.contextmanager
def _waiting(file: Path, content: bytes) -> Iterator[tuple[int, Path | None]]:
    """Write what waits for its name; give its number, and the name under which it waits where it needs one."""
    with _told(file):
        number, name = opened(file, 0o666)
    try:
        with _told(file):
            hold(number)
            _all(number, content)
        yield number, name
    finally:
        os.close(number)
        if name is not None:
            name.unlink(missing_ok=True)


def _name(number: int, name: Path | None, file: Path, content: bytes) -> None:
    """Give a file its name; whoever was quicker wrote the same."""
    try:
        if name is None:
            named(number, file, new=True)
        else:
            _take_place(name, file, new=True)
    except FileExistsError:
        if file.read_bytes() != content:
            raise


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise AlreadyThereError(file) from error
    except OSError as error:
        raise UnwritableError(file, reason(error)) from error


def _write(file: Path, content: bytes) -> None:
    if _is_stream(file):
        _pour(file, content)
        return
    target = Path(os.path.realpath(file))
    try:
        there = target.stat()
    except FileNotFoundError:
        _place(target, content, None)
        return
    if not stat.S_ISREG(there.st_mode):
        _pour(target, content)
        return
    _refuse_protected(file, target, there)
    if there.st_nlink > 1 or not _place_if_owned(target, content, there):
        _overwrite(target, content)


def _is_stream(file: Path) -> bool:
    """Tell whether a path is one of the own open streams, by whatever links it leads there."""
    for _ in range(40):
        if _STREAMS.fullmatch(os.path.realpath(file.parent)):
            return True
        if not file.is_symlink():
            return False
        file = file.parent / file.readlink()
    return False


def _pour(file: Path, content: bytes) -> None:
    """Write to a device, a pipe or a stream; what a stream holds already stays."""
    number = os.open(file, os.O_WRONLY | os.O_APPEND | _BINARY)
    with os.fdopen(number, "wb", buffering=0) as stream:
        _all(stream.fileno(), content)


def _refuse_protected(file: Path, target: Path, there: os.stat_result) -> None:
    """Refuse a file without any right to write, even for an administrator, who could: somebody put it away."""
    if not there.st_mode & 0o222 or not os.access(target, os.W_OK):
        cause = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        raise UnwritableError(file, phrase("reason.protected"), phrase("A707.protected")) from cause


def _place_if_owned(target: Path, content: bytes, there: os.stat_result) -> bool:
    """Replace a file; False if that would change whose it is, or the system keeps it in its place."""
    try:
        _place(target, content, there)
    except _ForeignError:
        return False
    except OSError as error:
        if error.errno == errno.EBUSY:  # the file is mounted on its own, as into a container
            return False
        raise
    return True


class _ForeignError(Exception):
    """The file belongs to somebody else, and the new one could not be given to them."""


def _place(target: Path, content: bytes, there: os.stat_result | None) -> None:
    """Write beside a file, then put it in its place; where there is none, only if there is still none."""
    clean(target)
    number, name = opened(target, 0o666 if there is None else 0o600)
    try:
        hold(number)
        if there is not None:
            _keep(number, target, there)
        _all(number, content)
        os.fsync(number)
        if name is None:
            name = named(number, target, new=there is None)
        if name != target:
            _take_place(name, target, new=there is None)
        name = None
    finally:
        os.close(number)
        if name is not None and name != target:
            name.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _keep(number: int, target: Path, there: os.stat_result) -> None:
    """Give a new file the owner, group, mode and attributes of the old one.

    Raises:
        _ForeignError: it cannot be given to its owner.

    """
    if os.name != "posix":
        return
    new = os.fstat(number)
    if (new.st_uid, new.st_gid) != (there.st_uid, there.st_gid):
        try:
            os.fchown(number, there.st_uid, there.st_gid)
        except OSError as error:
            raise _ForeignError from error
    os.fchmod(number, stat.S_IMODE(there.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for attribute in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(number, attribute, os.getxattr(target, attribute))


def _take_place(name: Path, target: Path, *, new: bool) -> None:
    if not new:
        name.replace(target)
        return
    try:
        os.link(name, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: the moment between looking and taking is short
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        name.replace(target)
    else:
        name.unlink()


def _overwrite(target: Path, content: bytes) -> None:
    """Write over a file in its place; the room it needs is taken first, and on any failure the old content is put back."""
    number = os.open(target, os.O_RDWR | _BINARY)
    with os.fdopen(number, "r+b", buffering=0) as stream:
        old = stream.readall()
        try:
            if len(content) > len(old) and hasattr(os, "posix_fallocate"):
                os.posix_fallocate(number, 0, len(content))
            stream.seek(0)
            _all(number, content)
            os.ftruncate(number, len(content))
            os.fsync(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(number, len(old))
                stream.seek(0)
                _all(number, old)
            raise


def _all(number: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(number, rest) :]


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk as well, where the system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # the content is on disk; some systems cannot force names
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
