"""Standard streams as a command can rely on them: they are there, take every character, and fail in words."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from advisor.errors import AdvisorError

CLOSED = 141
"""The exit code where nobody reads on, as shells tell it of programs that end by the signal for that (128 and SIGPIPE)."""

READER = "advisor.reader"
"""Where a command that runs notes whom it speaks to: the language that was asked for, and the folder of the pack."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells tell it (128 and SIGINT)."""


class _Closed(io.RawIOBase):
    """Stands for an output that was closed before the start, and says so once something is written to it."""

    def __init__(self) -> None:
        self._told = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever has bytes
        if self._told:
            return len(data)
        self._told = True
        raise OSError(errno.EBADF, "standard output is closed")


def prepare() -> None:
    """Make the standard streams usable: closed ones are replaced, and what one cannot show is replaced as well."""
    if os.name == "posix":
        _occupy()
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - it stays open until the end
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _occupy() -> None:
    """Give closed streams their numbers back, lest a file that is opened later be taken for one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


@contextlib.contextmanager
def in_words(told: Callable[[AdvisorError], str] = str) -> Iterator[None]:
    """Print what is refused inside, one line for each problem, and end with the exit code of the contract.

    ``told`` says it in the language of whoever reads.

    Raises:
        click.exceptions.Exit: with that code.

    """
    try:
        with _flushed():
            yield
    except (click.exceptions.Exit, click.exceptions.Abort, click.ClickException):
        raise
    except BrokenPipeError:
        _end("", CLOSED)
    except KeyboardInterrupt:
        _end("\n", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - what is no refusal is raised again
        _end(*_refusal(error, told))


def _refusal(error: Exception, told: Callable[[AdvisorError], str]) -> tuple[str, int]:
    """Return what is told of an error, and the exit code; what is no refusal is a defect, and raised again."""
    from advisor.errors import AdvisorError, Place, Problem  # noqa: PLC0415 - the help needs none of them

    if isinstance(error, AdvisorError):
        return told(error), error.exit_code
    if not isinstance(error, OSError):
        raise error
    where = error.filename if isinstance(error.filename, str) else "advisor"
    what = f"the system refuses: {error.strerror or error}."
    return str(Problem(Place(where), what, "Free some room, check the permissions, or name another place.")), 2


@contextlib.contextmanager
def _flushed() -> Iterator[None]:
    """Write out what was printed inside, however it ends: at the exit of the interpreter nobody could be told any more."""
    try:
        yield
    except click.exceptions.Exit:
        sys.stdout.flush()
        raise
    else:
        sys.stdout.flush()


def _end(message: str, code: int) -> None:
    """Print a message where that is still possible, and end; what is left in a stream that takes nothing is dropped.

    Raises:
        click.exceptions.Exit: always.

    """
    _settle(sys.stdout)
    with contextlib.suppress(OSError):
        if message:
            click.echo(message.rstrip("\n"), err=True)
    _settle(sys.stderr)
    raise click.exceptions.Exit(code)


def _settle(stream: TextIO) -> None:
    """Write out what a stream still holds, and where it takes nothing more, lead it to nowhere."""
    try:
        stream.flush()
    except OSError:
        with contextlib.suppress(OSError, io.UnsupportedOperation):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
