"""Whatever is changed in an input, a command ends in words: no traceback, a right exit code, and nothing lost.

Set ADVISOR_INPUTS to try more, ADVISOR_SEED for others; ADVISOR_INPUT tries the one of a number and leaves its files.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("inputs are tried in forked children", allow_module_level=True)

from tests.support.mutated_inputs import Stock, Tried, kept, make_stock, told, try_input

if TYPE_CHECKING:
    from pathlib import Path

SEED = os.environ.get("ADVISOR_SEED", "2026")
COUNT = int(os.environ.get("ADVISOR_INPUTS", "60"))
ONE = os.environ.get("ADVISOR_INPUT")
WORKERS = int(os.environ.get("ADVISOR_WORKERS", "1"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return make_stock(tmp_path_factory.mktemp("stock"))


@pytest.mark.skipif(ONE is not None, reason="only one input is tried")
def test_a_changed_input_ends_in_words(stock: Stock, tmp_path: Path) -> None:
    found = [each for part in _in_workers(stock, tmp_path) for each in part]
    assert len(found) == COUNT
    seconds = sorted(each.seconds for each in found)
    processes, most = sum(each.process for each in found), seconds[-1]
    print(f"\nseed {SEED}: {COUNT} inputs, {processes} in processes; CPU {sum(seconds):.0f} s, most {most:.1f} s")  # noqa: T201
    assert not [told(each, SEED) for each in found if each.wrong]


@pytest.mark.skipif(ONE is None, reason="ADVISOR_INPUT names no input")
def test_one_input(stock: Stock) -> None:
    assert ONE is not None
    print(f"\n{kept(stock, SEED, int(ONE))}")  # noqa: T201
    folder = stock.folder / "again"
    folder.mkdir()
    tried = try_input(stock, SEED, int(ONE), folder)
    assert not tried.wrong, told(tried, SEED)


def _in_workers(stock: Stock, folder: Path) -> list[list[Tried]]:
    """Share the numbers between forked workers; each has a single thread, so that its own children can be forked safely."""
    children = []
    for worker in range(WORKERS):
        child = os.fork()
        if child == 0:
            _work(stock, folder, worker)
        children.append(child)
    for child in children:
        _, status = os.waitpid(child, 0)
        assert status == 0
    parts = [(folder / f"part-{worker}.json").read_text() for worker in range(WORKERS)]
    return [[Tried(*each) for each in json.loads(part)] for part in parts]


def _work(stock: Stock, folder: Path, worker: int) -> None:
    code = 1
    try:
        found = []
        for number in range(worker, COUNT, WORKERS):
            place = folder / f"input-{number}"
            place.mkdir()
            tried = try_input(stock, SEED, number, place)
            found.append(tried)
            if not tried.wrong:
                _remove(place)
            if number % 500 < WORKERS or tried.wrong:
                text = told(tried, SEED)[:3_000] if tried.wrong else f"{number} of {COUNT}"
                print(text, file=sys.__stderr__)
        (folder / f"part-{worker}.json").write_text(json.dumps(found))
        code = 0
    finally:
        os._exit(code)


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415

    shutil.rmtree(folder, ignore_errors=True)
