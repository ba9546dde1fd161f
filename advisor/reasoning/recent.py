"""Remember what was found last, so that it is not found again for the next question."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_K = TypeVar("_K", bound="Hashable")
_V = TypeVar("_V")


def recent(found: dict[_K, _V], key: _K, most: int, find: Callable[[], _V]) -> _V:
    """Return what was found for a key, or find it and remember it; of more than so many the oldest is forgotten.

    Threads may ask at the same time: each gets what is of its own key, at worst found twice.
    """
    before = found.get(key)
    if before is not None:
        return before
    value = find()
    while len(found) >= most:
        found.pop(next(iter([*found]), key), None)
    found[key] = value
    return value
