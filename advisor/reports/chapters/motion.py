"""The motion of a council paper: what is to be decided now, as resolutions, and what comes later, as a short list.

Each resolution says who decides and by what competence, the amount, the date, and what happens without it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import competence, deadlines, pressing
from advisor.reports.chapters.cutting import counted, first_sentence, shortened
from advisor.reports.chapters.resolution import Resolution, amount, answered, asked, nothing
from advisor.reports.chapters.settling import begins_open, defers
from advisor.reports.chapters.situation import situation
from advisor.reports.chapters.summary import blocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context
    from advisor.reports.words import Words

_NOW = 3
"""What begins within so many months is decided now, the rest when its time comes."""

_LONG, _LONG_TITLE = 330, 140
"""How many characters of what is to be done stand in a resolution, and of the title of a step."""


class Due(TypedDict):
    """After how many months a decision is due at the earliest, as a resolution of today and as a line of later ones."""

    month: int
    now: Resolution
    later: str | None
    """None where the whole report says it."""


def resolutions(context: Context) -> list[Resolution]:
    """Return what is to be decided now; no step is asked for as long as it is open whether it comes first."""
    if defers(context):
        return [_noted(context), _settled(context), *pressing.resolutions(context)]
    due = [each["now"] for each in _of_path(context) if each["month"] < _NOW]
    due += pressing.resolutions(context)
    if not context.outcome.path:
        due.append(_kept(context) if context.outcome.arrives else _left_open(context))
    return due


def later(context: Context) -> list[str]:
    """Return what is to be decided when its time comes, in the order of the path."""
    first = 0 if defers(context) else _NOW
    due = _of_path(context)
    return [each["later"] for each in due if each["month"] >= first and each["later"]]


def title(context: Context, item: PathStep) -> str:
    """Return the title of a step, shortened where names in it are long."""
    return shortened(context.text(context.step(item.step).title), _LONG_TITLE)


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
        if item.timeframe.lead_time is not None:
            yield _money(context, item, number, before.get(item.step))
        yield _begun(context, item, number, is_last=number == len(steps))


def _clarified(context: Context, item: PathStep) -> Due:
    words = context.words
    is_planned = situation(context) == "step"
    what = words("council.motion.clarify_first" if is_planned else "council.motion.clarify")
    without = words("council.motion.without_answers_later" if is_planned else "council.motion.without_answers")
    return {"month": item.timeframe.begins[0], "now": answered(context, what, without), "later": None}


def _prepared(context: Context, item: PathStep, number: int) -> Due:
    words = context.words
    actions = _in_whole([first_sentence(each) for each in item.actions], words)
    made = asked(
        context,
        words("council.motion.prepare", number=number, actions=actions),
        who=competence.named(context, competence.preparing(context, item), item.cost),
        leads=context.role(item.actor),
        amount=amount(context, item),
        date=_begins(context, item, item.timeframe.begins[0]),
        without=words("council.motion.without_preparation", number=number),
    )
    return {"month": item.timeframe.begins[0], "now": made, "later": None}


def _in_whole(texts: Sequence[str], words: Words) -> str:
    """Return the first texts that have room in a resolution, none of them cut, and how many more there are."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    count = max(sum(end <= _LONG + 1 for end in ends), 1)
    return " ".join([shortened(texts[0], _LONG), *texts[1:count], *counted(words, "points", len(texts) - count)])


def _money(context: Context, item: PathStep, number: int, before: PathStep | None) -> Due:
    """Return when to apply for the money of a step: before it begins, as the schedule counts it."""
    words, lead = context.words, item.timeframe.lead_time or 0
    months = words.months(lead, lead)
    starts = before or item
    window = item.timeframe.round or starts.timeframe.begins
    if item.timeframe.round is not None:
        what = words("council.motion.money_round", number=number)
    elif before is None:
        what = words("council.motion.money_first", number=number)
    else:
        what = words("council.motion.money_later", number=number, before=number - 1)
    month = words.month(add_months(starts.timeframe.start, window[0]))
    decided = min(window[0], item.timeframe.begins[0])
    made = asked(
        context,
        what,
        who=competence.named(context, competence.deciders(context, item), item.cost),
        amount=amount(context, item),
        date=_applied(context, decided, context.window(starts, window, "council.when")),
        without=words("council.motion.without_money", number=number, months=months),
    )
    form = "council.later.money_settled" if defers(context) else "council.later.money"
    line = words(form, what=what, month=month, amount=amount(context, item))
    return {"month": decided, "now": made, "later": line}


def _applied(context: Context, month: int, window: str) -> str:
    """Say in which month it is decided on money, and when that is applied for."""
    by = deadlines.month_of(context, month)
    form = "council.motion.decided_and_applied" if window == by else "council.motion.applied"
    return context.words(form, by=by, when=window)


def _begun(context: Context, item: PathStep, number: int, *, is_last: bool) -> Due:
    words, named = context.words, title(context, item)
    asked_before = item.timeframe.lead_time is not None
    granted = item.cost is not None and any(item.cost.once + item.cost.yearly) and not asked_before
    month = deadlines.decided(context, item) if number == 1 else item.timeframe.begins[0]
    form = "council.motion.without_last" if is_last else "council.motion.without_step"
    made = asked(
        context,
        words("council.motion.step_with_money" if granted else "council.motion.step", number=number, title=named),
        who=competence.named(context, competence.deciders(context, item), item.cost),
        leads=context.role(item.actor),
        amount=words("council.motion.as_applied_for") if asked_before else amount(context, item),
        date=_begins(context, item, month),
        more=pressing.mended_too(context) if number == 1 else "",
        without=words(form, target=context.declined(item.target or "")),
    )
    line = _later(context, item, number, month)
    if granted:
        line = words("council.later.with_money", step=line, amount=amount(context, item))
    return {"month": month, "now": made, "later": line}


def _later(context: Context, item: PathStep, number: int, month: int) -> str:
    """Return the line of a step that is decided on later; where answers are settled first, no more than the order is certain."""
    given = {
        "number": number,
        "title": title(context, item),
        "who": competence.names(context, competence.deciders(context, item)),
    }
    if not defers(context):
        return context.words("council.later.step", month=deadlines.month_of(context, month), **given)
    if number == 1:
        return context.words("council.later.step", month=deadlines.after_answers(context), **given)
    return context.words("council.later.step_after", before=number - 1, **given)


def _begins(context: Context, item: PathStep, month: int) -> str:
    """Say in which month something is decided on, and when it begins."""
    by, begins = deadlines.month_of(context, month), context.begins(item, "council.when")
    if begins == by:
        return context.words("council.motion.decided_and_begins", by=by)
    return context.words("council.motion.decided_begins", by=by, when=begins)


def _noted(context: Context) -> Resolution:
    words = context.words
    return asked(
        context,
        words("council.motion.noted"),
        who=competence.named(context, competence.first_of_all(context), None),
        amount=nothing(context),
        date=words("council.motion.decided", by=deadlines.at_once(context)),
        without=words("council.motion.noted_why"),
    )


def _settled(context: Context) -> Resolution:
    """Return that those who answered settle what contradicts itself or is disputed."""
    words = context.words
    return answered(context, words("council.motion.settle"), words("council.motion.without_answers"))


def _left_open(context: Context) -> Resolution:
    """Return what is asked for where no path can be planned: that what is open be answered, or that it be noted."""
    words = context.words
    if context.outcome.blocked_by == "undetermined":
        return answered(context, words("council.motion.clarify"), words("council.motion.without_answers"))
    return asked(
        context,
        words("council.motion.noted"),
        who=competence.named(context, competence.first_of_all(context), None),
        amount=nothing(context),
        date=words("council.motion.decided", by=deadlines.at_once(context)),
        without=blocked(context),
    )


def _kept(context: Context) -> Resolution:
    words = context.words
    return asked(
        context,
        words("council.motion.keep"),
        who=competence.named(context, competence.first_of_all(context), None),
        amount=nothing(context),
        date=words("council.motion.yearly", by=deadlines.at_once(context)),
        without=words("council.motion.keep_without"),
    )
