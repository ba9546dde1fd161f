"""Tell an office what it sees of its cities, as documents that any format can be written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import printable
from advisor.portfolio import basis as resting
from advisor.portfolio.blocks import figure, h2, listed, p, table
from advisor.portfolio.chapters import Chapters
from advisor.portfolio.charts import flows_chart
from advisor.portfolio.naming import Naming
from advisor.portfolio.paper import Paper
from advisor.portfolio.views import SMALLEST, STATUSES
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.basis import Basis
    from advisor.portfolio.comparing import Comparison, Pairs, Weaker
    from advisor.portfolio.views import Group, Moved, Overview, Sums
    from advisor.reasoning.answers import AnswerValue
    from advisor.reports.pictures.drawing import Figure
    from advisor.reports.words import Words


class Teller:
    """Tells of the cities of one portfolio, in the language of its pack; under each title stands what the paper rests on."""

    def __init__(
        self,
        pack: Pack,
        words: Words,
        names: Mapping[str, str],
        regions: Mapping[str, Sequence[str]] | None = None,
        basis: Basis | None = None,
    ) -> None:
        """Take the names of the cities by their keys, and the keys in each region."""
        self._pack, self._words, self._basis = pack, words, basis
        self.called = Naming(pack, words, names, regions or {})
        self._chapters = Chapters(pack, words, self.called)

    def report(self, found: Overview, added: Sums | None, broken: int) -> Paper:
        """Return the report of an office: where its cities stand, what is next, what they share, what is to be clarified."""
        lead = [self._words("portfolio.reading")]
        lead += [self._words.counted("portfolio.broken", broken)] if broken else []
        chapters, chart = self._chapters.overview(found)
        title = self._words.counted("portfolio.title", found.count)
        return self._document(title, [*map(p, lead), *chapters, *self._chapters.sums(added)], chart)

    def groups(self, found: Sequence[Group]) -> Paper:
        """Return who shares a next step, in groups that lack the same facts for it; who shares that with nobody is named last."""
        parts: list[Node] = []
        for step in dict.fromkeys(each.next for each in found):
            own = [each for each in found if each.next == step]
            alone = [each for each in own if len(each.keys) == 1 and each.lacking]
            together = own if len(alone) == 1 else [each for each in own if each not in alone]
            parts.append(h2(self.called.step(step)))
            for each in together:
                parts.append(p(self._words.counted("portfolio.members", len(each.keys), names=self.called.every(each.keys))))
                if each.lacking:
                    parts += [p(self._words("portfolio.lacking")), listed(map(self.called.fact, each.lacking))]
            if len(alone) > 1:
                names = self.called.every(sorted(key for each in alone for key in each.keys))
                parts.append(p(self._words("portfolio.alone", count=self._words.number(len(alone)), names=names)))
        return self._document(self._words("portfolio.groups"), parts)

    def what_if(self, found: Sequence[Moved], count: int, changes: Mapping[str, AnswerValue | None]) -> Paper:
        """Return which cities would take another step next, and which would have one only then, or none any more."""
        rows = [(self.called.city(each.key), self.called.step(each.before), self.called.step(each.then)) for each in found]
        heads = [self._words(f"portfolio.{key}") for key in ("who", "today", "then")]
        counts = {
            "moved": sum(None not in {each.before, each.then} for each in found),
            "begun": sum(each.before is None for each in found),
            "ended": sum(each.then is None for each in found),
        }
        lines = [
            self._words(f"portfolio.{key}", count=self._words.number(many), of=self._words.number(count))
            for key, many in counts.items()
            if many or key == "moved"
        ]
        supposed = [self._words("value.quoted", value=self.called.answer(name, value)) for name, value in changes.items()]
        title = self._words("portfolio.what_if", changes=self._words.join(supposed))
        return self._document(title, [*map(p, lines), *table(heads, rows)])

    def flows(self, found: Comparison, pairs: Pairs, before: int, now: int) -> Paper:
        """Return how many cities went from which status to which, approach by approach, and which could not be compared."""
        heads = [
            self._words("portfolio.before", year=before),
            self._words("portfolio.now", year=now),
            self._words("portfolio.count"),
        ]
        parts: list[Node] = [p(self._words("portfolio.paired", count=self._words.number(pairs.count)))]
        parts += [
            p(self._words("portfolio.only_in", year=year, count=self._words.number(len(keys)), names=self.called.cities(keys)))
            for year, keys in ((before, pairs.only_before), (now, pairs.only_now))
            if keys
        ]
        charts = []
        for number, (approach, moves) in enumerate(found.flows.items(), start=1):
            rows = [
                (self._words(f"status.{was}"), self._words(f"status.{will}"), str(count))
                for was, targets in moves.items()
                for will, count in targets.items()
            ]
            name = self._pack.approach(approach).name
            charts.append(flows_chart(self._words, number, name, moves, (before, now)))
            parts += [h2(name), figure(charts[-1]), *table(heads, rows), *self._weaker(found.weaker[approach], before)]
        return self._document(self._words("portfolio.flows", before=before, now=now), parts, *charts)

    def _weaker(self, moves: Weaker, before: int) -> list[Node]:
        """Name the cities that stand weaker than before: whom to call."""
        lines = [
            self._words(
                "portfolio.weaker_move",
                was=self._words(f"status.{was}"),
                will=self._words(f"status.{will}"),
                names=self.called.cities(keys),
            )
            for was, targets in moves.items()
            for will, keys in targets.items()
        ]
        return [p(self._words("portfolio.weaker", before=before)), listed(lines)] if lines else []

    def sizes(self, found: Mapping[str, Mapping[str, Mapping[str, int | None]]], added: Sums | None = None) -> Paper:
        """Return how many cities of each size have which status, with small cells left out."""
        heads = [self._words("portfolio.size"), *(self._words(f"status.{status}") for status in STATUSES)]
        parts = [p(self._words("portfolio.hidden", count=SMALLEST))]
        for approach, rows in found.items():
            told = [(size, *("…" if count is None else str(count) for count in cells.values())) for size, cells in rows.items()]
            parts += [h2(self._pack.approach(approach).name), *table(heads, told)]
        return self._document(self._words("portfolio.sizes"), [*parts, *self._chapters.sums(added)])

    def _document(self, title: str, parts: Iterable[Node], *figures: Figure) -> Paper:
        rests = [] if self._basis is None else [resting.told(self._words, self._pack, self._basis)]
        tree = Node("article", (Node("h1", (printable(title),)), *rests, *parts))
        return Paper(tree, {each.name: each for each in figures})
