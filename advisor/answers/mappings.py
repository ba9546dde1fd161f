"""Take a city's answers from a mapping, as a form or a database has them, instead of a file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, coded
from advisor.yaml_source.read import DEEPEST, Source

if TYPE_CHECKING:
    from advisor.yaml_source.read import KeyPath, Plain

_YES_NO = {True: "yes", False: "no"}


class MappingSource(Source, frozen=True):
    """Plain data that stands in no file: a problem names the keys that lead to a value instead of its line."""

    def place(self, path: KeyPath) -> Place:
        """Return the keys that lead to a value, behind the name of the whole."""
        return _place(self.file, path)


def source_of(values: Mapping[str, object], name: str) -> tuple[MappingSource, list[Problem]]:
    """Return what a mapping says, in the shape of an answers file, and what in it cannot be said there.

    Texts, whole numbers, truth values, dates, None, lists and mappings of these are understood.
    """
    problems: list[Problem] = []
    return MappingSource(name, _plain(values, (), name, problems), {}), problems


def _plain(value: object, path: KeyPath, name: str, problems: list[Problem]) -> Plain:  # noqa: PLR0911 - one for each kind
    match value:
        case None | str():
            return value
        case bool():
            return _YES_NO[value]
        case int():
            return str(value)
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case Mapping() | Sequence() if len(path) > DEEPEST:
            problems.append(coded(_place(name, path), "R104", most=DEEPEST))
        case Mapping():
            return {str(key): _plain(each, (*path, str(key)), name, problems) for key, each in value.items()}
        case bytes() | bytearray():
            problems.append(coded(_place(name, path), "A802"))
        case Sequence():
            return [_plain(each, (*path, at), name, problems) for at, each in enumerate(value)]
        case _:
            problems.append(coded(_place(name, path), "A803", type=type(value).__name__))
    return None


def _place(name: str, path: KeyPath) -> Place:
    return Place(".".join([name, *map(str, path)]))
