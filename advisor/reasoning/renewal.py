"""Money that ends: the last round in which more can be asked for so that it is there in time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.schedule import YEAR, add_months
from advisor.reasoning.timeframe import day_of
from advisor.reasoning.told import Renewal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Value
    from advisor.reasoning.answers import Answers


def renewal(pack: Pack, answers: Answers, given: Mapping[str, Value]) -> Renewal | None:
    """Return by which round more is to be asked for before money ends; None where none ends, or it has.

    Money is in time that is there on the day after the other ends.
    """
    ends = day_of(answers, pack.info.money_ends)
    if ends is None or ends < answers.date:
        return None
    months = given.get(pack.info.next_round or "")
    lead = given.get((pack.info.competences[-1].waits_for if pack.info.competences else None) or "")
    if not isinstance(months, int) or not isinstance(lead, int):
        return Renewal(ends=ends, state="open")

    def is_in_time(month: int) -> bool:
        return add_months(answers.date, month + lead) <= ends + datetime.timedelta(days=1)

    last = months
    while is_in_time(last + YEAR):
        last += YEAR
    return Renewal(
        ends=ends,
        state="missed" if not is_in_time(months) else "now" if last == months else "later",
        round=add_months(answers.date, last),
        money=add_months(answers.date, last + lead),
        next_money=add_months(answers.date, last + YEAR + lead),
    )
