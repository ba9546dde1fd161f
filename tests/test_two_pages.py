"""A council paper has two pages wherever there are pages: out of an office suite and out of the printer of a browser, too."""

from __future__ import annotations

import contextlib
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdf
import pytest

from advisor.answers import packs
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.formats import write
from advisor.reports.options import Wish
from tests.support.cities import city
from tests.support.reports import EDITIONS, TEMPLATES, name_of, report
from tests.support.sampling import in_full
from tests.support.web_browser import browser
from tests.test_brief import possible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUITE = shutil.which("soffice") or shutil.which("libreoffice")
SHOWN = in_full(1, beside_a_change=6)
"""Of so many examples in so many languages one is looked at."""
CITIES = in_full(40, beside_a_change=6)

pytestmark = pytest.mark.long


def stands_in_for(font: str) -> str:
    """Return the typeface that this machine takes for another, or nothing where that cannot be asked."""
    with contextlib.suppress(OSError):
        return subprocess.run(["fc-match", "-f", "%{family}", font], capture_output=True, text=True, check=False).stdout
    return ""


needs_calibri = pytest.mark.skipif(
    stands_in_for("Calibri") not in {"Calibri", "Carlito"}, reason="no typeface as wide as Calibri is installed here (Carlito)"
)
needs_arial = pytest.mark.skipif(
    stands_in_for("Arial") not in {"Arial", "Liberation Sans"},
    reason="no typeface as wide as Arial is installed here (Liberation)",
)


def papers(form: str) -> Iterator[tuple[str, bytes]]:
    """Yield council papers with their names: of examples, and of cities by chance of which nearly everything is known."""
    for example, language in EDITIONS[::SHOWN]:
        yield f"{name_of(example)}.{language}", report(example, form, "--audience", "council", "--lang", language)
    for number in range(CITIES):
        language = ("de", "fr", "it", "en")[number % 4]
        pack = packs.pack_for(EDITIONS[0][0], None, None if language == "de" else language)
        answers = city(pack, possible(pack, random.Random(number), 0.9))
        wish = Wish(form=form, templates=TEMPLATES, audience="council")
        yield f"{number}.{language}", write(wish, pack, answers, assess(KnowledgeBase(pack), answers)).content


def count_of(file: Path) -> int:
    return len(pypdf.PdfReader(file).pages)


@needs_calibri
@pytest.mark.skipif(SUITE is None, reason="no office suite is installed here (soffice)")
def test_an_office_suite_lays_a_council_paper_out_on_two_pages(tmp_path: Path) -> None:
    for name, content in papers("docx"):
        (tmp_path / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saving = ["--convert-to", "pdf", "--outdir", str(tmp_path / "laid out")]
    files = sorted(map(str, tmp_path.glob("*.docx")))
    subprocess.run(
        [str(SUITE), "--headless", "--norestore", profile, *saving, *files], capture_output=True, timeout=900, check=True
    )
    pages = {file.stem: count_of(file) for file in (tmp_path / "laid out").glob("*.pdf")}
    assert pages == dict.fromkeys((name.removesuffix(".docx").rpartition("/")[2] for name in files), 2)


@needs_arial
def test_a_council_paper_printed_by_a_browser_has_two_pages(tmp_path: Path) -> None:
    pages = {}
    with browser() as chromium:
        page = chromium.new_page()
        for name, content in papers("html"):
            file, printed = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
            file.write_bytes(content)
            page.goto(file.as_uri())
            page.pdf(path=str(printed), format="A4", prefer_css_page_size=True)
            pages[name] = count_of(printed)
    assert pages == dict.fromkeys(pages, 2)
    assert len(pages) > CITIES
