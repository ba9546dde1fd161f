"""Work on what a stranger made in a process of its own, with limits of time and memory.

Ours stays whole whatever it does, and Ctrl-C ends both: the process is killed when this one is interrupted.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

SECONDS = 5
"""How many seconds of computing time it may take; a busy machine does not count against it."""

PATIENCE = 120.0
"""After how many seconds a process is stopped that neither computes nor ends, or that the system cannot limit."""

MEMORY = 512 * 1024 * 1024
"""How many bytes it may use, where the system can limit that."""


_LAST = 10
"""How far behind others somebody computes who gives way, of 19 at most: further back, whatever else runs would starve them."""


class TooSlowError(Exception):
    """It took longer than it may."""

    def __init__(self, seconds: float) -> None:
        """Take how long that was."""
        super().__init__(f"stopped after {seconds:g} seconds")
        self.seconds = seconds


class BrokenDownError(Exception):
    """The process ended without an answer: for want of memory, or because of a fault in a library."""


def done_apart(module: str, job: bytes, seconds: int, patience: float, *, giving_way: bool = False) -> bytes:
    """Return what a module answers to a job, as a process that gets nothing of the environment but where to find modules.

    The module limits itself to the seconds of computing time. Where it is ``giving_way``, it computes when nobody else has to.

    Raises:
        TooSlowError: it took too long.
        BrokenDownError: it ended without an answer.

    """
    import subprocess  # noqa: PLC0415 - loads much, and few reports hold what a stranger made

    searched = [str(Path(__file__).parents[2]), *(each for each in sys.path if each)]
    environment = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP") if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(searched), "PYTHONIOENCODING": "utf-8"}
    # the stacks and arenas of threads count as memory, however many cores there are
    environment |= {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-P", "-B", "-m", module]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:  # noqa: S603
        try:
            if giving_way:
                _give_way(process.pid)
            output, _ = process.communicate(job, timeout=patience)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise TooSlowError(patience) from error
            raise
    if sys.platform != "win32" and process.returncode == -signal.SIGXCPU:
        raise TooSlowError(seconds)
    if process.returncode or not output:
        raise BrokenDownError(f"exit code {process.returncode}")
    return output


def _give_way(process: int) -> None:
    """Let a process compute after all others, where the system can."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process, _LAST)
