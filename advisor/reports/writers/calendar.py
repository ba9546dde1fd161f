"""Write a list of work as a calendar (iCalendar, RFC 5545): each thing on the first day of the month in which it can begin."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import printable
from advisor.reports.document import PRODUCT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from advisor.reports.chapters.worklist import Task, Window
    from advisor.reports.words import Words

_OCTETS = 75
"""How long a line may be; what is longer goes on in the next one, after a blank."""


class Named(NamedTuple):
    """What a calendar is called, and what its events are known by: the same in every language, so that none is there twice."""

    title: str
    known_by: str


def to_calendar(tasks: Sequence[Task], named: Named, day: datetime.date, language: str, words: Words) -> bytes:
    """Return a calendar with an event for each item of the path and each decision; the same list gives the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{PRODUCT}//{PRODUCT}//{language.upper()}", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(named.title)}")
    for (kind, key, _), group in groupby(tasks, lambda task: (task.kind, task.key, task.item)):
        lines += _event(list(group), f"{named.known_by}|{kind}|{key}", day, words)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(tasks: Sequence[Task], name: str, day: datetime.date, words: Words) -> Iterator[str]:
    first = tasks[0]
    begins = first.begins[0] if first.begins else day
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(name.encode()).hexdigest()[:32]}@{PRODUCT}"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{max(begins, day):%Y%m%d}"
    yield f"SUMMARY:{_escaped(first.text if first.kind == 'decision' else first.item)}"
    yield f"CATEGORIES:{_escaped(words(f'worklist.kind.{first.kind}'))}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(_description(tasks, words)))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(tasks: Sequence[Task], words: Words) -> Iterator[str]:
    first = tasks[0]
    yield words("answer", label=words("label.who"), value=first.who)
    if first.begins:
        yield words(
            "answer",
            label=words(f"worklist.when.{'decision' if first.kind == 'decision' else 'begins'}"),
            value=_window(words, first.begins),
        )
    if first.ends:
        yield words("answer", label=words("worklist.when.ends"), value=_window(words, first.ends))
    if first.cost:
        yield words("answer", label=words("label.cost"), value=first.cost)
    if first.kind != "decision":
        yield from (f"– {task.text}" for task in tasks)
    yield from (task.note for task in tasks if task.note)


def _window(words: Words, months: Window) -> str:
    low, high = months
    if high is None:
        return words("window.earliest", low=words.month(low))
    return words.month(low) if low == high else words("council.when", low=words.month(low), high=words.month(high))


def _escaped(text: str) -> str:
    lines = (printable(line).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in text.splitlines())
    return "\\n".join(lines)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts that are not too long; no letter is parted."""
    part, size = "", 0
    for letter in line:
        more = len(letter.encode())
        if size + more > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + more
    yield part
