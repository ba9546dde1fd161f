"""What a council asks of a paper before it reads on: who decides, by when, what it costs, and what is uncertain.

There is an answer in every situation: that something is not known is one, silence is none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import competence, deadlines, renewing, timing
from advisor.reports.chapters.resolution import amount, nothing
from advisor.reports.chapters.situation import first_of, first_step, preparing, situation
from advisor.reports.chapters.spending import cost_in_words
from advisor.reports.chapters.uncertain import uncertain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.told import CostState
    from advisor.reports.context import Context


class ShortAnswer(TypedDict):
    """A question of a council, and its answer."""

    label: str
    text: str


def short_answers(context: Context, *, in_short: bool = False) -> list[ShortAnswer]:
    """Return the questions of a council with their answers; in short without what the resolutions say of who decides."""
    told: dict[str, Callable[[Context], Iterator[str]]] = {
        "who": partial(_who, in_short=in_short),
        "when": _when,
        "cost": partial(_cost, in_short=in_short),
        "uncertain": uncertain,
    }
    return [{"label": context.words(f"council.short.{name}"), "text": " ".join(answer(context))} for name, answer in told.items()]


def _who(context: Context, *, in_short: bool) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks == "step" and step is not None:
        yield words("council.who.step", who=competence.named(context, step))
        yield from _apart(context, step, in_short=in_short)
        return
    if asks in {"settle", "clarify"}:
        yield words("council.who.answers", who=competence.first_of_all(context), everyone=words("item.everyone"))
        if asks == "settle" and step is not None:
            yield words("council.who.then", who=competence.of_item(context, step))
            if competence.is_apart(step):
                yield words("council.who.money", who=competence.money_named(context, step))
        return
    yield words("council.who.step", who=competence.to_check(context))


def _apart(context: Context, step: PathStep, *, in_short: bool) -> Iterator[str]:
    """Say who decides on the money of a step and on its preparation, where others do than on the step itself."""
    words, who = context.words, competence.of_item(context, step)
    before = [each for item in preparing(context, step) if (each := competence.of_item(context, item)) != who]
    if competence.is_apart(step):
        money = competence.on_money(context, step)
        same = money in before
        form = "council.who.money_and_preparation" if same else "council.who.money"
        yield words(form, who=competence.money_named(context, step))
        before = [each for each in before if each != money]
    for each in () if in_short else before:
        yield words("council.who.preparation", who=each)


def _when(context: Context) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks == "step" and step is not None:
        yield from _when_begun(context, step)
    elif asks in {"settle", "clarify"}:
        yield words("council.by.answers", by=deadlines.at_once(context), due=deadlines.answers_due(context))
        yield words("council.by.after", month=deadlines.after_answers(context))
    else:
        yield words("council.by.yearly" if asks == "keep" else "council.by.at_once", by=deadlines.at_once(context))
    yield from timing.term(context, dated=asks == "step")


def _when_begun(context: Context, step: PathStep) -> Iterator[str]:
    """Say when the first step is decided on and when it can begin, what has to be answered before, and when its money comes."""
    words, frame = context.words, step.timeframe
    month = deadlines.decided(context, step)
    by, begins = deadlines.sitting(context, month, step), deadlines.month_of(context, frame.begins[0])
    then = "prepares_then" if preparing(context, step) else "begins_then"
    yield words(f"council.by.{then}", by=by) if month == frame.begins[0] else words("council.by.begins", by=by, month=begins)
    if first_of(context.outcome.path, "clarify") is not None:
        yield words("council.by.clarified", due=deadlines.answers_due(context))
    if frame.round is not None:
        yield words("council.by.round", when=context.rounds(step, frame.round))
    if frame.lead_unknown:
        yield words("council.by.lead_unknown" if frame.round is None else "council.by.lead_unknown_round")
    if frame.lead_time is not None:
        yield words("council.by.lead", months=words.months(frame.lead_time, frame.lead_time))
    yield from timing.above(context, step)


def _cost(context: Context, *, in_short: bool) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks in {"settle", "clarify"}:
        yield words("council.cost.answers", cost=nothing(context))
        if asks == "clarify" or step is None:
            yield words("council.cost.open")
            return
        yield words("council.cost.if_so")
    if step is None or asks in {"keep", "blocked"}:
        yield words("council.cost.keep" if asks == "keep" else "council.cost.open", cost=nothing(context))
        return
    for item in preparing(context, step):
        yield words("council.cost.preparation", cost=amount(context, item))
    yield words("council.cost.step", cost=_in_full(context, amount(context, step), step.cost))
    yield from _of_all(context, in_short=in_short)


def _of_all(context: Context, *, in_short: bool) -> Iterator[str]:
    """Say what the whole path costs, and from which step on every year, where there is more than the first step."""
    words, steps = context.words, [item for item in context.outcome.path if item.kind == "step"]
    cost = context.outcome.cost
    if len(steps) == 1 or not context.pack.info.currency:
        return
    money = [] if cost is None else cost_in_words(words, cost)
    whole = words.join(money) if money else nothing(context)
    is_ending = context.outcome.renewal is not None  # what follows on it is paid every year, and is in no amount here
    yield words("council.cost.all", cost=_in_full(context, whole, cost, is_ending=is_ending))
    if is_ending:
        yield words("renewal.cost", label=renewing.label(context))
    yearly = [number for number, item in enumerate(steps, start=1) if item.cost is not None and item.cost.yearly[1]]
    if yearly and yearly[0] > 1:
        yield words("council.yearly_later", number=yearly[0])
        yield from () if in_short else _yearly_decided(context, {number: steps[number - 1] for number in yearly})


def _yearly_decided(context: Context, steps: Mapping[int, PathStep]) -> Iterator[str]:
    """Yield who decides on what steps cost every year, once for all that the same decide on."""
    told: dict[str, list[int]] = {}
    for number, step in steps.items():
        told.setdefault(competence.together(context, step)[""], []).append(number)
    for numbers in told.values():
        names = context.words.join([str(number) for number in numbers])
        who = competence.together(context, steps[numbers[0]])
        yield context.words.counted("council.yearly_decided", len(numbers), numbers=names, who=who)


def _in_full(context: Context, told: str, cost: CostState | None, *, is_ending: bool = False) -> str:
    """Add to an amount that is paid once that nothing is paid every year, or that some of it is to be granted anew."""
    once_only = cost is not None and any(cost.once) and not any(cost.yearly) and not is_ending
    if cost is not None and cost.for_a_time:
        return context.words("council.cost.for_a_time", cost=told)
    return context.words("council.cost.once_only", cost=told) if once_only else told
