"""Money that ends on a day that a city named: by which round more has to be asked for, and that it cannot wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters import competence, deadlines
from advisor.reports.chapters.resolution import Resolution, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reports.context import Context


def told(context: Context) -> Iterator[str]:
    """Yield when money ends, and the last round in which more can be asked for in time."""
    if context.outcome.renewal is not None:
        yield context.words(f"renewal.{context.outcome.renewal.state}", **_dates(context))


def is_urgent(context: Context) -> bool:
    """Tell whether the next round is the last in time, or even that is too late."""
    return context.outcome.renewal is not None and context.outcome.renewal.state in {"now", "missed"}


def tells(context: Context, finding: str) -> bool:
    """Tell whether what is said here of an end takes the place of a finding, which knows the same day."""
    return is_urgent(context) and context.pack.finding(finding).deadline == context.pack.info.money_ends


def title(context: Context) -> str:
    """Return what ends, as the city was asked for it, or as the finding says it in whose place this is told."""
    instead = next((name for name in context.outcome.urgent if tells(context, name)), None)
    return context.titled(instead) if instead is not None else label(context)


def label(context: Context) -> str:
    """Return what ends, as the city was asked for it."""
    return context.question_label(context.pack.info.money_ends or "")


def questions(context: Context) -> list[str]:
    """Return the questions from whose answers the last round in time was worked out; none where it could not be."""
    renewal, info = context.outcome.renewal, context.pack.info
    if renewal is None or renewal.round is None:
        return []
    return [name for name in (info.money_ends, info.next_round, info.competences[-1].waits_for) if name]


def advice(context: Context) -> str:
    """Return what to do about an end that cannot wait."""
    renewal = context.outcome.renewal
    return "" if renewal is None else context.words(f"renewal.advice.{renewal.state}", **_dates(context))


def resolutions(context: Context) -> Iterator[Resolution]:
    """Yield that more is asked for in the last round that is in time, or that what is missing until then is bridged."""
    renewal, words = context.outcome.renewal, context.words
    if renewal is None or not is_urgent(context):
        return
    dates = _dates(context)
    is_missed = renewal.state == "missed"
    date = (
        words("council.motion.decided", by=deadlines.at_once(context))
        if is_missed
        else words("council.motion.applied_later", when=dates["round"], by=deadlines.at_once(context))
    )
    yield asked(
        context,
        words(f"renewal.motion.{renewal.state}", **dates),
        who=competence.to_check(context) if is_missed else competence.with_budget(context),
        amount=words("council.unknown_money"),
        date=date,
        without=words(f"renewal.without.{renewal.state}", **dates),
    )


def _dates(context: Context) -> dict[str, str]:
    """Return the days and months of an end, in words."""
    renewal, words = context.outcome.renewal, context.words
    if renewal is None:
        return {}
    months = {"round": renewal.round, "money": renewal.money, "next_money": renewal.next_money}
    found = {name: "" if month is None else words.month(month) for name, month in months.items()}
    return {"label": label(context), "title": title(context), "day": words.date(renewal.ends), **found}
