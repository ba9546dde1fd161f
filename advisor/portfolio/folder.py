"""A folder of cities: what it is about, its answers files by city and date, and what came half-way into it.

``portfolio.yaml`` says which pack the cities are advised by; ``cities/KEY/DATE.answers.yaml`` are their answers. What is kept
besides can be made again.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.packs import load
from advisor.answers.read import read_answers
from advisor.answers.text import new_text
from advisor.errors import Place, Problem, UnusableInputError, coded, for_reader, suggestion
from advisor.files.lock import locked
from advisor.files.reasons import reason
from advisor.files.write import write_new
from advisor.knowledge.installed import known_pack, known_packs
from advisor.portfolio.names import CITIES, ENDING, SETTINGS, Visit, as_key, visit_in
from advisor.reasoning.answers import Answers
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.yaml_source.read import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from advisor.knowledge.model import Pack

_BEGUN, _WHOLE = ".begun-import", ".import"
_KEYS = ("pack", "canton", "became", "regions")


class Settings(msgspec.Struct, frozen=True):
    """What a portfolio is about.

    ``pack`` is the name of a pack that is shipped or installed, or the way to its folder from here.

    ``became`` says which city another one belongs to since they merged; ``regions`` name the keys of neighbours.
    """

    pack: str
    canton: str | None = None
    became: dict[str, str] = {}
    regions: dict[str, list[str]] = {}


class Seen(msgspec.Struct, frozen=True):
    """A city on one day, with its answers."""

    key: str
    answers: Answers


class Portfolio(msgspec.Struct, frozen=True):
    """A folder of cities, opened."""

    folder: str
    settings: Settings

    @property
    def path(self) -> Path:
        """Return the folder."""
        from pathlib import Path  # noqa: PLC0415 - values hold the name alone

        return Path(self.folder)


def begin(folder: Path, pack: Path, canton: str | None) -> None:
    """Make a folder of cities that are advised by the pack in a folder.

    Raises:
        UnwritableError: there is one already, or it cannot be made.
        UnusableInputError: the pack cannot be read.

    """
    name = load(pack).info.id
    known = known_packs().get(name)
    is_known = known is not None and known.resolve() == pack.resolve()
    settings = Settings(name if is_known else os.path.relpath(pack, folder), canton)
    try:
        (folder / CITIES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInputError([coded(Place(str(folder)), "A922", reason=reason(error))]) from error
    told = {name: value for name, value in msgspec.structs.asdict(settings).items() if value}
    write_new(folder / SETTINGS, new_text(told).encode())


def open_portfolio(folder: Path) -> Portfolio:
    """Return a folder of cities; an import that was interrupted is finished if all of it had come, else it is gone.

    Raises:
        UnusableInputError: it is none, or its settings cannot be read.

    """
    file = folder / SETTINGS
    if not file.is_file():
        raise UnusableInputError([coded(Place(str(folder)), "A919")])
    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(problems)
    data = source.data if isinstance(source.data, dict) else {}
    for name in data:
        if name not in _KEYS:
            problems.append(coded(source.place((name,)), "F204", suggestion(name, _KEYS), key=name))
    try:
        settings = msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        problems.append(coded(Place(str(file)), "A921", said=str(error)))
    if problems:
        raise UnusableInputError(problems)
    if (folder / _BEGUN).is_dir() or (folder / _WHOLE).is_dir():
        with _alone(folder):
            shutil.rmtree(folder / _BEGUN, ignore_errors=True)
            _finish(folder)
    return Portfolio(str(folder), _with_keys(settings))


def _with_keys(settings: Settings) -> Settings:
    """Return settings that name cities by their keys, however their numbers and names are written."""
    became = {as_key(old): as_key(new) for old, new in settings.became.items()}
    regions = {region: [as_key(each) for each in near] for region, near in settings.regions.items()}
    return msgspec.structs.replace(settings, became=became, regions=regions)


def base_of(portfolio: Portfolio, language: str | None = None) -> KnowledgeBase:
    """Return the pack of a portfolio, ready to reason.

    Raises:
        UnusableInputError: it is not here, or cannot be read.

    """
    return KnowledgeBase(load(pack_of(portfolio), language))


def pack_of(portfolio: Portfolio) -> Path:
    """Return the folder of the pack of a portfolio.

    Raises:
        UnusableInputError: it is not here.

    """
    beside = portfolio.path / portfolio.settings.pack
    return beside if (beside / "pack.yaml").is_file() else known_pack(portfolio.settings.pack, portfolio.path / SETTINGS)


def visits(portfolio: Portfolio) -> list[Visit]:
    """Return every answers file, by city and day."""
    found = (visit_in(file) for file in (portfolio.path / CITIES).glob(f"*/*{ENDING}"))
    return sorted((each for each in found if each is not None), key=lambda each: (each.key, each.day, each.file))


def latest(found: list[Visit], year: int | None = None, became: Mapping[str, str] | None = None) -> list[Visit]:
    """Return the last visit of each city; only of a year, where one is asked for.

    A city that merged is left out once there are answers, of a later year, of the city that it belongs to now.
    """
    by_city: dict[str, Visit] = {}
    for each in found:
        if year is None or each.day.startswith(f"{year:04}-"):
            by_city[each.key] = each
    return [each for each in by_city.values() if not _is_past(each, by_city.get(today_of(each.key, became or {})))]


def _is_past(visit: Visit, now: Visit | None) -> bool:
    return now is not None and now.key != visit.key and now.day[:4] > visit.day[:4]


def today_of(key: str, became: Mapping[str, str]) -> str:
    """Return the key of the city that a city belongs to today."""
    seen = {key}
    while key in became and became[key] not in seen:
        key = became[key]
        seen.add(key)
    return key


def read_visits(pack: Pack, found: list[Visit]) -> tuple[list[Seen], list[Problem]]:
    """Return the cities whose files can be read, and what is wrong with the others."""
    from pathlib import Path  # noqa: PLC0415 - values hold the name alone

    seen: list[Seen] = []
    problems: list[Problem] = []
    for visit in found:
        try:
            answers = read_answers(Path(visit.file), pack)
        except UnusableInputError as error:
            problems += error.problems
            continue
        if answers.date.isoformat() != visit.day:
            problems.append(coded(Place(visit.file), "A901", name=visit.day, day=answers.date.isoformat()))
            continue
        seen.append(Seen(visit.key, answers))
    return seen, for_reader(problems, pack.info.language)


def put_all(portfolio: Portfolio, files: Mapping[str, str], look: Callable[[], None]) -> None:
    """Put files under their names into the folder of cities: all of them, or none, whatever interrupts it.

    ``look`` may refuse; whoever brings something at the same moment waits until it has looked and everything is there.

    They wait in a folder beside, whose name changes at once when all are there; whoever opens the portfolio next moves them.

    Raises:
        UnusableInputError: they cannot be written, or were refused; or they came, and cannot be moved yet.

    """
    begun, whole = portfolio.path / _BEGUN, portfolio.path / _WHOLE
    try:
        with _alone(portfolio.path):
            look()
            shutil.rmtree(begun, ignore_errors=True)
            for name, text in files.items():
                _write_through(begun / name, text)
            begun.rename(whole)
            _finish(portfolio.path)
    except OSError as error:
        shutil.rmtree(begun, ignore_errors=True)  # what did not come whole takes no room
        raise UnusableInputError([coded(Place(portfolio.folder), "A923", reason=reason(error))]) from error


def _alone(folder: Path) -> AbstractContextManager[None]:
    """Let one at a time bring answers into a folder."""
    return locked(folder / SETTINGS)


def _write_through(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as writing:
        writing.write(text.encode())
        writing.flush()
        os.fsync(writing.fileno())


def _finish(folder: Path) -> None:
    """Move what came whole to where it belongs; a city that is new comes with its folder, which takes no room.

    Raises:
        UnusableInputError: something is in the way; what came stays, and whoever opens the portfolio next goes on.

    """
    whole = folder / _WHOLE
    try:
        for city in sorted(whole.glob("*")):
            target = folder / CITIES / city.name
            if not target.exists():
                city.rename(target)
                continue
            for file in sorted(city.glob(f"*{ENDING}")):
                file.replace(target / file.name)
        if whole.is_dir():
            shutil.rmtree(whole)
    except OSError as error:
        raise UnusableInputError([coded(Place(str(folder)), "A952", reason=reason(error))]) from error
