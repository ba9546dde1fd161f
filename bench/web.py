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
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.web_figures import Told, kept, report
from tests.support.http_browser import Browser, Form, Page, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = re.compile(r'id="link"[^>]*value="([^"]+)"')
_MARK = re.compile(r'data-mark="(\d+)')
_REST, _SOON = 2.0, (0.3, 1.0)
"""How many seconds the script of a live page waits before it fetches the page again; and, at least and at most, once it was
told of something.
"""


def _main(page: Page) -> Form:
    """Return the form of a page that has most to fill in."""
    if not page.forms:
        raise RuntimeError(f"no form on {page.path}: {page.status}")
    return max(page.forms, key=lambda each: len(each.fields) + len(each.choices))


def _said(page: Page, form: Form, dice: random.Random) -> dict[str, str]:
    """Return what somebody says: one of the options, a number, or that they do not know a name or a day."""
    values = form.choices.get("value", [])
    if values:
        return {"act": "answer", "value": dice.choice(values)}
    return {"act": "answer", "value": "12"} if 'inputmode="numeric"' in page.text else {"act": "unknown"}


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
        fields = {**form.fields, **_said(page, form, dice)}
        sent = await browser.once("POST", form.action, fields, "answer")
        if sent.status == 303:  # noqa: PLR2004 - see other
            told.confirmed.append((room, form.fields["once"]))
            page = await browser.get(sent.headers["location"], "question")
        else:
            page = await browser.get(f"{room}/next", "question")


async def look_on(browser: Browser, room: str, told: Told, *, draw: bool) -> None:
    """Keep a live page open; fetch it anew when the sitting moves, as its script does."""
    heard: list[tuple[float, int]] = []
    told.news[room].append(heard)
    moved = asyncio.Event()
    drawing = asyncio.create_task(_drawn(browser.another(), room, heard, moved)) if draw else None
    try:
        while True:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                async for event, data in browser.news(f"{room}/live/events"):
                    if event == "changed":
                        heard.append((time.time(), int(data)))
                        moved.set()
            await asyncio.sleep(1)
    finally:
        if drawing is not None:
            drawing.cancel()


async def _drawn(browser: Browser, room: str, heard: list[tuple[float, int]], moved: asyncio.Event) -> None:
    """Fetch the page when there is something new, and again as long as it is older than what was told."""
    while True:
        await moved.wait()
        await asyncio.sleep(random.uniform(*_SOON))  # noqa: S311 - no secrets
        moved.clear()
        page = await browser.get(f"{room}/live?look=", "live page")
        await asyncio.sleep(_REST)
        seen = _MARK.search(page.text)
        if seen is None or int(seen[1]) < heard[-1][1]:
            moved.set()


async def make_paper(browser: Browser, room: str, told: Told, after: float) -> None:
    """Fetch a report in PDF, after a while."""
    await asyncio.sleep(after)
    page = await browser.get(f"{room}/papers/report.pdf", "paper")
    told.papers += page.body.startswith(b"%PDF")


async def watch_memory(server: int, told: Told) -> None:
    """Note how much memory the server takes, alone and with its helpers."""
    while True:
        told.memory.append((_memory(server), sum(map(_memory, _below(server)))))
        await asyncio.sleep(0.5)


def _memory(process: int) -> float:
    """Return the megabytes that belong to a process alone, its share of what it shares with others included."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _processor(process: int) -> tuple[float, float]:
    """Return how many seconds a process has computed, and how many those that it started and that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    own, helpers = (sum(map(int, fields[first : first + 2])) for first in (11, 13))
    return own / os.sysconf("SC_CLK_TCK"), helpers / os.sysconf("SC_CLK_TCK")


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
    told.busy, told.helped = (after - then for after, then in zip(_processor(server), before, strict=True))
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
    parser.add_argument("--no-draw", dest="draw", action="store_false", help="those who look on are told, and fetch nothing")
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
