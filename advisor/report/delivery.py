"""Hand out what was written: to the terminal, or into a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


def deliver_text(text: str, output: Path | None) -> None:
    """Write text into a file, or to the terminal.

    Raises:
        UnusableInputError: the file cannot be written.

    """
    deliver(text.encode(), output, binary=False)


def deliver(content: bytes, output: Path | None, *, binary: bool) -> None:
    """Write bytes into a file, or to the terminal, if that can show them.

    Raises:
        UnusableInputError: the file cannot be written, or the terminal would show rubbish.

    """
    if output is None and binary and sys.stdout.isatty():
        problem = Problem(Place("advisor"), "a terminal cannot show this format.", "Name a file with -o.")
        raise UnusableInputError([problem])
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        problem = Problem(Place(str(output)), f"the report cannot be written: {error.strerror}.", "Name another file with -o.")
        raise UnusableInputError([problem]) from error
