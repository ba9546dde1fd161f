"""Who decides on an item of the path, in words: that it is done, and on its money, of which each may decide up to an amount.

Things that are paid for apart and that the same decide on, each up to the same amounts, are told together. Nobody's competence
is asserted: where a city said up to which amount somebody may spend, a paper says that it rests on this; otherwise it asks to
check it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from advisor.reasoning.told import CostState, Expense, Grant
from advisor.reports.chapters.spending import cost_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.placeholders import Forms
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


def on_doing(context: Context, item: PathStep) -> Forms:
    """Return those who decide that an item is done, in every form of their articles; the words choose one."""
    labels = [context.answers.city.labels[name] for name in item.decides]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    return {form: context.words.join([label[form] for label in labels]) for form in forms}


def on_money(context: Context, item: PathStep) -> Forms:
    """Return those who decide on the money of an item, each with how far, in every form of their articles."""
    ladders = _ladders(item)
    told = [_proposed(context, ladder.grants, _tiers(context, item, ladder.grants)) for ladder in ladders]
    if len(told) == 1:
        return told[0]
    amounts = [context.words.join(cost_in_words(context.words, ladder.cost)) for ladder in ladders]
    forms = [form for form in told[0] if all(form in each for each in told)]
    return {
        form: "; ".join(
            context.words("council.grant.of", amount=amount, who=each[form]) for amount, each in zip(amounts, told, strict=True)
        )
        for form in forms
    }


def together(context: Context, item: PathStep) -> Forms:
    """Return those who decide on an item and on its money at once."""
    if not item.grants:
        return on_doing(context, item)
    money = on_money(context, item)
    if not _others_decide(item):
        return money
    doing = on_doing(context, item)
    return {form: context.words("council.who.both", doing=doing[form], money=money[form]) for form in doing if form in money}


def _others_decide(item: PathStep) -> bool:
    """Tell whether somebody decides that an item is done who grants none of its money, and proposes none."""
    return not {*item.decides} <= {name for grant in item.grants for name in (grant.role, grant.proposed_by)}


def of_item(context: Context, item: PathStep) -> Forms:
    """Return those who decide on an item: with its money, unless that is decided on by itself."""
    return on_doing(context, item) if is_apart(item) else together(context, item)


def is_apart(item: PathStep) -> bool:
    """Tell whether the money of an item is decided on by itself, because it is waited for."""
    return item.timeframe.money is not None and bool(item.grants)


def named(context: Context, item: PathStep) -> str:
    """Return those who decide on an item, with the competence by which they do."""
    words = context.words
    if item.grants and not is_apart(item):
        money = money_named(context, item, dated=True)
        return words("council.who.both", doing=on_doing(context, item)[""], money=money) if _others_decide(item) else money
    if is_apart(item):
        told = words("council.competence.apart")
    else:
        told = words("council.competence.no_money" if context.pack.info.currency else "council.competence.to_check")
    return words("council.competence.named", who=on_doing(context, item)[""], competence=told)


def money_named(context: Context, item: PathStep, *, dated: bool = False) -> str:
    """Return those who decide on the money of an item, with the competence by which they do.

    Whoever may grant any amount does so in a round: ``dated`` adds when it can be asked, where that is known.
    """
    told = "; ".join(_competence(context, item, dated=dated))
    ladders = _ladders(item)
    who = on_money(context, item) if len(ladders) > 1 else _tiers(context, item, ladders[0].grants)
    return context.words("council.competence.named", who=who[""], competence=told)


def with_budget(context: Context) -> str:
    """Return who decides on money that a budget grants, and who puts it there."""
    words, (*below, last) = context.words, context.pack.info.competences
    told = [words("council.competence.proposed", by=context.role(each.role)) for each in below[-1:]]
    told.append(words("council.competence.with_budget"))
    return words("council.competence.named", who=context.role(last.role), competence="; ".join(told))


def is_any(context: Context, role: str) -> bool:
    """Tell whether a role goes by its neutral name, which stands for any of those who have it."""
    return any(each.id == role and context.role(role) in each.names_of_any for each in context.pack.roles)


def first_of_all(context: Context) -> str:
    """Return who decides on what is nobody's in particular: the first role of the pack."""
    return context.role(context.pack.roles[0].id)


def first_in_rank(context: Context) -> Forms:
    """Return the same, in every form of its article."""
    return context.answers.city.labels[context.pack.roles[0].id]


def for_nothing(context: Context) -> str:
    """Return the same, where no money is asked for."""
    told = context.words("council.competence.no_money" if context.pack.info.currency else "council.competence.to_check")
    return context.words("council.competence.named", who=first_of_all(context), competence=told)


def to_check(context: Context) -> str:
    """Return the same, where nobody knows what it costs."""
    told = context.words("council.competence.to_check")
    return context.words("council.competence.named", who=first_of_all(context), competence=told)


def _competence(context: Context, item: PathStep, *, dated: bool) -> Iterator[str]:
    """Yield who proposes it, when it is asked for, on what it rests who decides, and that it is of each thing by itself."""
    words, ladders = context.words, _ladders(item)
    for proposed_by in {grant.proposed_by for grant in item.grants} - {None} if len(ladders) == 1 else ():
        yield words("council.competence.proposed", by=context.role(str(proposed_by)))
    is_granted_later = is_apart(item) or any(grant.later_years for grant in item.grants)
    if dated and is_granted_later and item.timeframe.asked:
        yield words("council.competence.asked", window=context.rounds(item, item.timeframe.asked))
    elif is_granted_later:
        yield words("council.competence.with_budget")
    limits = {grant.role: _limit(context, grant.role) for grant in item.grants if not grant.later_years}
    last = limits[list(limits)[-1]]
    if is_apart(item) or any(grant.within for grant in item.grants):
        yield words("council.competence.to_check")
    elif last is not None and is_granted_later:
        yield words("council.competence.limit_of", who=context.role(list(limits)[-1]), limit=_amount(context, item, last))
    elif last is not None:
        yield words("council.competence.limit", limit=_amount(context, item, last))
    else:
        yield words("council.competence.given")
    if any(len(ladder.expenses) > 1 and any(grant.up_to for grant in ladder.grants) for ladder in ladders):
        yield words("council.competence.each")


class _Ladder(msgspec.Struct, frozen=True):
    """Those who decide on some things that are paid for, the least first, each up to an amount."""

    grants: list[Grant]
    expenses: list[Expense]

    @property
    def cost(self) -> CostState:
        """Return what these things cost together."""
        costs = [each.cost for each in self.expenses]
        once, yearly = zip(*((each.once, each.yearly) for each in costs), strict=True)
        return CostState(currency=costs[0].currency, once=_sum(once), yearly=_sum(yearly))


def _sum(amounts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(low for low, _ in amounts), sum(high for _, high in amounts)


def _ladders(item: PathStep) -> list[_Ladder]:
    """Return who decides on the money of an item: once for all things of which the same rule says it."""
    found: list[_Ladder] = []
    for expense in sorted(item.expenses, key=lambda each: -len(each.grants)):
        place = next((place for place, ladder in enumerate(found) if _is_part(expense.grants, ladder.grants)), None)
        if place is None:
            found.append(_Ladder([*expense.grants], [expense]))
        else:
            found[place] = _Ladder(found[place].grants, [*found[place].expenses, expense])
    return found


def _is_part(grants: Sequence[Grant], ladder: Sequence[Grant]) -> bool:
    """Tell whether a smaller amount is decided on by the rule of a larger one: by those below, and by nobody else."""
    *below, last = grants
    return grants == ladder or (ladder[: len(below)] == below and replace(ladder[len(below)], up_to=None) == last)


def _limit(context: Context, role: str) -> int | None:
    """Return up to which amount a role may spend, where a city said so."""
    asked = next((each.up_to for each in context.pack.info.competences if each.role == role), None)
    answer = context.answers.answers.get(asked or "")
    return answer.value if answer is not None and isinstance(answer.value, int) else None


def _proposed(context: Context, grants: Sequence[Grant], told: Forms) -> Forms:
    if grants[0].proposed_by is None:
        return told
    by = context.role(grants[0].proposed_by)
    return {form: context.words("council.grant.proposed", who=who, by=by) for form, who in told.items()}


def _tiers(context: Context, item: PathStep, grants: Sequence[Grant]) -> Forms:
    labels = [context.answers.city.labels[grant.role] for grant in grants]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    return {form: ", ".join(_granted(context, item, grants, form, place) for place in range(len(grants))) for form in forms}


def _granted(context: Context, item: PathStep, grants: Sequence[Grant], form: str, place: int) -> str:
    """Return one of those who decide on money, in a form of the article, with how far."""
    grant, words = grants[place], context.words
    who = context.answers.city.labels[grant.role][form]
    if grant.later_years:
        return words("council.grant.later_years", who=who)
    if grant.up_to is not None:
        who = words("council.grant.up_to", who=who, amount=_amount(context, item, grant.up_to))
    elif grant.within:
        who = words("council.grant.within", who=who)
    elif place:
        who = words("council.grant.above", who=who)
    return words("council.grant.first_year", who=who) if place == 0 and grants[-1].later_years else who


def _amount(context: Context, item: PathStep, amount: int) -> str:
    currency = "" if item.cost is None else item.cost.currency
    return f"{currency}\N{NO-BREAK SPACE}{context.words.number(amount)}"


def own_limit(context: Context, item: PathStep) -> str | None:
    """Return the amount above which whoever may grant any decides; None where nobody told a limit."""
    limits = [grant.up_to for grant in item.grants if grant.up_to is not None]
    return _amount(context, item, max(limits)) if limits and not any(grant.within for grant in item.grants) else None
