"""Lay a path out in time: steps one after the other, preparations beside the step before, lead times respected.

Durations are ranges in months, so every begin and end is a range as well: the earliest and the latest. A preparation ends with
the step before, because it often needs what that step brings. Money is applied for when the step before begins, but not before
what is prepared for it is there; money for the first step within the first 90 days of it. Where it is known when money can next
be applied for, an application waits for that round, or for the same one a year or more later: a step that begins late misses
one. What the money is for is done once it is there. Where nobody knows how long that takes, only the earliest months are known
from there on. While money is held back, by savings that are known to end, it is applied for in the last round from which it comes
in time after that.
"""

from __future__ import annotations

import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.logic.evaluate import holds
from advisor.reasoning.told import Above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.logic.condition import Condition
    from advisor.logic.values import Value
    from advisor.reasoning.competence import Vote
    from advisor.reasoning.planner import PlannedStep

Months = tuple[int, int]

CLARIFYING: Months = (0, 1)
"""How long it takes to answer open questions: a meeting, or a month of asking around (a proposal)."""

CLARIFIED = CLARIFYING[1] + 1
"""In which month a step can be decided on that waits for answers: when they are due, no earlier and no later."""

APPLYING: Months = (0, 3)
"""When in the first step its money is applied for: at once, or after what the first 90 days bring (a proposal)."""


GRANTING = 1
"""How long it takes at least from an application to the money where nobody knows: somebody has to decide on it (a proposal)."""

Beyond = Literal["begins_after", "ends_after", "may_end_after"]
"""How something stands to the end of a term: begun after it, ended after it, or ended after it at the latest."""

YEAR = 12
"""Money is applied for once a year, at the same time (a proposal: that is how budgets of administrations are made)."""


class Slot(msgspec.Struct, frozen=True):
    """When something begins and ends, in months from the start, earliest and latest; the latest is not known where it is open."""

    begins: Months
    ends: Months
    begins_open: bool = False
    ends_open: bool = False


class Timing(msgspec.Struct, frozen=True):
    """The slots of a step and of its preparation, and the lead time of its money, if it waits for some.

    ``asked`` is when money can be applied for, in the earliest and in the latest case, and ``round`` the same where the step
    waits for money and rounds are known; ``money`` is when it is there. ``lead_unknown`` says that money is waited for and nobody
    knows how long that takes: then it is there no earlier than ``money`` says.
    """

    preparation: Slot | None
    step: Slot
    lead_time: int | None
    round: Months | None = None
    lead_unknown: bool = False
    asked: Months | None = None
    money: Months | None = None
    above: Above | None = None


def schedule(  # noqa: PLR0913 - all that months rest on
    steps: tuple[PlannedStep, ...],
    given: Mapping[str, Value],
    *,
    clarify: bool,
    next_round: int | None = None,
    money_from: int | None = None,
    refused: Condition | None = None,
    voted: Sequence[Vote | None] = (),
) -> tuple[Timing, ...]:
    """Return the timing of each step, in the order of the path.

    Args:
        steps: The steps.
        given: The answers.
        clarify: Whether open questions are answered first.
        next_round: The months from the start until money can be applied for; None where nobody knows.
        money_from: The months from the start until new money is granted again; None where it is not held back.
        refused: Where whoever votes on money refuses it: nothing is applied for until they are won over.
        voted: For each step the vote that its money needs, or may need; beyond a known limit, a step may end as late as that.

    """
    timings: list[Timing] = []
    before = Slot((0, 0), (CLARIFIED, CLARIFIED) if clarify else (0, 0))
    for planned, vote in zip_longest(steps, voted):
        preparation = _preparation(before, preparing(planned), first=not timings) if planned.preparations else None
        begins = before.ends if preparation is None else _later(before.ends, preparation.ends)
        slot = _slot(begins, doing(planned))
        is_refused = refused is not None and holds(refused, planned.before.known) is True
        asked = _asked(before if timings else None, preparation, begins, next_round, is_refused=is_refused)
        is_open, waits = before.ends_open, [*_waited(planned), *([vote.waits_for] if vote and vote.of == "all" else [])]
        unknown, lead = _lead_unknown(waits, given), _longest_lead(waits, given)
        takes = max(lead or 0, GRANTING) if unknown else lead or 0
        if waits and money_from is not None and not unknown:
            asked = _held_back(asked, money_from - takes, next_round)
        money = _later(_after(asked, takes), (money_from or 0, money_from or 0)) if waits else None
        ends = slot.ends if money is None else _later(slot.ends, _slot(money, _spending(planned)).ends)
        above = _above(planned, vote, asked, ends, given) if vote is not None and not waits else None
        if vote is not None and vote.of == "above" and above is not None and above.ends is not None:
            ends = ends[0], above.ends[1]
        before = Slot(begins, ends, is_open, is_open or unknown)
        timing = Timing(
            preparation=_opened(preparation, is_open=is_open),
            step=before,
            lead_time=None if unknown else lead,
            round=asked if waits and next_round is not None else None,
            lead_unknown=unknown,
            asked=asked if waits or next_round is not None else None,
            money=money,
            above=above,
        )
        timings.append(timing)
    return tuple(timings)


def round_from(next_round: int, month: int) -> int:
    """Return the month of the first round from a month on: the next one that is known, or the same a year or more later.

    >>> round_from(5, 0), round_from(5, 5), round_from(5, 6)
    (5, 5, 17)
    """
    return next_round + YEAR * max(0, -((next_round - month) // YEAR))


def months_from(month: datetime.date, later: datetime.date) -> int:
    """Return how many months the month of one day lies before that of another.

    >>> months_from(datetime.date(2026, 11, 22), datetime.date(2027, 1, 1))
    2
    """
    return (later.year - month.year) * YEAR + later.month - month.month


def beyond(slot: Slot, term: int | None) -> Beyond | None:
    """Tell whether something goes on after the month in which a term ends; None where it does not, or nobody knows."""
    if term is None or term < 0:
        return None
    if slot.begins[0] > term:
        return "begins_after"
    return "ends_after" if slot.ends[0] > term else "may_end_after" if slot.ends_open or slot.ends[1] > term else None


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies so many months after a day's month, in the last year there is at most."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return datetime.date(min(year, datetime.MAXYEAR), month + 1, 1)


def begins_on(report: datetime.date, wished: datetime.date) -> datetime.date:
    """Return when a path begins: on the day a city names, but not in the month of the report, which is talked over first.

    >>> begins_on(datetime.date(2026, 11, 28), datetime.date(2026, 11, 28))
    datetime.date(2026, 12, 1)
    """
    return max(wished, add_months(report, 1))


def _asked(before: Slot | None, preparation: Slot | None, begins: Months, next_round: int | None, *, is_refused: bool) -> Months:
    """Return when the money of a step can be applied for, in the earliest and in the latest case.

    Args:
        before: The step before; None where there is none.
        preparation: What is prepared for the step; an application rests on it.
        begins: When the step begins.
        next_round: The months until money can be applied for; None where nobody knows.
        is_refused: Whether the preparation first has to win over whoever votes on the money.

    """
    asked = _slot(begins, APPLYING).ends if before is None else before.begins
    if preparation is not None:
        asked = _later(asked, _after(preparation.ends, int(is_refused)))
    if next_round is None:
        return asked
    return round_from(next_round, asked[0]), round_from(next_round, max(asked[1], begins[1]))


def _above(planned: PlannedStep, vote: Vote, asked: Months, ends: Months, given: Mapping[str, Value]) -> Above:
    """Return how a step goes with money that is voted on, which would end it at one of these months without."""
    lead = _longest_lead([vote.waits_for], given)
    money = None if lead is None else _after(asked, lead)
    return Above(asked=asked, money=money, ends=None if money is None else _later(ends, _slot(money, _spending(planned)).ends))


def _held_back(asked: Months, latest: int, next_round: int | None) -> Months:
    """Return when to apply for money that is held back: as late as it is there when it is granted again, no earlier than now.

    >>> _held_back((7, 7), 20, next_round=7), _held_back((7, 19), 14, next_round=7), _held_back((0, 3), 20, next_round=None)
    ((19, 19), (7, 19), (20, 20))
    """
    if next_round is None:
        return _later(asked, (latest, latest))
    early, late = (month + YEAR * max(0, (latest - month) // YEAR) for month in asked)
    return early, late


def _after(months: Months, lead: int) -> Months:
    return months[0] + lead, months[1] + lead


def _longest_lead(waits: Sequence[str], given: Mapping[str, Value]) -> int | None:
    """Return the months that the money takes for what is still to be done, the most that is known; None where none are."""
    return max((lead for name in waits if isinstance(lead := given.get(name), int)), default=None)


def _spending(planned: PlannedStep) -> Months:
    """Return how long it takes to do what the money is for, once it is there: what costs and is no application."""
    return _side_by_side(list(_paid(planned)))


def _paid(planned: PlannedStep) -> Iterable[Months | None]:
    for work in planned.actions:
        if work.waits_for:
            yield work.after_money
        elif work.cost is not None and any(work.cost.once + work.cost.yearly):
            yield work.months or planned.step.months


def _lead_unknown(waits: Sequence[str], given: Mapping[str, Value]) -> bool:
    """Tell whether money is waited for, and nobody knows how long that takes."""
    return not all(isinstance(given.get(name), int) for name in waits)


def _waited(planned: PlannedStep) -> list[str]:
    return [name for name in (planned.step.waits_for, *(work.waits_for for work in planned.actions)) if name]


def _opened(slot: Slot | None, *, is_open: bool) -> Slot | None:
    """Return when something is prepared, which ends with the step before; where that has no latest end, this has none either."""
    return slot if slot is None else msgspec.structs.replace(slot, begins_open=is_open, ends_open=is_open)


def doing(planned: PlannedStep) -> Months:
    """Return how long what is to be done in a step takes side by side."""
    return _side_by_side([work.months or planned.step.months for work in planned.actions] or [planned.step.months])


def preparing(planned: PlannedStep) -> Months:
    """Return how long the preparations of a step take side by side."""
    return _side_by_side([work.months for work in planned.preparing])


def _side_by_side(ranges: Sequence[Months | None]) -> Months:
    said = [months for months in ranges if months is not None] or [(0, 0)]
    return max(low for low, _ in said), max(high for _, high in said)


def _preparation(before: Slot, months: Months, *, first: bool) -> Slot:
    """Return when a step is prepared: before the first, otherwise so that it ends with the step before if that is long enough."""
    if first:
        return _slot(before.ends, months)
    ends = _later(before.ends, _slot(before.begins, months).ends)
    begins = sorted((ends[0] - months[0], ends[1] - months[1]))
    return Slot((begins[0], begins[1]), ends)


def _slot(begins: Months, months: Months) -> Slot:
    return Slot(begins, (begins[0] + months[0], begins[1] + months[1]))


def _later(one: Months, other: Months) -> Months:
    return max(one[0], other[0]), max(one[1], other[1])
