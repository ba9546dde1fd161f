"""Save a file that others may save too: comparing it with what was read and replacing it are one act."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, UnusableInputError, coded
from advisor.files.lock import locked
from advisor.files.reasons import reason
from advisor.files.write import UnwritableError, write_new, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class ChangedMeanwhileError(UnusableInputError):
    """Somebody else changed or removed the file since it was read; it is as they left it."""


def save(file: Path, text: str, *, before: str | None) -> None:
    """Write a text file.

    Args:
        file: where; a link is followed.
        text: the whole new content.
        before: what the file held when it was read last, to the byte; None for a new file.

    Raises:
        ChangedMeanwhileError: somebody else changed it meanwhile, or was quicker.
        UnwritableError: the file cannot be written, or is there although it should be new.
        UnusableInputError: the text cannot stand in a file.

    """
    content = _encoded(file, text)
    if before is None:
        write_new(file, content)
    else:
        replace(file, content, before=before.encode("utf-8"))


def replace(file: Path, content: bytes, *, before: bytes) -> None:
    """Write another content into a file that is there; ``before`` is what it held when it was read.

    Raises:
        ChangedMeanwhileError: somebody else changed or removed it meanwhile.
        UnwritableError: it cannot be written.

    """
    replace_all([Change(file, before, content)])


class Change(msgspec.Struct, frozen=True):
    """A file, what it held when it was read, and what it is to hold."""

    file: Path
    before: bytes
    now: bytes


def replace_all(changes: Sequence[Change]) -> None:
    """Write another content into several files that are there: into all, or none; nobody else writes one of them meanwhile.

    Raises:
        ChangedMeanwhileError: somebody else changed or removed one of them meanwhile.
        UnwritableError: one of them cannot be written.

    """
    with contextlib.ExitStack() as held:
        for each in changes:
            with _told(each.file):
                target = Path(os.path.realpath(each.file))
                held.enter_context(locked(target))
                if target.read_bytes() != each.before:
                    raise ChangedMeanwhileError([coded(Place(str(each.file)), "A701")])
        for number, each in enumerate(changes):
            try:
                with _told(each.file):
                    write_whole(each.file, each.now)
            except UnusableInputError:
                for done in reversed(changes[:number]):
                    write_whole(done.file, done.before)
                raise


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ChangedMeanwhileError([coded(Place(str(file)), "A702")]) from error
    except OSError as error:
        raise UnwritableError(file, reason(error)) from error


def _encoded(file: Path, text: str) -> bytes:
    """Return a text as it stands in a file; half characters, which stand for bytes that nobody could read, are refused."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnusableInputError([coded(Place(str(file)), "A703", sign=repr(text[error.start : error.end]))]) from error
