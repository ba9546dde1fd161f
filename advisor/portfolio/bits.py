"""Count and join over many cities at once: a set of cities is a whole number with one bit for each.

The first city is the highest bit. Python joins such numbers at the speed of memory, so one operation answers for 100,000 cities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Bits = int
"""A set of cities."""


def everyone(count: int) -> Bits:
    """Return the set of all of so many cities."""
    return (1 << count) - 1


def union(sets: Iterable[Bits]) -> Bits:
    """Return the cities that are in one of the sets at least."""
    found = 0
    for each in sets:
        found |= each
    return found


def at_least(needed: int, sets: Sequence[Bits], of: Bits) -> Bits:
    """Return the cities, of those given, that are in so many of the sets at least.

    >>> bin(at_least(2, [0b110, 0b011, 0b010], 0b111))
    '0b10'
    """
    if needed <= 0:
        return of
    if needed > len(sets):
        return 0
    if needed == 1:
        return union(sets) & of
    reached = [of] + [0] * needed
    for each in sets:
        for count in range(needed, 0, -1):
            reached[count] |= reached[count - 1] & each
    return reached[needed]


def digits(cities: Bits, count: int) -> str:
    """Return a set as a digit for each of so many cities.

    >>> digits(0b011, 3)
    '011'
    """
    return f"{cities:0{count}b}" if count else ""


def of_digits(text: str | bytes) -> Bits:
    """Return the set in which a city is whose digit is 1."""
    return int(text, 2) if text else 0
