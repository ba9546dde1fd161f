"""A PostgreSQL of the tests' own: made in a folder, reached by a socket in it, ended with them.

Nothing of it outlasts a crash of the machine, for nothing of it has to.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MUST = "ADVISOR_POSTGRES"
"""The environment variable by which a run says that there is a PostgreSQL: then its absence is a failure."""

ACCOUNT = "advisor"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "16MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
_PATIENCE = 60.0


class Server:
    """A server that can be stopped, killed and started again."""

    def __init__(self, programs: Path, home: Path, user: str | None) -> None:
        self._programs, self._home, self._user = programs, home, user
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count()

    def start(self) -> None:
        """Start, and wait until somebody is let in."""
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        with (self._home / "log").open("ab") as log:
            command = [
                str(each) for each in (self._programs / "postgres", "-D", self._home / "data", "-k", self._home, *settings)
            ]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, user=self._user, cwd=self._home)
        until = time.monotonic() + _PATIENCE
        while self._run("psql", "-Xqc", "SELECT 1", "postgres").returncode:
            assert time.monotonic() < until, (self._home / "log").read_text(encoding="utf-8")
            time.sleep(0.02)

    def stop(self) -> None:
        """Break all connections and end at once, as in a crash."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_PATIENCE)

    def url(self) -> str:
        """Return an address under which there are no tables yet: an account of its own, with a schema of its own."""
        name = f"one{next(self._names)}"
        made = self._run("psql", "-Xqc", f"CREATE ROLE {name} LOGIN; CREATE SCHEMA {name} AUTHORIZATION {name}", "postgres")
        assert made.returncode == 0, made.stderr
        return f"postgresql://{name}@/postgres?host={self._home}"

    def dumped(self, url: str) -> bytes:
        """Return all rows of all tables that are under an address."""
        name = url.removeprefix("postgresql://").partition("@")[0]
        dump = self._run("pg_dump", "--inserts", f"--schema={name}", "postgres")
        assert dump.returncode == 0, dump.stderr
        return dump.stdout

    def files(self) -> bytes:
        """Return all bytes of the files of tables, whether a row holds them or not; of its own log nothing."""
        self._run("psql", "-Xqc", "CHECKPOINT", "postgres")
        return b"".join(each.read_bytes() for each in sorted((self._home / "data/base").rglob("*")) if each.is_file())

    def _run(self, program: str, *args: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(self._programs / program), "-h", str(self._home), "-U", ACCOUNT, *args]
        return subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE)


def programs() -> Path | None:
    """Return the folder of the newest server's programs; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which("initdb")
    there = [*([Path(on_path).resolve()] if on_path else []), *found]
    return there[-1].parent if there else None


def server() -> Iterator[Server]:
    """Make a server for as long as somebody uses it."""
    there = programs()
    if there is None:
        what = "PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin or on PATH"
        if os.environ.get(MUST):
            pytest.fail(what)
        pytest.skip(what)
    user = "nobody" if os.geteuid() == 0 else None  # it does not serve root
    home = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
    try:
        if user is not None:
            shutil.chown(home, user)
        options = ["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={ACCOUNT}"]
        command = [str(there / "initdb"), "-D", str(home / "data"), *options]
        made = subprocess.run(command, check=False, capture_output=True, user=user, cwd=home, timeout=_PATIENCE)
        assert made.returncode == 0, made.stderr
        started = Server(there, home, user)
        started.start()
        try:
            yield started
        finally:
            started.stop()
    finally:
        shutil.rmtree(home)
