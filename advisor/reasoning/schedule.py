"""Lay a path out in time: steps one after the other, preparations beside the step before, lead times respected.

Durations are ranges in months, so every begin and end is a range as well: the earliest and the latest. Money is applied for
while the step before is still running, so its lead time counts from there.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.values import Value
    from advisor.reasoning.planner import PlannedStep

Months = tuple[int, int]

CLARIFYING: Months = (0, 1)
"""How long it takes to answer open questions: a meeting, or a month of asking around (a proposal)."""


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
        beside = before.begins if timings else before.ends
        preparation = _slot(beside, _longest(planned)) if planned.preparations else None
        begins = before.ends if preparation is None else _later(before.ends, preparation.ends)
        applied = before.begins if timings else begins
        before, lead = _with_lead_time(_slot(begins, planned.step.months), applied, given.get(planned.step.waits_for or ""))
        timings.append(Timing(preparation, before, lead))
    return tuple(timings)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies so many months after a day's month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


def _with_lead_time(slot: Slot, applied: Months, lead: Value | None) -> tuple[Slot, int | None]:
    """Let a step end no earlier than its money can be there, counted from when it was applied for."""
    if not isinstance(lead, int):
        return slot, None
    ends = _later(slot.ends, (applied[0] + lead, applied[1] + lead))
    return Slot(slot.begins, ends), lead if ends != slot.ends else None


def _longest(planned: PlannedStep) -> Months:
    ranges = [each.prepare.months for each in planned.preparations if each.prepare]
    return max(low for low, _ in ranges), max(high for _, high in ranges)


def _slot(begins: Months, months: Months) -> Slot:
    return Slot(begins, (begins[0] + months[0], begins[1] + months[1]))


def _later(one: Months, other: Months) -> Months:
    return max(one[0], other[0]), max(one[1], other[1])
