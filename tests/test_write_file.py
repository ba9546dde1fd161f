"""A file is written whole or not at all, and stays what it is besides its content."""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from advisor.files.beside import opened
from advisor.files.write import AlreadyThereError, UnwritableError, write_new, write_together, write_whole

OLD, NEW = b"what was there\n", b"what shall be there\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, modes and limits of POSIX")
as_administrator = pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only an administrator gives files away")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "x.yaml"
    file.write_bytes(OLD)
    return file


def run(code: str, *words: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    code = f"from pathlib import Path; import os, sys, resource; from advisor.files.write import *; {code}"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def test_a_new_file_has_the_mode_that_the_user_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "x"
    run("os.umask(0o027); write_whole(Path(sys.argv[1]), b'x')", file)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"x", 0o640)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_an_old_file_keeps_its_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    write_whole(file, NEW)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (NEW, mode)


@as_administrator
def test_an_old_file_keeps_its_owner_and_group(file: Path) -> None:
    os.chown(file, 4321, 1234)
    file.chmod(0o660)
    write_whole(file, NEW)
    there = file.stat()
    assert (there.st_uid, there.st_gid, stat.S_IMODE(there.st_mode), file.read_bytes()) == (4321, 1234, 0o660, NEW)


@as_administrator
def test_a_colleague_who_may_write_leaves_the_file_to_its_owner() -> None:
    with tempfile.TemporaryDirectory() as name:
        _share(Path(name))


def _share(shared: Path) -> None:
    file = shared / "x"
    file.write_bytes(OLD)
    os.chown(file, 4321, 1234)
    os.chown(shared, 4321, 1234)
    file.chmod(0o660)
    shared.chmod(0o770)
    done = run(
        "os.setgroups([]); os.setgid(1234); os.setuid(5555); write_whole(Path(sys.argv[1]), sys.argv[2].encode())",
        *(file, NEW.decode()),
    )
    assert (done.stderr, file.read_bytes(), file.stat().st_uid) == ("", NEW, 4321)


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file.name)
    write_whole(link, NEW)
    assert (link.is_symlink(), file.read_bytes()) == (True, NEW)


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", NEW)
    assert (tmp_path / "target").read_bytes() == NEW


@pytest.mark.parametrize("content", [NEW, b"", b"x" * 100_000])
def test_all_names_of_a_file_show_the_new_content(file: Path, content: bytes) -> None:
    other = file.with_name("other")
    other.hardlink_to(file)
    write_whole(file, content)
    assert (file.read_bytes(), other.read_bytes(), file.samefile(other)) == (content, content, True)


def test_a_write_protected_file_is_respected_even_by_an_administrator(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(UnwritableError, match=r"x\.yaml: the file cannot be written: it is write-protected\."):
        write_whole(file, NEW)
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("names", [1, 2])
def test_a_full_disk_leaves_the_old_file(file: Path, names: int) -> None:
    for number in range(1, names):
        file.with_name(f"other{number}").hardlink_to(file)
    code = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); write_whole(Path(sys.argv[1]), b'x' * 5000)"
    done = run(code, file)
    assert "UnwritableError" in done.stderr.splitlines()[-1]
    assert file.read_bytes() == OLD
    assert len(list(file.parent.iterdir())) == names


@pytest.mark.parametrize("where", ["", "nowhere/x", "x.yaml/x"], ids=["folder", "no folder", "file as folder"])
def test_what_cannot_be_a_file_is_refused_in_words(file: Path, where: str) -> None:
    with pytest.raises(UnwritableError, match=r"the file cannot be written: \w"):
        write_whole(file.parent / where, NEW)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_devices_are_written_in_place() -> None:
    write_whole(Path("/dev/null"), NEW)
    with pytest.raises(UnwritableError, match="No space left"):
        write_whole(Path("/dev/full"), NEW)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_pipe_with_a_name_hands_the_content_on(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    writer = threading.Thread(target=write_whole, args=(pipe, NEW))
    writer.start()
    assert pipe.read_bytes() == NEW
    writer.join()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a name for the own output")
def test_the_own_output_is_continued_and_not_replaced(file: Path) -> None:
    with file.open("ab") as stream:
        run_to = [
            sys.executable,
            "-c",
            "from pathlib import Path; from advisor.files.write import *; write_whole(Path('/dev/stdout'), b'more')",
        ]
        subprocess.run(run_to, stdout=stream, check=True, timeout=120)
    assert file.read_bytes() == OLD + b"more"
    piped = subprocess.run(run_to, stdout=subprocess.PIPE, check=True, timeout=120)
    assert piped.stdout == b"more"


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    write_whole(file, OLD)
    write_whole(file, NEW)
    assert file.read_bytes() == NEW


def test_a_new_file_is_never_written_over_one_that_is_there(file: Path) -> None:
    with pytest.raises(AlreadyThereError, match="there is a file of this name already"):
        write_new(file, NEW)
    write_new(file.with_name("other"), NEW)
    assert (file.read_bytes(), file.with_name("other").read_bytes()) == (OLD, NEW)


def test_of_those_who_begin_one_file_at_a_moment_one_is_let(tmp_path: Path) -> None:
    for number in range(50):
        file, gate = tmp_path / str(number), threading.Barrier(4)
        let: list[int] = []

        def begin(who: int, file: Path = file, gate: threading.Barrier = gate, let: list[int] = let) -> None:
            gate.wait()
            try:
                write_new(file, str(who).encode())
            except AlreadyThereError:
                return
            let.append(who)

        people = [threading.Thread(target=begin, args=(who,)) for who in range(4)]
        for each in people:
            each.start()
        for each in people:
            each.join()
        assert [file.read_bytes()] == [str(who).encode() for who in let]


@pytest.mark.parametrize("system", ["files without a name", "files with names alone"])
def test_a_killed_writer_leaves_nothing(file: Path, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if system == "files with names alone":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    child = os.fork()
    if child == 0:
        number, _ = opened(file, 0o600)
        os.write(number, NEW)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    write_whole(file, OLD)
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_a_writer_who_is_still_at_it_is_not_disturbed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    forced = os.fsync

    def meanwhile(number: int) -> None:
        monkeypatch.setattr(os, "fsync", forced)
        write_whole(file, b"another one")
        forced(number)

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_whole(file, NEW)
    assert (file.read_bytes(), len(list(file.parent.iterdir()))) == (NEW, 1)


def test_of_files_that_go_to_disk_together_none_gets_its_name_before_the_disk_has_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {tmp_path / f"{number}": bytes(number) for number in range(20)}
    refused = tmp_path / "13"

    def full(number: int) -> None:
        if os.fstat(number).st_size == len(files[refused]):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableError, match=re.escape(str(refused))):
        write_together(files)
    assert list(tmp_path.iterdir()) == []


def test_the_name_beside_a_file_tells_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    number, name = opened(file, 0o600)
    os.close(number)
    assert name is not None
    assert re.fullmatch(r"\.[0-9a-f]{16}\.[0-9a-f]{16}\.tmp", name.name)
