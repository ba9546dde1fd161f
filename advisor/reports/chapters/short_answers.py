"""What a council asks of a paper before it reads on: who decides, by when, what it costs, and what is uncertain.

There is an answer in every situation: that something is not known is one, silence is none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import begins_on
from advisor.reports.chapters import competence, deadlines, timing
from advisor.reports.chapters.next_steps import duration
from advisor.reports.chapters.pricing import priced
from advisor.reports.chapters.situation import first_of, first_step, preparing, situation, steps_of
from advisor.reports.chapters.uncertain import uncertain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


class ShortAnswer(TypedDict):
    """A question of a council, and its answer."""

    label: str
    text: str


def short_answers(context: Context, *, in_short: bool = False, least: bool = False) -> list[ShortAnswer]:
    """Return the questions of a council with their answers.

    In short it is without reasons, at the least without what only concerns later steps.
    """
    told: dict[str, Callable[[Context], Iterator[str]]] = {
        "who": partial(_who, least=least),
        "when": _when,
        "cost": partial(priced, in_short=in_short, least=least),
        "uncertain": partial(uncertain, in_short=in_short, least=least),
    }
    return [{"label": context.words(f"council.short.{name}"), "text": " ".join(answer(context))} for name, answer in told.items()]


def _who(context: Context, *, least: bool) -> Iterator[str]:
    step, asks = first_step(context), situation(context)
    yield from _who_now(context)
    if step is not None and asks in {"step", "settle"}:
        yield from _later_in_short(context, step) if least else _later(context, step)


def _who_now(context: Context) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks == "step" and step is not None:
        yield words("council.who.step", who=competence.named(context, step))
        yield from _which(context, step)
        yield from _apart(context, step)
    elif asks == "settle":
        yield from _who_settles(context, step)
    elif asks == "clarify":
        yield words("council.who.answers", who=competence.first_in_rank(context), everyone=words("item.everyone"))
    else:
        yield words("council.who.step", who=competence.to_check(context))


def _who_settles(context: Context, step: PathStep | None) -> Iterator[str]:
    """Say who calls those together who answered, and who decides on the first step and on money after that."""
    words = context.words
    yield words("council.who.settling", who=competence.first_in_rank(context))
    if step is None:
        return
    yield words("council.who.then", who=competence.of_item(context, step))
    yield from _which(context, step)
    if competence.is_apart(step):
        yield words("council.who.money", who=competence.money_named(context, step))


def _which(context: Context, step: PathStep) -> Iterator[str]:
    """Say that it is to be told which one decides, where a person does who goes by a name that several have."""
    persons = {each.role for each in context.pack.info.competences if each.one_person}
    deciding = persons.intersection(step.decides, (grant.role for grant in step.grants))
    if any(competence.is_any(context, role) for role in deciding):
        yield context.words("council.who.which", who=competence.first_in_rank(context))


def _later(context: Context, first: PathStep) -> Iterator[str]:
    """Yield who decides on the money of the steps after the first, once for all that the same decide on."""
    told: dict[str, list[int]] = {}
    steps = {number: item for number, item in enumerate(steps_of(context), start=1) if item is not first and item.grants}
    for number, step in steps.items():
        told.setdefault(competence.on_money(context, step)[""], []).append(number)
    for numbers in told.values():
        names = context.words.join([str(number) for number in numbers])
        who = competence.on_money(context, steps[numbers[0]])
        yield context.words.counted("council.who.later", len(numbers), numbers=names, who=who)


def _later_in_short(context: Context, first: PathStep) -> Iterator[str]:
    """Yield who decides on the money of the steps after the first, all of them together."""
    grants = [grant for item in steps_of(context) if item is not first for grant in item.grants]
    roles = [each.role for each in context.pack.info.competences if each.role in {grant.role for grant in grants}]
    if roles:
        yield context.words("council.who.later_all", who=context.words.join([context.role(role) for role in roles]))


def _apart(context: Context, step: PathStep) -> Iterator[str]:
    """Say who decides on the money of a step and on its preparation, where others do than on the step itself."""
    words, who = context.words, competence.of_item(context, step)
    before = [each for item in preparing(context, step) if (each := competence.of_item(context, item)) != who]
    if competence.is_apart(step):
        money = competence.on_money(context, step)
        same = money in before
        form = "council.who.money_and_preparation" if same else "council.who.money"
        yield words(form, who=competence.money_named(context, step))
        before = [each for each in before if each != money]
    for each in before:
        yield words("council.who.preparation", who=each)


def _when(context: Context) -> Iterator[str]:
    words, step, asks = context.words, first_step(context), situation(context)
    if asks == "step" and step is not None:
        yield from _when_begun(context, step)
    elif asks == "settle":
        yield words("council.by.settled", by=deadlines.at_once(context), due=deadlines.answers_due(context))
        if step is not None:
            yield words("council.by.after_settled", month=deadlines.after_answers(context))
    elif asks == "clarify":
        yield words("council.by.answers", by=deadlines.at_once(context), due=deadlines.answers_due(context))
        yield words("council.by.after", month=deadlines.after_answers(context))
    else:
        yield words("council.by.yearly" if asks == "keep" else "council.by.at_once", by=deadlines.at_once(context))
    yield from _wished(context)
    yield from _length(context)
    yield from timing.term(context, dated=step is not None)


def _wished(context: Context) -> Iterator[str]:
    """Say that a city wishes to begin later, where it does: a month that lies far ahead asks for a reason."""
    start = context.answers.start
    if begins_on(context.answers.date, context.answers.date) < start:
        yield context.words("council.by.wished", month=context.words.month(start))


def _length(context: Context) -> Iterator[str]:
    """Say how long the whole path takes, where there is one, or that nobody knows."""
    if not steps_of(context):
        return
    told = duration(context)
    if told is None:
        yield context.words("council.by.length_open")
    else:
        yield context.words("council.by.length_as_here" if situation(context) == "settle" else "council.by.length", months=told)


def _when_begun(context: Context, step: PathStep) -> Iterator[str]:
    """Say when the first step is decided on and when it can begin, what has to be answered before, and when its money comes."""
    words, frame = context.words, step.timeframe
    month = deadlines.decided(context, step)
    by, begins = deadlines.sitting(context, month, step), deadlines.month_of(context, frame.begins[0])
    before = preparing(context, step)
    if before:
        lasts = words.months(*before[0].months)
        yield words("council.by.prepares_then", by=by, months=lasts)
    else:
        yield (
            words("council.by.begins_then", by=by)
            if month == frame.begins[0]
            else words("council.by.begins", by=by, month=begins)
        )
    if first_of(context.outcome.path, "clarify") is not None:
        yield words("council.by.clarified", due=deadlines.answers_due(context))
    if frame.round is not None:
        yield words("council.by.round", when=context.rounds(step, frame.round))
    if frame.lead_unknown:
        yield words("council.by.lead_unknown" if frame.round is None else "council.by.lead_unknown_round")
    if frame.lead_time is not None:
        yield words("council.by.lead", months=words.months(frame.lead_time, frame.lead_time))
    yield from timing.above(context, step)
