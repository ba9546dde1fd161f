"""Lay a report out on paper, and draw its pictures: the jobs that Typst does, as values that another process can do as well."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from advisor.reports.writers.typesetting import Pages, Typesetter

_SIZES = (1.0, 0.95, 0.9)
"""How much smaller everything may become where a report has a number of pages to fit: from 10 points to 9, and never below."""


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

    Where the first chapter does not fit on its page even in the smallest size, the next one follows on at once.
    """
    if job.pages is None:
        return _kept_together(typesetter, {**job.data, "sizes": [_SIZES[0]] * 2}), True
    first = second = 0
    while max(first, second) < len(_SIZES):
        pages = _kept_together(typesetter, {**job.data, "sizes": [_SIZES[first], _SIZES[second]]})
        if _ends(pages) <= job.pages:
            return pages, True
        if min(pages.where.turn, default=job.pages + 1) > job.pages:
            first += 1
        else:
            second += 1
    running_on = {**job.data, "sizes": [_SIZES[-1]] * 2, "turns": False}
    pages = _kept_together(typesetter, running_on)
    return pages, _ends(pages) <= job.pages


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
