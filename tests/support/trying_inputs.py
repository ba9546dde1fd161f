"""Try changed inputs by the thousand: ``python -m tests.support.trying_inputs SEED COUNT WORKERS``.

A process of its own, with a single thread, so that children can be forked safely; prints what is wrong, and exits with 1 then.
``python -m tests.support.trying_inputs SEED/NUMBER`` tries one input and leaves its files.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import advisor
from tests.support.mutated_inputs import Stock, Tried, make_stock, told, try_input

_ROUND = 500
"""After how many inputs something is said."""


def main(words: list[str]) -> int:
    """Try inputs, and return the exit code."""
    seed, _, number = words[0].partition("/")
    with tempfile.TemporaryDirectory(prefix="inputs-") as name:
        stock = make_stock(_made(Path(name) / "stock"))
        if number:
            folder = Path(tempfile.mkdtemp(prefix=f"input-{number}-"))
            tried = try_input(stock, seed, int(number), folder)
            _say(f"{told(tried, seed)}\n{folder}")
            return int(bool(tried.wrong))
        found = _in_workers(stock, Path(name), seed, int(words[1]), int(words[2]))
    wrong = [each for each in found if each.wrong]
    seconds = sorted(each.seconds for each in found)
    processes = sum(each.process for each in found)
    _say(f"seed {seed}: {len(found)} inputs, {processes} in processes, {len(wrong)} wrong")
    _say(f"processor time: {sum(seconds):.0f} s, at most {seconds[-1]:.1f} s for one")
    return int(bool(wrong))


def _import_all() -> None:
    """Import the product once, so that children need not; what runs when it is imported as a program stays out."""
    for module in pkgutil.walk_packages(advisor.__path__, "advisor."):
        if not module.name.endswith(("__main__", "confined", "confined_layout")):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _in_workers(stock: Stock, folder: Path, seed: str, count: int, workers: int) -> list[Tried]:
    _import_all()
    children = []
    for worker in range(workers):
        child = os.fork()
        if child == 0:
            _work(stock, folder, seed, range(worker, count, workers))
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("a worker broke down")
    parts = (json.loads((folder / f"part-{worker}.json").read_text()) for worker in range(workers))
    return [Tried(*each) for part in parts for each in part]


def _work(stock: Stock, folder: Path, seed: str, numbers: range) -> NoReturn:
    code = 1
    try:
        found = []
        for number in numbers:
            place = _made(folder / f"input-{number}")
            tried = try_input(stock, seed, number, place)
            found.append(tried)
            shutil.rmtree(place, ignore_errors=True)
            if tried.wrong:
                _say(told(tried, seed)[:3_000])
            elif number % _ROUND == 0:
                _say(f"{number} of {numbers.stop}")
        (folder / f"part-{numbers.start}.json").write_text(json.dumps(found))
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
