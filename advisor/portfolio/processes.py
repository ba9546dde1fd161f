"""Spread work over processes, some of it at a time, while it is still being found out what there is to do.

Each process has a line of its own to the one that began it: whoever stops, or is killed, leaves no lock taken and nobody waiting.
"""

from __future__ import annotations

import contextlib
import signal
import traceback
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Generator, Iterator
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_LEAST, _MOST = 5, 20
"""So few and so many pieces go to a process at a time, and to the disk; whoever stops a run waits for no more than these."""


def spread(work: Callable[[list[T]], R], ahead: deque[T], rest: Iterator[T], count: int) -> Generator[R]:
    """Yield what so many processes return of their pieces, as it comes; ``ahead`` are the first pieces, which are known already.

    However it ends, the processes finish what they are at, and end; a second interruption ends them at once.

    Raises:
        ChildProcessError: a process ended before its work was done.

    """
    with _begun(work, count) as lines:
        pieces = parts(ahead, rest, count)
        busy = [_sent(line, part) for line, part in zip(lines, pieces, strict=False)]
        following = next(pieces, None)
        while busy:
            for line in cast("list[Connection]", wait(busy)):
                made = _received(line)
                busy.remove(line)
                if following is not None:
                    busy.append(_sent(line, following))
                    following = next(pieces, None)  # found while all are busy: none waits for it
                yield made


def parts(ahead: deque[T], rest: Iterator[T], count: int) -> Iterator[list[T]]:
    """Yield what goes to so many processes, the last of it in small parts: none of them shall wait long for another."""
    ends = 2 * count
    ahead.extend(islice(rest, max(0, ends * _MOST - len(ahead))))
    while ahead:
        size = min(len(ahead), max(_LEAST, len(ahead) // ends))
        yield [ahead.popleft() for _ in range(size)]
        ahead.extend(islice(rest, size))


@contextlib.contextmanager
def _begun(work: Callable[[list[T]], R], count: int) -> Iterator[list[Connection]]:
    """Begin processes and give the lines to them; they end when their lines are closed, or when this process does."""
    spawn = get_context("spawn")
    lines: list[Connection] = []
    processes = []
    try:
        for _ in range(count):
            ours, theirs = spawn.Pipe()
            lines.append(ours)
            process = spawn.Process(target=_serve, args=(work, theirs), daemon=True)
            with theirs, _uninterrupted():
                process.start()
            processes.append(process)
        yield lines
    finally:
        for line in lines:
            line.close()
        for process in processes:
            process.join()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interruption wait, and let processes that begin inside never see one: it is this process that stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would be begun with the first process, and let interruptions through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sent(line: Connection, part: list[T]) -> Connection:
    try:
        line.send(part)
    except ConnectionError as error:
        raise ChildProcessError from error
    return line


def _received(line: Connection) -> Any:  # noqa: ANN401 - whatever the work returns
    try:
        made = line.recv()
    except (EOFError, ConnectionError) as error:
        raise ChildProcessError from error
    if isinstance(made, Exception):
        raise made
    return made


def _serve(work: Callable[[list[T]], R], line: Connection) -> None:
    """Do what comes along a line, until it is closed: also when whoever holds its other end was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            line.send(_returned(work, line.recv()))


def _returned(work: Callable[[list[T]], R], part: list[T]) -> R | Exception:
    """Return what work makes of a part, or what it raises, with the place of it: that is raised where it was asked for."""
    try:
        return work(part)
    except Exception as error:  # noqa: BLE001 - as said
        error.add_note(traceback.format_exc())
        return error
