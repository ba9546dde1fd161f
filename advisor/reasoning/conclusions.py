"""What the rules concluded about one city: plain values, no engine."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from advisor.logic.condition import Test
from advisor.logic.values import Allowed, Levels, Value, everything, intersect, only
from advisor.reasoning.deductions import Deduction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.reasoning.course import CourseReading


SEVERAL_OPEN = 2
"""From so many open statuses on a path is one of several."""


class Firing(msgspec.Struct, frozen=True):
    """A rule that fired, and the branch of its condition that made it fire."""

    deduction: Deduction
    because: tuple[Test, ...]


class Conclusions(msgspec.Struct, frozen=True, dict=True):
    """What was given, what is known now, what is disputed, and every rule that fired, in firing order.

    ``known`` are the values that each fact can still have; a fact that is wholly unknown is missing there.
    """

    given: dict[str, Value]
    known: dict[str, Allowed]
    firings: tuple[Firing, ...] = ()
    disputed: Mapping[str, Allowed] = {}

    @functools.cached_property
    def _by_conclusion(self) -> dict[tuple[str, frozenset[str]], Firing]:
        return {(firing.deduction.fact, firing.deduction.values): firing for firing in self.firings}

    def concluded(self, fact: str, value: str) -> bool:
        """Tell whether a fact certainly has a value."""
        return self.known.get(fact) == only(value)

    def firing(self, fact: str, value: str) -> Firing | None:
        """Return the firing that concluded exactly this value of a fact."""
        return self._by_conclusion.get((fact, frozenset({value})))

    def answers_behind(self, tests: Iterable[Test]) -> tuple[str, ...]:
        """Return the given facts that tests rest on, through everything concluded in between."""
        return tuple(self._all_behind(tests))

    def behind(self, test: Test) -> Firing | None:
        """Return the firing that made a test of a concluded fact true."""
        names = _names(test)
        for firing in self._by_fact.get(test.fact, ()):
            if firing.deduction.values <= names:
                return firing
        return None

    @functools.cached_property
    def _by_fact(self) -> dict[str, list[Firing]]:
        found: dict[str, list[Firing]] = {}
        for firing in self.firings:
            found.setdefault(firing.deduction.fact, []).append(firing)
        return found

    @functools.cached_property
    def _behind(self) -> dict[Test, dict[str, None]]:
        """The given facts behind each test that was asked about: every sentence and every rule that fired asks again."""
        return {}

    def _all_behind(self, tests: Iterable[Test]) -> dict[str, None]:
        """Return the given facts behind tests, in their order; nothing is behind one about which no rule fired."""
        found: dict[str, None] = {}
        given, concluded = self.given, self._by_fact
        for test in tests:
            fact = test.fact
            if fact in given:
                found[fact] = None
            elif fact in concluded:
                found |= self._given_behind(test)
        return found

    def _given_behind(self, test: Test) -> dict[str, None]:
        """Return the given facts behind a test of a concluded one, in their order."""
        found = self._behind.get(test)
        if found is None:
            firing = self.behind(test)
            found = self._behind[test] = {} if firing is None else self._all_behind(firing.because)
        return found


class Infers(Protocol):
    """Whatever draws conclusions: experta, or what reads the same rules without it."""

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts, and from those of which only the possible values are known."""
        ...

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        """Return what the rules about the way say of a city; what is not given is not so."""
        ...

    @property
    def course_reading(self) -> CourseReading:
        """The rules about the way, to be read without an engine."""
        ...


def following(
    given: Mapping[str, Value], firings: tuple[Firing, ...], disputed: Mapping[str, Allowed] | None = None
) -> Conclusions:
    """Return the conclusions of rules that fired on given facts."""
    known: dict[str, Allowed] = {**(disputed or {}), **dict(zip(given, map(only, given.values()), strict=True))}
    for firing in firings:
        fact, values = firing.deduction.fact, firing.deduction.values
        known[fact] = intersect(known[fact], values) if fact in known else values
    return Conclusions(dict(given), known, firings, disputed or {})


def _names(test: Test) -> frozenset[str]:
    return test.allowed if isinstance(test.allowed, frozenset) else frozenset()


def possible_values(fact: str, domain: Levels, known: Mapping[str, Allowed]) -> tuple[str, ...]:
    """Return the values a fact can still have, in the order of its domain."""
    allowed = known.get(fact, everything(domain))
    return tuple(name for name in domain.names if isinstance(allowed, frozenset) and name in allowed)
