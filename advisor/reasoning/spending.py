"""What a path takes: who does it, the days of work of each role, and the money.

A role that is absent works no days. What a measure counts for it falls to whoever does the measure, so that the sum of the days
stays what the work takes.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.model import Pack
from advisor.logic.evaluate import holds
from advisor.logic.values import Allowed, only
from advisor.reasoning.told import CostState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from advisor.knowledge.measures import Work
    from advisor.knowledge.steps import Step
    from advisor.reasoning.planner import PlannedStep


class Staff(msgspec.Struct, frozen=True, dict=True):
    """The roles of a pack where certain values of facts are known; who is there is read when it is first asked for."""

    pack: Pack
    known: Mapping[str, Allowed]

    @functools.cached_property
    def absent(self) -> frozenset[str]:
        """The roles of which it is certain that nobody has them."""
        return frozenset(role.id for role in self.pack.roles if role.absent is not None and holds(role.absent, self.known))

    @functools.cached_property
    def unsure(self) -> frozenset[str]:
        """The roles of which it is not certain that anybody has them."""
        asked = ((role.id, role.absent) for role in self.pack.roles if role.absent is not None)
        return frozenset(role for role, absent in asked if holds(absent, self.known) is not False)

    @functools.cached_property
    def refusing(self) -> frozenset[str]:
        """The roles of which it is certain that they refuse."""
        asked = ((role.id, role.refuses) for role in self.pack.roles if role.refuses is not None)
        return frozenset(role for role, refuses in asked if holds(refuses, self.known) is True)


def leader_of(staff: Staff, step: Step) -> str:
    """Return who leads a step: of those whom it names, the first who is known to be there when it begins."""
    return next((role for role in (step.actor, *step.helpers) if role not in staff.unsure), step.actor)


def led_by(staff: Staff, step: Step, effort: Mapping[str, int]) -> str:
    """Return who leads a step that takes these days of work: nobody who has none, as long as somebody there has some."""
    leader = leader_of(staff, step)
    at_work = (role for role in (step.actor, *step.helpers) if role in effort and role not in staff.unsure)
    return leader if leader in effort else next(at_work, leader)


def doer_of(staff: Staff, work: Work, leader: str) -> str:
    """Return who does something: whom it names, or of those who take part the first who is known to be there, or the leader."""
    if not work.actor:
        return leader
    return next((role for role in (work.actor, *work.helpers) if role and role not in staff.unsure), leader)


def prepared(staff: Staff, planned: PlannedStep) -> Staff:
    """Return who is there once a step is prepared, and before it is taken."""
    if not planned.prepared:
        return staff
    return Staff(staff.pack, {**staff.known, **{fact: only(value) for fact, value in planned.prepared.items()}})


def effort_of(works: Iterable[Work], leader: str, nobody: Collection[str] = ()) -> dict[str, int]:
    """Return the days of work of each role, summed over what is done; ``leader`` does what names nobody else.

    Args:
        works: What is done.
        leader: The role that leads it.
        nobody: The roles that are absent; their days are those of whoever does the work.

    """
    days: dict[str, int] = {}
    for work in works:
        doer = work.actor if work.actor and work.actor not in nobody else leader
        for role, count in work.effort.items():
            who = doer if role in nobody else role
            days[who] = days.get(who, 0) + count
    return days


def summed(efforts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the days of work of each role over several items."""
    days: Counter[str] = Counter()
    for effort in efforts:
        days.update(effort)
    return dict(days)


class Crew(msgspec.Struct, frozen=True):
    """Who works in a step, without its preparation: the days of each role, and who does something."""

    effort: dict[str, int]
    doers: list[str]


def crew_of(planned: PlannedStep, before: Staff, after: Staff) -> Crew:
    """Return who works in a step: those with days of work in it, where there are any; its leader where nothing is done."""
    leader = leader_of(before, planned.step)
    effort = effort_of(planned.actions, leader, after.absent)
    doers = [doer_of(before, work, leader) for work in planned.actions] or [leader]
    return Crew(effort, at_work(doers, effort))


def at_work(doers: Iterable[str], effort: Mapping[str, int]) -> list[str]:
    """Return those who do something, each once: those with days of work, where there are any."""
    once = list(dict.fromkeys(doers))
    return [role for role in once if role in effort] or once


def cost_of(pack: Pack, works: Iterable[Work]) -> CostState | None:
    """Return what is paid for what is done, from the least to the most; None where nothing is said of it."""
    costs = [work.cost for work in works if work.cost is not None]
    if not costs:
        return None
    (once, yearly) = (
        (sum(low for low, _ in amounts), sum(high for _, high in amounts))
        for amounts in ([cost.once for cost in costs], [cost.yearly for cost in costs])
    )
    is_limited = any(cost.for_a_time for cost in costs)
    return CostState(currency=pack.info.currency or "", once=once, yearly=yearly, for_a_time=is_limited)
