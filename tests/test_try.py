"""A pack is tried in a real terminal while its files change, break, and are mended."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENV = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["new", "pack", "tea-house", "--in", str(tmp_path)]).exit_code == 0
    return tmp_path / "tea-house"


@pytest.fixture
def child(fresh: Path) -> Iterator[pexpect.spawn[str]]:
    answers = fresh.parent / "tea-house.answers.yaml"
    command = ["-m", "advisor", "try", str(fresh), str(answers)]
    child = pexpect.spawn(
        sys.executable, command, env=ENV, dimensions=(50, 400), encoding="utf-8", timeout=180, preexec_fn=_hear_ctrl_c
    )
    child.expect_exact("mandate absent, initiative emerging")
    child.expect_exact("after that: ")
    yield child
    child.close(force=True)


def _hear_ctrl_c() -> None:
    """Undo what a shell does to a process in the background: it lets it, and whatever that starts, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.long
def test_what_changes_in_the_answers_is_told(fresh: Path, child: pexpect.spawn[str]) -> None:
    edit(fresh.parent / "tea-house.answers.yaml", "initiative_backing: none", "initiative_backing: informal")
    child.expect_exact("next step: mandate_from_initiative")
    child.expect_exact("since the last run: initiative_backing is answered otherwise; initiative emerging → established;")
    child.expect_exact("nobody_decided is gone")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 0


@pytest.mark.long
def test_a_broken_file_is_told_and_the_answers_are_kept_until_it_is_mended(fresh: Path, child: pexpect.spawn[str]) -> None:
    edit(fresh / "findings.yaml", "is none]", "is nine]")
    child.expect_exact("has no level 'nine'")
    edit(fresh / "findings.yaml", "findings:", "findings: [")
    child.expect_exact("[R102]")
    edit(fresh / "findings.yaml", "findings: [", "findings:")
    child.expect_exact("has no level 'nine'")
    edit(fresh / "findings.yaml", "is nine]", "is informal]")
    child.expect_exact("[K505]")
    edit(fresh / "findings.yaml", "is informal]", "is none]")
    child.expect_exact("since the last run: nothing is different")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 0


@pytest.mark.long
def test_a_change_of_the_rules_is_told_as_what_it_does(fresh: Path, child: pexpect.spawn[str]) -> None:
    edit(
        fresh / "approaches.yaml",
        "[initiative_practice is usual, initiative_backing >= informal]",
        "[initiative_practice is usual]",
    )
    child.expect_exact("since the last run: initiative emerging → established; the path is mandate_from_initiative")
    edit(fresh / "questions.yaml", "name: usual", "name: customary")
    child.expect_exact("has no level 'usual'")
    child.sendeof()
    child.expect(pexpect.EOF)


def test_once_ends_with_the_exit_code_of_the_check(fresh: Path) -> None:
    def once() -> int:
        return CliRunner().invoke(main, ["try", str(fresh), "--once"]).exit_code

    assert once() == 0
    edit(fresh / "findings.yaml", "silent: {initiative_practice: usual, initiative_backing: informal}", "silent: {}")
    assert once() == 0
    edit(fresh / "findings.yaml", "fires: {initiative_practice: usual, initiative_backing: none}", "fires: {}")
    assert once() == 1
    edit(fresh / "findings.yaml", "fires: {}", "fires: {")
    assert once() == 2


def test_answers_that_presuppose_what_others_deny_are_told(fresh: Path) -> None:
    edit(fresh / "questions.yaml", "name: usual,", "name: usual, presupposes: mandate_backing >= informal,")
    answers = fresh.parent / "tea-house.answers.yaml"
    edit(answers, "mandate_practice: none", "mandate_practice: usual")
    told = CliRunner().invoke(main, ["try", str(fresh), str(answers), "--once"]).output
    denied = "mandate_practice presupposes mandate_backing >= informal, which the answers deny (against mandate_backing)"
    assert f"contradiction: {denied}" in told


@pytest.mark.long
def test_new_files_are_noticed_and_questions_may_go(fresh: Path, child: pexpect.spawn[str]) -> None:
    done = CliRunner().invoke(
        main, ["new", "rule", "nothing_agreed", "--pack", str(fresh), "--when", "initiative_backing is none", "--kind", "advice"]
    )
    assert done.exit_code == 0, done.output
    child.expect_exact("nothing_agreed came")
    (fresh / "findings" / "nothing_agreed.yaml").unlink()
    child.expect_exact("nothing_agreed is gone")
