"""The PDF is one that an archive, a screen reader and a council accept, and it is the same each time."""

from __future__ import annotations

import html
import io
import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import msgspec
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.answers.read import read_answers
from advisor.errors import printable
from advisor.knowledge.loader import load_pack
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.document import TYPST, Document
from advisor.reports.options import FormatError, Wish
from advisor.reports.pictures.drawing import draw
from advisor.reports.tree import Node, parse_document
from advisor.reports.writers import typesetting
from advisor.reports.writers.pdf import to_pdf
from advisor.reports.writers.row_heads import with_row_heads
from tests.support.reports import (
    EDITIONS,
    EXAMPLES,
    FALSE_ALARMS,
    ROOT,
    TEMPLATES,
    bare,
    document,
    failures,
    hostile_files,
    name_of,
    pdf_text,
    report,
    said,
)
from tests.support.sampling import in_full, sample_and_all, sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine

START = ROOT / "examples" / "seed-start.answers.yaml"
PROFILES = ("pdfa-2a", "pdfua-1")
QUICK = [(START, "de"), (START, "fr")]


@pytest.fixture(scope="module")
def start() -> bytes:
    return report(START, "pdf")


@pytest.fixture(scope="session")
def started(pack: Pack, engine: PackEngine) -> Document:
    answers = read_answers(START, pack)
    return document(pack, answers, assess(KnowledgeBase(pack, engine), answers))


@pytest.mark.parametrize("audience", ["team", "council"])
@pytest.mark.parametrize(
    ("example", "language"),
    [
        pytest.param(*each, marks=() if each in QUICK or (each[1] == "de" and at % 32 == 0) else pytest.mark.long)
        for at, each in enumerate(EDITIONS)
    ],
    ids=lambda each: each if isinstance(each, str) else name_of(each),
)
def test_every_example_is_accepted_by_archive_and_screen_reader(example: Path, audience: str, language: str) -> None:
    content = report(example, "pdf", "--audience", audience, "--lang", language)
    for profile in PROFILES:
        assert failures(content, profile) == []
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.outline
    assert str(reader.root_object["/Lang"]).partition("-")[0] == language
    assert "-" in str(reader.root_object["/Lang"])
    assert audience == "team" or len(reader.pages) == 2


def structure_of(content: bytes) -> list[dict[str, Any]]:
    """Return every element of the structure of a file, each with the kind of its parent under ``within``."""
    root: Any = pypdf.PdfReader(io.BytesIO(content), strict=True).root_object["/StructTreeRoot"]
    found, todo = [], [(root, "")]
    while todo:
        element, within = todo.pop()
        inner = element.get("/K", [])
        for each in inner if isinstance(inner, list) else [inner]:
            child = each.get_object()
            if isinstance(child, dict) and "/S" in child:
                found.append({**child, "within": within})
                todo.append((child, str(child["/S"])))
    return found


@pytest.mark.parametrize("audience", ["team", "council"])
def test_the_first_cell_of_each_row_heads_it(audience: str) -> None:
    rows = [each for each in structure_of(report(START, "pdf", "--audience", audience)) if each["/S"] == "/TR"]
    assert {row["within"] for row in rows} == {"/THead", "/TBody"}
    for row in rows:
        cells = [each.get_object() for each in row["/K"]]
        across = row["within"] == "/THead"
        assert [str(each["/S"]) for each in cells] == ["/TH", *["/TH" if across else "/TD"] * (len(cells) - 1)]
        assert str(cells[0]["/A"][0]["/Scope"]) == ("/Column" if across else "/Row")


def test_what_is_no_file_of_typst_is_left_alone(start: bytes) -> None:
    assert with_row_heads(b"") == b""
    assert with_row_heads(start) == start
    assert with_row_heads(start[:-1000]) == start[:-1000]


DAMAGES = {
    "no language": (b"/Lang", b"/Lanx", "pdfua-1"),
    "no alternative text": (b"/Alt", b"/Alx", "pdfua-1"),
    "not marked as tagged": (b"/MarkInfo", b"/MarkInfx", "pdfua-1"),
    "no structure": (b"/StructTreeRoot", b"/StructTreeRoox", "pdfa-2a"),
    "no meaning of glyphs": (b"/ToUnicode", b"/ToUnicodx", "pdfa-2a"),
    "fonts not embedded": (b"/FontFile2", b"/FontFilx2", "pdfa-2a"),
    "no metadata": (b"/Metadata", b"/Metadatx", "pdfa-2a"),
    "no claim to be an archive file": (b"pdfaid:part", b"pdfaid:parx", "pdfa-2a"),
    "no claim to be accessible": (b"pdfuaid:part", b"pdfuaid:parx", "pdfua-1"),
    "no title": (b"dc:title", b"dc:titlx", "pdfua-1"),
    "a heading skipped": (b"/S/H2", b"/S/H4", "pdfua-1"),
    "no identity": (b"/ID[", b"/IX[", "pdfa-2a"),
    "no order of tabs": (b"/Tabs", b"/Tabx", "pdfua-1"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused(start: bytes, damage: str) -> None:
    old, new, profile = DAMAGES[damage]
    assert old in start
    assert failures(start.replace(old, new), profile) != []


def test_the_false_alarm_of_the_checker_excuses_nothing_else(start: bytes) -> None:
    longer = re.sub(rb"/Length (\d+)", lambda match: b"/Length %d" % (int(match[1]) + 1), start, count=1)
    assert {*FALSE_ALARMS} & {*failures(longer, "pdfa-2a")}


def sentences(markdown: str) -> list[str]:
    """Return each run of text of a Markdown file, in order."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "inline":
            parts = [child.content if child.type in {"text", "code_inline"} else " " for child in token.children or ()]
            found.append("".join(parts))
    return found


@pytest.mark.parametrize("audience", ["team", "council"])
@pytest.mark.parametrize("example", sampled(9, EXAMPLES), ids=name_of)
def test_the_text_of_the_pages_is_that_of_the_markdown_in_its_order(example: Path, audience: str) -> None:
    text, place = pdf_text(report(example, "pdf", "--audience", audience)), 0
    for sentence in sentences(report(example, "md", "--audience", audience).decode()):
        found = text.find(bare(sentence), place)
        assert found >= 0, (sentence, text[place : place + 300])
        place = found


@pytest.mark.long
def test_every_text_of_a_picture_is_text_on_the_page(started: Document, start: bytes) -> None:
    text = pdf_text(start)
    assert len(started.figures) == 6
    for figure in started.figures.values():
        drawn = ET.fromstring(draw(TEMPLATES, figure, Wish(form="pdf", templates=TEMPLATES).colours))  # noqa: S314 - our own
        labels = [bare(each.text or "") for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert labels
        assert [label for label in labels if label not in text] == []


def test_pictures_have_their_sentence_as_alternative_text(started: Document, start: bytes) -> None:
    said = {str(each["/Alt"]) for each in structure_of(start) if each["/S"] == "/Figure"}
    assert said == {figure.alt for figure in started.figures.values()}


@pytest.mark.long
@pytest.mark.parametrize("form", sampled(3, ["pdf", "docx", "html"]))
def test_two_processes_write_the_same_bytes_at_another_time_and_place(form: str) -> None:
    written = set()
    for seed, zone in (("1", "Europe/Zurich"), ("2", "Pacific/Auckland")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-m", "advisor", "advise", str(START), "--format", form]
        written.add(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    assert len(written) == 1


@sample_and_all("every", 40, 1)
def test_what_a_city_types_is_text_on_the_page_or_a_question_mark(every: int, tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path / "small", small_pack())).pack
    base = KnowledgeBase(pack)
    for text, file in list(hostile_files(tmp_path))[::every]:
        answers = read_answers(file, pack)
        written = to_pdf(document(pack, answers, assess(base, answers)), Wish(form="pdf", templates=TEMPLATES))
        assert [failures(written.content, profile) for profile in PROFILES] == [[], []]
        strange = any(ord(sign) > 0x500 or ord(sign) in {0, 7} for sign in text)
        assert bool(written.notes) is strange
        if not strange:
            assert pdf_text(written.content).count(bare(" ".join(text.split()))) >= 4


def test_characters_without_a_glyph_are_named_in_the_report_and_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "city.answers.yaml"
    file.write_text('pack: smart-city\ncity: {name: "Köniz 🙂 中"}\ndate: 2026-11-22\nanswers: {}\n', encoding="utf-8")
    code, beside = said(file, "--format", "pdf", "-o", str(tmp_path / "report.pdf"))
    assert (code, beside.count("\n")) == (0, 1)
    assert "U+4E2D, U+1F642" in beside
    text = pdf_text((tmp_path / "report.pdf").read_bytes())
    assert "BerichtfürKöniz??" in text
    assert "U+4E2D,U+1F642" in text


def test_the_longest_names_and_notes_make_no_third_page(tmp_path: Path) -> None:
    file = tmp_path / "city.answers.yaml"
    name, role = "Gross " * 900, "der " + "Gemeinderat von Obergrossdorf " * 3
    head = f"pack: smart-city\ncity: {{name: {name}, roles: {{executive: {role}}}}}\ndate: 2026-11-22\nnote: {name}\n"
    file.write_text(f"{head}answers: {{staff_proposals: occasional}}\n", encoding="utf-8")
    out = tmp_path / "brief.pdf"
    code, beside = said(file, "--format", "pdf", "--audience", "council", "-o", str(out))
    assert (code, beside) == (0, "")
    assert len(pypdf.PdfReader(out).pages) == 2
    assert failures(out.read_bytes(), "pdfa-2a") == []


def test_an_unknown_typeface_is_an_error_and_not_an_empty_page(tmp_path: Path, started: Document) -> None:
    layout = (TEMPLATES / "layout" / "report.typ").read_text(encoding="utf-8")
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "report.typ").write_text(layout.replace("Source Sans Pro", "Sauce Sans Pro"), encoding="utf-8")
    for folder in ("pictures", "report"):
        (tmp_path / folder).symlink_to(TEMPLATES / folder)
    with pytest.raises(FormatError, match="unknown font family: sauce sans pro"):
        to_pdf(started, Wish(form="pdf", templates=tmp_path))


def test_other_fonts_than_those_of_the_product_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "FACES", ())
    with pytest.raises(FormatError, match="Install font-source-sans-pro again"):
        typesetting.Typesetter(b"x")


def test_the_metadata_say_what_a_report_was_made_from(start: bytes) -> None:
    keywords = str(pypdf.PdfReader(io.BytesIO(start)).metadata["/Keywords"])  # type: ignore[index]
    outcome = json.loads(report(START, "json"))
    assert f"pack-hash: {outcome['pack']['hash']}" in keywords
    for name in ("answers-hash", "tree-hash"):
        assert re.search(rf"{name}: [0-9a-f]{{64}}", keywords)
    assert f"typst: {TYPST}" in keywords
    assert "D:20261122" in start.decode("latin-1")


@pytest.mark.long
def test_data_can_travel_inside_the_report() -> None:
    content = report(START, "pdf", "--embed")
    assert failures(content, "pdfa-3a") == failures(content, "pdfua-1") == []
    attached = pypdf.PdfReader(io.BytesIO(content)).attachments
    assert attached["answers.yaml"] == [START.read_bytes()]
    assert attached["outcome.json"] == [report(START, "json")]
    assert said(START, "--format", "md", "--embed")[0] == 2


def pages_of(made: Document, *nodes: Node) -> list[str]:
    """Return the text of each page of a document with these elements after its title."""
    kept = msgspec.structs.replace(made, tree=Node("article", (*made.tree.children[:2], *nodes)), figures={})
    written = to_pdf(kept, Wish(form="pdf", templates=TEMPLATES))
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(written.content)).pages]


@pytest.mark.long
def test_a_last_row_never_stands_alone_on_a_page(started: Document) -> None:
    head = Node("tr", (Node("th", ("Nummer",)), Node("th", ("Text",))))
    turned = 0
    for count in range(44, 54, 2):
        rows = (Node("tr", (Node("td", (f"Zeile {number}",)), Node("td", ("Text " * 12,)))) for number in range(count))
        rows_on = [len(re.findall(r"Zeile\s\d", page)) for page in pages_of(started, Node("table", (head, *rows)))]
        assert sum(rows_on) == count
        assert 1 not in rows_on
        turned += len(rows_on) - 1
    assert turned


def test_a_heading_never_stands_at_the_foot_of_a_page(started: Document) -> None:
    for count in range(32, 42, 2):
        lines = (Node("p", ("Zeile.",)) for _ in range(count))
        pages = pages_of(started, *lines, Node("h2", ("Kapitel",)), Node("h3", ("Abschnitt",)), Node("p", ("Danach.",)))
        assert [page for page in pages if "Kapitel" in page] == [page for page in pages if "Danach." in page]


def test_what_belongs_together_is_not_torn_over_two_pages(started: Document) -> None:
    """A lead with its few items, an advice with its finding, the last line of a paragraph in an item with the one before."""
    line = Node("p", ("Zeile.",))
    items = Node("ul", tuple(Node("li", (f"Punkt {letter}.",)) for letter in "ABC"))
    advice = Node("p", (Node("em", ("Was tun:",)), " Danach."))
    words = Node("ul", (Node("li", ("Anfang.", Node("br"), "Wort " * 110, Node("br"), "Ende.")),))
    for count, one, other, nodes in (
        (39, "Was folgt:", "Punkt C", (Node("p", ("Was folgt:",)), items)),
        (41, "Befund.", "Danach.", (Node("p", ("Befund.",)), advice)),
        (37, "Ende.", "Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort", (words,)),
    ):
        pages = pages_of(started, *[line] * count, *nodes, *[line] * 20)
        assert len(pages) == 2
        assert [page for page in pages if one in page] == [page for page in pages if other in page]


def test_a_report_is_set_a_little_smaller_where_that_saves_a_last_page_with_next_to_nothing(started: Document) -> None:
    line = Node("p", ("Zeile.",))
    assert [[page.count("Zeile") for page in pages_of(started, *[line] * count)] for count in (44, 60)] == [[44], [42, 18]]


@pytest.mark.long
@pytest.mark.parametrize("other", sampled(3, ["docx", "html", "md"]))
def test_without_typst_the_other_formats_work_and_pdf_says_so(other: str, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "from advisor.cli import main\n"
        f"main(['advise', {str(START)!r}, '--format', sys.argv[1], '-o', {str(tmp_path)!r} + '/out.' + sys.argv[1]])\n"
    )
    subprocess.run([sys.executable, "-c", code, other], check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", code, "pdf"], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("PDF cannot be written on this machine")
    assert "Traceback" not in done.stderr


@sample_and_all("count", 500, 3000)
def test_thousands_of_strings_come_out_as_they_went_in(count: int, started: Document) -> None:
    dice = random.Random(7)
    signs = "#$*_`@<>[]{}()\\/|~^&%=+-'\":;.,!?äöüéèà«»–→ abcXYZ019"
    texts = [" ".join(f"x{''.join(dice.choices(signs, k=dice.randrange(1, 30)))}x".split()) for _ in range(count)]
    kept = msgspec.structs.replace(
        started, tree=Node("article", (*started.tree.children[:2], *(Node("p", (each,)) for each in texts)))
    )
    text, place = pdf_text(to_pdf(kept, Wish(form="pdf", templates=TEMPLATES)).content), 0
    for each in texts:
        place = text.find(bare(each), place)
        assert place >= 0, each


@sample_and_all("examples", 2, in_full(150, beside_a_change=75))
def test_no_text_whatever_keeps_a_report_from_being_written(examples: int, started: Document) -> None:
    settings(max_examples=examples)(given(st.text(max_size=60))(lambda text: check_written(started, text)))()


def check_written(started: Document, text: str) -> None:
    node = parse_document(f"<article><p>{html.escape(text)}</p></article>", "t")
    made = msgspec.structs.replace(
        started, tree=Node("article", (*started.tree.children[:2], *node.children)), title=printable(text) or "x"
    )
    written = to_pdf(made, Wish(form="pdf", templates=TEMPLATES))
    assert failures(written.content, "pdfa-2a") == []
