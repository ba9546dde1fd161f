"""Typesetting leaves nothing behind, needs no thread, and says by which release it was done."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.reports.document import TYPST
from tests.support.reports import ROOT, report

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"


def test_the_release_of_typst_is_the_one_that_set_the_file() -> None:
    assert str(pypdf.PdfReader(io.BytesIO(report(START, "pdf"))).metadata["/Creator"]) == f"Typst {TYPST}"  # type: ignore[index]


COMMAND = [sys.executable, "-m", "advisor", "advise", str(START), "--format", "pdf", "-o", os.devnull]


PROBE = re.compile("[a-z0-9_]{8}")
"""What Python's ``tempfile`` calls a file of four letters, with which it finds out whether a folder can be written to."""


@pytest.mark.long
def test_nothing_of_the_report_ever_lies_in_a_temporary_folder(tmp_path: Path) -> None:
    """So whenever a run is killed, nothing of it stays."""
    seen = set[str]()
    with subprocess.Popen(COMMAND, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}) as run:
        while run.poll() is None:
            seen |= {name for _, _, names in os.walk(tmp_path) for name in names}
            time.sleep(0.002)
    assert run.returncode == 0
    assert [name for name in seen if not name.endswith(".ttf") and not PROBE.fullmatch(name)] == []


@pytest.mark.long
def test_a_killed_run_leaves_nothing_of_the_report(tmp_path: Path) -> None:
    for moment in (0.4, 0.8, 1.1, 1.4, 1.8):
        run = subprocess.Popen(COMMAND, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)})
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(moment)
        run.kill()
        run.wait()
        assert [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix != ".ttf"] == []


def test_a_report_is_typeset_where_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, command = report(START, "pdf"), ["advise", str(START), "--format", "pdf"]

    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    assert CliRunner().invoke(main, command).stdout_bytes == usual
