"""The documentation is true: every block of commands and every file it shows is executed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
GOES_ON = re.compile(r"This\s+page\s+goes\s+on\s+from\s+\[[^]]+\]\((?P<page>[^)]+)\)")
"""Says whose files a page takes for granted."""
QUICK = ("answers-file", "architecture", "how-to/complete-in-the-shell")
PAGES = [
    pytest.param(page, marks=[] if page in QUICK else pytest.mark.long)
    for file in sorted((ROOT / "docs").rglob("*.md"))
    if "```console" in file.read_text(encoding="utf-8")
    for page in [file.relative_to(ROOT / "docs").with_suffix("").as_posix()]
]


def run(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.stdout


def matches(expected: str, found: str) -> bool:
    """Compare output with what a page shows; … stands for anything, on a line or for whole lines."""
    parts = [re.escape(part) for part in expected.strip().split("…")]
    return re.fullmatch(".*".join(parts), found.strip(), re.DOTALL) is not None


def write(block: re.Match[str], folder: Path) -> None:
    """Write the file that a block shows."""
    file = folder / block["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(block["text"], encoding="utf-8")


def prepare(page: Path, folder: Path) -> None:
    """Write the files of the page that this one goes on from, and of those before it."""
    if found := GOES_ON.search(page.read_text(encoding="utf-8")):
        before = page.parent / found["page"]
        prepare(before, folder)
        for block in BLOCK.finditer(before.read_text(encoding="utf-8")):
            if block["file"]:
                write(block, folder)


@pytest.mark.parametrize("page", [pytest.param("../README", marks=pytest.mark.long), *PAGES])
def test_every_block_of_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    for folder in ("rules", "examples", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    file = ROOT / "docs" / f"{page}.md"
    prepare(file, tmp_path)
    for block in BLOCK.finditer(file.read_text(encoding="utf-8")):
        if block["file"]:
            write(block, tmp_path)
        elif block["kind"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                found = run(command, tmp_path)
                assert matches(expected, found), f"$ {command}\n{found}"


def test_every_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in main.list_commands(click.Context(main)):
        assert f"`advisor {command}" in readme
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of this repository that a page leads to, each with the heading meant."""
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
        file, _, heading = target.partition("#")
        yield (page.parent / file).resolve() if file else page, heading


def headings(page: Path) -> set[str]:
    """Return the headings of a page as links name them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in found}


def test_every_link_leads_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for file, heading in links(page):
            assert file.exists(), f"{page}: {file}"
            assert not heading or heading in headings(file), f"{page}: {file}#{heading}"


def test_every_page_is_reached_from_the_index() -> None:
    seen: set[Path] = set()
    todo = [ROOT / "docs" / "README.md"]
    while todo:
        page = todo.pop()
        if page not in seen:
            seen.add(page)
            todo += [file for file, _ in links(page) if file.suffix == ".md"]
    assert set((ROOT / "docs").rglob("*.md")) - seen == set()


def named(page: str) -> Iterator[str]:
    """Yield the files and folders of this repository that a page names."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for name in re.findall(r"`([^`\s]+)`", text):
        if re.fullmatch(r"[\w.<>-]+(/[\w.<>-]*)+|[\w-]+\.(py|md|typ|yaml)", name):
            yield name


def places(name: str) -> list[Path]:
    """Return what a name of a file stands for; ``<pack>`` is any pack."""
    pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
    return [file for folder in (ROOT, ROOT / "advisor", ROOT / "tests") for file in folder.glob(pattern)]


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    assert {name for name in named(page) if not places(name)} == set()
    assert len(set(named(page))) > 10


def test_what_the_architecture_looks_for_in_a_file_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    said = re.findall(r"`(?:\w+\.)?(\w+)` in `([\w/]+\.py)`", text)
    rooms = re.findall(r"^\| `(\w+/|\w+\.py)`.*\| (`.+`) \|$", text, re.MULTILINE)
    for room, starts in rooms:
        for dotted in re.findall(r"`([\w.]+)`", starts):
            module, _, name = dotted.rpartition(".")
            said.append((name, f"{room if room.endswith('/') else ''}{module.replace('.', '/')}.py"))
    assert len(rooms) > 12
    for name, file in said:
        assert re.search(rf"^ *(class |def )?{name}\b", (ROOT / "advisor" / file).read_text(encoding="utf-8"), re.MULTILINE), (
            name,
            file,
        )


CALLS = """
import json, pkgutil, sys
from importlib import import_module
from click.testing import CliRunner
import advisor
from advisor.cli import main
for room in ("yaml_source", "logic", "knowledge", "i18n", "reasoning", "answers", "reports", "desk"):
    for found in pkgutil.walk_packages(import_module(f"advisor.{room}").__path__, f"advisor.{room}."):
        if not found.name.endswith("worker"):
            import_module(found.name)
called, root = {}, sys.argv[1]
def note(frame, event, _):
    folder, _, file = frame.f_code.co_filename.partition("/advisor/")
    if event == "call" and file and folder == root and not frame.f_code.co_name.startswith("<"):
        called.setdefault((frame.f_code.co_qualname.removesuffix(".__init__"), file))
sys.setprofile(note)
done = CliRunner().invoke(main, sys.argv[2:])
sys.setprofile(None)
assert done.exit_code == 0, done.output
print(json.dumps(list(called)))
"""
"""Prints the functions of the product that a command calls, each once, in the order of their first call; a process of its own
remembers nothing that another test made it read, and what modules do when they are imported does not count."""


@pytest.mark.long
def test_the_walk_of_the_architecture_is_taken_in_its_order(tmp_path: Path) -> None:
    """What the first column of each table names first is called in that order, by the command that the page shows."""
    chapter = (
        (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("## From a condition")[2].partition("\n## ")[0]
    )
    tables = [table for table in chapter.split("\n\n") if table.startswith("| what happens")]
    walks = [re.findall(r"^\|[^|]+\| `([\w.]+)` in `([\w/]+\.py)`", table, re.MULTILINE) for table in tables]
    pack = shutil.copytree(ROOT / "rules/smart-city", tmp_path / "ours")
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text(encoding="utf-8") + "# never read before\n", encoding="utf-8")
    report = tmp_path / "report.pdf"
    words = ["advise", str(ROOT / "examples/unit-without-money.answers.yaml"), "--pack", str(pack), "-o", str(report)]
    done = subprocess.run([sys.executable, "-c", CALLS, str(ROOT), *words], capture_output=True, text=True, check=True)
    called = [tuple(each) for each in json.loads(done.stdout)]
    assert [len(walk) for walk in walks] == [17, 3]
    for walk in walks:
        assert [each for each in called if each in walk] == walk


def test_the_readme_is_read_in_one_go() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_two_commands_are_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("first", "second"):
        found = re.search(rf"<!-- {name} command -->\n```sh\n(.*?)```", readme, re.DOTALL)
        assert found is not None
        assert len(found[1].splitlines()) == 1
