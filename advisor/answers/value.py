"""Read the value of an answer by the type of its question: names or numbers of levels, yes and no, numbers, dates."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from advisor.errors import coded, phrase, suggestion
from advisor.logic.values import WHOLE
from advisor.reasoning.effects import NO_OPTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.errors import Place, Problem
    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.yaml_source.read import KeyPath, Plain

    Tell = Callable[..., None]
    """Notes a problem at a path, by its code; hints in the place of its own, and what its words are filled with, follow."""

UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""In which years a day may lie: plans are laid out from it, and calendars end."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}


class ValueReader:
    """Reads values and reports those that do not fit; what is unknown is None."""

    def __init__(self, tell: Tell) -> None:
        """Take the function that collects problems by path."""
        self._tell = tell

    def read(self, question: Question, raw: Plain, path: KeyPath) -> AnswerValue | None:
        """Return the value of an answer; None for an unknown one, and for one that was reported."""
        if raw is None:
            self._tell(path, "A404", question=question.id)
            return None
        if raw == UNKNOWN:
            return None
        if question.type == "several":
            return self._several(question, raw, path)
        if not isinstance(raw, str):
            self._tell(path, "A405", question=question.id)
            return None
        readers: dict[str, Any] = {
            "ordinal": self._level,
            "choice": self._level,
            "yes_no": self._yes_no,
            "number": self._number,
            "date": lambda _, text, where: self.date(text, where),
        }
        value: AnswerValue | None = readers.get(question.type, lambda _, text, __: text)(question, raw, path)
        return value

    def _several(self, question: Question, raw: Plain, path: KeyPath) -> tuple[str, ...] | None:
        names = [level.name for level in question.levels]
        chosen = raw if isinstance(raw, list) else [raw]
        for item in chosen:
            if item not in names:
                self._tell(path, "A407", suggestion(str(item), names), question=question.id, raw=str(item))
                return None
        if NO_OPTION in chosen and len(set(map(str, chosen))) > 1:
            self._tell(path, "A408", question=question.id, none=NO_OPTION)
            return None
        if not chosen and NO_OPTION in names:  # that none of them applies has a name here
            return (NO_OPTION,)
        return tuple(name for name in names if name in chosen)

    def _level(self, question: Question, raw: str, path: KeyPath) -> str | None:
        names = [level.name for level in question.levels]
        if raw in names:
            return raw
        numbers = _numbers(question)
        if WHOLE.fullmatch(raw) and int(raw) in numbers:
            return names[numbers.index(int(raw))]
        span = [phrase("A406.numbers", low=numbers[0], high=numbers[-1])] if numbers else []
        code = "A406" if question.type == "ordinal" else "A407"
        self._tell(path, code, suggestion(raw, names), *span, question=question.id, raw=raw)
        return None

    def _yes_no(self, question: Question, raw: str, path: KeyPath) -> str | None:
        if raw.lower() in _YES:
            return _YES[raw.lower()]
        self._tell(path, "A409", question=question.id, raw=raw)
        return None

    def _number(self, question: Question, raw: str, path: KeyPath) -> int | None:
        unit = f" ({question.unit})" if question.unit else ""
        if not WHOLE.fullmatch(raw):
            self._tell(path, "A410", phrase("A410.hint", unit=unit), question=question.id, raw=raw)
            return None
        low, high = question.minimum, question.maximum
        if (low is not None and int(raw) < low) or (high is not None and int(raw) > high):
            between: dict[str, str | int] = {"low": low or 0, "unit": unit, **({} if high is None else {"high": high})}
            bounds = phrase("A411.from" if high is None else "A411.between", **between)
            self._tell(path, "A411", bounds, question=question.id, raw=raw)
            return None
        return int(raw)

    def date(self, raw: str | None, path: KeyPath) -> datetime.date | None:
        """Return a date, or None after having reported what is no date."""
        day = None
        with suppress(ValueError):
            if _DATE.fullmatch(raw or ""):  # weeks and bare digits are dates of the standard, and slips in a file
                day = datetime.date.fromisoformat(raw or "")
        if day is None:
            self._tell(path, "A412", raw=str(raw))
        elif not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._tell(path, "A413", phrase("A413.hint", first=FIRST_YEAR, last=LAST_YEAR), raw=str(raw))
            return None
        return day


def fits(question: Question, value: AnswerValue | None) -> bool:
    """Tell whether a value could be an answer to a question; what is unknown always can."""
    codes: list[str] = []
    raw: Any = UNKNOWN if value is None else list(value) if isinstance(value, tuple) else str(value)
    ValueReader(lambda _, code, *__, **___: codes.append(code)).read(question, raw, ())
    return not codes


def read_at(question: Question, raw: Plain, place: Place) -> tuple[AnswerValue | None, tuple[Problem, ...]]:
    """Return the value of an answer that stands at one place, and what is wrong with it."""
    found: list[Problem] = []
    reader = ValueReader(lambda _, code, *hints, **given: found.append(coded(place, code, *hints, **given)))
    return reader.read(question, raw, ()), tuple(found)


def _numbers(question: Question) -> tuple[int, ...]:
    """Return the numbers of a question's levels, in the order of the levels; none where they are not ordered."""
    if question.type != "ordinal":
        return ()
    return tuple(place if level.number is None else level.number for place, level in enumerate(question.levels))
