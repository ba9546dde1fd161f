"""Make the whole outcome of every city, and its report: under the hash of its answers, of the pack and of the product.

What is kept is exactly what would be made again, so a second run after one change makes one outcome. A city whose answers cannot
be read stops no other.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import re
from collections import deque
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.errors import Place, Problem, UnusableInputError, coded
from advisor.files.reasons import reason
from advisor.files.write import write_together, write_whole
from advisor.portfolio.desk import TEMPLATES, Desk
from advisor.portfolio.folder import base_of, open_portfolio, read_visits
from advisor.portfolio.names import KEPT, REPORTS, Visit
from advisor.portfolio.processes import spread
from advisor.reasoning.assess import assess
from advisor.reasoning.outcome import Outcome, to_json
from advisor.reports.formats import write
from advisor.reports.options import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from advisor.portfolio.folder import Portfolio
    from advisor.reasoning.knowledge_base import KnowledgeBase

ENDINGS = {"text": "txt"}
"""How files of a format end, where it is not the name of the format."""
_OURS = re.compile(r"(.+\.)?[0-9a-f]{64}\.[a-z]+\.[a-z]+")
"""The names of files that are made here; whatever else lies beside them is somebody's own."""
_WORTH = 10
"""A process has to have so many cities before it is begun: it compiles the pack first."""
_PROCESSES = 60
"""So many processes at most: Windows waits for no more than 63 of them at a time."""


class Made(msgspec.Struct, frozen=True):
    """Where the outcome of a visit is; None where its answers cannot be read. ``anew`` where it was not there before.

    ``written`` counts the reports that were not there before.
    """

    visit: Visit
    file: str | None
    anew: bool
    problems: tuple[Problem, ...] = ()
    written: int = 0


class _Wanted(msgspec.Struct, frozen=True):
    """A visit, where its outcome is kept, and where its report in each format."""

    visit: Visit
    outcome: str
    reports: dict[str, str]

    def is_there(self) -> bool:
        return all(Path(file).is_file() for file in (self.outcome, *self.reports.values()))


class _New(msgspec.Struct, frozen=True):
    """What is told of a visit once these files are there."""

    told: Made
    files: dict[Path, bytes] = {}


def make_outcomes(
    portfolio: Portfolio,
    visits: Sequence[Visit],
    language: str | None = None,
    workers: int | None = None,
    progress: Callable[[int], object] | None = None,
    forms: Sequence[str] = (),
) -> list[Made]:
    """Return where the outcome of each visit is, after having made those that are not there, and the reports that are wanted.

    Whoever stops it keeps what was made so far; each file is there whole or not at all.

    Args:
        portfolio: the folder of cities.
        visits: which answers files.
        language: of the sentences; None is that of the pack.
        workers: how many processes; None is one for each processor, and none for few cities.
        progress: is told how many are done, a few at a time.
        forms: the formats of reports that are written beside.

    Raises:
        UnusableInputError: the pack is not here, the outcomes cannot be written, or a process ended before its work was done.

    """
    base = base_of(portfolio, language)
    for folder in (KEPT, *([REPORTS] if forms else [])):
        (portfolio.path / folder).mkdir(exist_ok=True)
    found: dict[Visit, Made] = {}
    told = 0
    missing = _missing(portfolio, base, visits, forms, found)
    with closing(_make(portfolio, base, missing, language, workers)) as parts:
        for made in parts:
            found |= {each.visit: each for each in made}
            told = _tell(progress, len(found), told)
    _tell(progress, len(found), told)
    return [found[visit] for visit in visits]


def _missing(
    portfolio: Portfolio, base: KnowledgeBase, visits: Sequence[Visit], forms: Sequence[str], found: dict[Visit, Made]
) -> Iterator[_Wanted]:
    """Yield what is not there yet; what is there, or cannot be read, is noted as found."""
    for visit in visits:
        try:
            wanted = _wanted(portfolio, base, visit, forms)
        except OSError as error:
            problem = coded(Place(visit.file), "R101", how="other", reason=reason(error))
            found[visit] = Made(visit, None, anew=False, problems=(problem,))
            continue
        if wanted.is_there():
            found[visit] = Made(visit, wanted.outcome, anew=False)
        else:
            yield wanted


def _wanted(portfolio: Portfolio, base: KnowledgeBase, visit: Visit, forms: Sequence[str]) -> _Wanted:
    made_from, language = _made_of(base, visit), base.pack.info.language
    reports = {
        form: str(portfolio.path / REPORTS / f"{visit.key}.{visit.day}.{made_from}.{language}.{ENDINGS.get(form, form)}")
        for form in forms
    }
    return _Wanted(visit, str(portfolio.path / KEPT / f"{made_from}.{language}.json"), reports)


def _made_of(base: KnowledgeBase, visit: Visit) -> str:
    """Return the hash of all that an outcome is made of.

    Raises:
        OSError: the file of answers cannot be read.

    """
    told = f"{__version__}\0{base.pack.hash}\0{visit.day}\0"  # the day: answers under another are refused
    return hashlib.sha256(told.encode() + Path(visit.file).read_bytes()).hexdigest()


def read_outcomes(made: Sequence[Made]) -> dict[str, Outcome]:
    """Return the outcomes by the keys of the cities.

    Raises:
        UnusableInputError: somebody damaged one since it was made.

    """
    files = {each.visit.key: Path(each.file) for each in made if each.file is not None}
    read = {key: _kept(file) for key, file in files.items()}
    if damaged := [files[key] for key, outcome in read.items() if outcome is None]:
        raise UnusableInputError([coded(Place(str(file)), "A924") for file in damaged])
    return {key: outcome for key, outcome in read.items() if outcome is not None}


def tidy(portfolio: Portfolio, made: Sequence[Made]) -> int:
    """Remove outcomes and reports of answers that are no longer there, in whatever language and format; return how many."""
    if any(each.file is None for each in made):  # what could not be read or written now may be meant to stay
        return 0
    wanted = {_made_from(Path(each.file).name) for each in made if each.file is not None}
    there = [file for folder in (KEPT, REPORTS) for file in (portfolio.path / folder).glob("*") if _OURS.fullmatch(file.name)]
    gone = [file for file in there if _made_from(file.name) not in wanted]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _made_from(name: str) -> str:
    """Return the hash of what a file was made from, which is the same in every language and format."""
    return name.rsplit(".", 3)[-3]


def _tell(progress: Callable[[int], object] | None, count: int, told: int) -> int:
    """Tell how many more are done than were told, and return how many are."""
    if progress is not None and count > told:
        progress(count - told)
    return count


def _make(
    portfolio: Portfolio,
    base: KnowledgeBase,
    missing: Iterator[_Wanted],
    language: str | None,
    workers: int | None,
) -> Generator[list[Made]]:
    """Make what is missing; where that is much, processes begin with the first of it while the rest is still looked for.

    Raises:
        UnusableInputError: a process ended before its work was done.

    """
    most = min(workers or os.cpu_count() or 1, _PROCESSES)
    ahead = deque(islice(missing, most * _WORTH))
    count = len(ahead) // _WORTH
    if count <= 1:
        desk = Desk(base)
        yield from (_all_made(desk, [each]) for each in chain(ahead, missing))
        return
    try:
        yield from spread(functools.partial(_chunk, portfolio.folder, language), ahead, missing, count)
    except ChildProcessError as error:
        raise UnusableInputError([coded(Place(portfolio.folder), "A951")]) from error


def _chunk(folder: str, language: str | None, chunk: list[_Wanted]) -> list[Made]:
    """Make some cities in a process of their own: garbage is collected after them, and not a thousand times for each.

    What is left then is there for all cities, and not looked through again: that takes as long as making one of them.
    """
    made = _all_made(_own(folder, language), chunk)
    gc.collect()
    gc.freeze()
    return made


def _all_made(desk: Desk, chunk: list[_Wanted]) -> list[Made]:
    """Make what is missing of some cities; all of it goes to the disk together."""
    made = [_made(desk, each) for each in chunk]
    try:
        _put({file: content for each in made for file, content in each.files.items()})
    except UnusableInputError as error:
        return [each.told if not each.files else _unmade(each.told.visit, error.problems) for each in made]
    return [each.told for each in made]


def _unmade(visit: Visit, problems: Sequence[Problem]) -> Made:
    return Made(visit, None, anew=False, problems=tuple(problems))


@functools.lru_cache(maxsize=1)  # each process compiles the pack once
def _own(folder: str, language: str | None) -> Desk:
    gc.disable()
    return Desk(base_of(open_portfolio(Path(folder)), language))


def _made(desk: Desk, wanted: _Wanted) -> _New:
    base = desk.base
    seen, problems = read_visits(base.pack, [wanted.visit])
    if problems:
        return _New(_unmade(wanted.visit, problems))
    answers, kept = seen[0].answers, Path(wanted.outcome)
    missing = {form: Path(file) for form, file in wanted.reports.items() if not Path(file).is_file()}
    try:
        files = {}
        if anew := (outcome := _kept(kept)) is None:
            outcome = assess(base, answers)
            if _made_of(base, wanted.visit) != _made_from(kept.name):
                return _New(_unmade(wanted.visit, [coded(Place(wanted.visit.file), "A925")]))
            files[kept] = to_json(outcome)
        for form, file in missing.items():
            wish = Wish(form=form, templates=TEMPLATES)
            files[file] = write(wish, base.pack, answers, outcome, common=desk.common).content
    except UnusableInputError as error:
        return _New(_unmade(wanted.visit, error.problems))
    return _New(Made(wanted.visit, wanted.outcome, anew=anew, written=len(missing)), files)


def _put(files: Mapping[Path, bytes]) -> None:
    """Write what is named after all that it is made from; if another run was quicker, it wrote the same.

    Raises:
        UnwritableError: it cannot be written.

    """
    damaged = {file for file in files if file.exists()}
    for file in damaged:
        write_whole(file, files[file])
    write_together({file: content for file, content in files.items() if file not in damaged})


def _kept(file: Path) -> Outcome | None:
    """Return the outcome in a file; None where there is none, or no longer."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Outcome)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
