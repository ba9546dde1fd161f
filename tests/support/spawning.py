"""Run the command line in a forked child, with everything loaded already, or in a process of its own; and measure it."""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from advisor.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CPU_SECONDS = 20
"""Twice what anything may take, so that what takes too long is measured and not only stopped."""
BACKSTOP = 600
"""A child that waits for ever is ended after so many seconds by the clock."""
MEMORY = 4 << 30
UNCAUGHT = 99


class Done(NamedTuple):
    """What came of one run: its exit code (negative for a signal), its processor time in seconds, and what it printed."""

    code: int
    seconds: float
    out: bytes
    err: bytes


def run(args: list[str], folder: Path, stdin: bytes = b"", *, process: bool = False) -> Done:
    """Run one command in a folder; in a new interpreter where a whole process is asked for."""
    streams = [folder / f".std{name}" for name in ("in", "out", "err")]
    streams[0].write_bytes(stdin)
    child = os.fork()
    if child == 0:
        _become(args, folder, streams, process=process)
    _, status, used = os.wait4(child, 0)
    done = Done(
        os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, *(stream.read_bytes() for stream in streams[1:])
    )
    for stream in streams:
        stream.unlink()
    return done


def _become(args: list[str], folder: Path, streams: list[Path], *, process: bool) -> NoReturn:
    try:
        os.chdir(folder)
        for number, stream in enumerate(streams):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            os.dup2(os.open(stream, flags, 0o600), number)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(BACKSTOP)
        if process:
            os.execv(sys.executable, [sys.executable, "-m", "advisor", *args])  # noqa: S606 - the product itself
        # What stands in the place of the streams of this process was made by whoever forked it.
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115 - streams of the process
            for number, mode, errors in ((0, "r", "surrogateescape"), (1, "w", "strict"), (2, "w", "backslashreplace"))
        )
        code = _called(args)
    except BaseException:  # noqa: BLE001 - nothing of the test may go on in the child
        traceback.print_exc()
        code = UNCAUGHT
    os._exit(code)


def _called(args: list[str]) -> int:
    code: object = 0
    try:
        main(args)
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)
