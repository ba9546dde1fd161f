"""The cities of a folder as pages show them: read again only where a file changed, and counted once for each choice."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.desk import load, load_pack
from advisor.errors import Problem, UnusableInputError
from advisor.portfolio import folder as cities
from advisor.portfolio import views
from advisor.portfolio.choosing import Choice, chosen
from advisor.portfolio.folder import Portfolio, Seen
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.views import Overview, Told
from advisor.web.rooms_of_cities import room_of
from advisor.web.store import packs as stored

if TYPE_CHECKING:
    from advisor.desk import KnowledgeBase, Pack
    from advisor.portfolio.names import Visit
    from advisor.web.store.values import KeptPack

_Stamp = tuple[int, int]
"""When a file was changed last, and how long it is."""

_KEPT = 32
"""So many overviews are remembered."""


class City(msgspec.Struct, frozen=True):
    """A city with its last answers, what is concluded from them, and the file that they stand in."""

    seen: Seen
    told: Told
    file: str


class _Read(msgspec.Struct, frozen=True):
    """A file as it was read when it had this stamp."""

    stamp: _Stamp
    seen: Seen | None
    problems: tuple[Problem, ...]


class Looked(msgspec.Struct, frozen=True):
    """A folder as it stood at one moment, the ``number``-th that was seen; ``problems`` say what could not be read."""

    portfolio: Portfolio
    cities: dict[str, City]
    problems: tuple[Problem, ...]
    number: int

    @property
    def told(self) -> list[Told]:
        """Return what is concluded about each city."""
        return [each.told for each in self.cities.values()]


class Cities:
    """Looks into one folder for all who ask."""

    def __init__(self, folder: Path) -> None:
        """Take a folder of cities.

        Raises:
            UnusableInputError: it is none, or its pack is not here.

        """
        opened = cities.open_portfolio(folder)
        self.folder, self.pack_folder = folder, cities.pack_of(opened)
        self._base: KnowledgeBase = cities.base_of(opened)
        self._rules: ColumnRules | None = None
        self._packs: dict[str, Pack] = {}
        self._read: dict[str, _Read] = {}
        self._looked: Looked | None = None
        self._state: object = None
        self._overviews: OrderedDict[tuple[int, Choice], Overview] = OrderedDict()
        self._lock = threading.RLock()

    @property
    def pack(self) -> Pack:
        """Return the pack of the folder, in its own language."""
        return self._base.pack

    @functools.cached_property
    def kept(self) -> KeptPack:
        """Return the pack as it is kept beside sittings."""
        return stored.kept(load_pack(self.pack_folder))

    def pack_in(self, language: str) -> Pack:
        """Return the pack in a language; in its own where it is not written in that."""
        with self._lock:
            if language not in self._packs:
                self._packs[language] = self._in(language)
            return self._packs[language]

    def _in(self, language: str) -> Pack:
        try:
            return load(self.pack_folder, language)
        except UnusableInputError:
            return self.pack

    def look(self) -> Looked:
        """Return the folder as it stands now.

        Raises:
            UnusableInputError: it is no folder of cities any more.

        """
        with self._lock:
            opened = cities.open_portfolio(self.folder)
            wanted = cities.latest(cities.visits(opened), None, opened.settings.became)
            stamps = {each.file: _stamp(each) for each in wanted}
            state = (opened.settings, stamps)
            if self._looked is None or self._state != state:
                number = 1 if self._looked is None else self._looked.number + 1
                self._looked, self._state = self._looked_at(opened, wanted, stamps, number), state
            return self._looked

    def _looked_at(self, opened: Portfolio, wanted: list[Visit], stamps: dict[str, _Stamp], number: int) -> Looked:
        before = {file: read for file, read in self._read.items() if read.stamp == stamps.get(file)}
        self._read = {each.file: before.get(each.file) or self._new(each, stamps[each.file]) for each in wanted}
        seen = {file: read.seen for file, read in self._read.items() if read.seen is not None}
        told = views.told(self._column_rules(), list(seen.values())) if seen else []
        found = {each.key: City(seen[file], each, file) for file, each in zip(seen, told, strict=True)}
        return Looked(opened, found, tuple(problem for read in self._read.values() for problem in read.problems), number)

    def _new(self, visit: Visit, stamp: _Stamp) -> _Read:
        seen, problems = cities.read_visits(self.pack, [visit])
        return _Read(stamp, next(iter(seen), None), tuple(problems))

    def overview(self, looked: Looked, choice: Choice) -> Overview:
        """Return what an office sees of the cities that it chose, of which there is one at least."""
        with self._lock:
            key = (looked.number, choice)
            if key not in self._overviews:
                regions = looked.portfolio.settings.regions
                those = chosen(looked.told, choice, regions)
                seen = [looked.cities[each.key].seen for each in those]
                self._overviews[key] = views.overview(self._column_rules(), seen, regions)
                while len(self._overviews) > _KEPT:
                    self._overviews.popitem(last=False)
            return self._overviews[key]

    def rooms(self) -> frozenset[str]:
        """Return the ids of the rooms of all cities, whether they are there yet or not; nothing where the folder is gone."""
        try:
            opened = cities.open_portfolio(self.folder)
        except UnusableInputError:
            return frozenset()
        return frozenset(room_of(opened, key) for key in {each.key for each in cities.visits(opened)})

    def _column_rules(self) -> ColumnRules:
        if self._rules is None:
            self._rules = ColumnRules(self._base)
        return self._rules

    def missing(self, looked: Looked, key: str) -> tuple[str, ...]:
        """Return what the next step of a city brings about that is not there yet."""
        with self._lock:
            return views.missing_for_next(self._column_rules(), [looked.cities[key].seen])[key]


def _stamp(visit: Visit) -> _Stamp:
    try:
        found = Path(visit.file).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
