"""Work for processes of their own: at the top of a module, where they find it."""

from __future__ import annotations

import os
import signal
import time

END, FAIL = 13, 17


def doubled(part: list[int]) -> list[int]:
    return [2 * piece for piece in part]


def slowly(part: list[int]) -> list[int]:
    time.sleep(0.01 * len(part))
    return part


def ends_at_a_piece(part: list[int]) -> list[int]:
    if END in part:
        os.kill(os.getpid(), signal.SIGTERM)
    return part


def fails_at_a_piece(part: list[int]) -> list[int]:
    if FAIL in part:
        raise ZeroDivisionError(f"piece {FAIL}")
    return part
