"""Conclude without experta: what reads the rules and stands for the engine where thousands of cities are concluded.

A property test holds that both conclude the same. There are no firings, hence no reasons: what is reported comes from the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.values import Allowed, Value, only
from advisor.reasoning.conclusions import Conclusions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reasoning.reading import Known, Reading


class Read(Conclusions):
    """Conclusions that were read without an engine."""

    def __init__(self, given: dict[str, Value], known: Known, disputed: Mapping[str, Allowed]) -> None:
        """Take what was given and everything that follows from it."""
        super().__init__(given, (), disputed)
        self.__dict__["known"] = known

    def concluded(self, fact: str, value: str) -> bool:
        """Tell whether a fact has this value for certain."""
        return self.known.get(fact) == frozenset({value})


class ReadingEngine:
    """Infers as the engine does, by reading."""

    def __init__(self, reading: Reading) -> None:
        """Take the rules, taken apart."""
        self._reading = reading

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Read:
        """Return what follows from the given facts."""
        known = {**(disputed or {}), **{fact: only(value) for fact, value in given.items()}}
        return Read(dict(given), self._reading.conclude(known), disputed or {})
