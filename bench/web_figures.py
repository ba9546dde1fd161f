"""What a server did under load: the times of requests, what was lost or came twice, when others knew, and memory; in figures."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.http_browser import Page

_FIT = 400


class Told(msgspec.Struct):
    """What was seen: seconds by the kind of request, failures, confirmed answers, and what viewers were told when."""

    seconds: dict[str, list[float]] = msgspec.field(default_factory=lambda: defaultdict(list))
    failed: Counter[str] = msgspec.field(default_factory=Counter)
    confirmed: list[tuple[str, str]] = []
    """The room and the mark of each form that was confirmed."""
    news: dict[str, list[list[tuple[float, int]]]] = msgspec.field(default_factory=lambda: defaultdict(list))
    papers: int = 0
    memory: list[tuple[float, float]] = []
    busy: float = 0.0
    helped: float = 0.0
    """How many seconds the processor worked for the server, and how many for its helpers."""

    def note(self, kind: str, page: Page) -> None:
        """Take one answer of the server."""
        if kind:
            self.seconds[kind].append(page.seconds)
        if page.status >= _FIT:
            self.failed[f"{kind or 'before'} {page.status} {page.path.split('?')[0]}"] += 1


class Kept(msgspec.Struct, frozen=True):
    """An event as the database holds it: its number, kind and moment, and the mark of the form that brought it."""

    seq: int
    did: str
    at: float
    once: str | None


def kept(folder: Path) -> dict[str, list[Kept]]:
    """Return what is in the database, by room."""
    with contextlib.closing(sqlite3.connect(folder / "advisor.db")) as store:
        rows = store.execute(
            "SELECT room, seq, body ->> 'did', (julianday(body ->> 'at') - 2440587.5) * 86400, once FROM event ORDER BY room, seq"
        )
        found: dict[str, list[Kept]] = defaultdict(list)
        for room, *event in rows:
            found[f"/r/{room}"].append(Kept(*event))
    return found


def delays(told: Told, there: dict[str, list[Kept]]) -> list[float]:
    """Return after how many seconds each viewer knew of each event."""
    found = []
    for room, viewers in told.news.items():
        for heard in viewers:
            first = next(iter(heard), (0.0, 0))[0]
            for each in there.get(room, ()):
                if each.at > first:
                    when = next((moment for moment, last in heard if last >= each.seq), None)
                    found.append(float("inf") if when is None else when - each.at)
    return found


def share(values: Sequence[float], part: float) -> float:
    """Return the value that so many of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def report(told: Told, there: dict[str, list[Kept]], wish: argparse.Namespace) -> None:
    """Print the figures, each beside its bound."""
    print(f"{wish.people} people in {wish.rooms} sittings, {wish.think:g} s to think, {wish.viewers} look on, {wish.seconds:g} s")
    print(f"{'':24} {'times':>6} {'median':>8} {'p95':>8} {'p99':>8} {'most':>8}   ms")
    every = [each for kind, found in told.seconds.items() if kind != "paper" for each in found]
    for kind, found in [*sorted(told.seconds.items()), ("all but papers", every)]:
        if found:
            figures = (statistics.median(found), share(found, 0.95), share(found, 0.99), max(found))
            print(f"{kind:24} {len(found):6} " + " ".join(f"{each * 1000:8.1f}" for each in figures))
    print(f"bounds: p95 {share(every, 0.95) * 1000:.0f} of 120 ms, p99 {share(every, 0.99) * 1000:.0f} of 400 ms")
    marks = Counter((room, each.once) for room, rows in there.items() for each in rows if each.once)
    answers = sum(each.did == "answered" for rows in there.values() for each in rows)
    lost = sum(each not in marks for each in told.confirmed)
    doubled = sum(times > 1 for times in marks.values()) + max(0, answers - len(marks))
    gaps = sum([each.seq for each in rows] != list(range(1, len(rows) + 1)) for rows in there.values())
    print(f"answers: {len(told.confirmed)} confirmed; lost: {lost}; doubled: {doubled}; rooms whose numbers have a gap: {gaps}")
    late = delays(told, there)
    if late:
        middle, most = statistics.median(late), max(late)
        print(f"those who look on knew after {middle:.2f} s, p99 {share(late, 0.99):.2f} s, at most {most:.2f} of 1 s")
    print(f"papers: {told.papers} of {wish.papers}")
    each_answer = told.busy / max(1, len(told.confirmed)) * 1000
    each_paper = told.helped / max(1, told.papers)
    print(f"processor: {told.busy / wish.seconds:.0%} of a core, {each_answer:.0f} ms for an answer with all that follows it;")
    print(f"  {each_paper:.1f} s for a paper, in a process of its own")
    own, worker = (max(each[place] for each in told.memory) for place in (0, 1))
    together = max(map(sum, told.memory))
    print(f"memory: server {own:.0f} of 120 MB, worker {worker:.0f} MB, both at once {together:.0f} of 250 MB")
    print(f"failed: {sum(told.failed.values())}")
    for what, times in told.failed.most_common(10):
        print(f"  {times} × {what}")
