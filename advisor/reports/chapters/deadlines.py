"""By when something is decided: before it begins, or before what is prepared for it begins.

Where answers have to be settled first, they are due within the time that the schedule gives for it, and the step after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.schedule import CLARIFIED, CLARIFYING, add_months, begins_on
from advisor.reports.chapters.competence import is_apart
from advisor.reports.chapters.situation import first_step, preparing

if TYPE_CHECKING:
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

NOW, AT_ONCE = 3, 1
"""Within how many months a first step has to be decided on to be asked for now, and whatever comes after it.

A council votes on things of one sitting: what is decided on at a later one is told as that.
"""


def decided(context: Context, step: PathStep) -> int:
    """Return after how many months a step has to be decided on at the earliest: before what is prepared for it.

    The first one is decided on together with the answers that it waits for, on the condition that they are there.
    """
    items = [step, *preparing(context, step), *waiting_for(context, step)]
    return min(item.timeframe.begins[0] for item in items)


def waiting_for(context: Context, step: PathStep) -> list[PathStep]:
    """Return the items of the path in which questions are answered before the first step; none before any other."""
    return [item for item in context.outcome.path if item.kind == "clarify"] if step == first_step(context) else []


def is_now(context: Context, step: PathStep) -> bool:
    """Tell whether a step is decided on now, and not only when its time comes."""
    return decided(context, step) < NOW


def month_of(context: Context, months: int) -> str:
    """Return the month that lies so many months after the start."""
    start = begins_on(context.answers.date, context.answers.start)
    return context.words.month(add_months(start, months))


def sitting(context: Context, months: int, item: PathStep | None = None) -> str:
    """Return when it is decided on an item: at the next meeting, where it is due within a month of the report, or in some month.

    A single person holds no meetings.
    """
    start = begins_on(context.answers.date, context.answers.start)
    is_next = add_months(start, months) <= add_months(context.answers.date, 1) and not (item and is_alone(context, item))
    return context.words("council.sitting.next" if is_next else "council.sitting.later", month=month_of(context, months))


def is_alone(context: Context, item: PathStep) -> bool:
    """Tell whether only single persons decide on an item, and no body; money that is decided on by itself is another matter."""
    persons = {each.role for each in context.pack.info.competences if each.one_person}
    grants = [] if is_apart(item) else item.grants
    return {*item.decides, *(grant.role for grant in grants)} <= persons


def at_once(context: Context) -> str:
    """Return when whatever waits for nothing is decided on."""
    return sitting(context, 0)


def answers_due(context: Context) -> str:
    """Return the month by whose end what is open or disputed is to be answered."""
    return month_of(context, CLARIFYING[1])


def after_answers(context: Context) -> str:
    """Return the first month in which a step can be decided on that waits for answers."""
    return month_of(context, CLARIFIED)
