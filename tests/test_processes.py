"""Work is cut for processes so that none of them waits long for another, and however it ends, none of them is left."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from advisor.files.write import UnwritableError
from advisor.portfolio.processes import parts, spread
from tests.support.working import (
    END,
    FAIL,
    doubled,
    ends_at_a_piece,
    fails_at_a_piece,
    refusal,
    refuses_a_piece,
    slowly,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

COUNT = 200


def spreading(work: Callable[[list[int]], list[int]], count: int = COUNT, processes: int = 2) -> Generator[list[int]]:
    return spread(work, deque(), iter(range(count)), processes)


def left() -> list[int | None]:
    return [each.pid for each in multiprocessing.active_children()]


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


@pytest.mark.parametrize(("count", "processes"), [(COUNT, 1), (COUNT, 2), (COUNT, 3), (3, 3), (0, 2)])
def test_all_that_processes_return_comes_once_and_no_process_is_left(count: int, processes: int) -> None:
    made = [piece for part in spreading(doubled, count, processes) for piece in part]
    assert sorted(made) == [2 * piece for piece in range(count)]
    assert left() == []


def test_what_is_raised_in_a_process_is_raised_here_with_its_place_and_no_process_is_left() -> None:
    with pytest.raises(ZeroDivisionError, match=f"piece {FAIL}") as raised:
        list(spreading(fails_at_a_piece))
    assert "working.py" in raised.value.__notes__[0]
    assert left() == []


def test_what_a_process_refuses_is_refused_here_in_the_same_words() -> None:
    with pytest.raises(UnwritableError) as raised:
        list(spreading(refuses_a_piece))
    assert (raised.value.problems, str(raised.value)) == (refusal().problems, str(refusal()))


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals")
def test_a_process_that_ends_before_its_time_is_told_and_no_process_is_left() -> None:
    with pytest.raises(ChildProcessError):
        list(spreading(ends_at_a_piece))
    assert left() == []
    assert END < COUNT


def test_who_wants_no_more_waits_for_what_is_under_way_and_no_process_is_left() -> None:
    with closing(spreading(slowly, 10_000)) as made:
        assert len(next(made)) == 20
    assert left() == []


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals")
def test_an_interruption_reaches_who_waits_and_never_a_process() -> None:
    made = spreading(slowly, 100)
    seen = list(next(made))
    for each in left():
        assert each is not None
        os.kill(each, signal.SIGINT)
    seen += [piece for part in made for piece in part]
    assert sorted(seen) == list(range(100))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
