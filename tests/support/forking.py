"""Processes of their own for a test, forked with everything loaded: each does one thing and ends."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BACKSTOP = 300
"""A process that waits for ever is ended after so many seconds by the clock."""


def forked(task: Callable[[], object]) -> int:
    """Let a child do something, and return its process id."""
    child = os.fork()
    if child == 0:
        _do(task)
    return child


def _do(task: Callable[[], object]) -> NoReturn:
    signal.alarm(BACKSTOP)
    try:
        task()
    except BaseException:  # noqa: BLE001 - nothing of the test may go on in the child
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def ended(children: Iterable[int]) -> list[int]:
    """Wait for children, and return their exit codes."""
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def all_at_once(*tasks: Callable[[], object]) -> list[int]:
    """Let children do their tasks at the same moment, and return their exit codes."""
    reading, writing = os.pipe()

    def after_the_start(task: Callable[[], object]) -> Callable[[], object]:
        def wait_and_do() -> None:
            os.close(writing)
            os.read(reading, 1)  # ends when the parent closes its side
            task()

        return wait_and_do

    children = [forked(after_the_start(each)) for each in tasks]
    os.close(reading)
    os.close(writing)
    return ended(children)
