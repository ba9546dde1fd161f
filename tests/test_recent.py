"""What was found last is remembered, and whoever asks gets what is of their own question."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from advisor.reasoning.recent import recent

THREADS = 8


def test_what_was_found_is_not_found_again_and_the_oldest_is_forgotten() -> None:
    asked, found = list[int](), dict[int, int]()

    def find(key: int) -> int:
        asked.append(key)
        return 10 * key

    told = [recent(found, key, 2, partial(find, key)) for key in (1, 2, 1, 3, 2, 1)]
    assert told == [10, 20, 10, 30, 20, 10]
    assert asked == [1, 2, 3, 1]
    assert list(found) == [3, 1]


class Slow(int):
    """A key at which another thread comes to its turn, wherever it is looked for."""

    def __hash__(self) -> int:
        """Return a hash, but not at once."""
        time.sleep(0)
        return int(self)


def test_threads_that_ask_at_the_same_moment_each_get_what_is_of_their_key() -> None:
    found = dict[Slow, int]()

    def ask(seed: int) -> bool:
        keys = [Slow((seed + place) % 5) for place in range(300)]
        return all(recent(found, key, 2, partial(abs, key + 1)) == key + 1 for key in keys)

    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(ask, range(THREADS)))
    assert len(found) <= 1 + THREADS
