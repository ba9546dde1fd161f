"""What an item of the path takes, in words: the days of work of each role, and the money."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.reasoning.told import CostState
    from advisor.reports.context import Context
    from advisor.reports.words import Words


def days_in_words(context: Context, effort: Mapping[str, int], nobody_yet: Collection[str] = ()) -> list[str]:
    """Return the days of work of each role that has any; whoever is still to be found is called so."""
    words = {role: "item.days_yet" if role in nobody_yet else "item.days" for role in effort}
    return [context.words.counted(words[role], count, role=context.role(role)) for role, count in effort.items() if count]


def cost_in_words(words: Words, cost: CostState) -> list[str]:
    """Return what is paid once and every year, of each what is not nothing."""
    amounts = {"once": cost.once, "yearly": cost.yearly}
    told = (
        words(f"item.cost_{name}", currency=cost.currency, low=words.number(low), high=words.number(high))
        if low
        else words(f"item.cost_{name}_most", currency=cost.currency, high=words.number(high))
        for name, (low, high) in amounts.items()
        if high
    )
    together = f"{cost.currency}\N{NO-BREAK SPACE}"  # no line ends between a currency and its amount
    return [each.replace(f"{cost.currency} ", together) for each in told]
