"""Lay a path out in time: steps one after the other, preparations beside the step before, lead times respected.

Durations are ranges in months, so every begin and end is a range as well: the earliest and the latest. A preparation ends with
the step before, because it often needs what that step brings. Money is applied for when the step before begins, so its lead time
counts from there; money for the first step within the first 90 days of it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.logic.values import Value
    from advisor.reasoning.planner import PlannedStep

Months = tuple[int, int]

CLARIFYING: Months = (0, 1)
"""How long it takes to answer open questions: a meeting, or a month of asking around (a proposal)."""

APPLYING: Months = (0, 3)
"""When in the first step its money is applied for: at once, or after what the first 90 days bring (a proposal)."""


class Slot(msgspec.Struct, frozen=True):
    """When something begins and ends, in months from the start, earliest and latest."""

    begins: Months
    ends: Months


class Timing(msgspec.Struct, frozen=True):
    """The slots of a step and of its preparation, and the lead time that stretched the step, if one did."""

    preparation: Slot | None
    step: Slot
    lead_time: int | None


def schedule(steps: tuple[PlannedStep, ...], given: Mapping[str, Value], *, clarify: bool) -> tuple[Timing, ...]:
    """Return the timing of each step, in the order of the path."""
    timings: list[Timing] = []
    before = Slot((0, 0), CLARIFYING if clarify else (0, 0))
    for planned in steps:
        preparation = _preparation(before, preparing(planned), first=not timings) if planned.preparations else None
        begins = before.ends if preparation is None else _later(before.ends, preparation.ends)
        applied = before.begins if timings else _slot(begins, APPLYING).ends
        before, lead = _with_lead_time(_slot(begins, doing(planned)), applied, _longest_lead(planned, given))
        timings.append(Timing(preparation, before, lead))
    return tuple(timings)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies so many months after a day's month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


def _with_lead_time(slot: Slot, applied: Months, lead: int | None) -> tuple[Slot, int | None]:
    """Let a step end no earlier than its money can be there, counted from when it was applied for."""
    if lead is None:
        return slot, None
    ends = _later(slot.ends, (applied[0] + lead, applied[1] + lead))
    return Slot(slot.begins, ends), lead if ends != slot.ends else None


def _longest_lead(planned: PlannedStep, given: Mapping[str, Value]) -> int | None:
    """Return the months that the money takes for what is still to be done; None where nothing is waited for."""
    waited = [planned.step.waits_for, *(work.waits_for for work in planned.actions)]
    return max((lead for name in waited if name and isinstance(lead := given.get(name), int)), default=None)


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
