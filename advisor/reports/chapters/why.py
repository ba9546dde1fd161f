"""The chain of reasons for a step: from answers to what was concluded from them, and from there to the step.

A later step starts where the earlier ones lead, so its reasons are a mixture: answers as they are today, and what the steps
before it bring. Which of the two a reason is, is always said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.answers import question_of
from advisor.reasoning.diagnosis import from_readable
from advisor.reports.chapters.standing import status_words
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.logic.condition import Condition
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


class Link(msgspec.Struct, frozen=True):
    """One conclusion that speaks for a step, with what it rests on."""

    concluded: str
    answers: tuple[str, ...]


class Chain(msgspec.Struct, frozen=True):
    """Why one step comes when it comes."""

    number: int
    title: str
    links: tuple[Link, ...]


def chains(context: Context) -> list[Chain]:
    """Return the chain of each step of the path."""
    steps = [item for item in context.outcome.path if item.kind == "step"]
    found = []
    for place, item in enumerate(steps):
        title = context.words("picture.reasons.step", number=place + 1, title=context.text(context.step(item.step).title))
        found.append(Chain(place + 1, title, tuple(_links(context, steps[:place], item))))
    return found


def _links(context: Context, before: Sequence[PathStep], item: PathStep) -> Iterator[Link]:
    """Yield what speaks for a step: where it starts from, what it is missing, and the rule that chose it."""
    for approach in (item.springboard, item.target):
        if approach in context.outcome.approaches:
            yield _status(context, before, approach)
    sign = context.step(item.step).fits
    if item.fits_after is not None and sign:
        yield Link(context.text(sign.because), tuple(_grounds(context, before[: item.fits_after], sign.when)))
    rule = next((each for each in context.pack.criteria if each.id == item.rule), None)
    if rule:
        yield Link(context.words("picture.reasons.chosen_by", title=rule.title), ())


def _status(context: Context, before: Sequence[PathStep], approach: str) -> Link:
    """Return the status of an approach before a step: from the answers, or from the step that brought it."""
    words, name, state = context.words, context.name(approach), context.outcome.approaches[approach]
    course = [state.status, *(item.status_after[approach] for item in before)]
    if course[-1] != state.status:
        since = max(number for number, status in enumerate(course) if status != course[-1]) + 1
        concluded = words("concluded.status", name=name, value=words(f"status.{course[-1]}"))
        return Link(concluded, (words("picture.reasons.earlier", number=since),))
    facts = state.met if state.status == "established" else [*state.missing, *state.unknown]
    asked = dict.fromkeys(question_of(fact) for fact in facts)
    concluded = words("concluded.status", name=name, value=status_words(context, state))
    return Link(concluded, tuple(_answer(context, question) for question in asked))


def _grounds(context: Context, before: Sequence[PathStep], condition: Condition) -> Iterator[str]:
    """Yield the answers that a sign rests on, as they are today or as one of these steps leaves them."""
    brought = {fact: (number, value) for number, step in enumerate(before, start=1) for fact, value in _changed(context, step)}
    asked = leaves(condition)
    known = {**context.possible(test.fact for test in asked), **{fact: only(value) for fact, (_, value) in brought.items()}}
    for test in asked:
        if holds(test, known) is not True:
            continue
        if test.fact in brought:
            number, value = brought[test.fact]
            yield context.words("picture.reasons.brought", answer=_told(context, test.fact, value), number=number)
        else:
            yield _answer(context, question_of(test.fact))


def _changed(context: Context, step: PathStep) -> Iterator[tuple[str, str | int]]:
    """Yield the facts that a step and its preparation change, with the names of their new values."""
    for item in context.outcome.path:
        if step.step in {item.step, item.rule}:
            yield from ((fact, from_readable(context.pack, fact, value)) for fact, value in item.raises.items())


def _told(context: Context, fact: str, value: str | int) -> str:
    name, _, option = fact.partition(".")
    question = context.pack.question(name)
    told = answer_in_words(context.words, question, (option,) if option else value)
    return context.words("answer", label=question.label, value=told)


def _answer(context: Context, question: str) -> str:
    return context.words("answer", label=context.pack.question(question).label, value=context.answer(question))
