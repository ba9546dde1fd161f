"""Work for processes of their own: at the top of a module, where they find it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from advisor.errors import phrase
from advisor.files.write import UnwritableError

END, FAIL, REFUSE = 13, 17, 23


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


def refuses_a_piece(part: list[int]) -> list[int]:
    if REFUSE in part:
        raise refusal()
    return part


def refusal() -> UnwritableError:
    return UnwritableError(Path("kept"), phrase("reason.there"), phrase("problem.A707.protected"))
