"""Read what people type in a session: options by number, id or name, numbers and dates as they are written by hand.

What cannot be understood stays as it was typed, so that the reader of values refuses it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Question
    from advisor.yaml_source.read import Plain

Options = tuple[tuple[str, str], ...]
"""Keys and labels, in the order in which they are shown."""

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""What stands for a byte that is no character."""

_PLACE = re.compile(r"[0-9]{1,3}")
_GROUPS = "'’  \u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?P<before>[^\W\d_]*\.?)\s*(?P<number>[+-]?(?:[0-9]{{1,3}}(?:[{_GROUPS}][0-9]{{3}})+|[0-9]+))(?:\.[-–—]{{1,2}})?\s*(?P<after>\D*)"
)
"""A whole number with its unit before or behind it, and the dash that stands for no smaller coins."""
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(?P<day>[0-9]{1,2})\s*[./]\s*)?(?P<month>[0-9]{1,2})\s*[./]\s*(?P<year>[0-9]{4})")
_IN_WORDS = re.compile(r"(?:(?P<day>[0-9]{1,2})(?:\.|er|º|°|st|nd|rd|th)?\s*)?(?P<name>[^\W\d_]{3,})\.?\s*(?P<year>[0-9]{4})")
_MONTH_FIRST = re.compile(r"(?P<name>[^\W\d_]{3,})\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s*,?\s+(?P<year>[0-9]{4})")


class Tongue(msgspec.Struct, frozen=True):
    """What has to be known of a language to read what is typed in it: its months, and what a unit of percent is called."""

    months: tuple[str, ...]
    percent: str


class Day(msgspec.Struct, frozen=True):
    """A date that was typed; ``exact`` tells whether the day was, or only the month."""

    date: datetime.date
    exact: bool


def folded(text: str) -> str:
    """Return a text without what people leave out when they type: capitals, accents, kinds of quotes, blanks at its ends.

    >>> folded(" Zürich ") == folded("zurich")
    True
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def fitting(options: Sequence[tuple[str, str]], typed: str) -> list[str]:
    """Return the keys of the options that may be meant: by number, by key, by label, by the beginning of a label.

    >>> fitting([("zh", "Zürich"), ("zg", "Zug")], "zu")
    ['zh', 'zg']
    """
    if place := _PLACE.fullmatch(typed.strip()):
        number = int(place[0])  # what was matched, not what was typed: blanks exist that only strip() takes for blanks
        return [key for key, _ in options[number - 1 : number]] if number else []
    wanted = folded(typed)
    if not wanted:
        return []
    named = [key for key, label in options if wanted in {folded(key), folded(label)}]
    return named if len(named) == 1 else [key for key, label in options if folded(label).startswith(wanted)]


def plain_answer(question: Question, typed: str, tongue: Tongue) -> Plain:
    """Return what was typed as it would stand in a file."""
    if question.type == "several":
        return _several([(level.name, level.label) for level in question.levels], typed)
    if question.type == "number":
        return _number(question, typed, tongue)
    if question.type == "date":
        day = typed_day(typed, tongue)
        return day.date.isoformat() if day else typed
    return typed


def typed_day(typed: str, tongue: Tongue) -> Day | None:
    """Return the date that was typed; the first day of a month that was typed without a day."""
    text = " ".join(typed.split())
    for form in (_ISO, _DAY_FIRST, _MONTH_FIRST, _IN_WORDS):
        found = form.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _month(parts["name"], tongue) if "name" in parts else int(parts["month"])
        with suppress(ValueError):
            return Day(datetime.date(int(parts["year"]), month, int(parts["day"] or 1)), parts["day"] is not None)
    return None


def _month(name: str, tongue: Tongue) -> int:
    """Return the number of a month that is named, or shortened so that no other can be meant; 0 for anything else."""
    found = [number for number, each in enumerate(tongue.months, start=1) if folded(each).startswith(folded(name))]
    return found[0] if len(found) == 1 else 0


def _several(options: Options | list[tuple[str, str]], typed: str) -> Plain:
    parts = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    if any(len(fitting(options, part)) != 1 for part in parts):
        parts = [part for part in re.split(r"[\s,;]+", typed) if part]
    meant = [(part, fitting(options, part)) for part in parts]
    return [keys[0] if len(keys) == 1 else part for part, keys in meant]


def _number(question: Question, typed: str, tongue: Tongue) -> str:
    found = _NUMBER.fullmatch(typed.strip())
    if found is None or not all(_is_unit(found[side].strip(), question.unit or "", tongue) for side in ("before", "after")):
        return typed
    return re.sub(f"[{_GROUPS}]", "", found["number"])


def _is_unit(written: str, unit: str, tongue: Tongue) -> bool:
    if written == "%":
        return folded(unit).startswith(folded(tongue.percent))
    return not written or (len(written) > 1 and folded(unit).startswith(folded(written.rstrip("."))))
