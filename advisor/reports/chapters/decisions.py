"""What a council has to decide so that the path can begin: now, and later, as sentences in the order of the path."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advisor.reports.chapters.summary import Texts, blocked, urgent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

Decision = tuple[int, str]
"""After how many months it is due at the earliest, and the sentence."""

_NOW = 3
"""What begins within so many months is decided now, the rest when its time comes."""


def decisions(context: Context) -> list[Texts]:
    """Return the decisions, those of today first; a city that has arrived decides to stay there."""
    due = [*_of_today(context), *_of_path(context)] or [(0, context.words("document.decide.keep"))]
    groups = {"now": [text for month, text in due if month < _NOW], "later": [text for month, text in due if month >= _NOW]}
    return [{"label": context.words(f"document.decide.{name}"), "texts": texts} for name, texts in groups.items() if texts]


def _of_today(context: Context) -> Iterator[Decision]:
    """Yield what is to be decided whatever the path: what keeps it from arriving, what is disputed, what is urgent."""
    outcome, words = context.outcome, context.words
    if not outcome.arrives and any(item.kind == "step" for item in outcome.path):
        yield 0, words("document.decide.blocked", reason=blocked(context))
    if outcome.disputes:
        labels = [context.pack.question(each.question).label for each in outcome.disputes]
        yield 0, words("document.decide.dispute", questions=words.join(labels))
    titles = [words("value.quoted", value=context.titled(finding.id)) for finding in urgent(context)]
    if titles:
        yield 0, words("document.decide.urgent", titles=words.join(titles))


def _of_path(context: Context) -> Iterator[Decision]:
    steps = [item for item in context.outcome.path if item.kind == "step"]
    before = {step.step: earlier for earlier, step in pairwise(steps)}
    for item in context.outcome.path:
        month = item.timeframe.begins[0]
        if item.kind == "clarify":
            yield month, context.words("document.decide.clarify", window=context.window(item, item.timeframe.begins))
            continue
        number = 1 + next(place for place, step in enumerate(steps) if step.step in {item.step, item.rule})
        if item.kind == "preparation":
            yield month, context.words("document.decide.prepare", number=number, actions=" ".join(item.actions))
        else:
            yield from _money(context, item, number, before.get(item.step))
            yield month, _begun(context, item, number)


def _money(context: Context, step: PathStep, number: int, before: PathStep | None) -> Iterator[Decision]:
    """Yield when to apply for the money of a step: as the schedule counts it."""
    lead = step.timeframe.lead_time
    if lead is None:
        return
    months = context.words.months(lead, lead)
    if step.timeframe.round is not None:
        window = context.window(step, step.timeframe.round)
        told = context.words("document.decide.budget_round", number=number, months=months, window=window)
        yield min(step.timeframe.round[0], step.timeframe.begins[0]), told
    elif before is None:
        yield step.timeframe.begins[0], context.words("document.decide.budget_first", number=number, months=months)
    else:
        window = context.window(before, before.timeframe.begins)
        told = context.words("document.decide.budget_later", number=number, before=number - 1, window=window, months=months)
        yield before.timeframe.begins[0], told


def _begun(context: Context, step: PathStep, number: int) -> str:
    title, who = context.text(context.step(step.step).title), context.role(step.actor)
    return context.words(
        "document.decide.step", number=number, title=title, who=who, window=context.window(step, step.timeframe.begins)
    )
