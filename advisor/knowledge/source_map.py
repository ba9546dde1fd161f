"""Where everything in a pack stands: each entry by its section and id, and what is inside it by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place
from advisor.yaml_source.read import KeyPath, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.yaml_source.read import Plain


class Places(msgspec.Struct, frozen=True):
    """The entries of a pack (``findings/some_id``), each with the file and the path at which it was read."""

    entries: dict[str, tuple[Source, KeyPath]] = {}

    def of(self, entry: str, *inside: str | int) -> Place:
        """Return the line of an entry, or of the nearest thing to what is inside it."""
        if entry not in self.entries:
            return Place(entry)
        source, path = self.entries[entry]
        plain = (*path, *inside)
        while plain not in source.lines and any(isinstance(key, int) for key in plain[len(path) :]):
            last = max(place for place, key in enumerate(plain) if isinstance(key, int))
            plain = (*plain[:last], *plain[last + 1 :])  # one value stands where several may
        return source.place(plain if plain in source.lines else (*path, *inside))

    def tests(self, entry: str, *inside: str | int) -> list[Place]:
        """Return the line of each test of a condition, in the order in which ``leaves`` yields the tests."""
        if entry not in self.entries:
            return []
        source, path = self.entries[entry]
        value: Plain = source.data
        there: KeyPath = ()
        for key in (*path, *inside):
            if isinstance(key, int) and not isinstance(value, list):
                continue  # one value stands where several may
            value, there = value[key], (*there, key)  # type: ignore[index] # the path was followed before, by the decoder
        return [source.place(found) for found in _tests(value, there)]


def _tests(raw: Plain, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the path of each string in a condition as it was written: every string is one test."""
    if isinstance(raw, str):
        yield path
        return
    members = raw.items() if isinstance(raw, dict) else enumerate(raw or ())
    for key, member in members:
        if key != "at_least":
            yield from _tests(member, (*path, key))
