"""The message of a council paper in plain sentences: where the city stands, what to decide next, and what is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import deciders, motion, reservations, settling
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import aims_at_all, begins_open, blocked, may_be_there, nothing_settled

if TYPE_CHECKING:
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

_NAMED = 3
"""How many unknown answers are named on the first page."""


def stands(context: Context) -> str:
    """Say in one plain sentence where the city stands."""
    words, outcome = context.words, context.outcome
    aimed = [name for name, state in outcome.approaches.items() if state.aimed]
    if len(aimed) == 1:
        status = status_words(context, outcome.approaches[aimed[0]])
        return words("council.stands.only", approach=context.declined(aimed[0]), status=status)
    count = words(f"council.count.{len(aimed)}")
    kinds = words("council.kinds" if aims_at_all(context) else "council.kinds_aimed", count=count)
    established = context.approaches_with("established", aimed=True)
    if outcome.balanced:
        return words("council.stands.balanced", kinds=kinds)
    if nothing_settled(context):
        return words("council.stands.nothing_settled", kinds=kinds)
    is_open = may_be_there(context, aimed=True)
    if not established:
        return words("council.stands.open" if is_open else "council.stands.none", kinds=kinds)
    names = words.join([context.pack.introduced(name) for name in established])
    if len(established) == 1:
        return words("council.stands.one_open" if is_open else "council.stands.one", kinds=kinds, names=names)
    form = "council.stands.some_open" if is_open else "council.stands.some"
    return words(form, kinds=kinds, established=words(f"council.count.{len(established)}"), names=names)


def decide(context: Context) -> str:
    """Say in one plain sentence what is to be decided next: who decides, on what, from when, for how much."""
    words, path = context.words, context.outcome.path
    step = motion.first_of(path, "step")
    if step is None:
        return _without_step(context)
    if begins_open(context) and not settling.defers(context):
        return words("council.decide.clarify_first")
    title = motion.title(context, step)
    if settling.defers(context):
        return words("council.decide.settle", title=title)
    prepared = [item for item in path[: path.index(step)] if item.kind == "preparation"]
    form = "council.decide.prepared" if prepared else "council.decide.step"
    said = [words(form, title=title), *_missing(context, step), _who(context, step), _by_when(context, step)]
    said += [*_price_before(context, prepared), *_price(context, step)]
    return " ".join([*said, *([] if context.outcome.arrives else [blocked(context)])])


def _missing(context: Context, step: PathStep) -> list[str]:
    """Say which precondition of the first step is certainly not there: the whole paper hangs on it."""
    missing = [each.text for each in step.preconditions if each.state == "missing"]
    return [context.words("council.decide.missing", text=text) for text in missing[:1]]


def _price_before(context: Context, prepared: list[PathStep]) -> list[str]:
    """Say what the preparation costs, where it costs something: it is decided on together with the step."""
    costly = [item for item in prepared if item.cost is not None and any(item.cost.once + item.cost.yearly)]
    return [context.words("council.decide.costs_before", cost=motion.amount(context, item)) for item in costly[:1]]


def _who(context: Context, step: PathStep) -> str:
    words = context.words
    if deciders.is_apart(step):
        said = words("council.decide.who_one", who=deciders.on_doing(context, step))
        form = "council.decide.who_money" if step.timeframe.round is None else "council.decide.who_money_asked"
        asked = "" if step.timeframe.round is None else context.rounds(step, step.timeframe.round)
        return f"{said} {words(form, who=deciders.on_money(context, step), window=asked)}"
    several = len(step.grants or step.decides) > 1
    return words("council.decide.who" if several else "council.decide.who_one", who=deciders.together(context, step, dated=True))


def _by_when(context: Context, step: PathStep) -> str:
    """Say when the first step can begin, and by when that has to be decided: before what is prepared for it begins."""
    words, frame = context.words, step.timeframe
    begins, decided = frame.begins[0], motion.decided(context, step)
    month = words.month(add_months(frame.start, begins))
    if motion.at_next_meeting(context, step, decided):
        return words("council.decide.at_next_meeting", month=month)
    if decided == begins:
        return words("council.decide.by_then", month=month)
    return words("council.decide.before", month=month, by=words.month(add_months(frame.start, decided)))


def _price(context: Context, step: PathStep) -> list[str]:
    """Say what the first step costs, and how long its money is waited for."""
    words, lead = context.words, step.timeframe.lead_time
    if step.cost is not None and any(step.cost.once + step.cost.yearly):
        said = [words("council.decide.costs", cost=motion.amount(context, step))]
    else:
        said = [words("council.decide.costs_nothing" if context.pack.info.currency else "council.decide.costs_unknown")]
    if step.timeframe.lead_unknown:
        known = step.timeframe.round is not None
        said.append(words("council.decide.lead_unknown_round" if known else "council.decide.lead_unknown"))
    return said if lead is None else [*said, words("council.decide.lead", months=words.months(lead, lead))]


def _without_step(context: Context) -> str:
    """Say what is to be decided where no step is planned: what to settle or answer first, or who keeps watch."""
    words, outcome = context.words, context.outcome
    if settling.defers(context):
        return words("council.decide.settle_first")
    if outcome.path or outcome.blocked_by == "undetermined":
        return words("council.decide.clarify")
    if not outcome.arrives:
        return blocked(context)
    return words("council.decide.keep_urgent" if motion.pressing(context) else "council.decide.keep")


def uncertain(context: Context) -> str:
    """Say on the first page what is uncertain: what is open, and that much is proposed and not known."""
    words, outcome = context.words, context.outcome
    undetermined = context.approaches_with("undetermined")
    unknown = reservations.open_answers(context)
    found = []
    if undetermined:
        form = "council.uncertain.open_disputed" if outcome.disputes else "council.uncertain.open"
        found.append(words(form, names=words.join(undetermined)))
    elif unknown:
        named = [words("value.quoted", value=label) for label in unknown[:_NAMED]]
        found.append(words.counted("council.uncertain.unknown", len(unknown), questions=words.join(named)))
    is_planned = motion.first_of(outcome.path, "step") is not None and not begins_open(context)
    if is_planned and may_be_there(context, aimed=True):
        found.append(words("council.uncertain.may_shorten"))
    return " ".join([*found, *([words("council.uncertain.proposals")] if is_planned else [])])
