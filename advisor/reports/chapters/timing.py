"""What is said of time: how long items take, the round that money waits for, the term, and what came after the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.steps import years_in
from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import competence, renewing
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.situation import first_step, preparing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


def duration(context: Context, item: PathStep, number: int) -> str:
    """Return how long an item takes, how its money is applied for, and whether it goes on after the term."""
    said = [context.words.months(*item.months), *remarks(context, item, number)]
    return said[0] if len(said) == 1 else " ".join([f"{said[0]}.", *said[1:]])


def remarks(context: Context, item: PathStep, number: int) -> list[str]:
    """Return how the money of an item is applied for, what a larger amount changes, and whether it goes on after the term."""
    return [*_money(context, item, number), *above(context, item), *_term(context, item)]


def above(context: Context, item: PathStep) -> Iterator[str]:
    """Yield how an item goes with more money than those below may grant.

    Where nobody told how much that is, nothing as long as nobody knows how long money takes either.
    """
    words, voted, limit = context.words, item.timeframe.above, competence.own_limit(context, item)
    if voted is None or (limit is None and voted.money is None) or begins_open(context):
        return
    of = words("item.above_limit", amount=limit) if limit is not None else words("item.above_own")
    if voted.money is None or voted.ends is None:
        yield words("item.above_open", of=of, asked=context.rounds(item, voted.asked))
        return
    earliest, latest = (
        {name: context.month(item, month) for name, month in zip(("asked", "money", "ends"), way, strict=True)}
        for way in zip(voted.asked, voted.money, voted.ends, strict=True)
    )
    if earliest == latest:
        yield words("item.above", of=of, **earliest)
        return
    yield words("item.above_earliest", of=of, **earliest)
    yield words("item.above_latest", **latest)


def _money(context: Context, item: PathStep, number: int) -> Iterator[str]:
    frame, words = item.timeframe, context.words
    if begins_open(context):
        return
    if frame.begins_open:
        yield words("item.begins_open", number=_waiting_before(context, item))
    rounds = "" if frame.round is None else context.rounds(item, frame.round)
    if frame.lead_unknown and (rounds or not frame.begins_open):  # what waits for such a step was told of it
        yield words("item.lead_unknown_round", window=rounds) if rounds else words("item.lead_unknown")
    if frame.lead_time is None:
        return
    months = words.months(frame.lead_time, frame.lead_time)
    if rounds:
        yield words("item.lead_time_round", months=months, window=rounds)
    elif number == 1:
        yield words("item.lead_time_first", months=months)
    else:
        yield words("item.lead_time_prepared" if preparing(context, item) else "item.lead_time_later", months=months)


def _waiting_before(context: Context, item: PathStep) -> int:
    """Return the number of the step before, for whose money nobody knows how long it takes."""
    steps = [each for each in context.outcome.path if each.kind == "step"]
    before = steps[: steps.index(item)]
    return max(place for place, each in enumerate(before, start=1) if each.timeframe.lead_unknown)


def _term(context: Context, item: PathStep) -> Iterator[str]:
    if item.timeframe.term is not None and not begins_open(context):
        yield context.words(f"item.{item.timeframe.term}", **_end_of_term(context))


def _end_of_term(context: Context) -> dict[str, str]:
    question, day = context.pack.info.term_ends, context.outcome.term_ends
    if question is None or day is None:
        return {"label": "", "month": ""}
    return {"label": context.question_label(question), "month": context.words.month(day)}


def notes(context: Context) -> str | None:
    """Return what is to be said beside the timetable: when preparations end, and what goes on after the term.

    Nothing, where no month is told because it is open how the path begins.
    """
    if begins_open(context):
        return None
    told = (_preparations_end(context), _held_back(context), _after_the_term(context), renewing.told(context))
    return " ".join(sentence for each in told for sentence in each) or None


def term(context: Context, *, dated: bool) -> Iterator[str]:
    """Yield when the term of those in office ends, and where the path has dates which steps end only after it."""
    late = list(_after_the_term(context)) if dated else []
    yield from late
    if not late and context.outcome.term_ends is not None:
        yield context.words("item.term_known", **_end_of_term(context))
    yield from _held_back(context) if dated else ()
    yield from renewing.told(context)
    yield from _next_round(context)


def _next_round(context: Context) -> Iterator[str]:
    """Yield when money can next be applied for, where no step tells it that is decided on now."""
    answer, first = context.answers.answers.get(context.pack.info.next_round or ""), first_step(context)
    is_told = (first is not None and first.timeframe.round is not None) or renewing.is_urgent(context)
    if answer is not None and isinstance(answer.value, int) and not is_told and context.outcome.path:
        yield context.words("item.next_round", month=context.words.month(add_months(context.answers.date, answer.value)))


def is_held_back(context: Context, item: PathStep) -> bool:
    """Tell whether money comes later than it takes from its request, because none is granted before."""
    frame, ends = item.timeframe, context.outcome.freeze_ends
    if ends is None or frame.money is None or frame.asked is None:
        return False
    return frame.money[0] > frame.asked[0] + (frame.lead_time or 0)


def _held_back(context: Context) -> Iterator[str]:
    """Yield until when no new money is granted, where a step waits for some."""
    question, day = context.pack.info.freeze_ends, context.outcome.freeze_ends
    if question is not None and day is not None and any(item.timeframe.money is not None for item in context.outcome.path):
        yield context.words("item.held_back", label=context.question_label(question), month=context.words.month(day))


def _preparations_end(context: Context) -> Iterator[str]:
    """Yield what to say of preparations that run while another step does, if there are any."""
    kinds = [item.kind for item in context.outcome.path]
    if "step" in kinds and "preparation" in kinds[kinds.index("step") :]:
        yield context.words("item.preparations_end")


def _after_the_term(context: Context) -> Iterator[str]:
    """Yield which steps end only after the term of those in office, and which perhaps."""
    steps = [item for item in context.outcome.path if item.kind == "step"]
    late = {
        word: [place for place, item in enumerate(steps, start=1) if item.timeframe.term in terms]
        for word, terms in (("term", {"begins_after", "ends_after"}), ("term_perhaps", {"may_end_after"}))
    }
    for word, places in late.items():
        if places:
            names = context.words.join([context.words("item.step", number=place) for place in places])
            form = "term_too" if word == "term_perhaps" and late["term"] else word
            yield context.words(f"item.{form}", steps=names, **_end_of_term(context))


def later_events(context: Context, texts: Iterable[str]) -> Iterator[str]:
    """Yield that some of these texts tell of years after the report, if they do."""
    last = max((context.once(_last_year, text) for text in texts), default=0)
    if last > context.outcome.date.year:
        yield context.words("later_events")


def _last_year(text: str) -> int:
    return max(years_in(text), default=0)
