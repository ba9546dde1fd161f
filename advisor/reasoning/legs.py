"""A step of a path between two places; who is there and how approaches stand is read once for each, though both steps ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.competence import Bill, bills, deciding
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.frames import StepFrame
from advisor.reasoning.outcome import Status
from advisor.reasoning.planner import PlannedStep
from advisor.reasoning.spending import Crew, Staff, crew_of

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.frames import Frames


class There(msgspec.Struct, frozen=True):
    """Where a city stands before a step or after it: who is there, and the status of each approach."""

    staff: Staff
    statuses: dict[str, Status]


class Leg(msgspec.Struct, frozen=True):
    """A step of the path between two places, who works in it, who decides on it, and what is paid for."""

    planned: PlannedStep
    frame: StepFrame
    before: There
    after: There
    crew: Crew
    deciders: list[str]
    bills: list[Bill]


def there(pack: Pack, standing: Conclusions) -> There:
    """Return what is read of a city where it stands."""
    statuses = {approach.id: status_of(approach.id, standing) for approach in pack.approaches}
    return There(Staff(pack, standing.known), statuses)


def leg_of(frames: Frames, planned: PlannedStep, before: There, after: There) -> Leg:
    """Return a step of the path; ``before`` and ``after`` are where the city stands then."""
    crew = crew_of(planned, before.staff, after.staff)
    deciders = deciding(before.staff, crew.doers)
    paid = bills(before.staff, planned.actions, planned.before.given, deciders[0])
    return Leg(planned, frames.of_step(planned.step), before, after, crew, deciders, paid)
