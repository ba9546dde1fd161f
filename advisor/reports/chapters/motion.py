"""The motion of a council paper: what is to be decided now, as resolutions, and what comes later, as a short list.

Nobody's competence is asserted: a paper names who would decide by the proposal, and asks to check it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters.cutting import counted, first_sentence, opening, shortened
from advisor.reports.chapters.deciders import is_apart, on_doing, on_money, together
from advisor.reports.chapters.path import cost_in_words
from advisor.reports.chapters.settling import defers
from advisor.reports.chapters.summary import begins_open, blocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.reasoning.outcome import FindingState, PathStep
    from advisor.reports.context import Context
    from advisor.reports.words import Words

_NOW = 3
"""What begins within so many months is decided now, the rest when its time comes."""

_LONG, _LONG_TITLE = 330, 140
"""How many characters of what is to be done stand in a resolution, and of the title of a step."""


_URGENT = 3
"""How many urgent findings have a resolution of their own."""


class Resolution(TypedDict):
    """What is to be decided, and who decides, by when, how much money it takes and what happens without it."""

    what: str
    details: str


class Due(TypedDict):
    """After how many months a decision is due at the earliest, as a resolution of today and as a line of later ones."""

    month: int
    now: Resolution
    later: str | None
    """None where the whole report says it."""


def resolutions(context: Context) -> list[Resolution]:
    """Return what is to be decided now; no step is asked for as long as it is open whether it comes first."""
    if defers(context):
        return [_noted(context), _settled(context), *_urgent(context)]
    due = [each["now"] for each in _of_path(context) if each["month"] < _NOW]
    due += _urgent(context)
    if not context.outcome.path:
        due.append(_kept(context) if context.outcome.arrives else _left_open(context))
    return due


def later(context: Context) -> list[str]:
    """Return what is to be decided when its time comes, in the order of the path."""
    first = 0 if defers(context) else _NOW
    due = _of_path(context)
    return [each["later"] for each in due if each["month"] >= first and each["later"]]


def decided(context: Context, step: PathStep) -> int:
    """Return after how many months a step has to be decided on at the earliest: before what is prepared for it."""
    before = [item for item in context.outcome.path if item.kind == "preparation" and item.rule == step.step]
    return min([step.timeframe.begins[0], *(item.timeframe.begins[0] for item in before)])


def at_next_meeting(context: Context, item: PathStep, month: int) -> bool:
    """Tell whether something begins so soon after the report that those who decide can only do so when they meet next."""
    return add_months(item.timeframe.start, month) <= add_months(context.outcome.date, 1)


def title(context: Context, item: PathStep) -> str:
    """Return the title of a step, shortened where names in it are long."""
    return shortened(context.text(context.step(item.step).title), _LONG_TITLE)


def amount(context: Context, item: PathStep) -> str:
    """Return what an item costs; that it costs nothing more is said only where costs are known at all."""
    money = [] if item.cost is None else cost_in_words(context.words, item.cost)
    if money:
        return context.words.join(money)
    return context.words("council.no_money") if context.pack.info.currency else context.words("council.unknown_money")


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
        begun = _begun(context, item, number, is_last=number == len(steps))
        if not is_apart(item):
            yield begun
            continue
        money = _money(context, item, number, before.get(item.step))
        rounds = item.timeframe.round
        is_later = rounds is not None and rounds[0] >= item.timeframe.begins[0]
        yield from (begun, money) if is_later else (money, begun)


def _clarified(context: Context, item: PathStep) -> Due:
    words = context.words
    is_planned = first_of(context.outcome.path, "step") is not None and not begins_open(context)
    who = words("council.motion.who_answers", who=words("item.everyone"))
    without = words("council.motion.without_answers_later" if is_planned else "council.motion.without_answers")
    details = [who, _date(context, item), without]
    what = words("council.motion.clarify_first" if is_planned else "council.motion.clarify")
    return {"month": item.timeframe.begins[0], "now": {"what": what, "details": " ".join(details)}, "later": None}


def _prepared(context: Context, item: PathStep, number: int) -> Due:
    """Return the preparation of a step, on which the first of those decides who take part in it."""
    words = context.words
    actions = _in_whole([first_sentence(each) for each in item.actions], words)
    leads = words("council.motion.leads", who=context.role(item.actor))
    who = words("council.motion.who", who=together(context, item, dated=True))
    details = [who, leads, _money_of(context, item), _date(context, item)]
    without = words("council.motion.without_preparation", number=number)
    what = words("council.motion.prepare", number=number, actions=actions)
    return {"month": _due(item), "now": {"what": what, "details": " ".join([*details, without])}, "later": None}


def _due(item: PathStep) -> int:
    """Return in which month an item is decided on; what waits for money that nobody knows the time of is not decided now."""
    return max(item.timeframe.begins[0], _NOW) if item.timeframe.begins_open else item.timeframe.begins[0]


def _in_whole(texts: Sequence[str], words: Words) -> str:
    """Return the first texts that have room in a resolution, none of them cut, and how many more there are."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    count = max(sum(end <= _LONG + 1 for end in ends), 1)
    return " ".join([shortened(texts[0], _LONG), *texts[1:count], *counted(words, "points", len(texts) - count)])


def _money(context: Context, item: PathStep, number: int, before: PathStep | None) -> Due:
    """Return when to apply for the money of a step, as the schedule counts it, and when it is there."""
    words, frame = context.words, item.timeframe
    asked = frame.asked or frame.begins
    if frame.round is not None:
        what = words("council.motion.money_round", number=number)
    elif before is None:
        what = words("council.motion.money_first", number=number)
    elif _is_prepared(context, item):
        what = words("council.motion.money_prepared", number=number)
    else:
        what = words("council.motion.money_later", number=number, before=number - 1)
    details = [
        words("council.motion.who", who=on_money(context, item)),
        _money_of(context, item),
        words("council.motion.date_money", when=_asked(context, item, asked)),
        _without_money(context, item, number),
    ]
    month = words.month(add_months(frame.start, asked[0]))
    who = on_money(context, item)
    line = words("council.later.money", what=what, month=month, who=who, amount=amount(context, item))
    due = min(asked[0], frame.begins[0])  # who lets a step begin knows that its money is asked for
    return {"month": due, "now": {"what": what, "details": " ".join(details)}, "later": line}


def _asked(context: Context, item: PathStep, asked: tuple[int, int]) -> str:
    return context.window(item, asked, "council.when") if item.timeframe.round is None else context.rounds(item, asked)


def _is_prepared(context: Context, step: PathStep) -> bool:
    return any(item.kind == "preparation" and item.rule == step.step for item in context.outcome.path)


def _without_money(context: Context, item: PathStep, number: int) -> str:
    """Return when the money is there, and what happens if it is not asked for."""
    words, frame = context.words, item.timeframe
    if frame.lead_time is None or frame.money is None:
        return words("council.motion.without_money_open", number=number)
    there = words.month(add_months(frame.start, frame.money[0]))
    months = words.months(frame.lead_time, frame.lead_time)
    return words("council.motion.without_money", number=number, months=months, month=there)


def _begun(context: Context, item: PathStep, number: int, *, is_last: bool) -> Due:
    words = context.words
    named = title(context, item)
    granted = item.cost is not None and any(item.cost.once + item.cost.yearly) and not is_apart(item)
    what = words("council.motion.step_with_money" if granted else "council.motion.step", number=number, title=named)
    leads = words("council.motion.leads", who=context.role(item.actor))
    money = [] if is_apart(item) else [_money_of(context, item)]
    form = "council.motion.without_last" if is_last else "council.motion.without_step"
    without = words(form, target=context.declined(item.target or ""))
    month = words.month(add_months(item.timeframe.start, item.timeframe.begins[0]))
    when = context.begins(item) if item.timeframe.begins_open else words("window.earliest", low=month)
    line = words("council.later.step", number=number, title=named, when=when, who=context.role(item.actor))
    if granted:
        deciders = together(context, item, dated=True)
        line = words("council.later.with_money", step=line, who=deciders, amount=amount(context, item))
    deciders = on_doing(context, item) if is_apart(item) else together(context, item, dated=True)
    details = [words("council.motion.who", who=deciders), leads, *money, _date(context, item), without]
    return {"month": _due(item), "now": {"what": what, "details": " ".join(details)}, "later": line}


def _urgent(context: Context) -> Iterator[Resolution]:
    """Yield a resolution on each thing that cannot wait; contradictions are settled, and not decided on."""
    words, waiting = context.words, _left_to_decide(context)
    who = [words("council.motion.who", who=context.role(role.id)) for role in context.pack.roles[:1]]
    for state in waiting[:_URGENT]:
        told = opening(" ".join(state.advice), _LONG)
        advice = [words("council.motion.advice", advice=told)] if told else []
        details = " ".join([*who, *advice, words("council.motion.urgent_without")])
        yield {"what": words("council.motion.urgent", title=context.titled(state.id)), "details": details}
    rest = [words("value.quoted", value=context.titled(state.id)) for state in waiting[_URGENT:]]
    if rest:
        what = words.counted("council.motion.urgent_rest", len(rest), titles=words.join(rest))
        yield {"what": what, "details": " ".join([*who, words("council.motion.urgent_without")])}


def _waiting(context: Context) -> list[FindingState]:
    found = {state.id: state for state in context.outcome.findings if state.kind != "contradiction"}
    return [found[name] for name in context.outcome.urgent if name in found]


def _left_to_decide(context: Context) -> list[FindingState]:
    """Return what cannot wait and is not mended by what is decided on anyway: the first step, and what prepares it."""
    first = first_of(context.outcome.path, "step")
    if first is None or defers(context) or begins_open(context) or decided(context, first) >= _NOW:
        return _waiting(context)
    decided_on = {first.step, *(item.step for item in context.outcome.path if item.rule == first.step)}
    return [state for state in _waiting(context) if state.removed_by not in decided_on]


def pressing(context: Context) -> list[str]:
    """Return the titles of what cannot wait, in quotation marks."""
    return [context.words("value.quoted", value=context.titled(state.id)) for state in _waiting(context)]


def _noted(context: Context) -> Resolution:
    words = context.words
    return {"what": words("council.motion.noted"), "details": words("council.motion.noted_why")}


def _settled(context: Context) -> Resolution:
    """Return that those who answered settle what contradicts itself or is disputed."""
    words = context.words
    who = words("council.motion.who_answers", who=words("item.everyone"))
    return {"what": words("council.motion.settle"), "details": f"{who} {words('council.motion.without_answers')}"}


def _left_open(context: Context) -> Resolution:
    """Return what is asked for where no path can be planned: that what is open be answered, or that it be noted."""
    words = context.words
    if context.outcome.blocked_by != "undetermined":
        return {"what": words("council.motion.noted"), "details": blocked(context)}
    who = words("council.motion.who_answers", who=words("item.everyone"))
    return {"what": words("council.motion.clarify"), "details": f"{who} {words('council.motion.without_answers')}"}


def _kept(context: Context) -> Resolution:
    words = context.words
    return {"what": words("council.motion.keep"), "details": words("council.motion.keep_without")}


def _money_of(context: Context, item: PathStep) -> str:
    return context.words("council.motion.amount", amount=amount(context, item))


def _date(context: Context, item: PathStep) -> str:
    soon = item.kind != "clarify" and at_next_meeting(context, item, item.timeframe.begins[0])
    return context.words("council.motion.date_next" if soon else "council.motion.date", when=context.begins(item, "council.when"))


def first_of(items: Sequence[PathStep], kind: str) -> PathStep | None:
    """Return the first item of a kind."""
    return next((item for item in items if item.kind == kind), None)
