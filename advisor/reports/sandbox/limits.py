"""Limit what the process may use that works on what a stranger made."""

from __future__ import annotations

import math
import time


def limit(memory: int, seconds: int, file_size: int = 0) -> None:
    """Limit memory, computing time and the size of files, where the system can; elsewhere waiting alone is limited.

    By default nothing can be written into files.
    """
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    over = math.ceil(time.process_time()) + seconds  # what was used to get here is not the stranger's time
    for what, warned, ended in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, file_size, file_size),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, over, over + 1),  # the signal of the first tells the reason, that of the second does not
    ):
        try:
            resource.setrlimit(what, (warned, ended))
        except (ValueError, OSError):
            continue
