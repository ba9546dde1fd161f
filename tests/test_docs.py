"""The documentation is true: every block of commands and every file it shows is executed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from advisor.cli import main

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LONG = ("docs/authoring.md", "docs/holding-a-session.md", "docs/archiving.md")
SHORT = ("docs/answers-file.md", "docs/conditions.md", "README.md")
PAGES = (*(pytest.param(page, marks=pytest.mark.long) for page in LONG), *SHORT)


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


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    for folder in ("rules", "examples", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for block in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
        if block["file"]:
            (tmp_path / block["file"]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block["file"]).write_text(block["text"], encoding="utf-8")
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


def test_the_two_commands_are_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("first", "second"):
        found = re.search(rf"<!-- {name} command -->\n```sh\n(.*?)```", readme, re.DOTALL)
        assert found is not None
        assert len(found[1].splitlines()) == 1
