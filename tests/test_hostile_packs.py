"""Packs that are meant to harm end in a clear error, in a process with little memory and little time."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from advisor.errors import Place, Problem
from tests.support.sampling import sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEMORY = 1 << 30
SECONDS = 20
"""Of computing time: how busy the machine is does not count."""
WHEN = ("findings", 0, "when")
LEVEL = ("questions", 0, "levels", 0)


def changed(*keys: str | int, value: Any) -> str:  # noqa: ANN401 - any JSON value
    data = small_pack()
    place: Any = data
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    return json.dumps(data)


def nested(depth: int) -> object:
    return {"not": [nested(depth - 1)]} if depth else "shelf_people is some"


def rules(count: int) -> str:
    data = small_pack()
    first = data["findings"][0]
    texts = [{**first, "id": f"f_{number}", "title": f"t {number}", "text": f"x {number}"} for number in range(count)]
    return json.dumps({**data, "findings": texts})


CONTENT: dict[str, str | bytes] = {
    "brackets in brackets": "pack: " + "[" * 100_000 + "]" * 100_000,
    "brackets never closed": "pack: " + "[" * 1_000_000,
    "braces in braces": "pack: " + "{a: " * 50_000 + "}" * 50_000,
    "dashes on dashes": "pack:\n  " + "- " * 100_000 + "x\n",
    "question marks on question marks": "? " * 100_000 + "x\n",
    "blocks in blocks": "".join(" " * depth + "a:\n" for depth in range(1_400)),
    "brackets in a condition": changed(*WHEN, value=nested(60)),
    "an alias bomb": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    "an alias to itself": "a: &a [*a]\n",
    "a merge key": "a: &a {x: y}\nb: {<<: *a}\n",
    "a tag that makes objects": "pack: !!python/object/apply:os.system ['exit 7']\n",
    "a version of YAML that is not": "%YAML 9.9\n---\na: b\n",
    "many documents": "---\na: b\n" * 50_000,
    "a NUL": "pack: {id: a\0b}\n",
    "nothing but NUL": b"\0" * 1_000,
    "half a character": b"pack: {id: \xff}\n",
    "another encoding": "pack: {id: x}".encode("utf-16"),
    "nothing": b"",
    "a surrogate": 'pack: {id: "\\ud800"}\n',
    "three megabytes": b"x" * 3_000_000,
    "a threshold of a million digits": changed(*WHEN, value="visitors >= " + "9" * 1_000_000),
    "a count of many digits": changed(*WHEN, value={"at_least": "9" * 5_000, "of": ["visitors >= 1"]}),
    "a count in superscript": changed(*WHEN, value={"at_least": "²", "of": ["visitors >= 1"]}),
    "more tests than anybody weighs": changed(*WHEN, value={"all": ["shelf_people is some"] * 10_000}),
    "more ways to choose than atoms": changed(*WHEN, value={"at_least": 20, "of": [f"visitors >= {n}" for n in range(40)]}),
    "a condition of blanks": changed(*WHEN, value="a" + " " * 500_000 + "is"),
    "a condition of verbs": changed(*WHEN, value="visitors " + "is " * 200_000),
    "an id of a megabyte": changed("findings", 0, "id", value="a" * 1_000_000),
    "an id in look-alike letters": changed("findings", 0, "id", value="\u0435mpty_shelf"),
    "an id that turns the line": changed("findings", 0, "id", value="empty\u202eshelf"),
    "an id with a letter of no width": changed("findings", 0, "id", value="empty\u200bshelf"),
    "an id with a loose accent": changed("findings", 0, "id", value="e\u0301tage"),
    "an id of two lines": changed("findings", 0, "id", value="a\nb"),
    "a level that turns the line": changed(*LEVEL, "name", value="\u202enone"),
    "a level that is a path": changed(*LEVEL, "name", value="../x"),
    "a level of many digits": changed(*LEVEL, "number", value="9" * 6_000),
    "a topic without letters": changed("topics", 0, "id", value="\u202e"),
    "a key with a letter of no width": changed("findings", 0, "ti\u200btle", value="x"),
    "more months than the universe has": changed("steps", 0, "months", value=[1, 10**18]),
    "months of many digits": changed("steps", 0, "months", value=[1, "9" * 10_000]),
    "months that are no number": changed("steps", 0, "months", value=["nan", "inf"]),
    "a bound of many digits": changed("questions", 0, "minimum", value="9" * 6_000),
    "a text of two megabytes": changed("findings", 0, "text", value="x" * 1_900_000),
    "a text of braces": changed("findings", 0, "text", value="{" * 3_000),
    "a version that never ends": changed("pack", "version", value="1." * 100_000 + "1"),
    "a language that is a path": changed("pack", "language", value="../../../etc"),
    "a pack id that is a path": changed("pack", "id", value="../../x"),
    "ten thousand rules in a file": rules(10_000),
    "two thousand equal rules": rules(2_000),
}


def link(folder: Path) -> None:
    (folder / "more.yaml").symlink_to("/etc/passwd")


def far_link(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere.yaml"
    elsewhere.write_text("findings: []\n", encoding="utf-8")
    (folder / "more.yaml").symlink_to(elsewhere)


def many_files(folder: Path) -> None:
    for number in range(1_200):
        (folder / f"{number}.yaml").touch()


def many_bytes(folder: Path) -> None:
    for number in range(12):
        (folder / f"{number}.yaml").write_bytes(b"#" * 1_900_000)


def folder_for_a_file(folder: Path) -> None:
    (folder / "pack.yaml").unlink()
    (folder / "pack.yaml").mkdir()


def catalogue(content: str | bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "translations").mkdir()
        data = content.encode() if isinstance(content, str) else content
        (folder / "translations" / "fr.po").write_bytes(data)

    return write


def deep_roles(folder: Path) -> None:
    catalogue("")(folder)
    (folder / "translations" / "fr.roles.yaml").write_text("articles: " + "[" * 100_000, encoding="utf-8")


SURROUNDINGS: dict[str, Callable[[Path], None]] = {
    "a link to another file": link,
    "a link to knowledge elsewhere": far_link,
    "files without end": many_files,
    "bytes without end": many_bytes,
    "a folder for a file": folder_for_a_file,
    "a catalogue of rubbish": catalogue("x" * 1_000),
    "a catalogue of NUL": catalogue("\0"),
    "a catalogue in half characters": catalogue(b"\xff\xfe"),
    "a catalogue without end": catalogue("#" * 11_000_000),
    "a catalogue with a plural for everybody": catalogue('msgid "a"\nmsgid_plural "b"\nmsgstr[99999999999] "y"\n'),
    "roles in roles": deep_roles,
    "a pipe": lambda folder: os.mkfifo(folder / "more.yaml"),
    "a device": lambda folder: (folder / "more.yaml").symlink_to("/dev/zero"),
    "a link to itself": lambda folder: (folder / "again").symlink_to(folder),
}


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, "-m", "advisor", "check", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, preexec_fn=limit)


def assert_refused(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    said = (done.stderr + done.stdout).splitlines()
    assert any(": " in line and line.endswith("]") for line in said)
    assert max(map(len, said)) < 3_000


@pytest.mark.parametrize("kind", sampled(9, CONTENT))
def test_a_file_that_is_meant_to_harm_is_refused(kind: str, tmp_path: Path) -> None:
    content = CONTENT[kind]
    folder = write_pack(tmp_path / "pack", "")
    (folder / "pack.yaml").write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    assert_refused(checked(folder))


@pytest.mark.parametrize("kind", sampled(5, SURROUNDINGS))
def test_what_lies_around_a_pack_and_is_meant_to_harm_is_refused(kind: str, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack())
    SURROUNDINGS[kind](folder)
    assert_refused(checked(folder))


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack())
    (folder / "more.yaml").mkdir()
    done = checked(folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_cannot_steer_the_terminal() -> None:
    told = str(Problem(Place("a\u202eb.yaml", 1), "'\x1b[31m\u200b' is odd.", "Mend it."))
    assert told == "a\\u202eb.yaml:1: '\\u001b[31m\\u200b' is odd. Mend it."
