"""Conclude without experta: what reads the rules and stands for the engine where thousands of cities are concluded.

A property test holds that both conclude the same. There are no firings, hence no reasons: what is reported comes from the engine.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.knowledge.values import Allowed, Value, only
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.course_reading import CourseReading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.reading import Reading


class ReadingEngine:
    """Infers as the engine does, by reading."""

    def __init__(self, pack: Pack, reading: Reading) -> None:
        """Take a pack and its rules, taken apart."""
        self._pack = pack
        self._reading = reading

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts."""
        known = {**(disputed or {}), **{fact: only(value) for fact, value in given.items()}}
        return Conclusions(dict(given), self._reading.conclude(known), (), disputed or {})

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        """Return what the rules about the way say."""
        return self.course_reading.infer(given)

    @cached_property
    def course_reading(self) -> CourseReading:
        """The rules about the way."""
        return CourseReading(self._pack)
