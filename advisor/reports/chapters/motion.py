"""The motion of a council paper: what is to be decided now, as resolutions, and what comes later, as a short list.

Nobody's competence is asserted: a paper names who would decide by the proposal, and asks to check it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters.cutting import counted, first_sentence, opening, shortened
from advisor.reports.chapters.path import cost_in_words
from advisor.reports.chapters.settling import defers
from advisor.reports.chapters.summary import begins_open, blocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.placeholders import Forms
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


def deciding(context: Context, item: PathStep) -> Forms:
    """Return those who decide on an item in every form of their articles; the words choose one."""
    labels = [context.answers.city.labels[name] for name in deciders(context, item)]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    return {form: context.words.join([label[form] for label in labels]) for form in forms}


def deciders(context: Context, item: PathStep) -> list[str]:
    """Return the roles that decide on a step by the proposal: the first of those who take part, and all who may refuse.

    Who does something in a step, or prepares it, takes part in it: nobody decides alone on what somebody else has to be won over
    for.
    """
    preparing = {each.actor for each in context.outcome.path if each.kind == "preparation" and each.rule == item.step}
    works = map(context.pack.in_full, context.step(item.step).actions)
    acting = {work.actor for work in works if work.actor and work.raises.keys() <= item.raises.keys()}
    taking_part = {item.actor, *item.helpers} | preparing | acting
    first = next(role.id for role in context.pack.roles if role.id in taking_part)
    asked = [role.id for role in context.pack.roles if role.id in taking_part and role.refuses is not None and role.id != first]
    return [first, *asked]


def decided(context: Context, step: PathStep) -> int:
    """Return after how many months a step has to be decided on at the earliest: before what is prepared or asked for it."""
    before = [item for item in context.outcome.path if item.kind == "preparation" and item.rule == step.step]
    rounds = [step.timeframe.round[0]] if step.timeframe.round is not None else []
    return min([step.timeframe.begins[0], *rounds, *(item.timeframe.begins[0] for item in before)])


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
        if item.timeframe.lead_time is not None:
            yield _money(context, item, number, before.get(item.step))
        yield _begun(context, item, number, is_last=number == len(steps))


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
    taking_part = {item.actor, *item.helpers}
    first = next(role.id for role in context.pack.roles if role.id in taking_part)
    who = words("council.motion.who", who=context.role(first))
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
    details = [
        _who(context, item),
        _money_of(context, item),
        words("council.motion.date", when=context.window(starts, window, "council.when")),
        words("council.motion.without_money", number=number, months=months),
    ]
    month = words.month(add_months(starts.timeframe.start, window[0]))
    line = words("council.later.money", what=what, month=month, amount=amount(context, item))
    month_decided = min(window[0], item.timeframe.begins[0])
    return {"month": month_decided, "now": {"what": what, "details": " ".join(details)}, "later": line}


def _begun(context: Context, item: PathStep, number: int, *, is_last: bool) -> Due:
    words = context.words
    named = title(context, item)
    asked_before = item.timeframe.lead_time is not None
    granted = item.cost is not None and any(item.cost.once + item.cost.yearly) and not asked_before
    what = words("council.motion.step_with_money" if granted else "council.motion.step", number=number, title=named)
    leads = words("council.motion.leads", who=context.role(item.actor))
    money = [] if asked_before else [_money_of(context, item)]
    form = "council.motion.without_last" if is_last else "council.motion.without_step"
    without = words(form, target=context.declined(item.target or ""))
    month = words.month(add_months(item.timeframe.start, item.timeframe.begins[0]))
    when = context.begins(item) if item.timeframe.begins_open else words("window.earliest", low=month)
    line = words("council.later.step", number=number, title=named, when=when, who=context.role(item.actor))
    if granted:
        line = words("council.later.with_money", step=line, amount=amount(context, item))
    details = " ".join([_who(context, item), leads, *money, _date(context, item), without])
    return {"month": _due(item), "now": {"what": what, "details": details}, "later": line}


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


def _who(context: Context, item: PathStep) -> str:
    return context.words("council.motion.who", who=context.words.join([context.role(name) for name in deciders(context, item)]))


def _money_of(context: Context, item: PathStep) -> str:
    return context.words("council.motion.amount", amount=amount(context, item))


def _date(context: Context, item: PathStep) -> str:
    return context.words("council.motion.date", when=context.begins(item, "council.when"))


def first_of(items: Sequence[PathStep], kind: str) -> PathStep | None:
    """Return the first item of a kind."""
    return next((item for item in items if item.kind == kind), None)
