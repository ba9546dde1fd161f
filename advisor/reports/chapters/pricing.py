"""What a council is told of costs: the first step, the whole path, the work of its own staff, and why a range is wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import renewing
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.resolution import amount, nothing
from advisor.reports.chapters.situation import first_step, preparing, situation, steps_of
from advisor.reports.chapters.spending import cost_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.told import CostState
    from advisor.reports.context import Context

_WIDE = 5
"""How many times the least the most may be before a council is told why."""


def priced(context: Context, *, in_short: bool, least: bool) -> Iterator[str]:
    """Yield what is asked for now costs, and the whole path.

    In short it is without reasons, at the least without what is the first step's alone while that is not decided on yet.
    """
    words, step, asks = context.words, first_step(context), situation(context)
    if asks in {"settle", "clarify"}:
        yield words("council.cost.answers", cost=nothing(context))
        if asks == "clarify" or step is None:
            yield words("council.cost.open")
            return
    if step is None or asks in {"keep", "blocked"}:
        yield words("council.cost.keep" if asks == "keep" else "council.cost.open", cost=nothing(context))
        return
    if asks == "step" or not least or not steps_of(context)[1:]:
        yield from _of_first(context, step)
    yield from _of_all(context)
    if context.outcome.cost is not None and any(context.outcome.cost.once + context.outcome.cost.yearly):
        yield from tight(context)
    yield from _work(context)
    yield from () if in_short else _reasons(context)


def _of_first(context: Context, step: PathStep) -> Iterator[str]:
    """Say what the first step costs, together with its preparation where neither costs anything."""
    words, own = context.words, amount(context, step)
    before = [amount(context, item) for item in preparing(context, step)]
    if before and {*before, own} == {nothing(context)}:
        yield words("council.cost.step_prepared", cost=own)
        return
    for each in before:
        yield words("council.cost.preparation", cost=each)
    yield words("council.cost.step", cost=_in_full(context, own, step.cost, [step]))


def _of_all(context: Context) -> Iterator[str]:
    """Say what the whole path costs, and from which step on every year, where there is more than the first step."""
    words, steps, cost = context.words, steps_of(context), context.outcome.cost
    if len(steps) == 1 or not context.pack.info.currency:
        return
    money = [] if cost is None else cost_in_words(words, cost)
    form = "council.cost.all_as_here" if situation(context) == "settle" else "council.cost.all"
    yield words(form, cost=_in_full(context, words.join(money) if money else nothing(context), cost, steps))
    if context.outcome.renewal is not None:  # what follows on it is paid every year, and is in no amount here
        yield words("renewal.cost", label=renewing.label(context))
    yearly = [number for number, item in enumerate(steps, start=1) if item.cost is not None and item.cost.yearly[1]]
    if yearly and yearly[0] > 1:
        yield words("council.yearly_later", number=yearly[0])


def _in_full(context: Context, told: str, cost: CostState | None, items: Sequence[PathStep]) -> str:
    """Add to an amount that is paid once that nothing new is paid every year, or that some of it is to be granted anew."""
    if cost is not None and cost.for_a_time:
        is_all = all(each.cost.for_a_time for item in items for each in item.expenses)
        return context.words("council.cost.all_for_a_time" if is_all else "council.cost.for_a_time", cost=told)
    return context.words("council.cost.once_only", cost=told) if _is_once_only(context, cost) else told


def _is_once_only(context: Context, cost: CostState | None) -> bool:
    """Tell whether nothing is paid every year, today's means included: where money ends, what follows on it would be."""
    return cost is not None and any(cost.once) and not any(cost.yearly) and context.outcome.renewal is None


def _work(context: Context) -> Iterator[str]:
    """Say how many days of work the path takes, and that those who are there do it: no amount holds them."""
    days = sum(context.outcome.effort.values())
    if days > 1:
        yield context.words("council.cost.work", days=context.words("council.days", count=context.words.number(days)))


def _reasons(context: Context) -> Iterator[str]:
    """Say why nothing new is paid every year although posts cost that, and why a range is wide and where most of it lies."""
    cost, steps = context.outcome.cost, steps_of(context)
    if cost is None:
        return
    if _is_once_only(context, cost) and not cost.for_a_time:
        yield context.words("council.cost.running")
    if not _is_wide(cost.once) and not _is_wide(cost.yearly):
        return
    spreads = [_spread(each.cost) for each in steps]
    most = max(spreads)
    if steps[1:] and most * 2 > _spread(cost):
        yield context.words("council.cost.wide_step", number=spreads.index(most) + 1)
    else:
        yield context.words("council.cost.wide")


def tight(context: Context, *, advised: bool = False) -> Iterator[str]:
    """Yield that money is tight, where it is, and what to do about it first where that is asked for."""
    name = context.pack.info.money_tight
    for state in context.outcome.findings:
        if state.id == name:
            yield state.text
            yield from map(first_sentence, state.advice[:1] if advised else ())


def _is_wide(amounts: tuple[int, int]) -> bool:
    low, high = amounts
    return low > 0 and high >= _WIDE * low


def _spread(cost: CostState | None) -> int:
    return 0 if cost is None else cost.once[1] - cost.once[0] + cost.yearly[1] - cost.yearly[0]
