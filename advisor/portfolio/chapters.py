"""The chapters of an overview: where cities stand, what is next, what they share, what is to be clarified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.portfolio.beginning import beginning
from advisor.portfolio.blocks import figure, h2, p, table
from advisor.portfolio.charts import statuses_chart
from advisor.portfolio.views import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.naming import Naming
    from advisor.portfolio.views import Overview, Shared, Sums
    from advisor.reports.pictures.drawing import Figure
    from advisor.reports.tree import Node
    from advisor.reports.words import Words

_SHOWN = 12
"""So many lines of what several could do together are shown, and of what is to be clarified."""


class Chapters:
    """Tells an overview chapter by chapter."""

    def __init__(self, pack: Pack, words: Words, called: Naming) -> None:
        """Take the pack in the language of the words, and what is called how."""
        self._pack, self._words, self._called = pack, words, called

    def overview(self, found: Overview) -> tuple[list[Node], Figure]:
        """Return every chapter, with the chart that stands in one of them."""
        chart = statuses_chart(self._words, {each.id: each.name for each in self._pack.approaches}, found.statuses)
        chapters = [
            *beginning(self._words, self._called, found),
            *self._statuses(found, chart),
            *self._next(found),
            *self._shared(found.shared),
            *self._levers(found),
            *self._clarify(found),
        ]
        return chapters, chart

    def _statuses(self, found: Overview, chart: Figure) -> list[Node]:
        heads = [self._words("portfolio.approach"), *(self._words(f"status.{status}") for status in STATUSES)]
        rows = [
            (self._pack.approach(name).name, *(str(counts[status]) for status in STATUSES))
            for name, counts in found.statuses.items()
        ]
        return [h2(self._words("portfolio.standing")), figure(chart), *table(heads, rows)]

    def _next(self, found: Overview) -> list[Node]:
        members: dict[str | None, list[str]] = {}
        for group in found.groups:
            members.setdefault(group.next, []).extend(group.keys)
        heads = [self._words(f"portfolio.{key}") for key in ("step", "count", "who")]
        order = [*found.next, *([None] if None in members else [])]
        rows = [(self._called.step(step), str(len(members[step])), self._called.where(sorted(members[step]))) for step in order]
        return [h2(self._words("portfolio.next")), *table(heads, rows)]

    def _shared(self, found: Sequence[Shared]) -> list[Node]:
        if not found:
            return []
        near = any(each.regions for each in found)
        heads = [self._words(f"portfolio.{key}") for key in (("what", "count", "near") if near else ("what", "count", "who"))]
        rows = [
            (
                self._called.fact(each.fact),
                str(len(each.keys)),
                self._called.neighbours(each) if near else self._called.cities(each.keys),
            )
            for each in found[:_SHOWN]
        ]
        return [h2(self._words("portfolio.together")), p(self._words("portfolio.together_lead")), *table(heads, rows)]

    def _levers(self, found: Overview) -> list[Node]:
        if not found.levers:
            return []
        heads = [self._words(f"portfolio.lever.{key}") for key in ("what", "lacking", "other", "begun", "ended")]
        rows = [
            (self._called.fact(each.fact), str(each.lacking), str(each.other), str(each.begun), str(each.ended))
            for each in found.levers[:_SHOWN]
        ]
        return [h2(self._words("portfolio.lever.title")), p(self._words("portfolio.lever.lead")), *table(heads, rows)]

    def _clarify(self, found: Overview) -> list[Node]:
        if not found.to_clarify:
            return []
        most = sorted(found.to_clarify.items(), key=lambda each: -each[1])[:_SHOWN]
        rows = [(self._called.question(name), str(count), self._called.where(found.asked[name])) for name, count in most]
        heads = [self._words(f"portfolio.{key}") for key in ("question", "count", "who")]
        return [h2(self._words("portfolio.clarify")), p(self._words("portfolio.clarify_lead")), *table(heads, rows)]

    def sums(self, added: Sums | None) -> list[Node]:
        """Return what all paths take together; nothing where it was not asked for, or nothing is known."""
        if added is None or not (added.effort or added.currency):
            return []
        heads = [self._words("portfolio.role"), self._words("portfolio.days")]
        rows = [(self._called.roles[role][""], self._words.number(days)) for role, days in added.effort.items()]
        lines = [self._words("portfolio.sums_lead")]
        for key, (low, high) in (("once", added.once), ("yearly", added.yearly)):
            if added.currency and high:
                low_told, high_told = self._words.number(low), self._words.number(high)
                lines.append(self._words(f"portfolio.{key}", low=low_told, high=high_told, currency=added.currency))
        lines += [self._words.counted("portfolio.without", added.without)] if added.without else []
        return [h2(self._words("portfolio.sums")), *map(p, lines), *table(heads, rows)]
