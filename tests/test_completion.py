"""What a shell offers while a command is typed: names that the command takes, at once, and nothing where nothing can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from advisor.cli import main
from tests.support.reports import ROOT

if TYPE_CHECKING:
    from pathlib import Path

START = str(ROOT / "examples/seed-start.answers.yaml")


def items(*typed: str) -> list[tuple[str, str]]:
    """Return what is offered for the last word, each with its kind."""
    *words, incomplete = typed
    completion = ShellComplete(main, {}, "advisor", "_ADVISOR_COMPLETE")
    return [(item.value, item.type) for item in completion.get_completions(words, incomplete)]


def offered(*typed: str) -> list[str]:
    return [value for value, kind in items(*typed) if kind == "plain"]


def test_commands_are_offered_with_what_they_do() -> None:
    completion = ShellComplete(main, {}, "advisor", "_ADVISOR_COMPLETE")
    found = {item.value: item.help for item in completion.get_completions([], "")}
    assert list(found) == [name for section in main.sections.values() for name in section]
    assert found["advise"] == main.sections["For those who advise"]["advise"][1]
    assert offered("new", "") == ["measure", "pack", "question", "rule", "step"]
    assert "--version" in offered("--")


def test_offering_commands_imports_none_of_them() -> None:
    code = "import sys; from advisor.cli import main; main(prog_name='advisor')"
    check = f"import atexit, sys; atexit.register(lambda: print('advisor.cli.advise' in sys.modules, file=sys.stderr)); {code}"
    env = {**os.environ, "_ADVISOR_COMPLETE": "bash_complete", "COMP_WORDS": "advisor ", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False, env=env)
    assert done.stderr == "False\n"


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (("check",), "dir"),
        (("list",), "dir"),
        (("docs",), "dir"),
        (("prove",), "dir"),
        (("try",), "dir"),
        (("translate",), "dir"),
        (("diff",), "dir"),
        (("advise", START, "--pack"), "dir"),
        (("test",), "file"),
    ],
)
def test_packs_are_offered_by_name_beside_their_folders(command: tuple[str, ...], kind: str) -> None:
    assert items(*command, "unit") == [("unit", kind), ("unit-leadership", "plain")]
    assert offered(*command, "") == ["smart-city", "unit-leadership"]


def test_verdicts_are_those_of_the_pack_of_the_answers() -> None:
    assert offered("explain", START, "paper") == ["paper_strategy"]
    assert {"themenlab", "themenlab_from_nothing"} < set(offered("explain", START, "paper_strategy", "the"))
    assert offered("explain", "--pack", "unit-leadership", START, "paper") == []
    assert "staff_unit" not in offered("explain", START, "")


def test_entries_are_those_of_the_named_pack_else_of_all() -> None:
    assert {"paper_strategy", "staff_unit", "themenlab", "integrated", "S1"} < set(offered("rule", ""))
    assert offered("rule", "--pack", "unit-leadership", "paper") == []


@pytest.mark.parametrize("command", [("rule",), ("explain", START), ("advise", START), ("check", "smart-city")])
def test_languages_are_those_of_the_pack(command: tuple[str, ...]) -> None:
    assert offered(*command, "--lang", "") == ["de", "en", "fr", "it"]
    assert offered(*command, "--lang", "f") == ["fr"]


def test_languages_of_a_pack_without_translations_are_its_own() -> None:
    assert offered("rule", "--pack", "unit-leadership", "--lang", "") == ["de"]
    assert offered("translate", "smart-city", "i") == ["it"]
    assert offered("new", "pack", "tea", "--lang", "") == ["de", "en", "fr", "it"]


def test_what_a_new_entry_names_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered("new", "step", "x", "--pack", "smart-city", "--from", "n") == ["nothing"]
    assert offered("new", "step", "x", "--pack", "smart-city", "--target", "themen") == ["themenlab"]
    assert "executive" in offered("new", "step", "x", "--pack", "smart-city", "--actor", "")
    monkeypatch.chdir(ROOT / "rules/unit-leadership")
    everywhere = offered("new", "question", "x", "--pack", "smart-city", "--topic", "")
    assert offered("new", "question", "x", "--topic", "") not in ([], everywhere)


def test_what_cannot_be_read_offers_nothing(tmp_path: Path) -> None:
    pack = tmp_path / "broken"
    shutil.copytree(ROOT / "rules/unit-leadership", pack)
    (pack / "questions.yaml").write_text("questions: [{id: }", encoding="utf-8")
    torn = tmp_path / "torn.answers.yaml"
    torn.write_bytes(b"pack: \xff\x00")
    foreign = tmp_path / "foreign.answers.yaml"
    foreign.write_text("pack: nowhere\n", encoding="utf-8")
    assert offered("rule", "--pack", str(pack), "") == []
    assert offered("rule", "--pack", str(tmp_path / "none"), "pap") == ["paper_strategy"]
    assert offered("explain", str(torn), "paper") == ["paper_strategy"]
    assert offered("explain", str(foreign), "paper") == ["paper_strategy"]
    assert offered("explain", str(tmp_path), "paper") == ["paper_strategy"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_left_to_the_command_itself(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert offered("explain", str(pipe), "paper") == ["paper_strategy"]
    assert offered("explain", "-", "paper") == ["paper_strategy"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_with_what_is_offered(tmp_path: Path) -> None:
    """The script that the documentation has people load, with a word half typed, as bash would call it."""
    started = "from advisor.cli import main; main(prog_name='advisor')"
    (tmp_path / "advisor").write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{started}"\n', encoding="utf-8")
    (tmp_path / "advisor").chmod(0o755)
    script = (
        'compopt() { :; }; eval "$(_ADVISOR_COMPLETE=bash_source advisor)"; '
        'COMP_WORDS=(advisor explain FILE paper); COMP_CWORD=3; _advisor_completion advisor; echo "${COMPREPLY[@]}"'
    ).replace("FILE", START)
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=env)
    assert done.stdout == "paper_strategy\n", done.stderr
