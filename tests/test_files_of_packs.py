"""What lies in the folder of a pack is read, left alone by a rule, or said to be unreadable; so are its cases and schemas."""

from __future__ import annotations

import ctypes
import json
import os
import re
import socket
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from advisor.cli import main
from advisor.knowledge.loader import load_pack
from advisor.workshop.trying import watch
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ROOT = Path(__file__).parent.parent
CASE = "cases:\n  - {name: Little is known, answers: {shelf_people: some}, expect: {statuses: {shelf: emerging}}}\n"
TOPIC = "topics:\n  - {id: reading, name: Reading, about: Who reads.}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "small", small_pack())


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def found(folder: Path) -> list[tuple[str, str, int]]:
    problems = json.loads(run("check", folder, "--format", "json").stdout)["problems"]
    told = [each for each in problems if each["severity"] != "note" or each["code"] == "X004"]
    return [(each["code"], Path(each["file"]).name, each["line"]) for each in told]


@pytest.mark.parametrize("name", ["cases.yaml", "cases.yml"])
@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("cases: [broken\n", "R102", 2),
        ("case: []\n", "X001", 1),
        ("cases: none\n", "X001", 1),
        (CASE.replace("shelf_people", "shelf_poeple"), "X001", 2),
        (CASE.replace("some", "lots"), "X001", 2),
        (CASE.replace("{shelf:", "{shelve:"), "F209", 2),
        (CASE.replace("expect", "expects"), "F204", 2),
        (CASE.replace("statuses: {shelf: emerging}", ""), "X003", 2),
        (CASE + CASE.partition("\n")[2], "X002", 3),
    ],
)
def test_what_is_wrong_with_cases_is_a_problem_of_the_check(text: str, code: str, line: int, name: str, small: Path) -> None:
    (small / name).write_text(text, encoding="utf-8")
    assert (code, name, line) in found(small)
    assert run("check", small).exit_code == 1


def test_a_slip_in_the_cases_is_said_beside_one_in_the_pack(small: Path) -> None:
    (small / "cases.yaml").write_text("a: b: c\n", encoding="utf-8")
    (small / "more.yaml").write_text("a: b: c\n", encoding="utf-8")
    assert {(code, name) for code, name, _ in found(small)} == {("R102", "cases.yaml"), ("R102", "more.yaml")}


@pytest.mark.parametrize("words", [("advise", "a.answers.yaml", "--pack"), ("test", "small/cases.yaml", "--pack"), ("test",)])
def test_what_is_wrong_with_a_pack_is_told_to_authors_whoever_meets_it(
    words: tuple[str, ...], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.parent)
    (small / "more.yaml").write_text("a: b: c\n", encoding="utf-8")
    (small / "cases.yaml").write_text(CASE, encoding="utf-8")
    Path("a.answers.yaml").write_text("pack: small\ncity: {name: Aba, language: fr}\ndate: 2026-11-22\n", encoding="utf-8")
    refused = run(*words, small)
    assert refused.exit_code == 2
    assert "more.yaml:1: the file cannot be understood here: " in refused.stderr
    assert refused.stderr.endswith(" [R102]\n")


@pytest.mark.parametrize("text", ["cases: []\n", "cases:\n"])
def test_without_a_case_the_examples_in_rules_are_run(text: str, small: Path) -> None:
    (small / "cases.yaml").write_text(text, encoding="utf-8")
    assert run("check", small).exit_code == 0
    done = run("test", small)
    assert (done.exit_code, done.output) == (0, "small: 2 examples and 0 cases, none fails.\n")
    assert run("try", small, "--once").exit_code == 0


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML", "Yml"])
def test_every_way_to_end_a_yaml_file_is_read(ending: str, small: Path) -> None:
    (small / f"more.{ending}").write_text(TOPIC, encoding="utf-8")
    assert "reading" in [topic.id for topic in load_pack(small).pack.topics]
    seen = watch(small, (), lambda: True)
    next(seen)
    (small / f"more.{ending}").write_text(f"{TOPIC}\n", encoding="utf-8")
    assert next(seen) is None


def test_cases_that_end_in_yml_are_run_and_shown(small: Path) -> None:
    (small / "cases.yml").write_text(CASE, encoding="utf-8")
    assert run("test", small).output == "small: 2 examples and 1 case, none fails.\n"


def test_a_pack_that_ends_in_yml_is_told_what_to_call_itself(small: Path) -> None:
    (small / "pack.yaml").rename(small / "pack.yml")
    assert "Call the file that says what the pack is 'pack.yaml'" in run("check", small).stderr


def test_files_that_begin_with_a_dot_are_no_knowledge(small: Path) -> None:
    (small / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    (small / ".github").mkdir()
    (small / ".github" / "ci.yml").write_text("on: push\n", encoding="utf-8")
    assert run("check", small).exit_code == 0


def test_the_hooks_look_at_every_file_that_a_pack_reads() -> None:
    hooks = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {each["entry"] for each in hooks.values()} == {"advisor check", "advisor test"}
    for name in ("pack.yaml", "cases.yaml", "more.yml", "findings/x.yml"):
        assert all(re.search(hook["files"], name) for hook in hooks.values())
    assert re.search(hooks["advisor-check"]["files"], "translations/fr.po")


def pipe(file: Path) -> None:
    os.mkfifo(file)


def listener(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(file))


def link_to_nothing(file: Path) -> None:
    file.symlink_to("nowhere.yaml")


def link_to_a_folder(file: Path) -> None:
    (file.parent.parent / "elsewhere").mkdir()
    file.symlink_to(file.parent.parent / "elsewhere")


@pytest.mark.parametrize(
    ("make", "name", "told"),
    [
        (pipe, "more.yaml", "this is no file but a pipe, a socket or a device"),
        (pipe, "more", "this is no file but a pipe, a socket or a device"),
        (listener, "more.yml", "this is no file but a pipe, a socket or a device"),
        (link_to_nothing, "more.yaml", "the link leads nowhere"),
        (link_to_a_folder, "more", "links to folders are not followed"),
    ],
)
def test_what_is_neither_a_file_nor_a_folder_is_a_problem(
    make: Callable[[Path], None], name: str, told: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)  # the path of a socket is short
    make(Path(name).absolute() if make is not listener else Path(name))
    done = run("check", small)
    assert (done.exit_code, done.stderr.startswith(f"{small / name}: "), told in done.stderr) == (2, True, True)


def without_privileges() -> None:
    """Let permissions apply to this process: an administrator may read everything, whatever they say.

    It stays the same user, who may read the program and Python wherever they lie.
    """
    if ctypes.CDLL(None, use_errno=True).capset(struct.pack("=Ii", 0x20080522, 0), bytes(24)):
        raise OSError(ctypes.get_errno(), "capset")


def with_permissions(*words: str | Path) -> tuple[int, str]:
    """Run a command in a process to which permissions apply."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - in another process
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        try:
            if os.geteuid() == 0:
                without_privileges()
            done = run(*words)
            os.write(1, done.output.encode())
            os._exit(done.exit_code)
        finally:
            os._exit(99)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as said:
        text = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.skipif(sys.platform == "darwin" and os.geteuid() == 0, reason="an administrator cannot give up privileges there")
@pytest.mark.parametrize(("name", "told"), [("findings", "the folder cannot be read"), ("findings/a.yaml", "cannot be read")])
def test_what_may_not_be_read_is_a_problem_and_not_passed_over(name: str, told: str, small: Path) -> None:
    data = small_pack()
    (small / "findings").mkdir()
    (small / "findings" / "a.yaml").write_text(json.dumps({"findings": data.pop("findings")}), encoding="utf-8")
    write_pack(small, data)
    assert with_permissions("check", small)[0] == 0
    (small / name).chmod(0)
    try:
        code, said = with_permissions("check", small)
    finally:
        (small / name).chmod(0o755)
    assert (code, said.count("\n")) == (2, 1)
    assert f"{small / name}: " in said
    assert told in said


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    assert run("new", "pack", "demo", "--in", tmp_path).exit_code == 0
    return tmp_path / "demo"


FINDING = """findings:
  - id: another
    kind: risk
    title: Another
    text: Something.
    advice: Do something.
    when: mandate_practice is none
    reason: Because.
    provenance: proposal
    examples: {fires: {mandate_practice: none}, silent: {mandate_practice: usual}}
"""


@pytest.mark.long
def test_schemas_that_went_stale_are_said_to_be_and_renewed_by_a_try(begun: Path) -> None:
    assert found(begun) == []
    (begun / "more.yaml").write_text(FINDING, encoding="utf-8")
    assert {(code, name) for code, name, _ in found(begun)} == {("X004", "cases.schema.json"), ("X004", "pack.schema.json")}
    before = (begun / "cases.schema.json").read_text(encoding="utf-8")
    checked = run("check", begun)
    assert (checked.exit_code, checked.stderr) == (0, "")  # the pack itself is sound
    assert checked.stdout == (
        f"demo: no problems. Schemas for editors are not up to date: 'advisor try {begun} --once' writes them anew.\n"
    )
    assert (begun / "cases.schema.json").read_text(encoding="utf-8") == before
    assert run("try", begun, "--once").exit_code == 0
    assert "another" in (begun / "cases.schema.json").read_text(encoding="utf-8")
    assert found(begun) == []


def test_schemas_are_neither_brought_back_nor_taken_from_somebody_else(begun: Path) -> None:
    (begun / "cases.schema.json").unlink()
    (begun / "pack.schema.json").write_text('{"title": "Ours"}', encoding="utf-8")
    (begun / "answers.schema.json").write_text("no JSON at all", encoding="utf-8")
    assert found(begun) == []
    assert run("try", begun, "--once").exit_code == 0
    assert not (begun / "cases.schema.json").exists()
    assert (begun / "pack.schema.json").read_text(encoding="utf-8") == '{"title": "Ours"}'


def test_schemas_with_the_line_ends_of_windows_are_not_stale(begun: Path) -> None:
    file = begun / "cases.schema.json"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert found(begun) == []
