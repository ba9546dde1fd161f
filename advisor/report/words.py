"""The fixed words of a report in one language, from ``templates/words.<language>.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.yaml_text import read_source

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path


class Words:
    """Looks words up by their path (``status.emerging``) and fills in what is given."""

    def __init__(self, entries: dict[str, str]) -> None:
        """Take the words by path."""
        self._entries = entries

    def __call__(self, path: str, /, **given: object) -> str:
        """Return the words at a path, filled in."""
        return self._entries[path].format(**given)

    def join(self, items: Sequence[str], how: str = "and") -> str:
        """Join items as a sentence does: with commas, and a word before the last."""
        if len(items) < 2:  # noqa: PLR2004 - one item needs no joining word
            return "".join(items)
        return self(how, items=", ".join(items[:-1]), last=items[-1])

    def date(self, day: datetime.date) -> str:
        """Write a date in full."""
        return self("date", day=day.day, month=self._month(day), year=day.year)

    def month(self, day: datetime.date) -> str:
        """Write the month and year of a date."""
        return self("month_year", month=self._month(day), year=day.year)

    def months(self, low: int, high: int) -> str:
        """Write a duration."""
        if low == 0:
            return self("months.at_most_one") if high == 1 else self("months.at_most", high=high)
        if low == high:
            return self("months.one") if low == 1 else self("months.same", low=low)
        return self("months.range", low=low, high=high)

    def _month(self, day: datetime.date) -> str:
        return self("month_names").split()[day.month - 1]


def load_words(folder: Path, language: str) -> Words:
    """Return the words of a language.

    Raises:
        UnusableInputError: there are no words in this language.

    """
    file = folder / f"words.{language}.yaml"
    if not file.is_file():
        there = sorted(each.name.split(".")[1] for each in folder.glob("words.*.yaml"))
        problem = Problem(
            Place(str(file)), f"there are no words in the language '{language}'.", f"There are: {', '.join(there)}."
        )
        raise UnusableInputError([problem])
    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(problems)
    return Words(dict(_flat(source.data, "")))


def _flat(data: object, prefix: str) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [pair for key, value in data.items() for pair in _flat(value, f"{prefix}.{key}" if prefix else key)]
    return [(prefix, str(data or ""))]
