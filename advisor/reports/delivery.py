"""Hand out what was written: to the terminal, or into a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from advisor.reports.outputs import Output


def deliver_text(text: str, output: Output | None) -> None:
    """Write text into a file, or to the terminal.

    Raises:
        UnusableInputError: the file cannot be written, or holds other things.

    """
    deliver(text.encode(), output, binary=False)


def deliver(content: bytes, output: Output | None, *, binary: bool) -> None:
    """Write bytes into a file, or to the terminal, if that can show them.

    Raises:
        UnusableInputError: the file cannot be written or holds other things, or the terminal would show rubbish.
        OSError: standard output takes no more.

    """
    if output is not None:
        from advisor.files.write import write_whole  # noqa: PLC0415
        from advisor.reports.outputs import refuse_content  # noqa: PLC0415 - most commands print, and start faster

        refuse_content(output, content)
        write_whole(output.file, content)
        return
    if binary and sys.stdout.isatty():
        problem = Problem(Place("advisor"), "a terminal cannot show this format.", "Name a file with -o.")
        raise UnusableInputError([problem])
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
