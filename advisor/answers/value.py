"""Read the value of an answer by the type of its question: names or numbers of levels, yes and no, numbers, dates."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from advisor.errors import suggest
from advisor.logic.values import WHOLE
from advisor.reasoning.effects import NO_OPTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.model import Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.yaml_source.read import KeyPath, Plain

    Complain = Callable[[KeyPath, str, str], None]

UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""In which years a day may lie: plans are laid out from it, and calendars end."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}


class ValueReader:
    """Reads values and reports those that do not fit; what is unknown is None."""

    def __init__(self, complain: Complain) -> None:
        """Take the function that collects problems by path."""
        self._complain = complain

    def read(self, question: Question, raw: Plain, path: KeyPath) -> AnswerValue | None:
        """Return the value of an answer; None for an unknown one, and for one that was reported."""
        if raw is None:
            self._complain(path, f"'{question.id}' has no value.", f"Give a value, or '{UNKNOWN}'.")
            return None
        if raw == UNKNOWN:
            return None
        if question.type == "several":
            return self._several(question, raw, path)
        if not isinstance(raw, str):
            self._complain(path, f"'{question.id}' takes one value.", "Give a single value.")
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
                self._complain(path, f"'{question.id}' has no option '{item}'.", suggest(str(item), names))
                return None
        if NO_OPTION in chosen and len(set(map(str, chosen))) > 1:
            what = f"'{NO_OPTION}' and other options of '{question.id}' exclude each other."
            self._complain(path, what, f"Leave '{NO_OPTION}' out, or the others.")
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
        span = f" Numbers go from {numbers[0]} to {numbers[-1]}." if numbers else ""
        kind = "level" if question.type == "ordinal" else "option"
        self._complain(path, f"'{question.id}' has no {kind} '{raw}'.", f"{suggest(raw, names)}{span}")
        return None

    def _yes_no(self, question: Question, raw: str, path: KeyPath) -> str | None:
        if raw.lower() in _YES:
            return _YES[raw.lower()]
        self._complain(path, f"'{question.id}' is answered with '{raw}'.", f"Answer yes, no or {UNKNOWN}.")
        return None

    def _number(self, question: Question, raw: str, path: KeyPath) -> int | None:
        unit = f" ({question.unit})" if question.unit else ""
        if not WHOLE.fullmatch(raw):
            self._complain(path, f"'{question.id}' is answered with '{raw}'.", f"Give a whole number{unit} or {UNKNOWN}.")
            return None
        low, high = question.minimum, question.maximum
        if (low is not None and int(raw) < low) or (high is not None and int(raw) > high):
            bounds = f"from {low}" if high is None else f"from {low} to {high}"
            self._complain(path, f"{raw} is outside what '{question.id}' can be.", f"Give a number {bounds}{unit}.")
            return None
        return int(raw)

    def date(self, raw: str | None, path: KeyPath) -> datetime.date | None:
        """Return a date, or None after having reported what is no date."""
        day = None
        with suppress(ValueError):
            if _DATE.fullmatch(raw or ""):  # weeks and bare digits are dates of the standard, and slips in a file
                day = datetime.date.fromisoformat(raw or "")
        if day is None:
            self._complain(path, f"'{raw}' is not a date.", "Write it as year-month-day, such as 2026-11-22.")
        elif not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._complain(path, f"{raw} is no day to reckon with.", f"Give a day in the years {FIRST_YEAR} to {LAST_YEAR}.")
            return None
        return day


def fits(question: Question, value: AnswerValue | None) -> bool:
    """Tell whether a value could be an answer to a question; what is unknown always can."""
    problems: list[str] = []
    raw: Any = UNKNOWN if value is None else list(value) if isinstance(value, tuple) else str(value)
    ValueReader(lambda _, what, __: problems.append(what)).read(question, raw, ())
    return not problems


def _numbers(question: Question) -> tuple[int, ...]:
    """Return the numbers of a question's levels, in the order of the levels; none where they are not ordered."""
    if question.type != "ordinal":
        return ()
    return tuple(place if level.number is None else level.number for place, level in enumerate(question.levels))
