"""What a path takes: who does it, the days of work of each role, and the money.

A role that is absent works no days. What a measure counts for it falls to whoever does the measure, so that the sum of the days
stays what the work takes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.told import CostState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.logic.values import Allowed
    from advisor.reasoning.planner import PlannedStep


def absent_roles(pack: Pack, known: Mapping[str, Allowed]) -> frozenset[str]:
    """Return the roles of which it is certain that nobody has them."""
    return frozenset(role.id for role in pack.roles if role.absent is not None and holds(role.absent, known))


def unsure_roles(pack: Pack, known: Mapping[str, Allowed]) -> frozenset[str]:
    """Return the roles of which it is not certain that anybody has them."""
    return frozenset(role.id for role in pack.roles if role.absent is not None and holds(role.absent, known) is not False)


def leader_of(pack: Pack, step: Step, known: Mapping[str, Allowed]) -> str:
    """Return who leads a step: of those whom it names, the first who is known to be there when it begins."""
    unsure = unsure_roles(pack, known)
    return next((role for role in (step.actor, *step.helpers) if role not in unsure), step.actor)


def led_by(pack: Pack, step: Step, known: Mapping[str, Allowed], effort: Mapping[str, int]) -> str:
    """Return who leads a step that takes these days of work: nobody who has none, as long as somebody there has some."""
    leader, unsure = leader_of(pack, step, known), unsure_roles(pack, known)
    at_work = (role for role in (step.actor, *step.helpers) if role in effort and role not in unsure)
    return leader if leader in effort else next(at_work, leader)


def doer_of(pack: Pack, step: Step, work: Work, known: Mapping[str, Allowed]) -> str:
    """Return who does something: whom it names, or of those who take part the first who is known to be there."""
    leader = leader_of(pack, step, known)
    if not work.actor:
        return leader
    unsure = unsure_roles(pack, known)
    return next((role for role in (work.actor, *work.helpers) if role and role not in unsure), leader)


def prepared(planned: PlannedStep) -> dict[str, Allowed]:
    """Return what is known once a step is prepared, and before it is taken."""
    return {**planned.before.known, **{fact: only(value) for fact, value in planned.prepared.items()}}


def effort_of(works: Iterable[Work], leader: str, nobody: Collection[str] = ()) -> dict[str, int]:
    """Return the days of work of each role, summed over what is done; ``leader`` does what names nobody else.

    Args:
        works: What is done.
        leader: The role that leads it.
        nobody: The roles that are absent; their days are those of whoever does the work.

    """
    days: Counter[str] = Counter()
    for work in works:
        doer = work.actor if work.actor and work.actor not in nobody else leader
        for role, count in work.effort.items():
            days[doer if role in nobody else role] += count
    return dict(days)


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


def crew_of(pack: Pack, planned: PlannedStep) -> Crew:
    """Return who works in a step: those with days of work in it, where there are any; its leader where nothing is done."""
    known = planned.before.known
    leader = leader_of(pack, planned.step, known)
    effort = effort_of(planned.actions, leader, absent_roles(pack, planned.after.known))
    doers = [doer_of(pack, planned.step, work, known) for work in planned.actions] or [leader]
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
