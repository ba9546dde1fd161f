"""Notice that files change, by looking at them again and again: every system can do that, and editors cannot hide from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.pack_files import pack_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Seen = dict[str, tuple[int, int]]
"""By file: when it was written, and its size."""


def watch(folder: Path, others: tuple[Path, ...], pause: Callable[[], bool]) -> Iterator[None]:
    """Yield at once, and again whenever files have changed; ``pause`` waits a moment and says whether to go on.

    A change counts once nothing has moved for a moment: a file that is being written is empty first.
    """
    shown = before = _seen(folder, others)
    yield
    while pause():
        now = _seen(folder, others)
        if now == before != shown:
            shown = now
            yield
        before = now


def _seen(folder: Path, others: tuple[Path, ...]) -> Seen:
    found: Seen = {}
    there = pack_files(folder)
    for file in (*there.knowledge, *there.cases, *others):
        try:
            state = file.stat()
        except OSError:  # between listing and looking, editors remove files and write them anew
            continue
        found[str(file)] = (state.st_mtime_ns, state.st_size)
    return found
