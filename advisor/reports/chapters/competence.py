"""Who decides on an item of the path, and whether what it costs lies within what they may spend.

Nobody's competence is asserted: a paper names who would decide by the proposal. Where a city has said up to which amount somebody
may spend, the amount is held against it; otherwise the paper asks to check it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.people import Role
    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.told import CostState
    from advisor.reports.context import Context


def deciders(context: Context, item: PathStep) -> list[str]:
    """Return the roles that decide on a step by the proposal: the first of those who take part, and all who may refuse.

    Who does something in a step, or prepares it, takes part in it: nobody decides alone on what somebody else has to be won over
    for. Where the amount is certainly more than somebody may spend, whoever decides above that decides as well.
    """
    preparing = {each.actor for each in context.outcome.path if each.kind == "preparation" and each.rule == item.step}
    works = map(context.pack.in_full, context.step(item.step).actions)
    acting = {work.actor for work in works if work.actor and work.raises.keys() <= item.raises.keys()}
    taking_part = {item.actor, *item.helpers} | preparing | acting
    first = next(role.id for role in context.pack.roles if role.id in taking_part)
    asked = [role.id for role in context.pack.roles if role.id in taking_part and role.refuses is not None and role.id != first]
    return _with_those_above(context, [first, *asked], item.cost)


def preparing(context: Context, item: PathStep) -> list[str]:
    """Return who decides on a preparation: the first of those who take part in it, and whoever has to where it costs too much."""
    taking_part = {item.actor, *item.helpers}
    first = next(role.id for role in context.pack.roles if role.id in taking_part)
    return _with_those_above(context, [first], item.cost)


def first_of_all(context: Context) -> list[str]:
    """Return who decides on what is nobody's in particular: the first role of the pack."""
    return [role.id for role in context.pack.roles[:1]]


def names(context: Context, roles: Sequence[str]) -> str:
    """Return those who decide, each by the name that the city has for them."""
    return context.words.join([context.role(name) for name in roles])


def named(context: Context, roles: Sequence[str], cost: CostState | None) -> str:
    """Return those who decide, each by name, with the competence by which they do."""
    told = _competence(context, roles, cost)
    return context.words("council.competence.named", who=names(context, roles), competence=told)


def to_check(context: Context, roles: Sequence[str]) -> str:
    """Return those who decide, each by name, where nobody knows what it costs."""
    told = context.words("council.competence.to_check")
    return context.words("council.competence.named", who=names(context, roles), competence=told)


def _competence(context: Context, roles: Sequence[str], cost: CostState | None) -> str:
    """Say whether an amount lies within what those who decide may spend, or that this has to be checked."""
    words, spender = context.words, _spender(context, roles)
    if cost is None or not any(cost.once + cost.yearly):
        return words("council.competence.no_money" if context.pack.info.currency else "council.competence.to_check")
    if spender is None or spender.spends is None:
        return words("council.competence.to_check")
    if not cost.once[1]:
        return words("council.competence.yearly")
    form, above = _compared(context, spender, cost), _chain(context, spender, cost.once[1])
    labels = context.answers.city.labels
    most = {role.id: f"{cost.currency}\N{NO-BREAK SPACE}{words.number(_limit(context, role) or 0)}" for role in (spender, *above)}
    told = words(
        f"council.competence.{form}",
        role=labels[spender.id],
        limit=most[spender.id],
        limits=words.join([words("council.competence.up_to", role=labels[role.id], limit=most[role.id]) for role in above]),
        above=labels[above[-1].spends.above if above and above[-1].spends else spender.spends.above],
    )
    return words("council.competence.also_yearly", competence=told) if cost.yearly[1] else told


def _compared(context: Context, role: Role, cost: CostState) -> str:
    """Tell how a one-off amount stands to what a role may spend: within it, beyond it in any case, or perhaps."""
    limit = _limit(context, role)
    if limit is None:
        return "unknown"
    return "within" if cost.once[1] <= limit else "beyond" if cost.once[0] > limit else "partly"


def _chain(context: Context, role: Role, amount: int) -> list[Role]:
    """Return those who may not spend so much alone, as far as that is known: the role, who decides above it, and so on."""
    found: list[Role] = []
    following: Role | None = role
    while (
        following is not None and following not in found and (limit := _limit(context, following)) is not None and amount > limit
    ):
        found.append(following)
        name = following.spends.above if following.spends is not None else None
        following = next((each for each in context.pack.roles if each.id == name), None)
    return found


def _with_those_above(context: Context, roles: list[str], cost: CostState | None) -> list[str]:
    """Return who decides together with whoever has to because even the least amount is more than they may spend."""
    spender = _spender(context, roles)
    if spender is None or cost is None:
        return roles
    above = [role.spends.above for role in _chain(context, spender, cost.once[0]) if role.spends is not None]
    return list(dict.fromkeys([*roles, *above]))


def _spender(context: Context, roles: Sequence[str]) -> Role | None:
    """Return the first of those who decide of whom the pack asks up to which amount they may spend."""
    known = {role.id: role for role in context.pack.roles if role.spends is not None}
    return next((known[name] for name in roles if name in known), None)


def _limit(context: Context, role: Role) -> int | None:
    answer = context.answers.answers.get(role.spends.limit) if role.spends is not None else None
    return answer.value if answer is not None and isinstance(answer.value, int) else None
