"""Say who decides by the proposal: that something is done, and on the money for it, by the limits that a city gave.

A pack lists who may grant money, the least first. Each thing that is paid for is decided on by itself. Of a role whose limit
nobody gave nothing is asserted, and whoever refuses does not decide alone on what they refuse, as long as somebody above them
can. Limits are for what is paid once: what is paid every year is granted by them for the first year, and with the budget after
that. What waits for a budget is granted with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.knowledge.measures import Work
from advisor.reasoning.spending import cost_of
from advisor.reasoning.told import CostState, Grant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.knowledge.people import Competence
    from advisor.logic.condition import Condition
    from advisor.logic.values import Value
    from advisor.reasoning.spending import Staff
    from advisor.reasoning.told import Expense


class Vote(msgspec.Struct, frozen=True):
    """A vote on some of the money of a step: the question about the months that it takes, and of how much of it.

    ``all`` of an amount, what goes ``above`` a limit that is known, or ``perhaps`` some, where nobody told a limit.
    """

    waits_for: str
    of: Literal["all", "above", "perhaps"]


def voting_refuses(pack: Pack) -> Condition | None:
    """Return where whoever may grant any amount refuses; None where that is never, or a pack names nobody."""
    last = pack.info.competences[-1].role if pack.info.competences else None
    return next((role.refuses for role in pack.roles if role.id == last), None)


def vote_on(pack: Pack, bills: Iterable[Bill]) -> Vote | None:
    """Return the vote that some money of a step needs, or may need, where it does not wait for a budget anyway."""
    last = pack.info.competences[-1] if pack.info.competences else None
    if last is None or last.waits_for is None:
        return None
    found: set[Literal["all", "above", "perhaps"]] = set()
    for bill in bills:
        grants = [each for each in bill.grants if not each.later_years]
        if grants[-1].role == last.role:
            found.add("all" if len(grants) == 1 else "perhaps" if any(each.within for each in grants) else "above")
    kinds: tuple[Literal["all", "above", "perhaps"], ...] = ("all", "above", "perhaps")
    return next((Vote(last.waits_for, kind) for kind in kinds if kind in found), None)


class Bill(msgspec.Struct, frozen=True):
    """One thing that is paid for: what it costs, and who decides on that."""

    work: Work
    cost: CostState
    grants: list[Grant]


def bills(
    staff: Staff, works: Iterable[Work], given: Mapping[str, Value], least: str | None = None, *, with_budget: bool = False
) -> list[Bill]:
    """Return who decides on each thing that is paid for, by what is known before it; none where nobody may grant money.

    Args:
        staff: Who is there before it.
        works: What is done, which may say who grants its money.
        given: The answers before it.
        least: The role that decides that it is done, where that decides on its money as well.
        with_budget: Whether its money is granted with a budget.

    """
    found = []
    for work in works:
        cost = None if work.cost is None else cost_of(staff.pack, [work])
        grants = granting(staff, cost, given, work.granted_by or least, with_budget=with_budget)
        if cost is not None and grants:
            found.append(Bill(work, cost, grants))
    return found


def merged(pack: Pack, expenses: Sequence[Expense]) -> list[Grant]:
    """Return who decides on several things that are paid for, each once, in the order of the pack."""
    order = [each.role for each in pack.info.competences]
    found = dict.fromkeys(grant for expense in expenses for grant in expense.grants)
    return sorted(found, key=lambda grant: (order.index(grant.role), grant.up_to is None, grant.later_years))


def deciding(staff: Staff, taking_part: Collection[str]) -> list[str]:
    """Return who decides that something is done: the first of those who take part, and all who could refuse it.

    Where a pack says who may grant money, others never decide: who does something asks the first above them. Whoever may grant
    any amount decides on money, and on nothing else if somebody else can.
    """
    pack, refusing = staff.pack, staff.refusing
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


def granting(
    staff: Staff,
    cost: CostState | None,
    given: Mapping[str, Value],
    least: str | None = None,
    *,
    with_budget: bool = False,
) -> list[Grant]:
    """Return who decides on what something costs, each up to an amount, the least first; none where it costs nothing.

    Args:
        staff: Who is there; their pack says who may grant money.
        cost: What it costs, from the least to the most.
        given: The answers, with the limits among them.
        least: The role that decides that it is done, or that it grants its money: nobody below it decides on the money.
        with_budget: Whether the money is granted with a budget, by whoever may grant any amount.

    """
    competences = staff.pack.info.competences
    if cost is None or not any(cost.once + cost.yearly) or not competences:
        return []
    *below, last = competences
    roles = [each.role for each in competences]
    from_here = roles.index(least) if least in roles else 0
    below = [each for each in below if roles.index(each.role) >= from_here and each.role not in staff.refusing]
    found: list[Grant] = []
    for each in [] if with_budget else below:
        grant = _granted(each, cost, given, is_next=each is below[-1])
        if grant is not None:
            found.append(grant)
            if grant.up_to is None and not grant.within:
                break
    proposed_by = below[-1].role if below and not found else None
    is_enough = bool(found) and found[-1].up_to is None and not found[-1].within
    later = [Grant(role=last.role, later_years=True)] if found and cost.yearly[1] else []
    return [*found, *([] if is_enough else [Grant(role=last.role, proposed_by=proposed_by)]), *later]


def _granted(each: Competence, cost: CostState, given: Mapping[str, Value], *, is_next: bool) -> Grant | None:
    """Return what a role grants of what something costs in the first year; None where that is nothing, or nobody knows."""
    limit = given.get(each.up_to or "")
    least, most = (once + yearly for once, yearly in zip(cost.once, cost.yearly, strict=True))
    if cost.yearly[1] and each.one_person:
        return None
    if not isinstance(limit, int):
        return Grant(role=each.role, within=True) if is_next else None
    if least > limit or limit == 0:
        return None
    return Grant(role=each.role) if most <= limit else Grant(role=each.role, up_to=limit)
