"""What the rules concluded about one city: plain values, no engine."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Protocol

import msgspec

from advisor.knowledge.condition import Test
from advisor.knowledge.values import Allowed, Levels, Value, everything, intersect, only
from advisor.reasoning.deductions import Deduction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Firing(msgspec.Struct, frozen=True):
    """A rule that fired, and the branch of its condition that made it fire."""

    deduction: Deduction
    because: tuple[Test, ...]


@dataclasses.dataclass(frozen=True)
class Conclusions:
    """The facts that were given, the values still disputed, and every rule that fired, in firing order."""

    given: dict[str, Value]
    firings: tuple[Firing, ...]
    disputed: Mapping[str, Allowed] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def known(self) -> dict[str, Allowed]:
        """The values each fact can have, for facts that are not wholly unknown."""
        possible: dict[str, Allowed] = {**self.disputed, **{fact: only(value) for fact, value in self.given.items()}}
        for firing in self.firings:
            deduction = firing.deduction
            before = possible.get(deduction.fact, everything(deduction.domain))
            possible[deduction.fact] = intersect(before, deduction.values)
        return possible

    @functools.cached_property
    def _by_conclusion(self) -> dict[tuple[str, frozenset[str]], Firing]:
        return {(firing.deduction.fact, firing.deduction.values): firing for firing in self.firings}

    def concluded(self, fact: str, value: str) -> bool:
        """Tell whether a rule concluded exactly this value of a fact."""
        return self.firing(fact, value) is not None

    def firing(self, fact: str, value: str) -> Firing | None:
        """Return the firing that concluded exactly this value of a fact."""
        return self._by_conclusion.get((fact, frozenset({value})))

    def answers_behind(self, tests: Iterable[Test]) -> tuple[str, ...]:
        """Return the given facts that tests rest on, through everything concluded in between."""
        return tuple(dict.fromkeys(self._given_facts(tests, frozenset())))

    def behind(self, test: Test) -> Firing | None:
        """Return the firing that made a test of a concluded fact true."""
        firings = (firing for firing in self.firings if firing.deduction.fact == test.fact)
        return next((firing for firing in firings if firing.deduction.values <= _names(test)), None)

    def _given_facts(self, tests: Iterable[Test], seen: frozenset[str]) -> Iterator[str]:
        for test in tests:
            if test.fact in self.given:
                yield test.fact
            elif test.fact not in seen and (firing := self.behind(test)):
                yield from self._given_facts(firing.because, seen | {test.fact})


class Infers(Protocol):
    """Whatever draws conclusions: the engine, or what reads the same rules without it."""

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts, and from those of which only the possible values are known."""
        ...


def _names(test: Test) -> frozenset[str]:
    return test.allowed if isinstance(test.allowed, frozenset) else frozenset()


def possible_values(fact: str, domain: Levels, known: Mapping[str, Allowed]) -> tuple[str, ...]:
    """Return the values a fact can still have, in the order of its domain."""
    allowed = known.get(fact, everything(domain))
    return tuple(name for name in domain.names if isinstance(allowed, frozenset) and name in allowed)
