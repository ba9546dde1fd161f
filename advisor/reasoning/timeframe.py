"""Say of an item of the path when it begins and ends: what the schedule found, on the days that a city named."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.outcome import Timeframe
from advisor.reasoning.schedule import add_months, begins_on, beyond, months_from, round_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.schedule import Slot, Timing


def timeframe(pack: Pack, answers: Answers, slot: Slot, timing: Timing | None = None) -> Timeframe:
    """Return when something begins and ends, with what is known of its money, and how that stands to the end of the term."""
    ends, start = term_ends(pack, answers), begins_on(answers.date, answers.start)
    return Timeframe(
        begins=slot.begins,
        ends=slot.ends,
        start=start,
        lead_time=None if timing is None else timing.lead_time,
        round=None if timing is None else timing.round,
        term=None if ends is None else beyond(slot, months_from(start, ends)),
        lead_unknown=timing is not None and timing.lead_unknown,
        begins_open=slot.begins_open,
        ends_open=slot.ends_open,
        asked=None if timing is None else timing.asked,
        money=None if timing is None else timing.money,
        above=None if timing is None else timing.above,
    )


def term_ends(pack: Pack, answers: Answers) -> datetime.date | None:
    """Return the day on which the term of those in office ends; None where nobody said it."""
    return day_of(answers, pack.info.term_ends)


def freeze_ends(pack: Pack, answers: Answers) -> datetime.date | None:
    """Return the day until which no new money is granted; None where nobody said it, or it is over."""
    ends = day_of(answers, pack.info.freeze_ends)
    return ends if ends is not None and ends >= answers.date else None


def money_from(pack: Pack, answers: Answers) -> int | None:
    """Return the months from the start until new money is granted again; None where nothing is known to keep it back."""
    ends = freeze_ends(pack, answers)
    return None if ends is None else months_from(begins_on(answers.date, answers.start), ends) + 1


def day_of(answers: Answers, question: str | None) -> datetime.date | None:
    """Return the day that answers a question; None where nobody said it."""
    answer = answers.answers.get(question or "")
    value = None if answer is None else answer.value
    if isinstance(value, int):
        return add_months(answers.date, value)
    return value if isinstance(value, datetime.date) else None


def next_round(pack: Pack, answers: Answers, given: Mapping[str, Value]) -> int | None:
    """Return the months from the start until money can be applied for; None where nobody knows."""
    months = given.get(pack.info.next_round or "")
    if not isinstance(months, int):
        return None
    return round_from(months - months_from(answers.date, begins_on(answers.date, answers.start)), 0)
