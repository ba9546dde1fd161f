"""The commands as whoever asks for help meets them: what each is for, an example that is right, and nothing loaded in vain."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from advisor.cli import main

CONTEXT = click.Context(main)
COMMANDS = main.list_commands(CONTEXT)
BEGUN = ("pack", "question", "rule", "step")
LINES = {name: told for section in main.sections.values() for name, (_, told) in section.items()}


def command(*names: str) -> click.Command:
    found: click.Command | None = main
    for name in names:
        assert isinstance(found, click.Group)
        found = found.get_command(CONTEXT, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_about_a_command_is_how_its_own_help_begins(name: str) -> None:
    words = LINES[name].rstrip(".").replace("Show one entry of a pack in words", "Show one entry of a pack").split()
    begins = (command(name).help or "").split()
    assert begins[:2] == words[:2]


GROUPS = {name: found for name in COMMANDS if isinstance(found := command(name), click.Group)}


@pytest.mark.parametrize(
    "names",
    [(name,) for name in COMMANDS] + [(name, each) for name, group in GROUPS.items() for each in group.list_commands(CONTEXT)],
    ids=" ".join,
)
def test_every_help_shows_an_example_that_the_command_understands(names: tuple[str, ...]) -> None:
    shown = command(*names).epilog or ""
    assert shown.startswith("Example: advisor ")
    words = shlex.split(shown.removeprefix("Example: advisor "))
    assert tuple(words[: len(names)]) == names or words[0] in GROUPS
    known = {option for param in command(*words[: 2 if words[0] in GROUPS else 1]).params for option in param.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_help_imports_no_command_and_neither_rules_nor_templates() -> None:
    code = (
        "import sys; from advisor.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('experta', 'jinja2', 'yaml', 'typst', 'advisor.cli.advise') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_says_what_a_bug_report_needs() -> None:
    done = CliRunner().invoke(main, ["--version"])
    assert done.exit_code == 0
    for name in ("advisor, version", "Python", "experta", "typst"):
        assert name in done.output


def test_a_command_that_does_not_exist_is_refused() -> None:
    done = CliRunner().invoke(main, ["advice"])
    assert done.exit_code == 2
    assert "advice" in done.output


def test_every_module_of_the_commands_is_a_command_or_what_they_share() -> None:
    named = {place.partition(":")[0] for section in main.sections.values() for place, _ in section.values()}
    assert all(import_module(f"advisor.cli.{name}") for name in named)
