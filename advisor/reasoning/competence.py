"""Say who decides by the proposal: that something is done, and on the money for it, by the limits that a city gave.

A pack lists who may grant money, the least first. Of a role whose limit nobody gave nothing is asserted, and whoever refuses does
not decide alone on what they refuse, as long as somebody above them can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.logic.evaluate import holds
from advisor.reasoning.told import Grant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.people import Competence
    from advisor.logic.condition import Condition
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.told import CostState


def decided_by(
    pack: Pack, taking_part: Collection[str], cost: CostState | None, start: Conclusions, *, is_apart: bool
) -> dict[str, Any]:
    """Return who decides on an item of the path and on its money, by what is known today: that is when a paper is read.

    Where the money is decided on apart, that goes up from the least of those who may grant some.
    """
    deciders = deciding(pack, taking_part, start.known)
    least = None if is_apart else deciders[0]
    return {"decides": deciders, "grants": granting(pack, cost, start.given, start.known, least)}


def voting_refuses(pack: Pack) -> Condition | None:
    """Return where whoever may grant any amount refuses; None where that is never, or a pack names nobody."""
    last = pack.info.competences[-1].role if pack.info.competences else None
    return next((role.refuses for role in pack.roles if role.id == last), None)


def vote_on(pack: Pack, cost: CostState | None, start: Conclusions) -> str | None:
    """Return the question about the months that a vote on some money takes; None where somebody may grant a part without it."""
    grants = granting(pack, cost, start.given, start.known)
    last = pack.info.competences[-1] if pack.info.competences else None
    return last.waits_for if last is not None and [grant.role for grant in grants] == [last.role] else None


def deciding(pack: Pack, taking_part: Collection[str], known: Mapping[str, Allowed]) -> list[str]:
    """Return who decides that something is done: the first of those who take part, and all who could refuse it.

    Where a pack says who may grant money, others never decide: who does something asks the first above them. Whoever may grant
    any amount decides on money, and on nothing else if somebody else can.
    """
    refusing = refusing_roles(pack, known)
    order = [each.role for each in pack.info.competences[:-1]] if pack.info.competences else [role.id for role in pack.roles]
    may = [role.id for role in pack.roles if role.id in taking_part and role.id in order and role.id not in refusing]
    if not may and pack.info.competences:
        may = [role for role in _ladder_roles(pack, taking_part) if role not in refusing][:1]
    may = may or [role.id for role in pack.roles if role.id in taking_part]
    refuses = {role.id for role in pack.roles if role.refuses is not None}
    return [may[0], *(role for role in may[1:] if role in refuses)]


def _ladder_roles(pack: Pack, taking_part: Collection[str]) -> list[str]:
    """Return who could decide in the place of those who take part, the nearest above them first."""
    roles = [each.role for each in pack.info.competences]
    places = [place for place, role in enumerate(roles) if role in taking_part]
    return roles[min(places, default=0) :]


def refusing_roles(pack: Pack, known: Mapping[str, Allowed]) -> frozenset[str]:
    """Return the roles of which it is certain that they refuse."""
    return frozenset(role.id for role in pack.roles if role.refuses is not None and holds(role.refuses, known) is True)


def granting(
    pack: Pack, cost: CostState | None, given: Mapping[str, Value], known: Mapping[str, Allowed], least: str | None = None
) -> list[Grant]:
    """Return who decides on what something costs, each up to an amount, the least first; none where it costs nothing.

    Args:
        pack: The pack, which says who may grant money.
        cost: What it costs, from the least to the most.
        given: The answers, with the limits among them.
        known: What these leave of every fact.
        least: The role that decides that it is done: nobody below it decides on the money.

    """
    if cost is None or not any(cost.once + cost.yearly) or not pack.info.competences:
        return []
    refusing = refusing_roles(pack, known)
    *below, last = pack.info.competences
    roles = [each.role for each in pack.info.competences]
    from_here = roles.index(least) if least in roles else 0
    below = [each for each in below if roles.index(each.role) >= from_here and each.role not in refusing]
    found: list[Grant] = []
    for each in below:
        grant = _granted(each, cost, given, is_next=each is below[-1])
        if grant is not None:
            found.append(grant)
            if grant.up_to is None and not grant.within:
                return found
    proposed_by = below[-1].role if below and not found else None
    return [*found, Grant(role=last.role, proposed_by=proposed_by)]


def _granted(each: Competence, cost: CostState, given: Mapping[str, Value], *, is_next: bool) -> Grant | None:
    """Return what a role grants of what something costs; None where that is nothing, or nobody knows.

    A limit is for what is paid once: what is paid every year is never more, and how much less nobody knows.
    """
    limit = given.get(each.up_to or "")
    if cost.yearly[1] and each.one_person:
        return None
    if not isinstance(limit, int):
        return Grant(role=each.role, within=True) if is_next else None
    if max(cost.once[0], cost.yearly[0]) > limit or limit == 0:
        return None
    if cost.yearly[1]:
        return Grant(role=each.role, within=True)
    return Grant(role=each.role) if cost.once[1] <= limit else Grant(role=each.role, up_to=limit)
