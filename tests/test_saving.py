"""Of two who save one file at the same moment, one is told; a file is never half of one and half of the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from advisor.answers.saving import ChangedMeanwhileError, save
from advisor.errors import UnusableInputError
from advisor.files import lock
from advisor.files.write import AlreadyThereError, UnwritableError

if sys.platform == "win32":
    pytest.skip("forks and kills processes of its own", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

BEFORE = "x\n"
FORKED = multiprocessing.get_context("fork")


@pytest.fixture(params=["locks of the system", "locks by name"])
def how_to_lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "locks by name":
        monkeypatch.setattr(lock, "fcntl", None)
    return str(request.param)


def save_each(
    folder: Path, rounds: int, who: str, gate: Barrier | threading.Barrier, told: Callable[[tuple[int, str]], None]
) -> None:
    """Save one file after the other, each at the same moment as the others do, and report those that were saved."""
    for number in range(rounds):
        gate.wait(60)
        try:
            save(folder / str(number), f"{who}\n", before=BEFORE)
        except ChangedMeanwhileError:
            continue
        told((number, who))


def files(folder: Path, rounds: int) -> None:
    for number in range(rounds):
        (folder / str(number)).write_text(BEFORE, encoding="utf-8")


def each_was_saved_once(folder: Path, rounds: int, told: list[tuple[int, str]]) -> bool:
    """Tell whether in each round one person was told 'saved', and the file holds what that one wrote."""
    return sorted(told) == [(number, (folder / str(number)).read_text(encoding="utf-8").strip()) for number in range(rounds)]


def processes(folder: Path, rounds: int) -> list[tuple[int, str]]:
    gate, told = FORKED.Barrier(2), FORKED.Queue()
    people = [FORKED.Process(target=save_each, args=(folder, rounds, who, gate, told.put)) for who in "ab"]
    for each in people:
        each.start()
    found = [first(told) for _ in range(rounds)]
    for each in people:
        each.join()
    return [*found, *([first(told)] if not told.empty() else [])]


def first(told: Queue[tuple[int, str]]) -> tuple[int, str]:
    return told.get(timeout=120)


@pytest.mark.parametrize("rounds", [100, pytest.param(1_000, marks=pytest.mark.long)])
def test_of_two_processes_that_save_at_the_same_moment_one_is_told(tmp_path: Path, rounds: int, how_to_lock: str) -> None:
    files(tmp_path, rounds)
    assert each_was_saved_once(tmp_path, rounds, processes(tmp_path, rounds)), how_to_lock


@pytest.mark.long
@pytest.mark.parametrize("rounds", [100, pytest.param(1_000, marks=pytest.mark.long)])
def test_of_many_threads_that_save_at_the_same_moment_all_but_one_are_told(tmp_path: Path, rounds: int, how_to_lock: str) -> None:
    files(tmp_path, rounds)
    gate = threading.Barrier(4)
    told: list[tuple[int, str]] = []
    people = [threading.Thread(target=save_each, args=(tmp_path, rounds, who, gate, told.append)) for who in "abcd"]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert each_was_saved_once(tmp_path, rounds, told), how_to_lock


def test_two_names_of_one_file_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to("b")
    save(tmp_path / "c", "new\n", before=BEFORE)
    with pytest.raises(ChangedMeanwhileError):
        save(tmp_path / "a", "newer\n", before=BEFORE)
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in "abc"} == {"new\n"}


def test_who_is_killed_while_saving_locks_nobody_out(tmp_path: Path, how_to_lock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    file = tmp_path / "x"
    file.write_text(BEFORE, encoding="utf-8")
    child = os.fork()
    if child == 0:
        with lock.locked(file):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    save(file, "new\n", before=BEFORE)
    assert file.read_text(encoding="utf-8") == "new\n", how_to_lock
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    file = tmp_path / "x"
    file.write_text(BEFORE, encoding="utf-8")
    with lock.locked(file), pytest.raises(UnwritableError, match="somebody else is writing it at this moment"):
        save(file, "new\n", before=BEFORE)


@pytest.mark.parametrize("change", [b"y\n", b"\xfc\n", b"", b"x\r\n", b"\xef\xbb\xbfx\n"])
def test_a_file_that_changed_by_a_byte_is_left_alone(tmp_path: Path, change: bytes) -> None:
    (tmp_path / "x").write_bytes(change)
    with pytest.raises(ChangedMeanwhileError, match="changed by somebody else meanwhile"):
        save(tmp_path / "x", "new\n", before=BEFORE)
    assert (tmp_path / "x").read_bytes() == change


def test_a_file_that_was_removed_does_not_come_back(tmp_path: Path) -> None:
    with pytest.raises(ChangedMeanwhileError, match="removed by somebody else meanwhile"):
        save(tmp_path / "x", "new\n", before=BEFORE)
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_replaces_none(tmp_path: Path) -> None:
    save(tmp_path / "x", BEFORE, before=None)
    with pytest.raises(AlreadyThereError):
        save(tmp_path / "x", "new\n", before=None)
    assert (tmp_path / "x").read_text(encoding="utf-8") == BEFORE


def test_half_a_character_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(BEFORE, encoding="utf-8")
    with pytest.raises(UnusableInputError, match="is no character"):
        save(tmp_path / "x", "B\udcfcro\n", before=BEFORE)
    assert (tmp_path / "x").read_text(encoding="utf-8") == BEFORE
