"""Advice by rules: from a city's answers to its path to balance.

A program that advises needs the names below, and no others; each is described where it is defined, and shown in ``docs/api.md``.
They are resolved on first use, so that ``import advisor`` loads neither experta nor templates.

>>> import advisor
>>> city = advisor.read_answers("examples/seed-start.answers.yaml")
>>> advice = advisor.advise(city)
>>> advice.outcome.arrives
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.lazy import on_first_use

if TYPE_CHECKING:
    from advisor.advising import (
        Advice,
        Difference,
        Explanation,
        advise,
        compare,
        explain,
        load_pack,
        merge,
        next_question,
        read_answers,
        report,
        verify,
        what_if,
    )
    from advisor.errors import AdvisorError, Place, Problem, UnusableInputError
    from advisor.knowledge.lookup import UnknownIdError
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.reasoning.outcome import Outcome
    from advisor.verification.compare import Verdict

__version__ = "0.1.0"

__all__ = [
    "Advice",
    "AdvisorError",
    "Answers",
    "Difference",
    "Explanation",
    "KnowledgeBase",
    "Outcome",
    "Place",
    "Problem",
    "UnknownIdError",
    "UnusableInputError",
    "Verdict",
    "advise",
    "compare",
    "explain",
    "load_pack",
    "merge",
    "next_question",
    "read_answers",
    "report",
    "verify",
    "what_if",
]

_ELSEWHERE = {
    "AdvisorError": "errors",
    "Answers": "reasoning.answers",
    "KnowledgeBase": "reasoning.knowledge_base",
    "Outcome": "reasoning.outcome",
    "Place": "errors",
    "Problem": "errors",
    "UnknownIdError": "knowledge.lookup",
    "UnusableInputError": "errors",
    "Verdict": "verification.compare",
}
"""The module of each name that :mod:`advisor.advising` does not define."""

__getattr__, _ = on_first_use(__name__, {**dict.fromkeys(__all__, "advising"), **_ELSEWHERE})


def __dir__() -> list[str]:
    """List the names that programs use."""
    return [*__all__, "__version__"]
