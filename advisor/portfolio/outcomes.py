"""Make the whole outcome of every city, and keep it: under the hash of its answers, of the pack and of the product.

What is kept is exactly what would be made again, so a second run after one change makes one outcome. A city whose answers cannot
be read stops no other.
"""

from __future__ import annotations

import functools
import hashlib
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.write import write_whole
from advisor.portfolio.folder import KEPT, Visit, base_of, open_portfolio, read_visits
from advisor.reasoning.assess import assess
from advisor.reasoning.outcome import Outcome, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.portfolio.folder import Portfolio
    from advisor.reasoning.knowledge_base import KnowledgeBase

_CHUNK = 20
"""So many cities go to a process at a time."""


class Made(msgspec.Struct, frozen=True):
    """Where the outcome of a visit is; None where its answers cannot be read. ``anew`` where it was not there before."""

    visit: Visit
    file: str | None
    anew: bool
    problems: tuple[Problem, ...] = ()


def make_outcomes(
    portfolio: Portfolio,
    visits: Sequence[Visit],
    language: str | None = None,
    workers: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> list[Made]:
    """Return where the outcome of each visit is, after having made those that are not there.

    Whoever stops it keeps what was made so far; each file is there whole or not at all.

    Args:
        portfolio: the folder of cities.
        visits: which answers files.
        language: of the sentences; None is that of the pack.
        workers: how many processes; None is one for each processor, and none for few cities.
        progress: is told how many are done, a few at a time.

    Raises:
        UnusableInputError: the pack is not here, or the outcomes cannot be written.

    """
    base = base_of(portfolio, language)
    (portfolio.path / KEPT).mkdir(exist_ok=True)
    found: dict[Visit, Made] = {}
    missing: list[tuple[Visit, str]] = []
    for visit in visits:
        try:
            file = str(portfolio.path / KEPT / _name(base, Path(visit.file).read_bytes()))
        except OSError as error:
            problem = Problem(Place(visit.file), f"the file cannot be read: {error.strerror}.", "Check its permissions.")
            found[visit] = Made(visit, None, anew=False, problems=(problem,))
            continue
        if Path(file).is_file():
            found[visit] = Made(visit, file, anew=False)
        else:
            missing.append((visit, file))
    _tell(progress, len(found))
    for made in _make(portfolio, base, missing, language, workers):
        found |= {each.visit: each for each in made}
        _tell(progress, len(made))
    return [found[visit] for visit in visits]


def read_outcomes(made: Sequence[Made]) -> dict[str, Outcome]:
    """Return the outcomes by the keys of the cities."""
    decoder = msgspec.json.Decoder(Outcome)
    return {each.visit.key: decoder.decode(Path(each.file).read_bytes()) for each in made if each.file is not None}


def tidy(portfolio: Portfolio, made: Sequence[Made]) -> int:
    """Remove kept outcomes of answers that are no longer there, in whatever language, and return how many."""
    wanted = {_made_of(Path(each.file)) for each in made if each.file is not None}
    gone = [file for file in (portfolio.path / KEPT).glob("*.json") if _made_of(file) not in wanted]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _tell(progress: Callable[[int], object] | None, count: int) -> None:
    if progress is not None and count:
        progress(count)


def _name(base: KnowledgeBase, content: bytes) -> str:
    made_of = f"{__version__}\0{base.pack.hash}\0".encode()
    return f"{hashlib.sha256(made_of + content).hexdigest()}.{base.pack.info.language}.json"


def _made_of(file: Path) -> str:
    """Return the hash of what a kept outcome was made from, which is the same in every language."""
    return file.name.partition(".")[0]


def _make(
    portfolio: Portfolio,
    base: KnowledgeBase,
    missing: list[tuple[Visit, str]],
    language: str | None,
    workers: int | None,
) -> Iterator[list[Made]]:
    chunks = [missing[at : at + _CHUNK] for at in range(0, len(missing), _CHUNK)]
    count = min(workers or os.cpu_count() or 1, len(chunks))
    if count <= 1:
        yield from ([_made(base, *each)] for each in missing)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield from pool.map(functools.partial(_chunk, portfolio.folder, language), chunks)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with_parent() -> None:
    """End this process when the one that began it ends, even if that was killed: nobody would wait for what it makes."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _chunk(folder: str, language: str | None, chunk: list[tuple[Visit, str]]) -> list[Made]:
    return [_made(_own(folder, language), *each) for each in chunk]


@functools.lru_cache(maxsize=1)  # each process compiles the pack once
def _own(folder: str, language: str | None) -> KnowledgeBase:
    return base_of(open_portfolio(Path(folder)), language)


def _made(base: KnowledgeBase, visit: Visit, file: str) -> Made:
    seen, problems = read_visits(base.pack, [visit])
    if problems:
        return Made(visit, None, anew=False, problems=tuple(problems))
    try:
        write_whole(Path(file), to_json(assess(base, seen[0].answers)).encode())
    except UnusableInputError as error:
        return Made(visit, None, anew=False, problems=error.problems)
    return Made(visit, file, anew=True)
