"""Whatever becomes of the server while people answer: what it confirmed is kept once, and they go on where they were."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from advisor.web.store import rooms
from advisor.web.store.database import opened
from tests.support.disks import filled, small_disk
from tests.support.http_browser import Browser, Form, Page, unescaped
from tests.support.sampling import in_full

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
    from pathlib import Path

    from tests.support.postgres import Server

pytestmark = pytest.mark.long
_LINK = re.compile(r'id="link"[^>]*value="([^"]+)"')
_PATIENCE = 120.0


def free_port() -> int:
    """Return a port that nobody listens on, and that no client gets by chance: it could call itself while the server is down."""
    while True:
        port = random.randrange(20_000, 30_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Serving:
    """A server that is killed and started again, on the same port and database."""

    def __init__(self, url: str, log: Path) -> None:
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._url, self._log = url, log
        self._process: subprocess.Popen[bytes] | None = None

    def link(self) -> str:
        """Return a link for a consultant."""
        done = subprocess.run([*self._command(), "--new-link"], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    async def start(self) -> None:
        """Start, and wait until it answers."""
        self._begin()
        until = time.monotonic() + _PATIENCE
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            assert time.monotonic() < until, self._log.read_text(encoding="utf-8")
            await asyncio.sleep(0.02)

    def _begin(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen([*self._command(), "--no-link"], stdout=log, stderr=log)

    def end(self, how: signal.Signals) -> int:
        """Send a signal, and return how it ended."""
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(30)

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "advisor", "serve", "--no-browser", "--db", self._url, "--port", str(self.port)]


class People:
    """Those who answer, on one server or on several, and what was confirmed to them."""

    def __init__(self, *servers: Serving) -> None:
        self.servers = servers
        self.room = ""
        self.confirmed: list[str] = []
        self.told: list[tuple[int, str]] = []
        """What pages said that were no answer: status and text."""
        self.stop = False
        self.browsers: list[Browser] = []
        self.answering: list[asyncio.Task[None]] = []

    def browser(self) -> Browser:
        self.browsers.append(Browser(self.servers[0].origin, lambda _kind, _page: None))
        return self.browsers[-1]

    async def go_home(self) -> None:
        """Stop answering, and see that nobody was stopped by anything else."""
        self.stop = True
        await asyncio.gather(*self.answering)

    async def begin(self, count: int) -> list[Browser]:
        """Make a room with so many people in it."""
        consultant = self.browser()
        await taken(consultant, self.servers[0].link())
        page = await consultant.send(main_form(await consultant.get("/new")), city="Musterwil", days="30")
        self.room = "/".join(page.path.split("/")[:3])
        there = []
        for at in range(count):
            form = main_form(await consultant.get(f"{self.room}/invite"))
            found = _LINK.search((await consultant.send(form, kind="respondent", name=f"Person {at}", days="10")).text)
            assert found is not None
            there.append(self.browser())
            await taken(there[-1], unescaped(found[1]))
        return there

    async def answer(self, browser: Browser, seed: int) -> None:
        """Answer one question after another; send a form again until the server says what became of it."""
        dice = random.Random(seed)
        while not self.stop:
            browser.go_to(dice.choice(self.servers).origin)
            page = await self.patiently(browser, "GET", f"{self.room}/next", None)
            if page.status == 303:
                page = await self.patiently(browser, "GET", page.headers["location"], None)
            if "/q/" not in page.path:
                page = await self.patiently(browser, "GET", f"{self.room}/review", None)
                links = re.findall(rf'href="({self.room}/q/\w+)"', page.text)
                page = await self.patiently(browser, "GET", dice.choice(links), None)
            form = main_form(page)
            values = form.choices.get("value", [])
            fields = (
                {**form.fields, "value": dice.choice(values), "act": "answer"} if values else {**form.fields, "act": "put_off"}
            )
            sent = await self.patiently(browser, "POST", form.action, fields)
            if sent.status == 303:
                self.confirmed.append(fields["once"])

    async def patiently(self, browser: Browser, method: str, path: str, fields: dict[str, str] | None) -> Page:
        """Ask until there is an answer, as people do who load a page again."""
        until = time.monotonic() + _PATIENCE
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                page = await asyncio.wait_for(browser.once(method, path, fields), 30)
                if page.status < 500:
                    assert page.status in {200, 303}, (page.path, page.status, page.text[-2000:])
                    return page
                self.told.append((page.status, page.text))
            await browser.close()
            browser.go_to(random.choice(self.servers).origin)
            assert time.monotonic() < until, f"nothing answers {path}"
            await asyncio.sleep(0.05)


async def look_on(browser: Browser, address: str) -> None:
    """Listen until the stream ends, or breaks off."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        async for _ in browser.news(address):
            pass


async def all_of(reader: asyncio.StreamReader, read: bytearray) -> None:
    """Read until the end, also if that is an abrupt one."""
    with contextlib.suppress(ConnectionError):
        while part := await reader.read(65_536):
            read += part


async def taken(browser: Browser, link: str) -> None:
    await browser.send(main_form(await browser.get(link)))


def main_form(page: Page) -> Form:
    assert page.forms, (page.path, page.status, page.text[-2000:])
    return max(page.forms, key=lambda each: len(each.fields) + len(each.choices))


@contextlib.asynccontextmanager
async def answering(people: People, count: int) -> AsyncIterator[None]:
    """Let people answer meanwhile, and see that nobody was stopped by what happened."""
    try:
        there = await people.begin(count)
        people.answering += [asyncio.create_task(people.answer(browser, seed)) for seed, browser in enumerate(there)]
        yield
        await people.go_home()
    finally:
        for each in people.answering:
            each.cancel()
        for browser in people.browsers:
            await browser.close()


async def until_so_many(people: People, more: int) -> None:
    """Wait until so many more answers were confirmed."""
    wanted, until = len(people.confirmed) + more, time.monotonic() + _PATIENCE
    while len(people.confirmed) < wanted:
        for each in people.answering:
            if each.done():
                each.result()
        assert time.monotonic() < until, "nobody gets any further"
        await asyncio.sleep(0.01)


async def until_somebody_is_told(people: People) -> None:
    """Wait until a page said what is wrong: on a busy machine that may take."""
    until = time.monotonic() + _PATIENCE
    while not people.told:
        assert time.monotonic() < until, "nobody is told what is wrong"
        await asyncio.sleep(0.01)


def all_is_there_once(url: str, people: People) -> None:
    """See that what was confirmed is kept, once, and that no number is missing."""
    store = opened(url)
    try:
        with store.reading() as run:
            rows = run("SELECT seq, once FROM event WHERE room = :room ORDER BY seq", room=people.room.removeprefix("/r/"))
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
        there = [row["once"] for row in rows if row["once"]]
        assert len(there) == len(set(there))
        assert [each for each in people.confirmed if each not in there] == []
        assert rooms.room(store, people.room.removeprefix("/r/")) is not None
    finally:
        store.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Give a place for what servers say, and see that none of it is a fault of the program."""
    file = tmp_path / "log"
    file.touch()
    yield file
    text = file.read_text(encoding="utf-8")
    assert "Traceback" not in text, text
    assert "unexpected" not in text, text


def held_to_its_end(trial: Coroutine[object, object, None], servers: Sequence[Serving], url: str, people: People) -> None:
    """Let a trial run, end its servers however it went, and see that all that was confirmed is there once."""
    try:
        asyncio.run(trial)
    finally:
        for each in servers:
            each.end(signal.SIGTERM)
    all_is_there_once(url, people)


def test_a_server_that_is_killed_under_load_loses_nothing_that_it_confirmed(url: str, log: Path) -> None:
    times = in_full(50, beside_a_change=3)
    server = Serving(url, log)
    people, dice = People(server), random.Random(times)

    async def go() -> None:
        await server.start()
        async with answering(people, 4):
            for _ in range(times):
                await until_so_many(people, 2)
                await asyncio.sleep(dice.uniform(0, 0.2))
                assert server.end(signal.SIGKILL) == -signal.SIGKILL
                await server.start()
            await until_so_many(people, 8)

    held_to_its_end(go(), [server], url, people)


def test_a_server_whose_disk_is_full_says_so_and_goes_on_when_there_is_room(tmp_path: Path, log: Path) -> None:
    with small_disk(tmp_path, "12m") as disk:
        url = f"sqlite:///{disk}/advisor.db"
        server = Serving(url, log)
        people = People(server)

        async def go() -> None:
            await server.start()
            async with answering(people, 4):
                await until_so_many(people, 4)
                ballast = filled(disk, 100_000)
                await until_somebody_is_told(people)
                ballast.unlink()
                await until_so_many(people, 8)

        held_to_its_end(go(), [server], url, people)
    assert {status for status, _ in people.told} == {507}
    assert all("keinen Platz" in text for _, text in people.told)


ANYBODY = "Host: 127.0.0.1:{port}\r\n"
FORM = f"{ANYBODY}Origin: http://127.0.0.1:{{port}}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HALF = {
    "nothing": "",
    "half a line": "GET / HT",
    "half a head": f"GET / HTTP/1.1\r\n{ANYBODY}X-Filling: ",
    "half a body": f"POST /j/x HTTP/1.1\r\n{FORM}Content-Length: 5000\r\n\r\n",
    "half a chunk": f"POST /j/x HTTP/1.1\r\n{FORM}Transfer-Encoding: chunked\r\n\r\n1000\r\n",
}


def test_who_sends_slowly_is_not_waited_for_and_holds_up_nobody(tmp_path: Path, log: Path) -> None:
    server = Serving(f"sqlite:///{tmp_path}/advisor.db", log)

    async def answered(begun: str) -> bytes:
        """Send half a request, and a byte more every second, until the server has had enough."""
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        read = bytearray()
        answer = asyncio.create_task(all_of(reader, read))
        with contextlib.suppress(ConnectionError):
            writer.write(begun.format(port=server.port).encode())
            until = time.monotonic() + _PATIENCE
            while not answer.done():
                assert time.monotonic() < until, f"still waited for: {begun} {bytes(read[:40])!r}"
                await asyncio.wait({answer}, timeout=1)
                writer.write(b"a" if begun else b"")
                await writer.drain()
        await answer
        writer.close()
        return bytes(read)

    async def go() -> dict[str, bytes]:
        await server.start()
        slow = {what: [asyncio.create_task(answered(begun)) for _ in range(20)] for what, begun in HALF.items()}
        browser = Browser(server.origin, lambda _kind, _page: None)
        for _ in range(3):
            assert (await browser.get("/healthz")).status == 200
            await asyncio.sleep(1)
        await browser.close()
        found = {what: {await each for each in tasks} for what, tasks in slow.items()}
        return {what: answers.pop() for what, answers in found.items() if len({each[:12] for each in answers}) == 1}

    try:
        found = asyncio.run(go())
    finally:
        server.end(signal.SIGTERM)
    assert {what: answer[9:12] for what, answer in found.items()} == {
        **dict.fromkeys(("nothing", "half a line", "half a head"), b""),
        **dict.fromkeys(("half a body", "half a chunk"), b"408"),
    }


def test_two_servers_on_one_postgresql_that_goes_away_lose_nothing(postgres: Server, log: Path) -> None:
    url = postgres.url()
    servers = [Serving(url, log), Serving(url, log)]
    people = People(*servers)

    async def go() -> None:
        await asyncio.gather(*(each.start() for each in servers))
        async with answering(people, 4):
            await until_so_many(people, 8)
            postgres.stop()
            await asyncio.sleep(in_full(30, beside_a_change=2))
            await until_somebody_is_told(people)
            postgres.start()
            await until_so_many(people, 8)
            servers[1].end(signal.SIGKILL)
            await until_so_many(people, 2)
            await servers[1].start()
            await until_so_many(people, 8)

    held_to_its_end(go(), servers, url, people)
    assert {status for status, _ in people.told} == {503}
    assert all("<h1" in text for _, text in people.told)


def test_a_server_that_is_stopped_lets_go_at_once_though_somebody_looks_on(tmp_path: Path, log: Path) -> None:
    server = Serving(f"sqlite:///{tmp_path}/advisor.db", log)
    people = People(server)

    async def go() -> None:
        await server.start()
        async with answering(people, 1):
            await people.go_home()
        consultant = people.browser()
        await taken(consultant, server.link())
        watching = asyncio.create_task(look_on(consultant, f"{people.room}/live/events"))
        await asyncio.sleep(0.5)
        begun = time.monotonic()
        assert await asyncio.to_thread(server.end, signal.SIGTERM) in {0, -signal.SIGTERM}
        assert time.monotonic() - begun < 30
        await asyncio.wait_for(watching, 30)
        await consultant.close()

    asyncio.run(go())
