"""A server as a command starts it, and browsers that come to it, where Playwright and a Chromium are installed."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("starlette", reason="needs the extra 'web'")
pytest.importorskip("sqlalchemy", reason="needs the extra 'web'")

from advisor.web.security import Address
from advisor.web.serving import new_link
from advisor.web.store import database, seats

if TYPE_CHECKING:
    from collections.abc import Iterator

DISPUTED = "office_head_commitment"
"""A question that several roles answer."""

_PAPER = 180_000
"""How many milliseconds a page or a paper is waited for; a busy machine makes it late."""

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
AXE = importlib.util.find_spec("axe_playwright_python")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        found: int = probe.getsockname()[1]
        return found


class Running:
    """A server that runs, and what it keeps, reached past it: for links without end, and for time that passes."""

    def __init__(self, origin: str, url: str) -> None:
        self.origin, self.url = origin, url

    def link(self) -> str:
        """Return a new link for a consultant."""
        with contextlib.closing(database.opened(self.url)) as db:
            return new_link(db, Address(origins=(self.origin,)))

    def expire(self, room: str, person: str) -> None:
        """Let the time of somebody's seat be over."""
        with contextlib.closing(database.opened(self.url)) as db:
            for seat in seats.seats(db, room):
                if seat.person == person:
                    seats.expire(db, seat.id, db.now() - datetime.timedelta(seconds=1))


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[Running]:
    """Start the command, and stop it."""
    url = f"sqlite:///{folder / 'web.db'}"
    command = [sys.executable, "-m", "advisor", "serve", "--db", url, "--no-browser", "--port", str(free_port()), *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            link = process.stdout.readline().strip()
            found = re.match(r"(https?://([^/:]+):(\d+))/j/", link)
            assert found, link
            _wait_for(found[2], int(found[3]))
            yield Running(found[1], url)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(host: str, port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Start a browser; the test is skipped where there is none."""
    if CHROMIUM is None or importlib.util.find_spec("playwright") is None:
        pytest.skip("needs a Chromium, and the extra 'browser' (Playwright)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed only with the extra

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield found
        finally:
            found.close()


def press(page: Any, name: str = "main button.first") -> None:  # noqa: ANN401 - Playwright's
    """Press what leads to another page, and wait until that is there: whatever is opened next would be interrupted by it."""
    with page.expect_navigation(timeout=_PAPER):
        page.locator(name).first.click(timeout=_PAPER)


class Screen:
    """One browser of one person, and whatever went wrong on its pages."""

    def __init__(self, chromium: Any, **how: Any) -> None:  # noqa: ANN401 - Playwright's
        self.context = chromium.new_context(accept_downloads=True, **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(_PAPER)
        self.faults: list[str] = []
        self.watch(self.page)
        self.room = ""

    def watch(self, page: Any) -> None:  # noqa: ANN401 - Playwright's
        page.on("console", lambda each: self.hear(each.type, each.text))
        page.on("pageerror", lambda each: self.faults.append(str(each)))

    def hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:  # a page that says so in words
            self.faults.append(text)

    def join(self, link: str) -> Screen:
        self.page.goto(link)
        self.press()
        found = re.match(r"(https?://[^/]+/r/[^/]+)", self.page.url)
        self.room = found[1] if found else ""
        return self

    def press(self, name: str = "main button.first") -> None:
        press(self.page, name)

    def open(self, path: str) -> str:
        self.page.goto(f"{self.room}/{path}")
        return str(self.page.content())

    def begin(self, city: str, language: str = "de") -> None:
        self.page.goto(re.match(r"https?://[^/]+", self.page.url)[0] + "/new")  # type: ignore[index] # it is an address
        self.page.fill("#city", city)
        self.page.select_option("#language", language)
        self.press()
        self.room = re.match(r"https?://[^/]+/r/[^/]+", self.page.url)[0]  # type: ignore[index] # it is a room

    def invite(self, role: str, language: str) -> str:
        self.open("invite")
        self.page.select_option("#role", role)
        self.page.select_option("#language", language)
        self.press()
        return str(self.page.input_value("#link"))

    def answer(self, question: str, value: str) -> None:
        self.open(f"q/{question}")
        self.page.locator(f'input[value="{value}"]').check()
        self.press()

    def download(self, name: str) -> bytes:
        self.open("papers")
        with self.page.expect_download(timeout=_PAPER) as waiting:
            self.page.locator(f'a[href*="/papers/{name}"]').click(timeout=_PAPER)
        return Path(waiting.value.path()).read_bytes()

    def text(self) -> str:
        return str(self.page.locator("main").inner_text())


def violations(page: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - a page of Playwright
    """Return what axe-core finds wrong with a page as it stands in a browser, as rule and count."""
    if AXE is None or AXE.origin is None:
        pytest.skip("needs the extra 'browser' (axe-core)")
    axe = (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    # evaluated from outside of the page, so that its policy for contents stays as it is
    page.evaluate(axe + "\n;0")
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map(v => [v.id, v.nodes.length]))", RULES
    )
    return [(str(name), int(count)) for name, count in found]


def checker() -> str:
    """Return the version of axe-core, as its own file says it."""
    if AXE is None or AXE.origin is None:
        pytest.skip("needs the extra 'browser' (axe-core)")
    head = (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")[:200]
    found = re.search(r"axe v([\d.]+)", head)
    return found[1] if found else ""
