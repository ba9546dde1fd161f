"""Packs that other distributions bring along are found by their names, and none of their code runs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = "pack: small\ncity: {name: Seldwyla}\ndate: 2026-11-22\nanswers: {shelf_people: most, shelf_money: most}\n"


def brought(site: Path, distribution: str, package: str, entry: str = "small", inside: str = "") -> Path:
    """Install a distribution with a pack as a wheel is installed: unpacked, with its metadata beside it."""
    folder = site / package / inside if inside else site / package
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_pack(folder, small_pack())
    (site / package / "__init__.py").write_text("raise SystemExit('code of a pack ran')\n", encoding="utf-8")
    wheel = site / f"{distribution}-1.0-py3-none-any.whl"
    value = ".".join([package, *inside.split("/")]) if inside else package
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{distribution}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        archive.writestr(f"{distribution}-1.0.dist-info/entry_points.txt", f"[advisor_packs]\n{entry} = {value}\n")
    zipfile.ZipFile(wheel).extractall(site)
    return folder


def advisor(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from advisor.cli import main; main({list(arguments)!r})"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=site)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "seldwyla.answers.yaml").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


def test_an_installed_pack_is_listed_with_what_brought_it(site: Path) -> None:
    brought(site, "library_rules", "library_rules")
    done = advisor(site, "list")
    assert done.returncode == 0
    assert "small 1.0.0  Ausleihe" in done.stdout
    assert "[library_rules 1.0]" in done.stdout
    assert "smart-city" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("inside", ["", "rules/small"])
def test_answers_for_an_installed_pack_are_advised_by_it(site: Path, inside: str) -> None:
    brought(site, "library_rules", "library_rules", inside=inside)
    for more in ([], ["--pack", "small"]):
        done = advisor(site, "advise", "seldwyla.answers.yaml", "--format", "json", *more)
        assert (done.returncode, done.stderr) == (0, "")
        assert '"id": "small"' in done.stdout


def test_a_pack_that_is_installed_twice_is_not_chosen_by_chance(site: Path) -> None:
    brought(site, "library_rules", "library_rules")
    brought(site, "other_rules", "other_rules")
    done = advisor(site, "advise", "seldwyla.answers.yaml")
    assert done.returncode == 2
    assert "installed more than once, by library_rules 1.0, other_rules 1.0. Uninstall one" in done.stderr


def test_a_new_file_can_be_for_every_pack_that_can_be_read(site: Path) -> None:
    brought(site, "library_rules", "library_rules")
    (brought(site, "broken_rules", "broken_rules", entry="broken") / "pack.yaml").write_text("pack: [", encoding="utf-8")
    brought(site, "first_rules", "first_rules", entry="twice")
    brought(site, "second_rules", "second_rules", entry="twice")
    done = advisor(site, "ask", "new.answers.yaml")
    assert done.returncode == 2
    assert done.stderr.endswith("Nennen Sie eine mit --pack: smart-city, unit-leadership, small. [A718]\n")


def test_a_broken_pack_breaks_no_other(site: Path) -> None:
    (brought(site, "broken_rules", "broken_rules") / "pack.yaml").write_text("pack: [", encoding="utf-8")
    brought(site, "library_rules", "library_rules", entry="other")
    done = advisor(site, "list")
    assert done.returncode == 1
    assert "small 1.0.0  Ausleihe" in done.stdout
    assert "broken_rules" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pack_that_nobody_brings_is_named_with_those_there_are(site: Path) -> None:
    brought(site, "library_rules", "library_rules", entry="smoll")
    done = advisor(site, "advise", "seldwyla.answers.yaml")
    assert done.returncode == 2
    assert "there is no pack 'small'. Did you mean 'smoll'?" in done.stderr
