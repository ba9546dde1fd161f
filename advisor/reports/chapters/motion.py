"""The motion of a council paper: what is to be decided now, as resolutions, and what comes later, as a short list.

Each resolution says who decides and by what competence, the amount, the date, and what happens without it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import competence, deadlines, pressing, renewing, timing
from advisor.reports.chapters.beginning import begun, is_granted, money_is_tight, when, who_is_meant
from advisor.reports.chapters.cutting import counted, first_sentence, shortened
from advisor.reports.chapters.resolution import Resolution, amount, amount_in_parts, answered, asked, nothing, title
from advisor.reports.chapters.settling import begins_open, defers
from advisor.reports.chapters.situation import preparing, situation
from advisor.reports.chapters.summary import blocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context
    from advisor.reports.words import Words

_LONG = 330
"""How many characters of what is to be done stand in a resolution."""


class Due(TypedDict):
    """A decision on an item of the path: whether it is due at once, as a resolution of today and as a line of later ones."""

    item: PathStep
    is_now: bool
    now: Resolution
    later: str | None
    """None where the whole report says it."""


def resolutions(context: Context, own: int = pressing.OWN) -> list[Resolution]:
    """Return what is to be decided now; no step is asked for as long as it is open whether it comes first.

    So many urgent matters have a resolution of their own, the others one together.
    """
    beside = [*renewing.resolutions(context), *pressing.resolutions(context, own)]
    if defers(context):
        return [_noted(context), _settled(context), *beside]
    due = [*(each["now"] for each in _of_path(context) if each["is_now"]), *beside]
    if not context.outcome.path:
        due.append(_kept(context) if context.outcome.arrives else _left_open(context))
    return due


def later(context: Context) -> list[str]:
    """Return what is to be decided when its time comes, in the order of the path."""
    return [each["later"] for each in _of_path(context) if each["later"] and not each["is_now"]]


def items(context: Context) -> list[PathStep]:
    """Return what of the path is decided on now, with its money or without."""
    return [each["item"] for each in _of_path(context) if each["is_now"]]


def _of_path(context: Context) -> Iterator[Due]:
    steps = [item for item in context.outcome.path if item.kind == "step"]
    before = {step.step: earlier for earlier, step in pairwise(steps)}
    for item in context.outcome.path:
        if item.kind == "clarify":
            yield _clarified(context, item)
        if item.kind == "clarify" or begins_open(context):
            continue  # where the path begins is open: nothing but questions can be decided on
        own = item.rule if item.kind == "preparation" else item.step
        number = 1 + next(place for place, step in enumerate(steps) if step.step == own)
        if item.kind == "preparation":
            yield _prepared(context, item, number)
            continue
        begins = _begun(context, item, number, is_last=number == len(steps))
        if not competence.is_apart(item):
            yield begins
            continue
        money = _money(context, item, number, before.get(item.step))
        if not begins["is_now"] and not money["is_now"]:
            yield {**begins, "later": _with_request(context, item, number)}
            continue
        rounds = item.timeframe.round
        is_later = rounds is not None and rounds[0] >= item.timeframe.begins[0]
        yield from (begins, money) if is_later else (money, begins)


def _is_now(context: Context, month: int, number: int) -> bool:
    """Tell whether what is due in a month for a step with this number is decided on now."""
    return not defers(context) and month < (deadlines.NOW if number == 1 else deadlines.AT_ONCE)


def _clarified(context: Context, item: PathStep) -> Due:
    words = context.words
    is_planned = situation(context) == "step"
    what = words("council.motion.clarify_first" if is_planned else "council.motion.clarify")
    without = words("council.motion.without_answers_later" if is_planned else "council.motion.without_answers")
    return {"item": item, "is_now": not defers(context), "now": answered(context, what, without), "later": None}


def _prepared(context: Context, item: PathStep, number: int) -> Due:
    words = context.words
    actions = _in_whole([first_sentence(each) for each in item.actions], words)
    form = "council.motion.prepare_asked" if deadlines.is_alone(context, item) else "council.motion.prepare"
    made = asked(
        context,
        words(form, number=number, actions=actions, who=competence.on_doing(context, item)),
        who=competence.named(context, item),
        leads=context.role(item.actor),
        amount=amount(context, item),
        date=when(context, item, item.timeframe.begins[0]),
        conditions=who_is_meant(context, item),
        without=words("council.motion.without_preparation", number=number),
    )
    return {"item": item, "is_now": _is_now(context, _due(item), number), "now": made, "later": None}


def _begun(context: Context, item: PathStep, number: int, *, is_last: bool) -> Due:
    line = _later(context, item, number)
    if is_granted(item):
        line = context.words("council.later.with_money", step=line, amount=amount(context, item))
    month = deadlines.decided(context, item) if number == 1 else _due(item)
    made = begun(context, item, number, is_last=is_last)
    return {"item": item, "is_now": _is_now(context, month, number), "now": made, "later": line}


def _due(item: PathStep) -> int:
    """Return in which month an item is decided on; what waits for money that nobody knows the time of is not decided now."""
    begins = item.timeframe.begins[0]
    return max(begins, deadlines.NOW) if item.timeframe.begins_open else begins


def _in_whole(texts: Sequence[str], words: Words) -> str:
    """Return the first texts that have room in a resolution, none of them cut, and how many more there are."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    count = max(sum(end <= _LONG + 1 for end in ends), 1)
    return " ".join([shortened(texts[0], _LONG), *texts[1:count], *counted(words, "points", len(texts) - count)])


def _money(context: Context, item: PathStep, number: int, before: PathStep | None) -> Due:
    """Return when to apply for the money of a step, as the schedule counts it, and when it is there."""
    words, frame = context.words, item.timeframe
    months = frame.asked or frame.begins
    if frame.round is not None:
        what = words("council.motion.money_round", number=number)
    elif before is None:
        what = words("council.motion.money_first", number=number)
    elif preparing(context, item):
        what = words("council.motion.money_prepared", number=number)
    else:
        what = words("council.motion.money_later", number=number, before=number - 1)
    made = asked(
        context,
        what,
        who=competence.money_named(context, item),
        amount=amount_in_parts(context, item),
        date=_applied(context, item, months),
        more=" ".join(money_is_tight(context, item)),
        without=_without_money(context, item, number),
    )
    form = "council.later.money_settled" if defers(context) else "council.later.money"
    line = words(
        form,
        what=what,
        month=words.month(add_months(frame.start, months[0])),
        who=competence.on_money(context, item),
        amount=amount(context, item),
    )
    begins = deadlines.decided(context, item) if before is None else frame.begins[0]
    is_now = _is_now(context, min(months[0], begins), number)  # who lets a step begin knows that its money is asked for
    return {"item": item, "is_now": is_now, "now": made, "later": line}


def _applied(context: Context, item: PathStep, months: tuple[int, int]) -> str:
    """Say when money is applied for; where that is later than today, also when it is decided that it will be."""
    words = context.words
    asked_in = context.window(item, months, "council.when") if item.timeframe.round is None else context.rounds(item, months)
    if months[0] < deadlines.AT_ONCE:
        return words("council.motion.applied", when=asked_in)
    return words("council.motion.applied_later", when=asked_in, by=deadlines.at_once(context))


def _without_money(context: Context, item: PathStep, number: int) -> str:
    """Return when the money is there, and what happens if it is not asked for."""
    words, frame = context.words, item.timeframe
    if frame.lead_time is None or frame.money is None:
        return words("council.motion.without_money_open", number=number)
    there = words.month(add_months(frame.start, frame.money[0]))
    if timing.is_held_back(context, item):
        label = context.question_label(str(context.pack.info.freeze_ends))
        return words("council.motion.without_money_held", number=number, label=label, month=there)
    months = words.months(frame.lead_time, frame.lead_time)
    return words("council.motion.without_money", number=number, months=months, month=there)


def _later(context: Context, item: PathStep, number: int) -> str:
    """Return the line of a step that is decided on later; where answers are settled first, no more than the order is certain."""
    words = context.words
    who = competence.of_item(context, item)
    return words("council.later.step", number=number, title=title(context, item), when=_when(context, item, number), who=who)


def _with_request(context: Context, item: PathStep, number: int) -> str:
    """Return the line of a step that is decided on later, together with its money."""
    words, asked_in = context.words, item.timeframe.asked or item.timeframe.begins
    given = {"step": _later(context, item, number), "who": competence.on_money(context, item), "amount": amount(context, item)}
    if defers(context):
        return words("council.later.with_money_apart", **given)
    month = words.month(add_months(item.timeframe.start, asked_in[0]))
    return words("council.later.with_request", month=month, **given)


def _when(context: Context, item: PathStep, number: int) -> str:
    words = context.words
    if item.timeframe.begins_open:
        return context.begins(item)
    if not defers(context):
        month = deadlines.decided(context, item) if number == 1 else item.timeframe.begins[0]
        return words("window.earliest", low=deadlines.month_of(context, month))
    if number == 1:
        return words("window.earliest", low=deadlines.after_answers(context))
    return words("window.after", number=number - 1)


def _noted(context: Context) -> Resolution:
    return _for_nothing(context, "council.motion.noted", context.words("council.motion.noted_why"))


def _settled(context: Context) -> Resolution:
    """Return that those who answered settle what contradicts itself or is disputed."""
    words, is_planned = context.words, any(item.kind == "step" for item in context.outcome.path) and not begins_open(context)
    return answered(
        context,
        words("council.motion.settle"),
        words("council.motion.without_settling" if is_planned else "council.motion.without_answers"),
    )


def _left_open(context: Context) -> Resolution:
    """Return what is asked for where no path can be planned: that what is open be answered, or that it be noted."""
    words = context.words
    if context.outcome.blocked_by == "undetermined":
        return answered(context, words("council.motion.clarify"), words("council.motion.without_answers"))
    return _for_nothing(context, "council.motion.noted", blocked(context))


def _kept(context: Context) -> Resolution:
    return _for_nothing(context, "council.motion.keep", context.words("council.motion.keep_without"), "council.motion.yearly")


def _for_nothing(context: Context, what: str, without: str, date: str = "council.motion.decided") -> Resolution:
    """Return a resolution that no money is asked for, on which the first role decides at once."""
    return asked(
        context,
        context.words(what),
        who=competence.for_nothing(context),
        amount=nothing(context),
        date=context.words(date, by=deadlines.at_once(context)),
        without=without,
    )
