"""Money that ends: the last budget round in which more can be asked for so that it is there in time, and that it is urgent."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor.reasoning.renewal import renewal
from tests.support.cities import city

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.told import Renewal


def month(year: int, number: int) -> datetime.date:
    return datetime.date(year, number, 1)


def answered(pack: Pack, ends: datetime.date, next_round: int | None = None, lead: int | None = None) -> Renewal | None:
    given = {"months_to_next_budget": next_round, "budget_lead_time_months": lead}
    known = {name: value for name, value in given.items() if value is not None}
    return renewal(pack, city(pack, {"post_or_credit_ends": ends, **known}), known)


@pytest.mark.parametrize(
    ("ends", "state", "last"),
    [
        (datetime.date(2028, 2, 29), "now", month(2027, 4)),  # its money is there in March 2028, on the day after
        (datetime.date(2029, 2, 27), "now", month(2027, 4)),  # one day more, and a year later is in time as well
        (datetime.date(2029, 2, 28), "later", month(2028, 4)),
        (datetime.date(2028, 2, 27), "missed", month(2027, 4)),
    ],
)
def test_the_last_round_in_time_is_the_one_whose_money_is_there_when_the_other_ends(
    pack: Pack, ends: datetime.date, state: str, last: datetime.date
) -> None:
    found = answered(pack, ends, next_round=5, lead=11)
    assert found is not None
    assert (found.state, found.round) == (state, last)
    assert found.money is not None
    assert found.next_money == found.money.replace(year=found.money.year + 1)


def test_an_end_is_known_where_rounds_are_not_and_one_that_is_over_is_none(pack: Pack) -> None:
    found = answered(pack, datetime.date(2028, 2, 29))
    assert found is not None
    assert (found.state, found.round) == ("open", None)
    assert answered(pack, datetime.date(2026, 11, 21), 5, 11) is None
