"""Measure the server under load: ``python -m bench.web --seconds 300``.

People in several sittings answer at the pace at which people think, others look on, and papers are made meanwhile. The server has
one core to itself and this program another. Told are the times of requests, what failed, what was lost or came twice, how long
it took until those who look on knew, and the memory of the server and its helpers. Each figure stands beside its bound.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.support.http_browser import Browser, Form, Page, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINK = re.compile(r'id="link"[^>]*value="([^"]+)"')
_FIT = 400


class Told(msgspec.Struct):
    """What was seen: seconds by the kind of request, failures, confirmed answers, and what viewers were told when."""

    seconds: dict[str, list[float]] = msgspec.field(default_factory=lambda: defaultdict(list))
    failed: Counter[str] = msgspec.field(default_factory=Counter)
    confirmed: list[tuple[str, str]] = []
    news: dict[str, list[list[tuple[float, int]]]] = msgspec.field(default_factory=lambda: defaultdict(list))
    papers: int = 0
    memory: list[tuple[float, float]] = []
    busy: float = 0.0
    """How many seconds the processor worked for the server, its helpers left out."""

    def note(self, kind: str, page: Page) -> None:
        """Take one answer of the server."""
        if kind:
            self.seconds[kind].append(page.seconds)
        if page.status >= _FIT:
            self.failed[f"{kind or 'before'} {page.status} {page.path.split('?')[0]}"] += 1


def _main(page: Page) -> Form:
    """Return the form of a page that has most to fill in."""
    if not page.forms:
        raise RuntimeError(f"no form on {page.path}: {page.status}")
    return max(page.forms, key=lambda each: len(each.fields) + len(each.choices))


async def taken(browser: Browser, link: str) -> Page:
    """Take the seat of a link."""
    page = await browser.get(link)
    return await browser.send(_main(page))


async def answer_for(browser: Browser, room: str, told: Told, until: float, think: float) -> None:
    """Answer one question after another, with time to think before each; go back and change answers when all are given."""
    dice = random.Random(room)  # noqa: S311 - dice, no secrets
    await asyncio.sleep(dice.uniform(0, think))
    page = await browser.get(f"{room}/next", "question")
    while time.monotonic() < until:
        await asyncio.sleep(dice.expovariate(1 / think))
        if "/q/" not in page.path:
            links = re.findall(rf'href="({room}/q/\w+)"', (await browser.get(f"{room}/review", "review")).text)
            if not links:
                page = await browser.get(f"{room}/next", "question")
                continue
            page = await browser.get(dice.choice(links), "question")
        form = _main(page)
        values = form.choices.get("value", [])
        fields = {"value": dice.choice(values) if values else "12"}
        question = page.path.rpartition("/")[2]
        sent = await browser.once("POST", form.action, {**form.fields, **fields, "act": "answer"}, "answer")
        if sent.status == 303:  # noqa: PLR2004 - see other
            told.confirmed.append((room, question))
            page = await browser.get(sent.headers["location"], "question")
        else:
            page = await browser.get(f"{room}/next", "question")


async def look_on(browser: Browser, room: str, told: Told, *, draw: bool) -> None:
    """Keep a live page open; fetch it anew when the sitting moves, as its script does."""
    heard: list[tuple[float, int]] = []
    told.news[room].append(heard)
    drawing: asyncio.Task[Page] | None = None
    while True:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            async for event, data in browser.news(f"{room}/live/events"):
                if event == "changed":
                    heard.append((time.time(), int(data)))
                    if draw and (drawing is None or drawing.done()):
                        drawing = asyncio.create_task(browser.get(f"{room}/live", "live page"))
        await asyncio.sleep(1)


async def make_paper(browser: Browser, room: str, told: Told, after: float) -> None:
    """Fetch a report in PDF, after a while."""
    await asyncio.sleep(after)
    page = await browser.get(f"{room}/papers/report.pdf", "paper")
    told.papers += page.body.startswith(b"%PDF")


async def watch_memory(server: int, told: Told) -> None:
    """Note how much memory the server takes, alone and with its helpers."""
    while True:
        own, all_of_them = _memory(server), sum(map(_memory, [server, *_below(server)]))
        told.memory.append((own, all_of_them))
        await asyncio.sleep(0.5)


def _memory(process: int) -> float:
    """Return the megabytes that belong to a process alone, its share of what it shares with others included."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _processor(process: int) -> float:
    """Return how many seconds a process has computed."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _below(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from _below(int(child))


@contextlib.contextmanager
def served(folder: Path, port: int, core: int | None) -> Iterator[tuple[int, str]]:
    """Start a server, on a core of its own where one is named; yield its process and the link that it prints."""
    url = f"sqlite:///{folder}/advisor.db"
    command = [sys.executable, "-m", "advisor", "serve", "--no-browser", "--port", str(port), "--db", url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if core is not None:
        os.sched_setaffinity(process.pid, {core})
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        link = process.stdout.readline().strip()
        _wait_for(port)
        yield process.pid, link
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        if time.monotonic() > until:
            raise RuntimeError("the server does not start")
        time.sleep(0.05)


async def run(origin: str, link: str, server: int, told: Told, wish: argparse.Namespace) -> None:
    """Let everybody come, and do what they do until the time is over."""
    consultant = Browser(origin, told.note)
    await taken(consultant, link)
    found = [await _room(consultant, told, wish.people // wish.rooms, f"Musterwil {at}", origin) for at in range(wish.rooms)]
    until, before = time.monotonic() + wish.seconds, _processor(server)
    tasks: list[asyncio.Task[None]] = [asyncio.create_task(watch_memory(server, told))]
    answering = []
    for room, people in found:
        answering += [asyncio.create_task(answer_for(each, room, told, until, wish.think)) for each in people]
        viewers = wish.viewers // wish.rooms
        tasks += [asyncio.create_task(look_on(consultant.another(), room, told, draw=wish.draw)) for _ in range(viewers)]
    for at in range(wish.papers):
        room = found[at % len(found)][0]
        after = wish.seconds * (at + 1) / (wish.papers + 2)
        tasks.append(asyncio.create_task(make_paper(consultant.another(), room, told, after)))
    for ended in await asyncio.gather(*answering, return_exceptions=True):
        if ended is not None:
            told.failed[repr(ended)[:200]] += 1
    told.busy = _processor(server) - before
    await asyncio.sleep(1.5)
    for task in tasks:
        if task.done() and task.exception() is not None:
            told.failed[repr(task.exception())[:200]] += 1
        task.cancel()


async def _room(consultant: Browser, told: Told, people: int, city: str, origin: str) -> tuple[str, list[Browser]]:
    page = await consultant.get("/new")
    page = await consultant.send(_main(page), city=city, days="30")
    room = "/".join(page.path.split("/")[:3])
    there = []
    for at in range(people):
        page = await consultant.get(f"{room}/invite")
        page = await consultant.send(_main(page), kind="respondent", name=f"Person {at}", days="10")
        found = _LINK.search(page.text)
        if found is None:
            raise RuntimeError(f"no link on {page.path}: {page.status}")
        there.append(Browser(origin, told.note))
        await taken(there[-1], unescaped(found[1]))
    return room, there


def kept(folder: Path) -> dict[str, list[tuple[int, str, float]]]:
    """Return what is in the database, by room: number, kind and moment of each event."""
    with contextlib.closing(sqlite3.connect(folder / "advisor.db")) as store:
        rows = store.execute(
            "SELECT room, seq, body ->> 'did', (julianday(body ->> 'at') - 2440587.5) * 86400 FROM event ORDER BY room, seq"
        )
        found: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
        for room, seq, did, at in rows:
            found[f"/r/{room}"].append((seq, did, at))
    return found


def delays(told: Told, there: dict[str, list[tuple[int, str, float]]]) -> list[float]:
    """Return after how many seconds each viewer knew of each event."""
    found = []
    for room, viewers in told.news.items():
        for heard in viewers:
            first = next(iter(heard), (0.0, 0))[0]
            for seq, _, at in there.get(room, ()):
                if at > first:
                    when = next((moment for moment, last in heard if last >= seq), None)
                    found.append(float("inf") if when is None else when - at)
    return found


def share(values: Sequence[float], part: float) -> float:
    """Return the value that so many of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def report(told: Told, there: dict[str, list[tuple[int, str, float]]], wish: argparse.Namespace) -> None:
    """Print the figures, each beside its bound."""
    print(f"{wish.people} people in {wish.rooms} sittings, {wish.think:g} s to think, {wish.viewers} look on, {wish.seconds:g} s")
    print(f"{'':24} {'times':>6} {'median':>8} {'p95':>8} {'p99':>8} {'most':>8}   ms")
    every = [each for kind, found in told.seconds.items() if kind != "paper" for each in found]
    for kind, found in [*sorted(told.seconds.items()), ("all but papers", every)]:
        if found:
            figures = (statistics.median(found), share(found, 0.95), share(found, 0.99), max(found))
            print(f"{kind:24} {len(found):6} " + " ".join(f"{each * 1000:8.1f}" for each in figures))
    print(f"bounds: p95 {share(every, 0.95) * 1000:.0f} of 120 ms, p99 {share(every, 0.99) * 1000:.0f} of 400 ms")
    answers = sum(did == "answered" for rows in there.values() for _, did, _ in rows)
    gaps = sum([seq for seq, _, _ in rows] != list(range(1, len(rows) + 1)) for rows in there.values())
    print(f"answers: {len(told.confirmed)} confirmed, {answers} kept; rooms whose numbers have a gap: {gaps}")
    late = delays(told, there)
    if late:
        middle, most = statistics.median(late), max(late)
        print(f"those who look on knew after {middle:.2f} s, p99 {share(late, 0.99):.2f} s, at most {most:.2f} of 1 s")
    print(f"papers: {told.papers} of {wish.papers}")
    each_answer = told.busy / max(1, len(told.confirmed)) * 1000
    print(f"processor: {told.busy / wish.seconds:.0%} of a core, {each_answer:.0f} ms for an answer with all that follows it")
    own, together = (max(each[place] for each in told.memory) for place in (0, 1))
    print(f"memory: server {own:.0f} of 120 MB, with its helpers {together:.0f} of 250 MB")
    print(f"failed: {sum(told.failed.values())}")
    for what, times in told.failed.most_common(10):
        print(f"  {times} × {what}")


def main(arguments: list[str]) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rooms", type=int, default=10)
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--papers", type=int, default=10)
    parser.add_argument("--think", type=float, default=5.0, help="seconds, on average")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--draw", action="store_true", help="those who look on fetch the page anew whenever the sitting moves")
    wish = parser.parse_args(arguments)
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[1]})
    told = Told()
    core = cores[0] if len(cores) > 1 else None
    with tempfile.TemporaryDirectory() as name, served(Path(name), wish.port, core) as (process, link):
        asyncio.run(run(f"http://127.0.0.1:{wish.port}", link, process, told, wish))
        report(told, kept(Path(name)), wish)


if __name__ == "__main__":
    main(sys.argv[1:])
