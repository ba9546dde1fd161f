"""Find an entry of a pack by its id, or say what there is instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from advisor.errors import AdvisorError, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_HasId)


class UnknownIdError(AdvisorError, LookupError):
    """Nothing of a kind has the id that was asked for; the message names what is like it."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Keep what was looked for."""
        self.kind, self.name = kind, name
        super().__init__(f"there is no {kind} '{name}'. {suggest(name, known)}")


def called(kind: str, name: str, entries: Iterable[E]) -> E:
    """Return the entry with an id.

    Raises:
        UnknownIdError: there is none.

    """
    there = tuple(entries)
    for each in there:
        if each.id == name:
            return each
    raise UnknownIdError(kind, name, [each.id for each in there])


class Index:
    """Finds the entries of one pack: those of a kind are put in order by their ids when the first of them is looked for."""

    def __init__(self) -> None:
        """Begin with nothing in order."""
        self._known: dict[str, dict[str, Any]] = {}

    def called(self, kind: str, name: str, entries: tuple[E, ...]) -> E:
        """Return the entry with an id; of two with the same the first.

        Raises:
            UnknownIdError: there is none.

        """
        if kind not in self._known:
            self._known[kind] = {each.id: each for each in reversed(entries)}
        found: E | None = self._known[kind].get(name)
        return called(kind, name, entries) if found is None else found
