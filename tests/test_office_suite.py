"""A questionnaire that an office suite has opened and saved comes back with the same answers: nothing is lost on the way."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from advisor.tables import xlsx
from tests.support.sampling import in_full
from tests.test_questionnaire import LANGUAGES, by_dice, form_of, pack_in, plain, returned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUITE = shutil.which("soffice") or shutil.which("libreoffice")
CITIES = in_full(200, beside_a_change=48)
"""As many in each language, converted in one call of the suite."""


def converted(files: Iterable[Path], into: Path, profile: Path) -> None:
    """Have the suite open each file and save it again, in one call and with a profile of its own."""
    command = [str(SUITE), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    saving = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(into)]
    done = subprocess.run([*command, *saving, *map(str, files)], capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr


def writer_of(content: bytes) -> str:
    """Return which program says that it wrote a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("docProps/app.xml").decode()


@pytest.mark.long
@pytest.mark.skipif(SUITE is None, reason="no office suite is installed here (soffice)")
def test_cities_come_back_from_an_office_suite_as_they_went_out(tmp_path: Path) -> None:
    went, came = tmp_path / "went", tmp_path / "came"
    went.mkdir()
    cities = {seed: by_dice(pack_in(LANGUAGES[seed % 4]), random.Random(seed)) for seed in range(CITIES)}
    for seed, answers in cities.items():
        (went / f"{seed}.xlsx").write_bytes(xlsx.written(form_of(LANGUAGES[seed % 4], answers)))
    converted(sorted(went.iterdir()), came, tmp_path / "profile")
    assert len(list(came.iterdir())) == CITIES
    lost = {}
    for seed, answers in cities.items():
        content = (came / f"{seed}.xlsx").read_bytes()
        assert "Office" in writer_of(content)  # the suite has written it anew
        back = plain(returned(xlsx.grids_of(content, f"{seed}.xlsx"), LANGUAGES[seed % 4]))
        lost[seed] = {name: (each, back.get(name)) for name, each in plain(answers).items() if back.get(name) != each}
        assert set(back) == set(plain(answers))
    assert {seed: found for seed, found in lost.items() if found} == {}
