"""Whatever fails meanwhile, what was confirmed is there exactly once, and what could not be done is said in words."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import sqlite3
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from advisor.web.store import appending, erasing, rooms
from advisor.web.store.database import alive, opened
from advisor.web.store.trouble import StoreError
from advisor.web.store.values import Click, Seen
from tests.support.disks import filled, small_disk
from tests.support.forking import all_at_once, ended, forked
from tests.support.rooms import BEGINNING, answered, click, seated
from tests.support.sampling import in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.web.store.database import Database
    from advisor.web.store.values import Appended, Room, Seat
    from tests.support.postgres import Server


@contextlib.contextmanager
def open_for_a_while(url: str) -> Iterator[Database]:
    store = opened(url)
    try:
        yield store
    finally:
        store.close()


def opened_as_soon_as_it_is_there(url: str) -> Database:
    """Return the store, however long the database is away."""
    until = time.monotonic() + 120
    while True:
        try:
            return opened(url)
        except StoreError as error:
            if error.trouble not in {"busy", "unreachable"} or time.monotonic() > until:
                raise
            time.sleep(0.02)


def a_room(url: str, *people: str) -> tuple[Room, list[Seat]]:
    with open_for_a_while(url) as store:
        room = rooms.make(store, BEGINNING)
        return room, [seated(store, room.id, each) for each in people]


def send(store: Database, room: Room, seat: Seat, once: str) -> Appended:
    """Send a form that knows everything; the note says which it is."""
    return appending.append(store, room.id, Click(seat.id, Seen(10**9), once), [answered(by=seat.person or "", note=once)])


def sent_again_until_it_is_known(store: Database, room: Room, seat: Seat, once: str) -> Appended:
    """Send the same form until the answer to it arrives, as people do."""
    until = time.monotonic() + 120
    while True:
        try:
            return send(store, room, seat, once)
        except StoreError as error:
            if error.trouble not in {"busy", "unreachable"} or time.monotonic() > until:
                raise
            time.sleep(0.02)


def notes(url: str, room: Room) -> list[str | None]:
    """Return what is there, in order, and see that no number is missing."""
    with open_for_a_while(url) as store:
        found = rooms.whole(store, room.id)
    assert found is not None
    assert [each.seq for each in found.events] == list(range(1, found.room.last + 1))
    return [getattr(each.event, "note", None) for each in found.events]


# --- several at once


@pytest.mark.long
def test_processes_that_start_at_once_make_the_tables_once(url: str) -> None:
    assert all_at_once(*[lambda: opened(url).close()] * 4) == [0] * 4
    with open_for_a_while(url) as store, store.reading() as run:
        assert [row["number"] for row in run("SELECT number FROM schema_version ORDER BY number")] == [1, 2]


@pytest.mark.long
def test_processes_and_threads_lose_nothing_and_leave_no_gap(url: str) -> None:
    count = 60
    room, seats = a_room(url, "anna", "ben")

    def one_person(seat: Seat, store: Database) -> Callable[[], None]:
        def answer() -> None:
            for at in range(count):
                assert (
                    sent_again_until_it_is_known(store, room, seat, f"{os.getpid()}.{threading.get_ident()}.{at}").became
                    == "added"
                )

        return answer

    def one_process() -> None:
        with open_for_a_while(url) as store:
            failed: list[object] = []
            threading.excepthook = failed.append
            threads = [threading.Thread(target=one_person(seat, store)) for seat in seats]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert not failed, failed

    assert all_at_once(one_process, one_process) == [0, 0]
    there = notes(url, room)
    assert len(there) == len(set(there)) == 4 * count


@pytest.mark.long
def test_the_same_click_from_two_processes_counts_once(url: str) -> None:
    room, (anna,) = a_room(url, "anna")

    def click_it() -> None:
        with open_for_a_while(url) as store:
            for at in range(10):
                assert sent_again_until_it_is_known(store, room, anna, f"c{at}").became in {"added", "twice"}

    assert all_at_once(click_it, click_it) == [0, 0]
    assert notes(url, room) == [f"c{at}" for at in range(10)]


@pytest.mark.long
def test_one_of_two_stale_forms_wins(url: str) -> None:
    room, (anna,) = a_room(url, "anna")

    def both_tabs() -> None:
        with open_for_a_while(url) as store:
            appending.append(store, room.id, click(anna, 0, str(os.getpid())), [answered()])

    assert all_at_once(both_tabs, both_tabs) == [0, 0]
    assert len(notes(url, room)) == 1


@pytest.mark.long
def test_who_is_erased_while_speaking_leaves_nothing(url: str, tmp_path: Path) -> None:
    room, (anna, ben) = a_room(url, "anna", "ben")

    def speak() -> None:
        with open_for_a_while(url) as store:
            for at in range(40):
                sent_again_until_it_is_known(store, room, anna, f"Mondfisch{at}")
                sent_again_until_it_is_known(store, room, ben, f"Ben{at}")

    def erase() -> None:
        with open_for_a_while(url) as store:
            while (found := rooms.room(store, room.id)) is not None and found.last < 10:
                time.sleep(0.005)
            assert erasing.redact(store, room.id, "anna").found

    assert all_at_once(speak, erase) == [0, 0]
    there = notes(url, room)
    assert [each for each in there if each and "Mondfisch" in each] == []
    assert [each for each in there if each] == [f"Ben{at}" for at in range(40)]
    with open_for_a_while(url) as store:
        assert erasing.scrub(store)
    assert not any(b"Mondfisch" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


# --- killed


@pytest.mark.long
def test_a_process_that_is_killed_loses_nothing_that_it_confirmed(url: str) -> None:
    times = in_full(50, beside_a_change=20)
    dice = random.Random(times)
    room, (anna,) = a_room(url, "anna")
    confirmed: list[str] = []
    reading, writing = os.pipe()
    asked = 0

    def answer(first: int) -> Callable[[], None]:
        def go_on() -> None:
            store = opened(url)
            for at in range(first, first + 10_000):
                sent_again_until_it_is_known(store, room, anna, f"c{at}")
                os.write(writing, f"c{at}\n".encode())

        return go_on

    for _ in range(times):
        child = forked(answer(asked))
        lines = os.read(reading, 1)  # it is at work
        time.sleep(dice.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        assert ended([child]) == [-signal.SIGKILL]
        os.write(writing, b".\n")
        while not lines.endswith(b".\n"):
            lines += os.read(reading, 65_536)
        confirmed += lines.decode().split()[:-1]
        asked = int(confirmed[-1][1:]) + 1  # the one after it was perhaps kept, and is sent again
    os.close(reading)
    os.close(writing)
    there = notes(url, room)
    assert len(there) == len(set(there))
    assert there[: len(confirmed)] == confirmed
    assert len(there) - len(confirmed) in {0, 1}


# --- the disk


def answer_for_ever(store: Database, room: Room, seat: Seat, done: list[str]) -> None:
    while True:
        send(store, room, seat, f"c{len(done)}")
        done.append(f"c{len(done)}")


def filled_up(url: str, room: Room, anna: Seat, until: Callable[[], None]) -> None:
    """Answer until no more is taken, make space, and go on."""
    with open_for_a_while(url) as store:
        done: list[str] = []
        with pytest.raises(StoreError, match=r"(is full|takes no more)\. Free some space") as full:
            answer_for_ever(store, room, anna, done)
        at = len(done)
        assert full.value.trouble == "full"
        assert rooms.whole(store, room.id) is not None
        until()
        for more in range(at, at + 20):
            assert send(store, room, anna, f"c{more}").became == "added"
    assert notes(url, room) == [f"c{each}" for each in range(at + 20)]


@pytest.mark.long
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/advisor.db"
    room, (anna,) = a_room(url, "anna")

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
        filled_up(url, room, anna, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))

    assert ended([forked(fill)]) == [0]


@pytest.mark.long
def test_a_disk_that_is_really_full_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with small_disk(tmp_path, "1200k") as disk:
        url = f"sqlite:///{disk}/advisor.db"
        room, (anna,) = a_room(url, "anna")
        filled_up(url, room, anna, filled(disk, 300_000).unlink)


@pytest.mark.long
def test_a_person_is_erased_also_on_a_disk_that_is_full(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/advisor.db"
    room, (anna,) = a_room(url, "anna")
    with open_for_a_while(url) as store:
        for at in range(100):
            send(store, room, anna, f"Mondfisch{at}" * 100)

    def erase() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        with open_for_a_while(url) as store:
            size = (tmp_path / "advisor.db").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, hard))
            done = None
            with contextlib.suppress(StoreError):
                done = erasing.redact(store, room.id, "anna")
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert done is None or not done.scrubbed
            assert done is not None or erasing.redact(store, room.id, "anna").found
            assert erasing.scrub(store)

    assert ended([forked(erase)]) == [0]
    assert not any(b"Mondfisch" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


# --- the database goes away


@pytest.mark.long
def test_a_database_that_goes_away_is_told_and_comes_back(postgres: Server) -> None:
    url = postgres.url()
    room, (anna,) = a_room(url, "anna")
    with open_for_a_while(url) as store:
        assert send(store, room, anna, "before").became == "added"
        postgres.stop()
        try:
            for act in (lambda: send(store, room, anna, "meanwhile"), lambda: rooms.room(store, room.id), lambda: alive(store)):
                with pytest.raises(StoreError, match="See that the database runs") as gone:
                    act()
                assert gone.value.trouble == "unreachable"
            with pytest.raises(StoreError, match="See that the database runs"):
                opened(url)
        finally:
            postgres.start()
        assert send(store, room, anna, "before").became == "twice"
        assert send(store, room, anna, "meanwhile").became == "added"
    assert notes(url, room) == ["before", "meanwhile"]


@pytest.mark.long
def test_a_database_that_crashes_under_load_keeps_what_it_confirmed(postgres: Server) -> None:
    url = postgres.url()
    room, seats = a_room(url, "anna", "ben", "clara")
    count = 40

    def person(seat: Seat) -> Callable[[], None]:
        def answer() -> None:
            with contextlib.closing(opened_as_soon_as_it_is_there(url)) as store:
                for at in range(count):
                    assert sent_again_until_it_is_known(store, room, seat, f"{seat.person}{at}").became in {"added", "twice"}

        return answer

    children = [forked(person(seat)) for seat in seats]
    for _ in range(2):
        time.sleep(0.15)
        postgres.stop()
        time.sleep(0.1)
        postgres.start()
    assert ended(children) == [0, 0, 0]
    there = notes(url, room)
    assert len(there) == len(set(there)) == 3 * count


# --- what is said


def test_who_waits_too_long_is_told_to_try_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/advisor.db"
    room, (anna,) = a_room(url, "anna")
    other = sqlite3.connect(tmp_path / "advisor.db", isolation_level=None)
    with open_for_a_while(url) as store:
        with store.outside() as run:
            run("PRAGMA busy_timeout=0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Wait a moment and try again") as busy:
            send(store, room, anna, "a")
        other.execute("ROLLBACK")
        assert busy.value.trouble == "busy"
        assert send(store, room, anna, "a").became == "added"
    other.close()


@pytest.mark.long
def test_who_waits_too_long_for_a_room_in_postgresql_is_told_to_try_again(postgres: Server) -> None:
    url = postgres.url()
    room, (anna,) = a_room(url, "anna")
    with open_for_a_while(url) as one, open_for_a_while(f"{url}&options=-c%20lock_timeout%3D20") as other:
        with one.writing() as run:
            run.held("SELECT id FROM room WHERE id = :room", room=room.id)
            with pytest.raises(StoreError, match="Wait a moment and try again"):
                send(other, room, anna, "a")
        assert send(other, room, anna, "a").became == "added"


def test_a_database_that_may_not_be_written_is_told(url: str, tmp_path: Path) -> None:
    room, (anna,) = a_room(url, "anna")

    def try_to_write(address: str) -> None:
        with open_for_a_while(address) as store, pytest.raises(StoreError) as refused:
            send(store, room, anna, "a")
        assert refused.value.trouble == "read only", refused.value

    def as_nobody() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        with pytest.raises(StoreError) as refused:
            opened(url)
        assert refused.value.trouble == "read only", refused.value

    if url.startswith("postgresql"):
        with pytest.raises(StoreError) as refused:
            try_to_write(f"{url}&options=-c%20default_transaction_read_only%3Don")
        assert refused.value.trouble == "read only"
        return
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        with contextlib.suppress(OSError):
            folder.chmod(0o755)
    (tmp_path / "data").chmod(0o555)
    (tmp_path / "data" / "advisor.db").chmod(0o444)
    assert ended([forked(as_nobody)]) == [0]


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("nonsense", "unusable"),
        ("", "unusable"),
        ("mysql://host/name", "unusable"),
        ("postgresql+asyncpg://host/name", "unusable"),
        ("sqlite://", "unusable"),
        ("sqlite:///:memory:", "unusable"),
        ("sqlite:////proc/none/advisor.db", "unusable"),
        ("postgresql://me:secret@127.0.0.1:9/name", "unreachable"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(
    address: str, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.web.store.places.usual_url", lambda: "sqlite://")
    with pytest.raises(StoreError) as refused:
        opened(address)
    assert refused.value.trouble == trouble
    assert "secret" not in str(refused.value)


@pytest.mark.long
def test_a_database_that_is_not_there_is_told(postgres: Server) -> None:
    with pytest.raises(StoreError, match=r"there is no such database\. Make it with 'createdb'"):
        opened(postgres.url().replace("@/postgres", "@/nowhere"))


def test_without_its_library_postgresql_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'smart-city-advisor\[postgres\]'"):
        opened("postgresql://host/name")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "advisor.db"
    file.write_bytes(b"a letter to the council " * 400)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="this file is no database") as damaged:
        opened(f"sqlite:///{file}")
    assert damaged.value.trouble == "damaged"
    assert file.read_bytes() == before


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/advisor.db", tmp_path / "advisor.db"
    room, (anna,) = a_room(url, "anna")
    with open_for_a_while(url) as store:
        for at in range(200):
            send(store, room, anna, f"c{at}" * 50)
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    with open_for_a_while(url) as store, pytest.raises(StoreError, match="Put the file away and restore") as damaged:
        rooms.whole(store, room.id)
    assert damaged.value.trouble == "damaged"
