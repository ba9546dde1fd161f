"""Compare the cities of two years: who went from which status to which, who stands weaker, who cannot be compared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.vocabulary import STATUS
from advisor.portfolio.folder import today_of
from advisor.portfolio.views import STATUSES, status_of, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.portfolio.folder import Seen
    from advisor.portfolio.rules import ColumnRules

Weaker = dict[str, dict[str, tuple[str, ...]]]
"""The keys of the cities whose status is a weaker one than before, by the two of them."""


class Pairs(msgspec.Struct, frozen=True):
    """How many cities have answers of both years that are compared; the keys of those that have them of one only."""

    count: int
    only_before: tuple[str, ...]
    only_now: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True):
    """For each approach how many cities went from which status to which, and who stands weaker than before."""

    flows: dict[str, dict[str, dict[str, int]]]
    weaker: dict[str, Weaker]


def comparison(rules: ColumnRules, then: Sequence[Seen], now: Sequence[Seen], became: Mapping[str, str]) -> Comparison:
    """Return what moved; merged cities each count for themselves, under the keys that they had before.

    Weaker is only what is known of both years: who is open now did not fall back.
    """
    before, after = told(rules, then), {each.key: each for each in told(rules, now)}
    both = [(each, after[key]) for each in before if (key := today_of(each.key, became)) in after]
    found = Comparison({}, {})
    for approach in rules.pack.approaches:
        moves: dict[tuple[str, str], list[str]] = {}
        for one, two in both:
            moves.setdefault((status_of(one.verdict, approach.id), status_of(two.verdict, approach.id)), []).append(one.key)
        counts = Counter({move: len(keys) for move, keys in moves.items()})
        found.flows[approach.id] = {
            was: {will: counts[was, will] for will in STATUSES if counts[was, will]}
            for was in STATUSES
            if any(counts[was, will] for will in STATUSES)
        }
        found.weaker[approach.id] = _weaker(moves)
    return found


def _weaker(moves: Mapping[tuple[str, str], Sequence[str]]) -> Weaker:
    found: Weaker = {}
    for place, was in enumerate(STATUS.names):
        lower = {will: tuple(moves[was, will]) for will in STATUS.names[:place] if (was, will) in moves}
        if lower:
            found[was] = lower
    return found


def pairs(then: Sequence[Seen], now: Sequence[Seen], became: Mapping[str, str]) -> Pairs:
    """Return how many cities can be compared between two years, and which have answers of one of them only."""
    today = {each.key: today_of(each.key, became) for each in then}
    after = {each.key for each in now}
    only_before = tuple(key for key, then_called in today.items() if then_called not in after)
    only_now = tuple(each.key for each in now if each.key not in today.values())
    return Pairs(len(today) - len(only_before), only_before, only_now)
