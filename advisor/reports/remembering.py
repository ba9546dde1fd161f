"""What reports on many cities have in common is worked out for the first of them, and remembered for the others.

Whoever writes many reports hands one memory from report to report; whoever writes one remembers nothing. Only what depends on
nothing but what it is given can be remembered. A memory forgets what was longest not asked for, so that it grows no further
however many reports there are, and any number of threads may ask it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

import msgspec

from advisor.knowledge.model import Pack
from advisor.reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.fields import Sourced
P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V")

_MOST = 32_768
"""How many values are remembered: 300 cities by chance leave 24,000, which take some 10 MB."""


class Once(Protocol):
    """Calls a function, or remembers what it returned when it was given the same."""

    def __call__(self, function: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> T:
        """Return what a function returns when it is given this."""


def afresh(function: Callable[P, T], /, *given: P.args, **named: P.kwargs) -> T:
    """Return what a function returns, and remember nothing."""
    return function(*given, **named)


def memory() -> Once:
    """Return what remembers."""
    return functools.lru_cache(maxsize=_MOST)(afresh)


class Keep(Protocol):
    """Calls a function of a value, or finds beside the value what it returned."""

    def __call__(self, function: Callable[[V], T], value: V, /) -> T:
        """Return what a function returns of a value."""


def keeper(once: Once) -> Keep:
    """Return what calls a function of a value that is remembered itself; without a memory nothing is kept."""
    return afresh if once is afresh else _beside


def _beside(function: Callable[[V], T], value: V, /) -> T:
    """Return what a function returns of a value, or returned before: it lies beside it, and goes when that is forgotten.

    It is found in a third of the time that a memory takes. The value has room for it (``dict=True``).
    """
    there: dict[Any, T] = value.__dict__
    try:
        return there[function]
    except KeyError:
        found = there[function] = function(value)
        return found


class Common(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What reports from one pack in one language have in common: both of them, and what was worked out for others.

    It is equal to nothing but itself, so that what is said with it can be remembered.
    """

    pack: Pack
    words: Words
    once: Once = afresh

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """What readers call a question, an approach, a pole and a finding, by their ids."""
        pack = self.pack
        names = {each.id: each.label for each in pack.questions}
        names |= {each.id: each.name for each in pack.approaches} | {each.id: each.name for each in pack.poles()}
        return names | {each.id: each.title for each in pack.findings}

    @functools.cached_property
    def entries(self) -> dict[str, Sourced]:
        """What something can be concluded about, by the ids of the rules."""
        pack = self.pack
        entries = (*pack.approaches, *pack.poles(), *pack.findings, *pack.conditions)
        return {**{each.id: each for each in entries}, "balance": pack.balance}
