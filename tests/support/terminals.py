"""The product in a pseudo-terminal, and over a pipe: shared by the tests of sessions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pyte
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENV = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
MENU = "Buchstaben für anderes"
PAGE = "Enter für weiter"
HEAD = "pack: smart-city\ncity: {name: Musterstadt}\n"


class Room:
    """A terminal of 80 columns and 24 lines with a session in it; the screen shows what somebody in the room sees."""

    def __init__(self, file: Path, *more: str, env: Mapping[str, str] | None = None) -> None:
        command = ["-m", "advisor", "ask", str(file), *([] if file.exists() else ["--pack", "smart-city"]), *more]
        self.child = pexpect.spawn(
            sys.executable, command, env={**ENV, **(env or {})}, dimensions=(24, 80), encoding="utf-8", timeout=40
        )
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self.screen)

    def wait(self, *texts: str) -> int:
        """Wait for one of these texts, wherever their lines break; return which."""
        found = self.child.expect([re.escape(text).replace("\\ ", r"\s+") for text in texts])
        self._stream.feed(f"{self.child.before}{self.child.after}")
        return found

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def see(self, text: str) -> None:
        """Wait until a text stands on the screen: a menu writes only the characters that change."""
        self._stream.feed(self.child.buffer)
        self.child.buffer = ""
        while text not in self.shown():
            self._stream.feed(self.child.read_nonblocking(4096, timeout=self.child.timeout))

    def turn_pages(self, until: str) -> list[str]:
        """Press Enter below each page until something else comes; return what the pages showed."""
        seen: list[str] = []
        while self.wait(f"Seite {len(seen) + 1} von", until) == 0:
            self.see(PAGE)
            seen.append(self.shown())
            self.send("\r")
        return [*seen, self.shown()]

    def begin(self, canton: str = "") -> None:
        """Read what this is about, name the city, and leave its bodies their names; then the first question waits."""
        self.wait(PAGE)
        self.send("\r")
        self.wait("Für wen ist die Beratung")
        self.send("Musterstadt\r")
        self.wait("In welchem Kanton")
        self.send(f"{canton}\r")
        for _ in range(2):
            self.wait("Wie heisst das bei Ihnen")
            self.send("\r")
        self.wait(MENU)

    def go_on(self) -> None:
        """Read where a session was, and go on with it."""
        self.wait(PAGE)
        self.send("\r")

    def leave(self) -> int:
        """Leave without a report, and return the exit code."""
        self.send("e")
        self.wait("Was soll geschrieben werden")
        self.send("5\r")
        return self.ended()

    def shown(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        self.child.expect(pexpect.EOF)
        self._stream.feed(self.child.before or "")
        self.child.close()
        return int(self.child.exitstatus or 0)


def begun(file: Path, *more: str) -> Room:
    """Return a room in which the first question of a new file waits for its answer."""
    room = Room(file, *more)
    room.begin()
    return room


def piped(file: Path, typed: str | bytes, *more: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Hold a session over a pipe: in a process of its own where bytes or the environment matter, and else in this one."""
    command = ["ask", str(file), *([] if file.exists() else ["--pack", "smart-city"]), *more]
    if isinstance(typed, str) and env is None:
        done = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(main, command, input=typed, catch_exceptions=False)
        return subprocess.CompletedProcess(command, done.exit_code, done.stdout_bytes, done.stderr_bytes)
    raw = typed if isinstance(typed, bytes) else typed.encode()
    started = [sys.executable, "-m", "advisor", *command]
    return subprocess.run(started, input=raw, capture_output=True, env={**ENV, **(env or {})}, check=False)
