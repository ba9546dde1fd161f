"""Lay a report out on paper, and draw its pictures: the jobs that Typst does, as values that another process can do as well."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from advisor.reports.writers.typesetting import Pages, Typesetter


class Setting(msgspec.Struct, frozen=True):
    """How a part of a report is set: how large, of 10 points, and with how much between two lines, of its size."""

    size: float
    leading: float = 0.62


_SETTINGS = (Setting(1.0), Setting(0.95), Setting(0.9), Setting(0.9, 0.55))
"""How a part with a number of pages to fit is set, in turn: smaller down to 9 points and never below, then closer."""

_LITTLE_SMALLER = (Setting(0.97), Setting(0.95))
"""How a report of any length is set, in turn, to save a last page with next to nothing on it."""

_NEARLY_EMPTY = 300.0
"""Where the text of such a page ends, in points from its upper edge: about a third of the sheet."""


class Paper(msgspec.Struct, frozen=True, tag=True):
    """A report to be laid out; ``pages`` is how many it may take, None is as many as it needs."""

    layout: bytes
    data: dict[str, Any]
    day: datetime.date
    attached: bool
    pages: int | None


class Drawings(msgspec.Struct, frozen=True, tag=True):
    """Pictures to be drawn, as SVG by name."""

    layout: bytes
    drawings: dict[str, str]


class LaidOut(msgspec.Struct, frozen=True, tag=True):
    """Files by name, and whether the pages were enough."""

    files: dict[str, bytes]
    fits: bool = True


def laid_out(job: Paper | Drawings) -> LaidOut:
    """Do a job.

    Raises:
        FormatError: Typst refuses what it is given, or warns of something.

    """
    typesetter = Typesetter(job.layout)
    if isinstance(job, Drawings):
        return LaidOut({name: typesetter.png(document={"svg": svg}) for name, svg in job.drawings.items()})
    pages, fits = _fitted(typesetter, job)
    return LaidOut({"report": pages.pdf(job.day, attached=job.attached)}, fits)


def _fitted(typesetter: Typesetter, job: Paper) -> tuple[Pages, bool]:
    """Lay out as large as the pages allow, the first page and the others each for itself; tell whether they were enough.

    Where the first chapter does not fit on its page even in the closest setting, the next one follows on at once.
    """
    if job.pages is None:
        return _without_leftover(typesetter, job.data), True
    first = second = 0
    while max(first, second) < len(_SETTINGS):
        pages = _set(typesetter, job.data, _SETTINGS[first], _SETTINGS[second])
        if _ends(pages) <= job.pages:
            return pages, True
        turn = min(pages.where.turn, default=job.pages + 1)
        if turn > job.pages:
            first += 1
        if turn <= job.pages or _ends(pages) - turn >= job.pages - 1:  # too long wherever it begins
            second += 1
    for setting in _SETTINGS:
        pages = _set(typesetter, {**job.data, "turns": False}, Setting(0.9), setting)
        if _ends(pages) <= job.pages:
            return pages, True
    return pages, False


def _without_leftover(typesetter: Typesetter, data: dict[str, Any]) -> Pages:
    """Lay out a report of any length, a little smaller where that saves a last page that is nearly empty."""
    pages = _set(typesetter, data, _SETTINGS[0], _SETTINGS[0])
    if _ends(pages) == 1 or pages.where.foot[0] > _NEARLY_EMPTY:
        return pages
    closer = (_set(typesetter, data, setting, setting) for setting in _LITTLE_SMALLER)
    return next((each for each in closer if _ends(each) < _ends(pages)), pages)


def _set(typesetter: Typesetter, data: dict[str, Any], *settings: Setting) -> Pages:
    return _kept_together(typesetter, {**data, "settings": settings})


def _ends(pages: Pages) -> int:
    """Return the page on which a report ends."""
    return pages.where.end[0]


def _kept_together(typesetter: Typesetter, data: dict[str, Any]) -> Pages:
    """Lay out, and break tables before a last row that would stand alone on its page."""
    splits: dict[str, int] = {}
    pages = typesetter.pages(document=data, splits=splits)
    while alone := _alone(pages, splits):
        splits |= alone
        pages = typesetter.pages(document=data, splits=splits)
    return pages


def _alone(pages: Pages, splits: dict[str, int]) -> dict[str, int] | None:
    """Return where to break the first table whose last row stands alone on a page; those before it keep their place then."""
    tables: dict[int, list[int]] = {}
    for table, _, page in pages.where.rows:
        tables.setdefault(table, []).append(page)
    for table, places in tables.items():
        if str(table) not in splits and len(places) > 2 and places[-1] != places[-2]:  # noqa: PLR2004 - two rows stay together
            return {str(table): len(places) - 2}
    return None
