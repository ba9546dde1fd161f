"""A pack's rules in experta: those about how a city stands, and those about the way from there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.reasoning.answers import question_of
from advisor.reasoning.course import CourseReading, course
from advisor.reasoning.deductions import aim_fact, deductions
from advisor.reasoning.engine import ClosedEngine, Engine
from advisor.reasoning.unfolding import Verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.deductions import Deduction


class PackEngine:
    """Infers by experta; the rules about the way are compiled when they are first asked. Not safe to share between threads."""

    def __init__(self, pack: Pack, written: tuple[Deduction, ...], *, stock: bool = False) -> None:
        """Compile a pack's deductions; ``stock`` leaves matching to experta, the reference for the faster matcher."""
        self._pack, self._stock = pack, stock
        topics = {aim_fact(approach.id): "aim" for approach in pack.approaches}
        by_question = {question.id: question.topic for question in pack.questions}
        asked = {fact: by_question.get(question_of(fact)) for fact in pack.vocabulary.facts}
        topics |= {fact: topic for fact, topic in asked.items() if topic is not None}
        self._engine = Engine(written, topics, stock=stock)
        self.verdicts = Verdicts(written)
        """The same deductions as conditions on answers, for what explains what was inferred."""

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts."""
        return self._engine.infer(given, disputed)

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        """Return what the rules about the way say."""
        return self._course.infer(given)

    @cached_property
    def _course(self) -> ClosedEngine:
        return ClosedEngine(course(self._pack), stock=self._stock)

    @cached_property
    def course_reading(self) -> CourseReading:
        """The rules about the way, to be read without experta."""
        return CourseReading(self._pack)


def build_engine(pack: Pack, *, stock: bool = False) -> PackEngine:
    """Compile a pack into an engine; do it once and use it for every city."""
    return PackEngine(pack, deductions(pack), stock=stock)
