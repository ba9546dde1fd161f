"""A run over many cities is stopped at any moment, also by the impatient: it ends, says how to go on, and leaves nothing half."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.portfolio.tables import write_table
from advisor.reasoning.outcome import Outcome
from tests.support.sampling import in_full
from tests.support.shipped import shipped_pack
from tools.imagined_cities import imagined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up where Linux lists them"),
]

COUNT = 60
ENDLESS = 90
"""Seconds: whatever has not ended by then never does."""
COMMAND = [sys.executable, "-c", "from advisor.cli import main; main()", "portfolio"]
GOES_ON = "the same command goes on from there"


def run_of(office: Path) -> list[str]:
    return [*COMMAND, "run", str(office), "--workers", "2", "--format", "md"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with so many cities that two processes make their outcomes; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("filled") / "office"
    table = folder.parent / "cities.csv"
    table.write_bytes(write_table("csv", imagined(shipped_pack(), COUNT)))
    subprocess.run([*COMMAND, "new", folder, "--pack", "smart-city", "--canton", "BE"], check=True, capture_output=True)
    subprocess.run([*COMMAND, "import", folder, table], check=True, capture_output=True)
    return folder


@pytest.fixture
def office(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "office"))


@pytest.fixture
def running(office: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a run in two processes, in a group of its own as a terminal has it; afterwards nothing of it is left."""
    with subprocess.Popen(
        run_of(office), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as begun:
        yield begun
        with contextlib.suppress(ProcessLookupError):
            os.killpg(begun.pid, signal.SIGKILL)


def group_of(leader: int) -> list[int]:
    """Return which processes of a group are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(group) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def until(so: Callable[[], object]) -> None:
    end = time.monotonic() + ENDLESS
    while not so():
        assert time.monotonic() < end
        time.sleep(0.02)


def kept(office: Path) -> list[Path]:
    return list(office.glob("kept/*.json"))


def told_and_left(running: subprocess.Popen[str]) -> str:
    """Return what is told at the end, which comes, and after which no process is left."""
    _, told = running.communicate(timeout=ENDLESS)
    until(lambda: not group_of(running.pid))
    return told


def goes_on(office: Path) -> bool:
    """Return whether there are only whole outcomes, and the same command makes the others."""
    there = kept(office)
    assert all(msgspec.json.decode(file.read_bytes(), type=Outcome) for file in there)
    again = subprocess.run(
        [*COMMAND, "run", office, "--workers", "2", "--format", "md"], check=True, capture_output=True, text=True
    )
    return f"{COUNT} visits, {COUNT - len(there)} outcomes made" in again.stdout and len(kept(office)) == COUNT


def interrupt(running: subprocess.Popen[str], pauses: Iterable[float]) -> None:
    """Do what a terminal does at Ctrl-C, once and after each pause again."""
    for pause in (0, *pauses):
        time.sleep(pause)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)


@pytest.mark.parametrize("pauses", [(), (0.0,), (0.1,), (0.02, 0.02, 0.02)], ids=str)
def test_ctrl_c_once_or_again_ends_a_run_that_says_how_to_go_on(
    pauses: tuple[float, ...], running: subprocess.Popen[str], office: Path
) -> None:
    until(lambda: kept(office))
    interrupt(running, pauses)
    told = told_and_left(running)
    assert running.returncode in {130, -signal.SIGINT}
    assert GOES_ON in told or pauses
    assert "Process SpawnProcess" not in told
    assert goes_on(office)


@pytest.mark.parametrize("seed", range(in_full(40, beside_a_change=3)))
def test_ctrl_c_at_any_moment_ends_a_run_and_leaves_nothing_half(seed: int, running: subprocess.Popen[str], office: Path) -> None:
    chance = random.Random(f"interrupted {seed}")
    time.sleep(chance.uniform(0, 2))
    interrupt(running, [chance.uniform(0, 0.5) for _ in range(chance.randrange(4))])
    told_and_left(running)
    assert running.returncode in {0, 130, -signal.SIGINT}
    assert goes_on(office)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_alone_is_told_to_end_takes_its_processes_with_it(
    how: signal.Signals, running: subprocess.Popen[str], office: Path
) -> None:
    until(lambda: kept(office))
    running.send_signal(how)
    told = told_and_left(running)
    assert (running.returncode == 130 and GOES_ON in told) if how is signal.SIGINT else running.returncode == -how
    assert goes_on(office)


def test_a_run_that_loses_a_process_says_so_and_ends(running: subprocess.Popen[str], office: Path) -> None:
    until(lambda: kept(office))
    lost = next(each for each in group_of(running.pid) if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes())
    os.kill(lost, signal.SIGKILL)
    told = told_and_left(running)
    assert (running.returncode, told.count("[A951]"), "Traceback" in told) == (2, 1, False)
    assert goes_on(office)


def test_two_runs_at_once_make_the_same_files_and_neither_minds(running: subprocess.Popen[str], office: Path) -> None:
    until(lambda: kept(office))
    other = subprocess.run(
        [*COMMAND, "run", office, "--workers", "2", "--format", "md"], check=True, capture_output=True, text=True
    )
    assert told_and_left(running) == ""
    assert running.returncode == 0
    assert other.stdout.endswith(" 0 not made.\n")
    assert goes_on(office)
