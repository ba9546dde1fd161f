"""The DOCX has what a word processor needs to keep it accessible: headings, header rows, alternative texts, a language."""

from __future__ import annotations

import io
import itertools
import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from tests.support.reports import EXAMPLES, ROOT, as_shown, bare, hostile_files, name_of, report
from tests.support.sampling import sample_and_all, sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"


@pytest.fixture(scope="module")
def start() -> bytes:
    return report(START, "docx")


def texts(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "".join(each.text or "" for each in body.iter(qn("w:t")))


@pytest.mark.parametrize("example", sampled(8, EXAMPLES), ids=name_of)
def test_it_says_what_the_markdown_says_in_its_order(example: Path) -> None:
    text, place = bare(texts(report(example, "docx"))), 0
    for token in MarkdownIt("commonmark").enable("table").parse(report(example, "md").decode()):
        if token.type == "inline":
            words = "".join(each.content if each.type in {"text", "code_inline"} else " " for each in token.children or ())
            found = text.find(bare(words), place)
            assert found >= 0, words
            place = found


def test_headings_tables_and_pictures_are_real(start: bytes) -> None:
    made = docx.Document(io.BytesIO(start))
    levels = [int(each.style.name[-1]) for each in made.paragraphs if each.style and str(each.style.name).startswith("Heading")]
    assert levels[:2] == [1, 2]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in made.tables:
        assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1  # noqa: SLF001 - python-docx does not show them
        assert sum(column.width or 0 for column in table.columns) > 0
        look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    drawings = [each for each in made.element.body.iter() if each.tag.endswith("}docPr")]
    assert len(drawings) == 6
    assert all(len(str(each.get("descr"))) > 40 for each in drawings)


def test_it_names_its_language_and_what_it_was_made_from(start: bytes) -> None:
    made = docx.Document(io.BytesIO(start))
    languages = [each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))]
    assert languages == ["de-CH"]
    properties = made.core_properties
    assert properties.language == "de-CH"
    assert properties.title == "Smart-City-Balance: Bericht für Musterstadt"
    assert re.fullmatch("[0-9a-f]{64}", properties.identifier)
    assert json.loads(report(START, "json"))["pack"]["hash"] in properties.keywords
    assert str(properties.created).startswith("2026-11-22")
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(start)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@sample_and_all("every", 15, 1)
def test_what_a_city_types_is_text(every: int, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "small", small_pack())
    for text, file in list(hostile_files(tmp_path))[::every]:
        clean = as_shown(text)
        assert bare(texts(report(file, "docx", "--pack", str(pack)))).count(bare(clean)) >= 4


@pytest.mark.long
def test_a_report_begins_with_a_list_of_its_chapters_that_leads_to_each(start: bytes) -> None:
    made = docx.Document(io.BytesIO(start))
    chapters = [each for each in made.paragraphs if each.style and each.style.name == "Heading 2"]
    marks = {str(mark.get(qn("w:name"))): each.text for each in chapters for mark in each._p.iter(qn("w:bookmarkStart"))}  # noqa: SLF001
    links = [each for each in made.element.body.iter(qn("w:hyperlink")) if each.get(qn("w:anchor"))]
    listed = ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in links]
    assert listed == [marks[str(each.get(qn("w:anchor")))] for each in links] == [each.text for each in chapters]
    kinds = [str(each.get(qn("w:fldCharType"))) for each in made.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert not list(docx.Document(io.BytesIO(report(START, "docx", "--audience", "council"))).element.body.iter(qn("w:fldChar")))


def test_two_numbered_lists_each_begin_at_one() -> None:
    content = report(ROOT / "examples" / "seed-start.answers.yaml", "docx", "--audience", "council")
    numbering = zipfile.ZipFile(io.BytesIO(content)).read("word/numbering.xml").decode()
    assert "startOverride" in numbering


def test_without_its_library_the_command_says_how_to_get_it() -> None:
    job = f"from advisor.cli import main; main(['advise', {str(START)!r}, '--format', 'docx'])"
    code = f"import sys; sys.modules['docx'] = None; {job}"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "DOCX needs python-docx. Install it with: pip install 'smart-city-advisor[docx]'\n"
