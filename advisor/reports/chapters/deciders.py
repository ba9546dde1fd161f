"""Who decides, in words: on what is done, and on money, of which each may decide up to an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.knowledge.placeholders import Forms
    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context


def on_doing(context: Context, item: PathStep) -> Forms:
    """Return those who decide that an item is done, in every form of their articles; the words choose one."""
    labels = [context.answers.city.labels[name] for name in item.decides]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    return {form: context.words.join([label[form] for label in labels]) for form in forms}


def on_money(context: Context, item: PathStep, *, dated: bool = False) -> Forms:
    """Return those who decide on the money of an item, each with how far, in every form of their articles.

    Whoever may grant any amount does so in a round: ``dated`` adds when it can be asked, where that is known.
    """
    labels = [context.answers.city.labels[grant.role] for grant in item.grants]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    told = {form: ", ".join(_granted(context, item, form, place) for place in range(len(labels))) for form in forms}
    votes = context.pack.info.competences[-1].role == item.grants[-1].role
    if not (dated and votes and item.timeframe.asked):
        return told
    window = context.rounds(item, item.timeframe.asked)
    return {form: context.words("council.grant.asked", who=text, window=window) for form, text in told.items()}


def together(context: Context, item: PathStep, *, dated: bool = False) -> Forms:
    """Return those who decide on an item and on its money at once."""
    return on_money(context, item, dated=dated) if item.grants else on_doing(context, item)


def is_apart(item: PathStep) -> bool:
    """Tell whether the money of an item is decided on by itself, because it is waited for."""
    return item.timeframe.money is not None and bool(item.grants)


def _granted(context: Context, item: PathStep, form: str, place: int) -> str:
    """Return one of those who decide on money, in a form of the article, with how far."""
    grant, words = item.grants[place], context.words
    who = context.answers.city.labels[grant.role][form]
    if grant.up_to is not None:
        return words("council.grant.up_to", who=who, amount=_amount(context, item, grant.up_to))
    if grant.within:
        return words("council.grant.within", who=who)
    if place:
        return words("council.grant.above", who=who)
    return who if grant.proposed_by is None else words("council.grant.proposed", who=who, by=context.role(grant.proposed_by))


def _amount(context: Context, item: PathStep, amount: int) -> str:
    currency = "" if item.cost is None else item.cost.currency
    return f"{currency}\N{NO-BREAK SPACE}{context.words.number(amount)}"
