"""Whatever is changed in an input, a command ends in words: no traceback, a right exit code, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("inputs are tried in forked children", allow_module_level=True)

SEED = os.environ.get("ADVISOR_SEED", "2026")
COUNT = os.environ.get("ADVISOR_INPUTS", "6")
WORKERS = os.environ.get("ADVISOR_WORKERS", "1")


@pytest.mark.long
def test_a_changed_input_ends_in_words() -> None:
    command = [sys.executable, "-m", "tests.support.trying_inputs", SEED, COUNT, WORKERS]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
