"""The message of a council paper in plain sentences: where the city stands, and what to decide next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import pressing
from advisor.reports.chapters.resolution import title
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.situation import first_step, preparing, situation
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import aims_at_all, blocked, may_be_there, nothing_settled

if TYPE_CHECKING:
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


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
        return words("council.stands.open", kinds=kinds) if is_open else _none_established(context, kinds)
    names = words.join([context.pack.introduced(name) for name in established])
    if len(established) == 1:
        return words("council.stands.one_open" if is_open else "council.stands.one", kinds=kinds, names=names)
    form = "council.stands.some_open" if is_open else "council.stands.some"
    return words(form, kinds=kinds, established=words(f"council.count.{len(established)}"), names=names)


def _none_established(context: Context, kinds: str) -> str:
    """Say that none is established, and which have begun: where all have, a city is elsewhere than where none has."""
    begun = context.approaches_with("emerging", aimed=True)
    if len(begun) == sum(state.aimed for state in context.outcome.approaches.values()):
        return context.words("council.stands.all_begun", kinds=kinds)
    names = context.words.join([context.pack.introduced(name) for name in begun])
    return context.words("council.stands.some_begun" if begun else "council.stands.none", kinds=kinds, names=names)


def decide(context: Context) -> str:
    """Say in one plain sentence what is next: what is to be decided on."""
    words, asks = context.words, situation(context)
    step = first_step(context)
    if asks == "settle":
        return (
            words("council.decide.settle_first") if step is None else words("council.decide.settle", title=title(context, step))
        )
    if asks == "clarify":
        return words("council.decide.clarify_first" if begins_open(context) else "council.decide.clarify")
    if asks == "keep":
        return words("council.decide.keep_urgent" if pressing.left(context) else "council.decide.keep")
    if step is None:
        return blocked(context)
    form = "council.decide.prepared" if preparing(context, step) else "council.decide.step"
    said = [words(form, title=title(context, step))]
    return " ".join([*said, *_missing(context, step), *([] if context.outcome.arrives else [blocked(context)])])


def _missing(context: Context, step: PathStep) -> list[str]:
    """Say what the first step presupposes and is certainly not there: the whole paper hangs on it."""
    missing = [each.text for each in step.preconditions if each.state == "missing"]
    first = [context.words("value.quoted", value=text) for text in missing[:1]]
    return [context.words.counted("council.decide.missing", len(missing), text=text) for text in first]
