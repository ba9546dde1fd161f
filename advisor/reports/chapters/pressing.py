"""What cannot wait: with resolutions of its own, unless the step that is asked for mends it anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import competence, deadlines, renewing
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.resolution import Resolution, asked
from advisor.reports.chapters.situation import first_step, preparing, situation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import FindingState
    from advisor.reports.context import Context

OWN = 3
"""How many urgent findings have a resolution of their own, with money that ends; a last one beside them has one as well."""


def mended_too(context: Context) -> str:
    """Say which urgent findings the first step mends, or nothing."""
    titles = mended(context)
    form = mended_form(context, "council.urgent_mended")
    return context.words.counted(form, len(titles), titles=context.words.join(titles)) if titles else ""


def mended_form(context: Context, form: str) -> str:
    """Return the words for what the first step mends: others where its preparation does so."""
    first = first_step(context)
    prepared = {item.step for item in preparing(context, first)} if first else set()
    return f"{form}_prepared" if any(state.removed_by in prepared for state in _mended(context)) else form


def resolutions(context: Context, own: int = OWN) -> Iterator[Resolution]:
    """Yield a resolution on each thing that cannot wait, the last ones together where more than ``own`` do.

    Contradictions are settled, and not decided on.
    """
    words, waiting = context.words, _left(context)
    own = max(own - renewing.is_urgent(context), 0)
    own += len(waiting) == own + 1
    given = {
        "who": competence.to_check(context),
        "amount": words("council.unknown_money"),
        "date": words("council.motion.decided", by=deadlines.at_once(context)),
    }
    for state in waiting[:own]:
        advice = words("council.motion.advice", advice=" ".join(state.advice)) if state.advice else ""
        leads_to = first_sentence(state.tends_to[0]) if state.tends_to else ""
        without = words("council.motion.urgent_tends", text=leads_to) if leads_to else words("council.motion.urgent_without")
        what = words("council.motion.urgent", title=context.titled(state.id))
        yield asked(context, what, more=advice, without=without, **given)
    rest = [_quoted(context, state) for state in waiting[own:]]
    if rest:
        form = "council.motion.urgent_rest" if own else "council.motion.urgent_all"
        what = words.counted(form, len(rest), titles=words.join(rest))
        without = words("council.motion.urgent_without")
        yield {**asked(context, what, without=without, **given), "points": len(rest)}


def _waiting(context: Context) -> list[FindingState]:
    found = {state.id: state for state in context.outcome.findings if state.kind != "contradiction"}
    return [found[name] for name in context.outcome.urgent if name in found and not renewing.tells(context, name)]


def _left(context: Context) -> list[FindingState]:
    """Return what cannot wait and is not mended by the step that is asked for anyway."""
    gone = _mended(context)
    return [state for state in _waiting(context) if state not in gone]


def _mended(context: Context) -> list[FindingState]:
    """Return what cannot wait and the step that is asked for now mends, or its preparation."""
    first = first_step(context)
    if first is None or situation(context) != "step" or not deadlines.is_now(context, first):
        return []
    items = {item.step for item in (first, *preparing(context, first))}
    return [state for state in _waiting(context) if state.removed_by in items]


def left(context: Context) -> list[str]:
    """Return the titles of what cannot wait and has a resolution of its own, in quotation marks; money that ends comes first."""
    ending = [context.words("value.quoted", value=renewing.title(context))] if renewing.is_urgent(context) else []
    return [*ending, *(_quoted(context, state) for state in _left(context))]


def mended(context: Context) -> list[str]:
    """Return the titles of what cannot wait and the first step mends, in quotation marks."""
    return [_quoted(context, state) for state in _mended(context)]


def _quoted(context: Context, state: FindingState) -> str:
    return context.words("value.quoted", value=context.titled(state.id))
