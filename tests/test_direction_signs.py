"""Signs that hide something or turn the text around reach no reader, whatever they stand in and however it is told."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advisor import paths
from advisor.cli import main
from advisor.errors import UNSEEN, Place, Problem, escaped_data, printable
from advisor.reports.formats import write_tree
from advisor.reports.tree import parse_document
from advisor.reports.writers.html import body_of
from tests.support.reports import report
from tests.support.sampling import examples
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNS = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u2060\u180e\U000e0041"
TURNED = "Alt\u202edorf"
READ = "Alt\N{REPLACEMENT CHARACTER}dorf"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pack whose texts, and a city whose name, note and remarks are full of such signs."""
    where = tmp_path_factory.mktemp("signs")
    write_pack(where / "pack", small_pack())
    text = json.dumps(f"A{SIGNS}Z", ensure_ascii=False)
    (where / "a.answers.yaml").write_text(
        f"pack: small\ncity: {{name: {text}}}\ndate: 2026-11-22\nnote: {text}\n"
        f"answers: {{visitors: {{value: 3, note: {text}, by: {text}}}}}\n",
        encoding="utf-8",
    )
    return where


def unseen(text: str) -> set[str]:
    """Return the signs that must not be there: those of the product, and those of this page whatever the product thinks."""
    return {f"U+{ord(sign):04X}" for sign in {*UNSEEN.findall(text), *(sign for sign in text if sign in SIGNS)}}


def run(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code in {0, 1}, done.output
    return done.stdout_bytes.decode("utf-8") + done.stderr


def texts_of(form: str, content: bytes) -> Iterator[str]:
    if form == "pdf":
        file = pypdf.PdfReader(io.BytesIO(content))
        yield "".join(page.extract_text() for page in file.pages).replace("\u200b", "")
        yield str(file.metadata)
    elif form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield from (parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    else:
        yield content.decode()


@pytest.mark.parametrize("form", ["md", "text", "html", "json", "docx", "pdf"])
def test_no_report_hands_them_on(form: str, folder: Path) -> None:
    content = report(folder / "a.answers.yaml", form, "--pack", str(folder / "pack"))
    assert [unseen(text) - {"U+FEFF"} for text in texts_of(form, content)] == [set() for _ in texts_of(form, content)]


@pytest.mark.parametrize("form", ["md", "text", "json"])
def test_no_explanation_or_comparison_hands_them_on(form: str, folder: Path) -> None:
    file, pack = str(folder / "a.answers.yaml"), str(folder / "pack")
    assert unseen(run("explain", file, "--pack", pack, "--format", form)) == set()
    assert unseen(run("compare", file, file, "--pack", pack, "--format", form)) == set()


def test_json_keeps_the_data(folder: Path) -> None:
    content = report(folder / "a.answers.yaml", "json", "--pack", str(folder / "pack"))
    assert json.loads(content)["city"]["name"] == f"A{SIGNS}Z"


@pytest.mark.parametrize("form", ["md", "text", "html", "docx", "pdf"])
def test_a_report_that_left_them_out_is_still_itself(form: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_bytes(report(folder / "a.answers.yaml", form, "--pack", str(folder / "pack")))
    assert run("verify", str(file), str(folder / "a.answers.yaml"), "--pack", str(folder / "pack")) == "identical\n"


@pytest.mark.long
def test_pages_lists_and_problems_of_a_pack_leave_them_out(tmp_path: Path) -> None:
    source = paths.shipped("rules") / "unit-leadership"
    pack = tmp_path / "unit"
    for file in source.rglob("*.yaml"):
        target = pack / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text("utf-8")
        turned = re.sub(r"^(\s*(?:title|label|name|ask|why|text|advice): )(\w)", rf"\1{TURNED}\2", text, flags=re.MULTILINE)
        target.write_text(turned, encoding="utf-8")
    run("docs", str(pack), "-o", str(tmp_path / "pages"))
    pages = list((tmp_path / "pages").rglob("*.html"))
    assert any(READ in page.read_text("utf-8") for page in pages)
    assert {page.name: found for page in pages if (found := unseen(page.read_text("utf-8")))} == {}
    for form in ("text", "json", "sarif"):
        assert unseen(run("check", str(pack), "--format", form)) == set()
    assert unseen(run("diff", str(source), str(pack))) == set()


def test_a_session_shows_them_to_nobody(folder: Path) -> None:
    done = CliRunner().invoke(
        main, ["ask", str(folder / "a.answers.yaml"), "--pack", str(folder / "pack"), "--plain"], input="e\n"
    )
    assert unseen(done.output) == set()


@functools.cache
def figure(_: str) -> str:
    return "<svg/>"


@given(st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=40))
@examples(200)
def test_no_text_gets_one_through(text: str) -> None:
    html = "".join(f"&#{ord(sign)};" for sign in text if not 0xD800 <= ord(sign) <= 0xDFFF and sign != "\x00")
    tree = parse_document(f'<article><h1>A{html}</h1><p><a href="https://x.ch/{html}">x</a></p></article>', "test")
    for told in (write_tree("md", tree), write_tree("text", tree), body_of(tree, figure)[0]):
        assert unseen(told) == set()
    assert unseen(str(Problem(Place("a"), text, text))) == set()
    assert unseen(printable(text)) == set()
    assert json.loads(escaped_data(json.dumps(text, ensure_ascii=False))) == text
