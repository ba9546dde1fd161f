"""The fixed words of reports and sessions: ``templates/words.yaml``, and their translations in ``templates/translations/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.placeholders import put, taken_apart

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.placeholders import Parts

_GROUPED_FROM = 10_000
_LONG, _CLOSE = 30, 3


class Words:
    """Looks words up by their path (``status.emerging``) and fills in what is given."""

    def __init__(self, entries: Mapping[str, str], templates: Mapping[tuple[str, str], str] | None = None) -> None:
        """Take the words by path, and the translated texts of templates; None where they are in the language of the words."""
        self._entries = entries
        self._templates = templates
        self._parts: dict[str, Parts] = {}

    def __call__(self, path: str, /, **given: object) -> str:
        """Return the words at a path, filled in; what is given with its forms stands in the form that the words ask for."""
        parts = self._parts.get(path)
        if parts is None:
            parts = self._parts[path] = taken_apart(self._entries[path])
        return put(parts, given) if parts[1] else parts[0]

    def in_template(self, template: str, text: str) -> str:
        """Return a text of a template in the language of the words."""
        return text if self._templates is None else self._templates[template, text]

    def counted(self, path: str, count: int, /, **given: object) -> str:
        """Return the words for one thing or for so many: those of one stand beside the others, as ``…_one``."""
        return self(f"{path}_one", **given) if count == 1 else self(path, count=self.number(count), **given)

    def texts(self) -> list[tuple[str, str, str]]:
        """Return the translated texts of templates: name of the template, text, translation."""
        return [(name, text, translation) for (name, text), translation in (self._templates or {}).items()]

    def join(self, items: Sequence[str], how: str = "and") -> str:
        """Join items as a sentence does: with commas, and a word before the last."""
        if len(items) < 2:  # noqa: PLR2004 - one item needs no joining word
            return "".join(items)
        return self(how, items=", ".join(items[:-1]), last=items[-1])

    def number(self, value: int) -> str:
        """Write a whole number; from five digits on in groups of three."""
        return str(value) if abs(value) < _GROUPED_FROM else self._grouped(value)

    def date(self, day: datetime.date) -> str:
        """Write a date in full."""
        return self("first_of_month" if day.day == 1 else "date", day=day.day, month=self._month(day), year=day.year)

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

    def about(self, low: int, high: int) -> str:
        """Write how long all of it takes; years whose two ends nearly meet are not told to the month."""
        if high < _LONG or high - low > _CLOSE:
            return self.months(low, high)
        return self("months.years", count=round(high / 12))

    def _grouped(self, value: int) -> str:
        thousands, rest = divmod(value, 1000)
        return self("thousands", thousands=self._grouped(thousands), rest=f"{rest:03}") if thousands else str(rest)

    def _month(self, day: datetime.date) -> str:
        return self(f"month.{day.month}")
