"""The message of a council paper in plain sentences: where the city stands, what to decide next, and what is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import motion, reservations, settling
from advisor.reports.chapters.cutting import listed
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import aims_at_all, begins_open, blocked, nothing_settled

if TYPE_CHECKING:
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
    is_open = bool(context.approaches_with("undetermined", aimed=True))
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
    month = words.month(add_months(step.timeframe.start, step.timeframe.begins[0]))
    who, cost = motion.deciders(context, step), motion.amount(context, step)
    is_prepared = any(item.kind == "preparation" for item in path[: path.index(step)])
    form = "council.decide.prepared" if is_prepared else "council.decide.step"
    told = words(form, title=title, who=who, month=month, cost=cost)
    return told if context.outcome.arrives else f"{told} {blocked(context)}"


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
    words = context.words
    undetermined = context.approaches_with("undetermined")
    unknown = reservations.open_answers(context)
    found = [words("council.uncertain.open", names=words.join(undetermined))] if undetermined else []
    if unknown and not undetermined:
        found.append(words("council.uncertain.unknown", questions=listed(words, unknown, _NAMED)))
    return " ".join([*found, words("council.uncertain.proposals")])
