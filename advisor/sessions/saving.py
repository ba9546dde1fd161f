"""Save a file so that it is whole at every moment: written beside the old one, forced to disk, then put in its place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from advisor.errors import Place, Problem, UnusableInputError


def save(file: Path, text: str, *, before: str | None) -> None:
    """Write a text file.

    Args:
        file: where; a link is followed.
        text: the whole new content.
        before: what the file held when it was read last; None for a new file.

    Raises:
        UnusableInputError: the file cannot be written, or somebody else changed it meanwhile.

    """
    target = Path(os.path.realpath(file))
    try:
        _refuse_foreign_change(file, target, before)
        _replace(target, text)
    except OSError as error:
        problem = Problem(Place(str(file)), f"the answers cannot be saved: {error.strerror}.", "Name another file.")
        raise UnusableInputError([problem]) from error


def _refuse_foreign_change(file: Path, target: Path, before: str | None) -> None:
    there = target.read_text(encoding="utf-8-sig") if target.exists() else None
    if there == before:
        return
    what = "there is a file of this name already." if before is None else "the file was changed by somebody else meanwhile."
    hint = "Name another file." if before is None else "Start again to go on from what it holds now."
    raise UnusableInputError([Problem(Place(str(file)), what, hint)])


def _replace(target: Path, text: str) -> None:
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    new = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk as well, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
