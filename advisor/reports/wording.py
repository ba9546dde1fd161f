"""Say values and requirements in the words of the pack: «gefasst», mindestens «bis Limite»."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.logic.condition import Test, leaves
from advisor.logic.values import Levels, Span
from advisor.reasoning.answers import AnswerValue, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.model import Pack, Question
    from advisor.reports.words import Words

_NAMED = 4
"""How many findings are named that hang on an answer; of more it is said that these are examples."""


def what_hangs(words: Words, names: Sequence[str], titles: Sequence[str], *, path: bool) -> Iterator[str]:
    """Yield what hangs on an answer: where approaches of these names stand, the next step, and findings by their titles."""
    if names:
        yield words("ask.decides_status", names=words.join(list(names)))
    if path:
        yield words("ask.decides_path")
    if titles:
        how = "one" if len(titles) == 1 else "these" if len(titles) <= _NAMED else "findings"
        yield words(f"ask.decides_{how}", names="; ".join(titles[:_NAMED]), count=len(titles))


def answer_in_words(words: Words, question: Question, value: AnswerValue | None) -> str:
    """Return an answer as a reader would say it."""
    if value is None:
        return words("value.unknown")
    if isinstance(value, tuple):
        return words.join([_quoted(words, question, name) for name in value])
    if isinstance(value, datetime.date):
        return words.date(value)
    if question.type == "yes_no":
        return words(f"value.{value}")
    if question.type == "number":
        return words("value.number", value=words.number(int(str(value))), unit=question.unit or "").strip()
    return _quoted(words, question, str(value))


def needed_in_words(words: Words, pack: Pack, test: Test) -> str:
    """Return what a test asks for: one level, a range from one end, or several levels."""
    question = pack.question(question_of(test.fact))
    if isinstance(test.allowed, Span):
        return _span_in_words(words, question, test.allowed)
    names = [level.name for level in question.levels if level.name in test.allowed]
    if not names:
        return words.join([words(f"value.{name}") for name in sorted(test.allowed)], "or")
    labels = [_quoted(words, question, name) for name in names]
    ordered = isinstance(test.domain, Levels) and test.domain.numbers and len(names) > 1
    if ordered and names[-1] == question.levels[-1].name:
        return words("needed.at_least", value=labels[0])
    if ordered and names[0] == question.levels[0].name:
        return words("needed.at_most", value=labels[-1])
    return words.join(labels, "or")


def _span_in_words(words: Words, question: Question, span: Span) -> str:
    """Return a range of numbers; a date is one in months from today."""
    kind, unit = ("months_away", "") if question.type == "date" else ("needed", question.unit or "")
    low, high = (words("value.number", value=words.number(bound or 0), unit=unit).strip() for bound in (span.low, span.high))
    if span.low is not None and span.high is not None:
        return words(f"{kind}.from_to", low=low, high=high)
    return words(f"{kind}.at_most", value=high) if span.low is None else words(f"{kind}.at_least", value=low)


def requirement_tests(pack: Pack, approach: str) -> dict[str, Test]:
    """Return the tests that constitute an approach, by their fact."""
    return {test.fact: test for test in leaves(pack.approach(approach).established_when)}


def _quoted(words: Words, question: Question, name: str) -> str:
    label = next((level.label for level in question.levels if level.name == name), name)
    return words("value.quoted", value=label)
