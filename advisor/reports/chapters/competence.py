"""Who decides on an item of the path, in words: that it is done, and on its money, of which each may decide up to an amount.

Nobody's competence is asserted: where a city said up to which amount somebody may spend, a paper says that it rests on this;
otherwise it asks to check it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    proposed_by = item.grants[0].proposed_by
    told = _tiers(context, item)
    if proposed_by is None:
        return told
    by = context.role(proposed_by)
    return {form: context.words("council.grant.proposed", who=who, by=by) for form, who in told.items()}


def together(context: Context, item: PathStep) -> Forms:
    """Return those who decide on an item and on its money at once."""
    return on_money(context, item) if item.grants else on_doing(context, item)


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
        return money_named(context, item, dated=True)
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
    return context.words("council.competence.named", who=_tiers(context, item)[""], competence=told)


def first_of_all(context: Context) -> str:
    """Return who decides on what is nobody's in particular: the first role of the pack."""
    return context.role(context.pack.roles[0].id)


def for_nothing(context: Context) -> str:
    """Return the same, where no money is asked for."""
    told = context.words("council.competence.no_money" if context.pack.info.currency else "council.competence.to_check")
    return context.words("council.competence.named", who=first_of_all(context), competence=told)


def to_check(context: Context) -> str:
    """Return the same, where nobody knows what it costs."""
    told = context.words("council.competence.to_check")
    return context.words("council.competence.named", who=first_of_all(context), competence=told)


def _competence(context: Context, item: PathStep, *, dated: bool) -> Iterator[str]:
    """Yield who proposes it, when it is asked for, and on what it rests who decides."""
    words, first, last = context.words, item.grants[0], item.grants[-1]
    if first.proposed_by is not None:
        yield words("council.competence.proposed", by=context.role(first.proposed_by))
    if dated and context.pack.info.competences[-1].role == last.role and item.timeframe.asked:
        yield words("council.competence.asked", window=context.rounds(item, item.timeframe.asked))
    limit = _limit(context, last.role)
    if any(grant.within for grant in item.grants):
        yield words("council.competence.to_check")
    elif limit is not None:
        yield words("council.competence.limit", limit=_amount(context, item, limit))
    else:
        yield words("council.competence.given")


def _limit(context: Context, role: str) -> int | None:
    """Return up to which amount a role may spend, where a city said so."""
    asked = next((each.up_to for each in context.pack.info.competences if each.role == role), None)
    answer = context.answers.answers.get(asked or "")
    return answer.value if answer is not None and isinstance(answer.value, int) else None


def _tiers(context: Context, item: PathStep) -> Forms:
    labels = [context.answers.city.labels[grant.role] for grant in item.grants]
    forms = [form for form in labels[0] if all(form in each for each in labels)]
    return {form: ", ".join(_granted(context, item, form, place) for place in range(len(labels))) for form in forms}


def _granted(context: Context, item: PathStep, form: str, place: int) -> str:
    """Return one of those who decide on money, in a form of the article, with how far."""
    grant, words = item.grants[place], context.words
    who = context.answers.city.labels[grant.role][form]
    if grant.up_to is not None:
        return words("council.grant.up_to", who=who, amount=_amount(context, item, grant.up_to))
    if grant.within:
        return words("council.grant.within", who=who)
    return words("council.grant.above", who=who) if place else who


def _amount(context: Context, item: PathStep, amount: int) -> str:
    currency = "" if item.cost is None else item.cost.currency
    return f"{currency}\N{NO-BREAK SPACE}{context.words.number(amount)}"
