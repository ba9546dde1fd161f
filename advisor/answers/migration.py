"""Read answers that were given to older versions of a pack: what became of each since, and how the file is changed to say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.errors import ENGLISH, Place, Problem, coded, phrase, said_in
from advisor.knowledge.history import fate, level_tables, numbers
from advisor.yaml_source.read import KeyPath, Plain, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.history import Fate, PackChange
    from advisor.knowledge.identity import Base
    from advisor.knowledge.model import Pack


_TOLD = {
    "renamed": ("was", "question", "version"),
    "level": ("was", "question", "now", "version"),
    "base": ("was", "question", "version"),
    "retired": ("was", "version", "reason"),
}
"""What is told of each kind of notice."""

_VERSION = r"\d+(\.\d+)*"

_WITH_LEVELS = ("value", "said")

_NUMBER = r"[+-]?\d+"


class Notice(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One name of a file that is no longer that of today.

    ``question`` is the id of today, or the last one of a question that is no longer asked; ``reason`` says why it is not. ``was``
    and ``now`` are the two names, of the question or of its level. Where a whole file is for the base of a pack, ``was`` is the
    id of that base and ``question`` that of the pack.
    """

    place: Place
    kind: Literal["renamed", "level", "retired", "base"]
    version: str
    question: str
    was: str
    now: str = ""
    reason: str = ""

    def __str__(self) -> str:
        """Write the notice as one line: place, what changed, what that means for the answer."""
        return self.told(ENGLISH)

    def told(self, language: str) -> str:
        """Write the notice in a language."""
        given = {name: str(getattr(self, name)) for name in _TOLD[self.kind]}
        return f"{self.place}: {said_in(language, phrase(f'notice.{self.kind}', **given))}"


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """A file in today's names, and what was done to bring it there.

    ``moved`` and ``put`` say the same as edits of the file: first what moves where, then the levels that change, by their new
    path. ``outdated`` tells that the file does not name today's version; ``before`` is the older one that it names.
    """

    source: Source
    moved: dict[KeyPath, KeyPath] = {}
    put: dict[KeyPath, str] = {}
    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()
    outdated: bool = False
    before: str | None = None


def migrate(source: Source, pack: Pack) -> Migration:
    """Return a file with its answers under today's names, or with the problems that forbid it."""
    data = source.data
    named = data.get("pack") if isinstance(data, dict) else None
    if named == pack.info.id:
        return _followed(source, pack.info.version, pack.changes)
    base = next((each for each in pack.bases if each.id == named), None)
    return Migration(source=source) if base is None else _onto(pack, base, _followed(source, base.version, base.changes))


def _onto(pack: Pack, base: Base, found: Migration) -> Migration:
    """Return answers to an extended pack, in its names of today, as answers to the pack that extends it."""
    data = found.source.data
    if found.problems or not isinstance(data, dict) or isinstance(data.get("pack_version"), list | dict):
        return found
    place = found.source.place(("pack",))
    notice = Notice(place=place, kind="base", version=base.version, question=pack.info.id, was=base.id)
    renamed: Plain = {**data, "pack": pack.info.id, "pack_version": pack.info.version}
    return msgspec.structs.replace(
        found,
        source=msgspec.structs.replace(found.source, data=renamed),
        put={**found.put, ("pack",): pack.info.id},
        notices=(notice, *found.notices),
        outdated=True,
    )


def _followed(source: Source, here: str, changes: Sequence[PackChange]) -> Migration:
    """Return a file whose answers went through the changes that its pack has seen since its version."""
    data = source.data
    given = data.get("pack_version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or isinstance(given, list | dict):
        return Migration(source=source)
    problem = None if given is None else _version_problem(source, given, here)
    if problem:
        return Migration(source=source, problems=(problem,))
    since = () if given is None else numbers(given)
    outdated = since < numbers(here)
    later = [change for change in changes if numbers(change.version) > since]
    migrator = _Migrator(source, sorted(later, key=lambda change: numbers(change.version)))
    found = migrator.migrated(data)
    return Migration(
        source=found,
        moved=migrator.moved,
        put=migrator.put,
        notices=tuple(sorted(migrator.notices, key=lambda notice: notice.place)),
        problems=tuple(migrator.problems),
        outdated=outdated,
        before=given if outdated else None,
    )


def _version_problem(source: Source, given: str, here: str) -> Problem | None:
    place = source.place(("pack_version",))
    if not re.fullmatch(_VERSION, given):
        return coded(place, "A107", version=given)
    if numbers(given) > numbers(here):
        return coded(place, "A108", version=given, here=here)
    return None


class _Migrator:
    """Follows each answer of one file through the changes since its version."""

    def __init__(self, source: Source, changes: Sequence[PackChange]) -> None:
        self._source = source
        self._changes = changes
        self.moved: dict[KeyPath, KeyPath] = {}
        self.put: dict[KeyPath, str] = {}
        self.notices: list[Notice] = []
        self.problems: list[Problem] = []

    def migrated(self, data: dict[str, Plain]) -> Source:
        """Return the file in today's names; one of another shape is left as it is, for the reader to refuse."""
        given, kept = data.get("answers") or {}, data.get("retired") or {}
        if not isinstance(given, dict) or not isinstance(kept, dict):
            return self._source
        origins: dict[KeyPath, KeyPath] = {("retired", name): ("retired", name) for name in kept}
        for name in given:
            self._follow(name, origins)
        self._source = _moved(self._source, self.moved)
        answers: dict[str, Plain] = {}
        retired = dict(kept)
        for home, (block, origin) in origins.items():
            if home[0] == "answers":
                tables = tuple(level_tables(str(origin), self._changes))
                answers[str(home[1])] = self._today(given[str(origin)], home, tables)
            elif block == "answers":
                retired[str(home[1])] = given[str(origin)]
        changed = {**data, "answers": answers, "retired": retired} if self.moved or self.put or self.problems else data
        return msgspec.structs.replace(self._source, data=changed)

    def _follow(self, name: str, origins: dict[KeyPath, KeyPath]) -> None:
        """Note where an answer belongs today, unless another one is there already."""
        became, path = fate(name, self._changes), ("answers", name)
        home = ("answers" if became.reason is None else "retired", became.name)
        if home in origins:
            self.problems.append(self._clash(path, origins[home], became))
            return
        origins[home] = path
        if became.version is not None:
            self.moved[path] = home
            kind: Literal["renamed", "retired"] = "renamed" if became.reason is None else "retired"
            self.notices.append(
                Notice(
                    place=self._source.place(path),
                    kind=kind,
                    version=became.version,
                    question=became.name,
                    was=name,
                    reason=(became.reason or "").rstrip("."),
                )
            )

    def _clash(self, path: KeyPath, other: KeyPath, became: Fate) -> Problem:
        version = became.version or fate(str(other[1]), self._changes).version
        line = self._source.place(other).line
        told: dict[str, str | int] = {"one": str(path[1]), "other": str(other[1]), "line": line, "version": version or ""}
        return coded(self._source.place(path), "A416", how=str(other[0]), **told)

    def _today(self, raw: Plain, path: KeyPath, tables: Sequence[tuple[str, dict[str, str]]]) -> Plain:
        """Return an answer with today's names of levels, wherever it names one."""
        if not tables:
            return raw
        if isinstance(raw, list):
            return [self._today(each, (*path, place), tables) for place, each in enumerate(raw)]
        if isinstance(raw, dict):
            return {key: self._today(each, (*path, key), tables) if key in _WITH_LEVELS else each for key, each in raw.items()}
        return None if raw is None else self._level(raw, path, tables)

    def _level(self, raw: str, path: KeyPath, tables: Sequence[tuple[str, dict[str, str]]]) -> str:
        level, question = raw, str(path[1])
        for version, table in tables:
            if level in table:
                level, since = table[level], version
            elif re.fullmatch(_NUMBER, level):
                place = self._source.place(path)
                self.problems.append(coded(place, "A417", raw=level, question=question, version=version))
                return raw
        if level != raw:
            self.put[path] = level
            place = self._source.place(path)
            self.notices.append(Notice(place=place, kind="level", version=since, question=question, was=raw, now=level))
        return level


def _moved(source: Source, moved: dict[KeyPath, KeyPath]) -> Source:
    """Return a file whose lines are found under the new paths."""

    def today(path: KeyPath) -> KeyPath:
        return (*moved.get(path[:2], path[:2]), *path[2:])

    lines = {today(path): line for path, line in source.lines.items()}
    return msgspec.structs.replace(source, lines=lines, nulls=frozenset(map(today, source.nulls)))
