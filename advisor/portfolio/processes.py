"""Spread work over processes, some of it at a time, while it is still being found out what there is to do."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator

T = TypeVar("T")
R = TypeVar("R")

_LEAST, _MOST = 5, 20
"""So few and so many pieces go to a process at a time, and to the disk; whoever stops a run waits for no more than these."""


def spread(work: Callable[[list[T]], R], ahead: deque[T], rest: Iterator[T], count: int) -> Iterator[R]:
    """Yield what so many processes return of their pieces, in order; ``ahead`` are the first pieces, which are known already."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield from pool.map(work, parts(ahead, rest, count))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def parts(ahead: deque[T], rest: Iterator[T], count: int) -> Iterator[list[T]]:
    """Yield what goes to so many processes, the last of it in small parts: none of them shall wait long for another."""
    ends = 2 * count
    ahead.extend(islice(rest, max(0, ends * _MOST - len(ahead))))
    while ahead:
        size = min(len(ahead), max(_LEAST, len(ahead) // ends))
        yield [ahead.popleft() for _ in range(size)]
        ahead.extend(islice(rest, size))


def _end_with_parent() -> None:
    """End this process when the one that began it ends, even if that was killed: nobody would wait for what it makes."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
