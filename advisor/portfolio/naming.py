"""Call cities, regions, facts and steps as an office knows them: few by their names, many by their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.answers.roles import labels
from advisor.errors import printable
from advisor.knowledge.placeholders import fill
from advisor.reports.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.views import Shared
    from advisor.reasoning.answers import AnswerValue
    from advisor.reports.words import Words

FEW = 8
"""So many cities are named in a line; the others are counted."""
_REGIONS, _COUNTED = 2, 5
"""So many regions are told with the names of their cities; so many with the number of cities in them."""

Near = list[tuple[str, "Sequence[str]"]]
"""Regions with the keys of cities in them, those with most first."""


class Naming:
    """Knows what is called how in one portfolio, in the language of its pack."""

    def __init__(self, pack: Pack, words: Words, names: Mapping[str, str], regions: Mapping[str, Sequence[str]]) -> None:
        """Take the names of the cities by their keys, and the keys in each region."""
        self._pack, self._words, self._names, self._regions = pack, words, names, regions
        self.roles = labels(pack, "", None, {})
        self._steps = {step.id: fill(step.title, self.roles) for step in pack.steps}

    def fact(self, told: str) -> str:
        """Return a fact with its level in the words of the pack."""
        name, _, level = told.partition(" = ")
        asked, _, option = name.partition(".")
        question = self._pack.question(asked)
        levels = {each.name: each.label for each in question.levels}
        return self._words("answer", label=question.label, value=levels.get(option or level, level))

    def answer(self, question: str, value: AnswerValue | None) -> str:
        """Return a question with an answer to it."""
        if isinstance(value, str):
            return self.fact(f"{question} = {value}")
        asked = self._pack.question(question)
        return self._words("answer", label=asked.label, value=answer_in_words(self._words, asked, value))

    def question(self, question: str) -> str:
        """Return what a question is called."""
        return self._pack.question(question).label

    def step(self, step: str | None) -> str:
        """Return what a step is called; None is that there is none, or none yet."""
        return self._words("portfolio.no_step") if step is None else self._steps[step]

    def city(self, key: str) -> str:
        """Return the name of a city."""
        return printable(self._names[key])

    def every(self, keys: Iterable[str]) -> str:
        """Name every one of some cities."""
        return ", ".join(map(self.city, keys))

    def cities(self, keys: Sequence[str]) -> str:
        """Name cities as long as they are few, and count the others; a single one is named as well."""
        if len(keys) <= FEW + 1:
            return self.every(keys)
        return self._words("portfolio.more", names=self.every(keys[:FEW]), count=self._words.number(len(keys) - FEW))

    def where(self, keys: Sequence[str]) -> str:
        """Name cities while they are few, else count them by region where regions are given."""
        near = self.near_each_other(keys)
        return self.cities(keys) if len(keys) <= FEW or not near else self._counted(near)

    def near_each_other(self, keys: Sequence[str]) -> Near:
        """Return the regions in which these cities are."""
        those = frozenset(keys)
        near = {name: [key for key in of if key in those] for name, of in self._regions.items()}
        return largest({name: there for name, there in near.items() if there})

    def neighbours(self, each: Shared) -> str:
        """Name the neighbours of the largest regions, and count the others; where they are many, count them in each."""
        found = largest(each.regions)
        if found and len(found[0][1]) > FEW:
            return self._counted(found)
        return self._and_more([self.region(name, keys) for name, keys in found[:_REGIONS]], len(found))

    def region(self, name: str, keys: Sequence[str]) -> str:
        """Return a region with the names of its cities, as long as they are few."""
        if len(keys) > FEW:
            return printable(name)
        return self._words("portfolio.region", region=printable(name), names=self.cities(keys))

    def with_most(self, keys: Sequence[str]) -> tuple[str, bool]:
        """Return the regions with most of some cities, and whether all others have fewer; nothing where none has two."""
        near = self.near_each_other(keys)
        most = [each for each in near[:_REGIONS] if len(each[1]) > 1]
        others = near[len(most) :]
        is_most = bool(most and others) and len(most[-1][1]) > len(others[0][1])
        return "; ".join(self._counts(most)), is_most

    def _counted(self, near: Near) -> str:
        return self._and_more(self._counts(near[:_COUNTED]), len(near))

    def _counts(self, near: Near) -> list[str]:
        return [self._words("portfolio.region_count", region=printable(name), count=len(there)) for name, there in near]

    def _and_more(self, regions: Sequence[str], count: int) -> str:
        told = "; ".join(regions)
        more = count - len(regions)
        return self._words.counted("portfolio.more_regions", more, regions=told) if more else told


def largest(regions: Mapping[str, Sequence[str]]) -> Near:
    """Return regions with their cities, those with most first."""
    return sorted(regions.items(), key=lambda each: (-len(each[1]), each[0]))
