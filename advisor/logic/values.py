"""The values a fact can take, and sets of them.

A *domain* is everything a fact can be; an *allowed* set is a part of it: level names, or a span of whole numbers.
"""

import functools
import re

import msgspec


class Span(msgspec.Struct, frozen=True, cache_hash=True):
    """Whole numbers from ``low`` to ``high``, both included; None is open-ended."""

    low: int | None = None
    high: int | None = None


class Levels(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """A domain of named values; ``numbers`` stand beside the names where they are ordered."""

    names: tuple[str, ...]
    numbers: tuple[int, ...] = ()


class WholeNumbers(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """A domain of whole numbers, from ``minimum`` to ``maximum`` where they are bounded."""

    minimum: int | None = None
    maximum: int | None = None


Value = str | int
Domain = Levels | WholeNumbers
Allowed = frozenset[str] | Span

YES_NO = Levels(("no", "yes"))

WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
"""A whole number as people write it; longer ones are slips, or meant to cost time."""


@functools.cache  # packs have few domains
def everything(domain: Domain) -> Allowed:
    """Return the set of all values of a domain."""
    match domain:
        case Levels(names=names):
            return frozenset(names)
        case WholeNumbers():
            return Span()


@functools.lru_cache(maxsize=4096)
def only(value: Value) -> Allowed:
    """Return the set with just this value."""
    return frozenset({value}) if isinstance(value, str) else Span(value, value)


def exact(allowed: Allowed | None) -> int | None:
    """Return the one whole number that is in a set; None where there are others, or nothing is known."""
    return allowed.low if isinstance(allowed, Span) and allowed.low == allowed.high else None


def intersect(one: Allowed, other: Allowed) -> Allowed:
    """Return the values that are in both sets."""
    if type(one) is frozenset and type(other) is frozenset:  # most are, and this is asked most often of all
        return one & other
    if isinstance(one, Span) and isinstance(other, Span):
        lows = [low for low in (one.low, other.low) if low is not None]
        highs = [high for high in (one.high, other.high) if high is not None]
        return Span(max(lows, default=None), min(highs, default=None))
    return frozenset()


def unite(one: Allowed, other: Allowed) -> Allowed | None:
    """Return the values that are in either set, or None where they leave a gap between them."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    if not (isinstance(one, Span) and isinstance(other, Span)):
        return None
    first, second = sorted((one, other), key=lambda span: float("-inf") if span.low is None else span.low)
    if first.high is not None and second.low is not None and second.low > first.high + 1:
        return None
    low = None if first.low is None or second.low is None else first.low
    high = None if first.high is None or second.high is None else max(first.high, second.high)
    return Span(low, high)


def complement(domain: Domain, allowed: Allowed) -> Allowed:
    """Return the values of the domain outside the set; a span must be open at one end."""
    if isinstance(domain, Levels) and isinstance(allowed, frozenset):
        return frozenset(domain.names) - allowed
    if isinstance(allowed, Span) and allowed.low is None and allowed.high is not None:
        return Span(low=allowed.high + 1)
    if isinstance(allowed, Span) and allowed.high is None and allowed.low is not None:
        return Span(high=allowed.low - 1)
    message = f"{allowed} has no complement that is one set"
    raise ValueError(message)


def is_empty(allowed: Allowed) -> bool:
    """Tell whether no value is in the set."""
    if isinstance(allowed, Span):
        return allowed.low is not None and allowed.high is not None and allowed.low > allowed.high
    return not allowed


def is_within(part: Allowed, whole: Allowed) -> bool:
    """Tell whether every value of the one set is in the other."""
    return is_empty(part) or intersect(part, whole) == part
