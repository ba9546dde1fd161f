"""Tell an office what it sees of its cities, as documents that any format can be written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.answers.roles import labels
from advisor.errors import printable
from advisor.knowledge.placeholders import fill
from advisor.portfolio.charts import flows_chart, statuses_chart
from advisor.portfolio.paper import Paper
from advisor.portfolio.views import SMALLEST, STATUSES
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.views import Group, Moved, Overview, Pairs, Shared, Sums
    from advisor.reports.pictures.drawing import Figure
    from advisor.reports.words import Words

_NAMED = 8
"""So many cities are named in a line; the others are counted."""
_SHOWN = 12
"""So many lines of what several could do together are shown, and of what is to be clarified."""


_REGIONS, _COUNTED = 2, 5
"""So many regions are told with the names of their cities; so many with the number of cities in them."""


class Teller:
    """Tells of the cities of one portfolio, in the language of its pack."""

    def __init__(
        self, pack: Pack, words: Words, names: Mapping[str, str], regions: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Take the names of the cities by their keys, and the keys in each region."""
        self._pack, self._words, self._names, self._regions = pack, words, names, regions or {}
        self._labels = labels(pack, "", None, {})
        self._steps = {step.id: fill(step.title, self._labels) for step in pack.steps}

    def report(self, found: Overview, added: Sums | None, broken: int) -> Paper:
        """Return the report of an office: where its cities stand, what is next, what they share, what is to be clarified."""
        lead = [self._words("portfolio.reading")]
        lead += [self._words("portfolio.broken", count=broken)] if broken else []
        chart = statuses_chart(self._words, {each.id: each.name for each in self._pack.approaches}, found.statuses)
        return self._document(
            self._words("portfolio.title", count=found.count),
            [
                *map(self._p, lead),
                *self._first(found),
                *self._statuses(found, chart),
                *self._next(found),
                *self._shared(found.shared),
                *self._levers(found),
                *self._clarify(found),
                *self._sums(added),
            ],
            chart,
        )

    def groups(self, found: Sequence[Group]) -> Paper:
        """Return who shares a next step, in groups that lack the same facts for it; who shares that with nobody is named last."""
        parts: list[Node] = []
        for step in dict.fromkeys(each.next for each in found):
            own = [each for each in found if each.next == step]
            parts.append(self._h2(self.step(step)))
            for each in (group for group in own if len(group.keys) > 1 or not group.lacking):
                parts.append(self._p(self._words("portfolio.members", count=len(each.keys), names=self._every(each.keys))))
                if each.lacking:
                    parts += [self._p(self._words("portfolio.lacking")), self._list(map(self.fact, each.lacking))]
            if alone := sorted(key for each in own if len(each.keys) == 1 and each.lacking for key in each.keys):
                parts.append(self._p(self._words("portfolio.alone", count=len(alone), names=self._every(alone))))
        return self._document(self._words("portfolio.groups"), parts)

    def what_if(self, found: Sequence[Moved], count: int, changes: Sequence[str]) -> Paper:
        """Return which cities would take another step next."""
        rows = [(self._name(each.key), self.step(each.before), self.step(each.then)) for each in found]
        heads = [self._words(f"portfolio.{key}") for key in ("who", "today", "then")]
        return self._document(
            self._words("portfolio.what_if", changes=", ".join(changes)),
            [self._p(self._words("portfolio.moved", count=len(found), of=count)), *self._table(heads, rows)],
        )

    def flows(self, found: Mapping[str, Mapping[str, Mapping[str, int]]], pairs: Pairs, before: int, now: int) -> Paper:
        """Return how many cities went from which status to which, approach by approach, and which could not be compared."""
        heads = [
            self._words("portfolio.before", year=before),
            self._words("portfolio.now", year=now),
            self._words("portfolio.count"),
        ]
        parts: list[Node] = [self._p(self._words("portfolio.paired", count=pairs.count))]
        parts += [
            self._p(self._words("portfolio.only_in", year=year, count=len(keys), names=self._cities(keys)))
            for year, keys in ((before, pairs.only_before), (now, pairs.only_now))
            if keys
        ]
        charts = []
        for number, (approach, moves) in enumerate(found.items(), start=1):
            rows = [
                (self._words(f"status.{was}"), self._words(f"status.{will}"), str(count))
                for was, targets in moves.items()
                for will, count in targets.items()
            ]
            name = self._pack.approach(approach).name
            charts.append(flows_chart(self._words, number, name, moves, (before, now)))
            parts += [self._h2(name), self._figure(charts[-1]), *self._table(heads, rows)]
        return self._document(self._words("portfolio.flows", before=before, now=now), parts, *charts)

    def sizes(self, found: Mapping[str, Mapping[str, Mapping[str, int | None]]]) -> Paper:
        """Return how many cities of each size have which status, with small cells left out."""
        heads = [self._words("portfolio.size"), *(self._words(f"status.{status}") for status in STATUSES)]
        parts = [self._p(self._words("portfolio.hidden", count=SMALLEST))]
        for approach, rows in found.items():
            told = [(size, *("…" if count is None else str(count) for count in cells.values())) for size, cells in rows.items()]
            parts += [self._h2(self._pack.approach(approach).name), *self._table(heads, told)]
        return self._document(self._words("portfolio.sizes"), parts)

    def fact(self, told: str) -> str:
        """Return a fact with its level in the words of the pack."""
        name, _, level = told.partition(" = ")
        asked, _, option = name.partition(".")
        question = self._pack.question(asked)
        levels = {each.name: each.label for each in question.levels}
        return self._words("answer", label=question.label, value=levels.get(option or level, level))

    def _first(self, found: Overview) -> list[Node]:
        """Return what an office does first, a line each: a step to help with, whom to invite, what to ask, what to look into."""
        lines = []
        if found.next:
            step = max(found.next, key=lambda each: found.next[each])
            lines.append(self._words("portfolio.first.step", step=self.step(step), count=found.next[step], of=found.count))
        lines += [self._together(each) for each in found.shared[:1]]
        if found.to_clarify:
            name = max(found.to_clarify, key=lambda each: found.to_clarify[each])
            lines.append(self._ask(name, found.asked[name]))
        lines += [self._words("portfolio.first.lever", what=self.fact(each.fact), count=each.moved) for each in found.levers[:1]]
        names = self._p(self._words("portfolio.first.names"))
        return [self._h2(self._words("portfolio.first.title")), self._list(lines, "ol"), names] if lines else []

    def _together(self, shared: Shared) -> str:
        """Say whom to bring together: the neighbours of the largest region, or all of them where none are known."""
        what = self.fact(shared.fact)
        for name, keys in _largest(shared.regions)[:1]:
            told = self._region(name, keys)
            return self._words("portfolio.first.region", region=told, count=len(keys), what=what, all=len(shared.keys))
        return self._words("portfolio.first.shared", what=what, count=len(shared.keys))

    def _ask(self, question: str, keys: Sequence[str]) -> str:
        """Say what to ask of how many, and in which regions most of them are."""
        told = self._words("portfolio.first.clarify", question=self._pack.question(question).label, count=len(keys))
        most = [(name, near) for name, near in self._near_each_other(keys)[:_REGIONS] if len(near) > 1]
        regions = "; ".join(self._words("portfolio.region_count", region=printable(name), count=len(near)) for name, near in most)
        return f"{told} {self._words('portfolio.first.clarify_most', regions=regions)}" if most else told

    def _statuses(self, found: Overview, chart: Figure) -> list[Node]:
        heads = [self._words("portfolio.approach"), *(self._words(f"status.{status}") for status in STATUSES)]
        rows = [
            (self._pack.approach(name).name, *(str(counts[status]) for status in STATUSES))
            for name, counts in found.statuses.items()
        ]
        return [self._h2(self._words("portfolio.standing")), self._figure(chart), *self._table(heads, rows)]

    def _next(self, found: Overview) -> list[Node]:
        members: dict[str | None, list[str]] = {}
        for group in found.groups:
            members.setdefault(group.next, []).extend(group.keys)
        heads = [self._words(f"portfolio.{key}") for key in ("step", "count", "who")]
        order = [*found.next, *([None] if None in members else [])]
        rows = [(self.step(step), str(len(members[step])), self._where(sorted(members[step]))) for step in order]
        return [self._h2(self._words("portfolio.next")), *self._table(heads, rows)]

    def _shared(self, found: Sequence[Shared]) -> list[Node]:
        if not found:
            return []
        near = any(each.regions for each in found)
        heads = [self._words(f"portfolio.{key}") for key in (("what", "count", "near") if near else ("what", "count", "who"))]
        rows = [
            (self.fact(each.fact), str(len(each.keys)), self._near(each) if near else self._cities(each.keys)) for each in found
        ]
        lead = self._p(self._words("portfolio.together_lead"))
        return [self._h2(self._words("portfolio.together")), lead, *self._table(heads, rows[:_SHOWN])]

    def _where(self, keys: Sequence[str]) -> str:
        """Name cities while they are few, else count them by region where regions are given."""
        near = self._near_each_other(keys)
        if len(keys) <= _NAMED or not near:
            return self._cities(keys)
        return self._counted(near)

    def _near_each_other(self, keys: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """Return the regions in which these cities are, those with most first."""
        those = frozenset(keys)
        near = {name: [key for key in of if key in those] for name, of in self._regions.items()}
        return _largest({name: there for name, there in near.items() if there})

    def _counted(self, near: Sequence[tuple[str, Sequence[str]]]) -> str:
        told = [self._words("portfolio.region_count", region=printable(name), count=len(there)) for name, there in near]
        return self._and_more(told[:_COUNTED], len(told))

    def _near(self, each: Shared) -> str:
        """Name the neighbours of the largest regions, and count the others; where they are many, count them in each."""
        largest = _largest(each.regions)
        if largest and len(largest[0][1]) > _NAMED:
            return self._counted(largest)
        return self._and_more([self._region(name, keys) for name, keys in largest[:_REGIONS]], len(largest))

    def _region(self, name: str, keys: Sequence[str]) -> str:
        """Return a region with the names of its cities, as long as they are few."""
        if len(keys) > _NAMED:
            return printable(name)
        return self._words("portfolio.region", region=printable(name), names=self._cities(keys))

    def _and_more(self, regions: Sequence[str], count: int) -> str:
        told = "; ".join(regions)
        more = count - len(regions)
        return self._words.counted("portfolio.more_regions", more, regions=told) if more else told

    def _levers(self, found: Overview) -> list[Node]:
        if not found.levers:
            return []
        heads = [self._words(f"portfolio.lever.{key}") for key in ("what", "lacking", "moved")]
        rows = [(self.fact(each.fact), str(each.lacking), str(each.moved)) for each in found.levers[:_SHOWN]]
        lead = self._p(self._words("portfolio.lever.lead"))
        return [self._h2(self._words("portfolio.lever.title")), lead, *self._table(heads, rows)]

    def _clarify(self, found: Overview) -> list[Node]:
        if not found.to_clarify:
            return []
        most = sorted(found.to_clarify.items(), key=lambda each: -each[1])[:_SHOWN]
        rows = [(self._pack.question(name).label, str(count), self._where(found.asked[name])) for name, count in most]
        heads = [self._words(f"portfolio.{key}") for key in ("question", "count", "who")]
        lead = self._p(self._words("portfolio.clarify_lead"))
        return [self._h2(self._words("portfolio.clarify")), lead, *self._table(heads, rows)]

    def _sums(self, added: Sums | None) -> list[Node]:
        if added is None or not (added.effort or added.currency):
            return []
        heads = [self._words("portfolio.role"), self._words("portfolio.days")]
        rows = [(self._labels[role][""], self._words.number(days)) for role, days in added.effort.items()]
        lines = [self._words("portfolio.sums_lead")]
        for key, (low, high) in (("once", added.once), ("yearly", added.yearly)):
            if added.currency and high:
                low_told, high_told = self._words.number(low), self._words.number(high)
                lines.append(self._words(f"portfolio.{key}", low=low_told, high=high_told, currency=added.currency))
        lines += [self._words("portfolio.without", count=added.without)] if added.without else []
        return [self._h2(self._words("portfolio.sums")), *map(self._p, lines), *self._table(heads, rows)]

    def step(self, step: str | None) -> str:
        """Return what a step is called; None is that there is none, or none yet."""
        return self._words("portfolio.no_step") if step is None else self._steps[step]

    def _name(self, key: str) -> str:
        return printable(self._names[key])

    def _every(self, keys: Iterable[str]) -> str:
        return ", ".join(map(self._name, keys))

    def _cities(self, keys: Sequence[str]) -> str:
        names = [self._name(key) for key in keys[:_NAMED]]
        more = len(keys) - len(names)
        return self._words("portfolio.more", names=", ".join(names), count=more) if more else ", ".join(names)

    @staticmethod
    def _document(title: str, parts: Iterable[Node], *figures: Figure) -> Paper:
        tree = Node("article", (Node("h1", (printable(title),)), *parts))
        return Paper(tree, {each.name: each for each in figures})

    @staticmethod
    def _figure(figure: Figure) -> Node:
        return Node("figure", (figure.caption,), f"#{figure.name}")

    @staticmethod
    def _h2(text: str) -> Node:
        return Node("h2", (text,))

    @staticmethod
    def _p(text: str) -> Node:
        return Node("p", (text,))

    @staticmethod
    def _list(items: Iterable[str], tag: str = "ul") -> Node:
        return Node(tag, tuple(Node("li", (each,)) for each in items))

    @staticmethod
    def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Node]:
        if not rows:
            return []
        head = Node("tr", tuple(Node("th", (each,)) for each in heads))
        body = (Node("tr", tuple(Node("td", (each or "–",)) for each in row)) for row in rows)
        return [Node("table", (head, *body))]


def _largest(regions: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """Return regions with their cities, those with most first."""
    return sorted(regions.items(), key=lambda each: (-len(each[1]), each[0]))
