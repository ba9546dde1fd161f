"""Count the steps that something takes: on a busy machine as many as on a quiet one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def steps_of(act: Callable[[], object]) -> int:
    """Return how many functions are called, and come back, while something is done."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return counted
