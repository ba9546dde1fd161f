"""The resolution with which a step begins: what is decided, what is done first, and on what condition.

A step never begins before what it waits for is there: answers, what prepares it, the step before, or money of a later sitting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import competence, deadlines, pressing, timing
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.pricing import tight
from advisor.reports.chapters.resolution import Resolution, amount, amount_in_parts, asked, title
from advisor.reports.chapters.situation import preparing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


def begun(context: Context, item: PathStep, number: int, *, is_last: bool) -> Resolution:
    """Return the resolution that a step begins, the first of the path or one of those after it."""
    words, apart = context.words, competence.is_apart(item)
    above = timing.above(context, item) if number > 1 else ()  # of the first one the answer to "by when" says it
    more = [*above, *([] if apart else money_is_tight(context, item))]
    return asked(
        context,
        _what(context, item, number),
        who=competence.named(context, item),
        begins_with=item.actions[0] if item.actions else "",
        leads=context.role(item.actor),
        amount=words("council.motion.apart", amount=amount(context, item)) if apart else amount_in_parts(context, item),
        date=when(context, item, deadlines.decided(context, item) if number == 1 else item.timeframe.begins[0]),
        conditions=[*who_is_meant(context, item), *_conditions(context, item, number)],
        more=" ".join([*more, *([pressing.mended_too(context)] if number == 1 else [])]).strip(),
        without=_without(context, item, number, is_last=is_last),
    )


def is_granted(item: PathStep) -> bool:
    """Tell whether the money of a step is decided on together with it."""
    return item.cost is not None and any(item.cost.once + item.cost.yearly) and not competence.is_apart(item)


def who_is_meant(context: Context, item: PathStep) -> list[str]:
    """Say who tells which one decides, where a single person does who goes by a name that several have."""
    is_any = deadlines.is_alone(context, item) and competence.is_any(context, item.decides[0])
    return [context.words("council.motion.which", who=competence.first_in_rank(context))] if is_any else []


def money_is_tight(context: Context, item: PathStep) -> list[str]:
    """Return what is told beside a request for money: that it is tight, and what to find out before."""
    return [*tight(context, advised=True)] if item.cost is not None and any(item.cost.once + item.cost.yearly) else []


def when(context: Context, item: PathStep, month: int) -> str:
    """Say in which month something is decided on, and when it begins."""
    by, begins = deadlines.sitting(context, month, item), context.begins(item, "council.when")
    if begins == deadlines.month_of(context, month):
        return context.words("council.motion.decided_and_begins", by=by)
    return context.words("council.motion.decided_begins", by=by, when=begins)


def _what(context: Context, item: PathStep, number: int) -> str:
    """Return what is decided: that a step begins, or, where a single person decides, that they are asked to."""
    words, name = context.words, title(context, item)
    if deadlines.is_alone(context, item):
        who = competence.on_doing(context, item)
        form = "council.motion.step_asked_money" if is_granted(item) else "council.motion.step_asked"
        return words(form, number=number, title=name, who=who)
    form = _released(item) if is_granted(item) else "council.motion.step"
    return words(form, number=number, title=name)


def _released(item: PathStep) -> str:
    """Return how money that is decided on with its step is had: all of it, what is at hand, or what the first year takes."""
    if any(grant.later_years for grant in item.grants):
        return "council.motion.step_with_money_first_year"
    is_in_part = item.timeframe.above is not None or any(grant.within for grant in item.grants)
    return "council.motion.step_with_money_within" if is_in_part else "council.motion.step_with_money"


def _conditions(context: Context, item: PathStep, number: int) -> Iterator[str]:
    """Yield on what condition a step begins that is decided on before all that it waits for is there."""
    words, alone = context.words, deadlines.is_alone(context, item)
    if deadlines.waiting_for(context, item):
        yield words("council.motion.once_answered", number=number)
    if number > 1:
        yield words("council.motion.after_step", number=number, before=number - 1)
    if preparing(context, item):
        yield words("council.motion.begins_prepared" if alone else "council.motion.once_prepared", number=number)
    if competence.is_apart(item):
        yield words("council.motion.reserved")


def _without(context: Context, item: PathStep, number: int, *, is_last: bool) -> str:
    """Return what happens without a step: what is missing today stays so, or where that is not said, what has to wait."""
    words = context.words
    if item.missing:
        return words("council.motion.without_change", missing=first_sentence(item.missing[0]))
    return words("council.motion.without_last" if is_last else "council.motion.without_step", number=number)
