"""What an item of the path takes, in words: the days of work of each role, and the money."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.reasoning.outcome import PathStep
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


def in_parts(words: Words, item: PathStep, told: str) -> str:
    """Return what an item costs with each thing that is paid for by its name, where there are several.

    Each is asked for by itself, so one may be granted and another refused: a sum alone hides that.
    """
    if len(item.expenses) < 2:  # noqa: PLR2004 - of one thing the sum says it
        return told
    return words("item.cost_parts", amount=told, parts=each_by_itself(words, item))


def each_by_itself(words: Words, item: PathStep) -> str:
    """Return what each thing costs that is paid for in an item, by its name."""
    parts = [words("answer", label=each.label, value=words.join(cost_in_words(words, each.cost))) for each in item.expenses]
    return "; ".join(parts)
