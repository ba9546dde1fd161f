"""What the rules concluded about one city: plain values, no engine."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

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


class Conclusions(msgspec.Struct, frozen=True):
    """The facts that were given, and every rule that fired, in firing order."""

    given: dict[str, Value]
    firings: tuple[Firing, ...]

    def known(self) -> dict[str, Allowed]:
        """Return for each fact that is not wholly unknown the values it can have."""
        possible: dict[str, Allowed] = {fact: only(value) for fact, value in self.given.items()}
        for firing in self.firings:
            deduction = firing.deduction
            before = possible.get(deduction.fact, everything(deduction.domain))
            possible[deduction.fact] = intersect(before, deduction.values)
        return possible

    def concluded(self, fact: str, value: str) -> bool:
        """Tell whether a rule concluded exactly this value of a fact."""
        return self.firing(fact, value) is not None

    def firing(self, fact: str, value: str) -> Firing | None:
        """Return the firing that concluded exactly this value of a fact."""
        wanted = frozenset({value})
        return next((each for each in self.firings if (each.deduction.fact, each.deduction.values) == (fact, wanted)), None)

    def answers_behind(self, tests: Iterable[Test]) -> tuple[str, ...]:
        """Return the given facts that tests rest on, through everything concluded in between."""
        return tuple(dict.fromkeys(self._given_facts(tests, frozenset())))

    def _given_facts(self, tests: Iterable[Test], seen: frozenset[str]) -> Iterator[str]:
        for test in tests:
            if test.fact in self.given:
                yield test.fact
            elif test.fact not in seen:
                for firing in self.firings:
                    if firing.deduction.fact == test.fact and firing.deduction.values <= _names(test):
                        yield from self._given_facts(firing.because, seen | {test.fact})
                        break


def _names(test: Test) -> frozenset[str]:
    return test.allowed if isinstance(test.allowed, frozenset) else frozenset()


def possible_values(fact: str, domain: Levels, known: Mapping[str, Allowed]) -> tuple[str, ...]:
    """Return the values a fact can still have, in the order of its domain."""
    allowed = known.get(fact, everything(domain))
    return tuple(name for name in domain.names if isinstance(allowed, frozenset) and name in allowed)


def combine(facts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """Merge facts; later ones replace earlier ones."""
    return reduce(lambda one, other: {**one, **other}, facts, {})
