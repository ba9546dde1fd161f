"""What is delivered to run the server asks for as little as it needs, and the files and the page about it say the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMAGE = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy/advisor.service").read_text(encoding="utf-8")
SETTINGS = (ROOT / "deploy/advisor.env").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/how-to/run-a-server.md").read_text(encoding="utf-8")


def test_the_image_runs_without_rights_and_says_whether_it_is_well() -> None:
    last = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    assert last.index("USER ") > last.index("RUN ")
    assert "HEALTHCHECK" in last
    assert "/healthz" in last
    assert re.findall(r"^VOLUME (.*)$", last, re.MULTILINE) == ["/var/lib/advisor"]
    assert "--read-only" in PAGE


def test_the_image_is_built_from_nothing_but_the_product() -> None:
    kept = re.findall(r"^!(\S+)$", (ROOT / ".containerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert [each for each in kept if not (ROOT / each).exists()] == []
    assert {".git", "tests", "examples", "deploy"}.isdisjoint(kept)
    needed = re.findall(
        r'^(?:"?)([\w/]+)"? = "advisor/_shipped', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert needed
    assert set(needed) <= set(kept)


def test_service_and_image_hold_no_secret_and_print_no_link() -> None:
    for text in (IMAGE, UNIT):
        assert "--no-link" in text or '"--no-link"' in text
        assert "postgresql://" not in text
    assert re.findall(r"^(\w+)=", SETTINGS, re.MULTILINE) == [
        "ADVISOR_DB",
        "ADVISOR_ADDRESS",
        "FORWARDED_ALLOW_IPS",
        "ADVISOR_CACHE",
    ]
    assert "EnvironmentFile=/etc/advisor.env" in UNIT


def test_the_page_shows_the_extras_that_the_image_installs() -> None:
    extras = set(re.findall(r"\[(web[\w,]*)\]", IMAGE + PAGE))
    assert extras == {"web,postgres,docx,tables"}


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here")
    unit = tmp_path / "advisor.service"
    unit.write_text(UNIT.replace("/opt/advisor/bin/advisor", "/bin/true"), encoding="utf-8")
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
