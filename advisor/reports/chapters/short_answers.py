"""What a council asks of a paper before it reads on: who decides, by when, what it costs, and what is uncertain.

There is an answer in every situation: that something is not known is one, silence is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import competence, deadlines, timing
from advisor.reports.chapters.path import cost_in_words
from advisor.reports.chapters.resolution import amount, nothing
from advisor.reports.chapters.situation import first_of, first_step, situation
from advisor.reports.chapters.uncertain import uncertain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.told import CostState
    from advisor.reports.context import Context


class ShortAnswer(TypedDict):
    """A question of a council, and its answer."""

    label: str
    text: str


def short_answers(context: Context) -> list[ShortAnswer]:
    """Return the questions of a council with their answers."""
    told: dict[str, Callable[[Context], Iterator[str]]] = {"who": _who, "when": _when, "cost": _cost, "uncertain": uncertain}
    return [{"label": context.words(f"council.short.{name}"), "text": " ".join(answer(context))} for name, answer in told.items()]


def _who(context: Context) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks == "step" and step is not None:
        roles = competence.deciders(context, step)
        yield words("council.who.step", who=competence.named(context, roles, step.cost))
        for item in _prepared(context, step):
            before = competence.preparing(context, item)
            if before != roles:
                yield words("council.who.preparation", who=competence.names(context, before))
        return
    first = competence.names(context, competence.first_of_all(context))
    if asks in {"settle", "clarify"}:
        yield words("council.who.answers", who=first, everyone=words("item.everyone"))
        if asks == "settle" and step is not None:
            yield words("council.who.then", who=competence.names(context, competence.deciders(context, step)))
        return
    yield words("council.who.step", who=competence.to_check(context, competence.first_of_all(context)))


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
    by, begins = (deadlines.month_of(context, month) for month in (deadlines.decided(context, step), frame.begins[0]))
    yield words("council.by.begins_then", by=by) if by == begins else words("council.by.begins", by=by, month=begins)
    if first_of(context.outcome.path, "clarify") is not None:
        yield words("council.by.clarified", due=deadlines.answers_due(context))
    if frame.round is not None:
        yield words("council.by.round", when=context.window(step, frame.round, "council.when"))
    if frame.lead_unknown:
        yield words("council.by.lead_unknown" if frame.round is None else "council.by.lead_unknown_round")
    if frame.lead_time is not None:
        yield words("council.by.lead", months=words.months(frame.lead_time, frame.lead_time))


def _cost(context: Context) -> Iterator[str]:
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
    for item in _prepared(context, step):
        yield words("council.cost.preparation", cost=amount(context, item))
    yield words("council.cost.step", cost=_in_full(context, amount(context, step), step.cost))
    yield from _of_all(context)


def _of_all(context: Context) -> Iterator[str]:
    """Say what the whole path costs, and from which step on every year, where there is more than the first step."""
    words, steps = context.words, [item for item in context.outcome.path if item.kind == "step"]
    cost = context.outcome.cost
    if len(steps) == 1 or not context.pack.info.currency:
        return
    money = [] if cost is None else cost_in_words(words, cost)
    yield words("council.cost.all", cost=_in_full(context, words.join(money) if money else nothing(context), cost))
    yearly = [number for number, item in enumerate(steps, start=1) if item.cost is not None and item.cost.yearly[1]]
    if yearly and yearly[0] > 1:
        who = competence.names(context, competence.deciders(context, steps[yearly[0] - 1]))
        yield words("council.yearly_later", number=yearly[0], who=who)


def _in_full(context: Context, told: str, cost: CostState | None) -> str:
    """Add to an amount that is paid once that nothing is paid every year."""
    once_only = cost is not None and any(cost.once) and not any(cost.yearly)
    return context.words("council.cost.once_only", cost=told) if once_only else told


def _prepared(context: Context, step: PathStep) -> Sequence[PathStep]:
    return [item for item in context.outcome.path if item.kind == "preparation" and item.rule == step.step]
