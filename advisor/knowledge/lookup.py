"""Find an entry of a pack by its id, or say what there is instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

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
