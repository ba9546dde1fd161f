"""By when something is decided: before it begins, or before what is prepared or asked for it begins.

Where answers have to be settled first, they are due within the time that the schedule gives for it, and the step after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.schedule import CLARIFYING, add_months, begins_on

if TYPE_CHECKING:
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


def decided(context: Context, step: PathStep) -> int:
    """Return after how many months a step has to be decided on at the earliest: before what is prepared or asked for it."""
    before = [item for item in context.outcome.path if item.kind == "preparation" and item.rule == step.step]
    rounds = [step.timeframe.round[0]] if step.timeframe.round is not None else []
    return min([step.timeframe.begins[0], *rounds, *(item.timeframe.begins[0] for item in before)])


def month_of(context: Context, months: int) -> str:
    """Return the month that lies so many months after the start."""
    start = begins_on(context.answers.date, context.answers.start)
    return context.words.month(add_months(start, months))


def at_once(context: Context) -> str:
    """Return the month in which whatever waits for nothing is decided on: the first after the report."""
    return month_of(context, 0)


def answers_due(context: Context) -> str:
    """Return the month by whose end what is open or disputed is to be answered."""
    return month_of(context, CLARIFYING[1])


def after_answers(context: Context) -> str:
    """Return the first month in which a step can be decided on that waits for answers."""
    return month_of(context, CLARIFYING[1] + 1)
