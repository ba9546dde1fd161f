"""Typesetting leaves nothing behind, needs no thread, and says by which release it was done."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pypdf
from click.testing import CliRunner

from advisor.cli import main
from advisor.reports.document import TYPST
from tests.support.reports import ROOT, report

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

START = ROOT / "examples" / "seed-start.answers.yaml"


def test_the_release_of_typst_is_the_one_that_set_the_file() -> None:
    assert str(pypdf.PdfReader(io.BytesIO(report(START, "pdf"))).metadata["/Creator"]) == f"Typst {TYPST}"  # type: ignore[index]


def test_a_killed_run_leaves_nothing_of_the_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "advisor", "advise", str(START), "--format", "pdf", "-o", os.devnull]
    for moment in (0.4, 0.8, 1.1, 1.4, 1.8):
        run = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)})
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
