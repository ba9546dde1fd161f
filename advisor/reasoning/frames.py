"""What of an approach and of a step is the same in every outcome, listed once for a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.steps import Precondition
from advisor.logic.condition import Condition, Test, leaves
from advisor.logic.values import Levels, Span
from advisor.reasoning.course import facts_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.steps import Step


class ApproachFrame(msgspec.Struct, frozen=True):
    """Of an approach: the tests that constitute it, each with the values that are needed, and the questions that support it.

    ``weights`` are those questions, each with its weight and its levels.
    """

    requirements: tuple[tuple[Test, tuple[str, ...]], ...]
    weights: tuple[tuple[str, float, tuple[str, ...]], ...]


class StepFrame(msgspec.Struct, frozen=True):
    """Of a step: its preconditions with what each asks, the facts that rules conclude about it, and what constitutes its target.

    ``constitutive`` are questions, in the order of the pack.
    """

    preconditions: tuple[tuple[Precondition, Condition], ...]
    concluded: frozenset[str]
    constitutive: tuple[str, ...]


class Frames:
    """The frames of a pack, each made when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        """Take a pack."""
        self.pack = pack
        self._approaches: dict[str, ApproachFrame] = {}
        self._steps: dict[str, StepFrame] = {}

    def of_approach(self, approach: Approach) -> ApproachFrame:
        """Return the frame of an approach."""
        if approach.id not in self._approaches:
            tests = leaves(approach.established_when)
            requirements = tuple((test, tuple(_needed(test))) for test in tests)
            self._approaches[approach.id] = ApproachFrame(requirements, tuple(self._weights(approach)))
        return self._approaches[approach.id]

    def of_step(self, step: Step) -> StepFrame:
        """Return the frame of a step."""
        if step.id not in self._steps:
            tested = {test.fact for test in leaves(self.pack.approach(step.target).established_when)}
            self._steps[step.id] = StepFrame(
                preconditions=tuple((each, each.asks) for each in step.preconditions),
                concluded=facts_about(self.pack, step),
                constitutive=tuple(each.id for each in self.pack.questions if each.id in tested),
            )
        return self._steps[step.id]

    def _weights(self, approach: Approach) -> Iterator[tuple[str, float, tuple[str, ...]]]:
        for question in self.pack.questions:
            weight, domain = question.supports.get(approach.id, 0), self.pack.vocabulary.facts.get(question.id)
            if weight and isinstance(domain, Levels) and len(domain.numbers) > 1:
                yield question.id, weight, domain.names


def _needed(test: Test) -> list[str]:
    if isinstance(test.allowed, Span):
        return [f">= {test.allowed.low}" if test.allowed.high is None else f"<= {test.allowed.high}"]
    names = test.domain.names if isinstance(test.domain, Levels) else ()
    return [name for name in names if name in test.allowed]
