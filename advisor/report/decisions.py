"""What a council has to decide so that the path can begin, as sentences in the order of the path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.schedule import add_months
from advisor.report.summary import blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.report.context import Context


def decisions(context: Context) -> list[str]:
    """Return the decisions; a city that has arrived decides to stay there."""
    outcome, words = context.outcome, context.words
    found = []
    if outcome.disputes:
        labels = [context.pack.question(each.question).label for each in outcome.disputes]
        found.append(words("document.decide.dispute", questions=words.join(labels)))
    number = 0
    for item in outcome.path:
        number += item.kind == "step"
        found += _of(context, item, number)
    if not outcome.arrives and number:
        found.append(words("document.decide.blocked", reason=blocked(context)))
    return found or [words("document.decide.keep")]


def _of(context: Context, item: PathStep, number: int) -> Iterator[str]:
    words = context.words
    if item.kind == "clarify":
        yield words("document.decide.clarify", window=_window(context, item))
    elif item.kind == "preparation":
        yield words("document.decide.prepare", number=number + 1, actions=" ".join(item.actions))
    else:
        title, who = context.text(context.step(item.step).title), context.role(item.actor)
        yield words("document.decide.step", number=number, title=title, who=who, window=_window(context, item))
        lead = item.timeframe.lead_time
        if lead:
            yield words("document.decide.budget", number=number, months=words.months(lead, lead))


def _window(context: Context, item: PathStep) -> str:
    frame = item.timeframe
    low, high = (context.words.month(add_months(frame.start, each)) for each in frame.begins)
    return context.words("window.same", low=low) if low == high else context.words("window.range", low=low, high=high)
