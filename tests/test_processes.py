"""Work is cut for processes so that none of them waits long for another, while it is still being found out what there is."""

from __future__ import annotations

from collections import deque
from itertools import islice

from hypothesis import given
from hypothesis.strategies import integers

from advisor.portfolio.processes import parts


@given(count=integers(0, 400), known=integers(0, 80), processes=integers(1, 8))
def test_every_piece_goes_to_a_process_once_and_in_order(count: int, known: int, processes: int) -> None:
    rest = iter(range(count))
    found = list(parts(deque(islice(rest, known)), rest, processes))
    assert [piece for part in found for piece in part] == list(range(count))
    assert all(0 < len(part) <= 80 for part in found)


@given(processes=integers(1, 8))
def test_parts_get_small_at_the_end(processes: int) -> None:
    rest = iter(range(60 * processes))
    found = list(parts(deque(), rest, processes))
    assert max(map(len, found)) == 20
    assert all(len(part) <= 5 for part in found[-2 * processes :])


def test_no_more_is_looked_for_than_keeps_the_processes_busy() -> None:
    rest = iter(range(10_000))
    next(parts(deque(), rest, 2))
    assert next(rest) == 80
