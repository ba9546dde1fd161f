"""Verify accounts for all that a file holds: what it did not compare it does not call the same."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pypdf
import pytest
from pypdf.annotations import FreeText, Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.support.sampling import sampled
from tests.test_verify import OTHER, START, cloned, replaced, report, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def changed_pdf(change: Callable[[pypdf.PdfWriter], object], *more: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(report(START, "pdf", "--audience", "council", *more)))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def acting(**entries: str) -> DictionaryObject:
    written = {name: NameObject(value) if value.startswith("/") else TextStringObject(value) for name, value in entries.items()}
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in written.items()})


def attaching(name: str, content: bytes) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: writer.add_attachment(name, content)


def put(name: str, value: DictionaryObject) -> Callable[[pypdf.PdfWriter], object]:
    return lambda writer: writer._root_object.update({NameObject(name): writer._add_object(value)})  # noqa: SLF001 - pypdf has no other way


def marked(writer: pypdf.PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="Abgelehnt", rect=(50, 50, 400, 400)))


def linked(writer: pypdf.PdfWriter) -> None:
    writer.add_annotation(0, Link(rect=(50, 50, 400, 400), url="https://example.org/"))


PDFS: dict[str, tuple[Callable[[pypdf.PdfWriter], object], str]] = {
    "a second file of answers": (attaching("answers.yaml", OTHER.read_bytes()), "the file 'answers.yaml'"),
    "the same answers once more": (attaching("answers.yaml", START.read_bytes()), "the file 'answers.yaml'"),
    "a program": (attaching("extra.exe", b"MZ"), "the file 'extra.exe'"),
    "a script": (put("/AA", acting(S="/JavaScript", JS="app.alert(1)")), "the entry '/JS'"),
    "an action on opening": (put("/OpenAction", acting(S="/Launch", F="cmd.exe")), "the entry '/OpenAction'"),
    "layers": (put("/OCProperties", DictionaryObject({NameObject("/OCGs"): ArrayObject()})), "the entry '/OCProperties'"),
    "a form": (put("/AcroForm", DictionaryObject({NameObject("/Fields"): ArrayObject()})), "the entry '/AcroForm'"),
    "a note over the text": (marked, "a mark of the kind /FreeText"),
    "a link over the text": (linked, "an action (/URI https://example.org/)"),
    "another title": (lambda writer: writer.add_metadata({"/Title": "Ein anderer"}), "the property /Title: Ein anderer"),
    "another author": (lambda writer: writer.add_metadata({"/Author": "Jemand"}), "the property /Author: Jemand"),
    "a page": (lambda writer: writer.add_blank_page(595, 842), "pages"),
}


@pytest.mark.parametrize("kind", sampled(12, PDFS))
def test_what_is_put_into_a_pdf_is_found(kind: str, tmp_path: Path) -> None:
    change, message = PDFS[kind]
    code, told = verify(changed_pdf(change, "--embed"), tmp_path, START)
    assert code == 1
    assert told.startswith("differs\n")
    assert message in told, told


@pytest.mark.long
def test_a_pdf_that_another_program_saved_again_is_the_same_with_all_it_carries(tmp_path: Path) -> None:
    code, told = verify(cloned(report(START, "pdf", "--audience", "council", "--embed")), tmp_path, START)
    assert (code, told.splitlines()[0]) == (0, "same content"), told
    assert "looks and pictures were not" in told


@pytest.mark.long
def test_bytes_behind_the_end_of_a_pdf_are_found(tmp_path: Path) -> None:
    content = report(START, "pdf", "--audience", "council")
    update = content[content.rfind(b"startxref") :]
    for more, message in ((b"PK\x03\x04 more", "bytes behind its end"), (b"\n% later\n" + update, "put behind it")):
        code, told = verify(content + more, tmp_path, START)
        assert (code, message in told) == (1, True), told


def added(content: bytes, parts: dict[str, str]) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return stream.getvalue()


IN_BODY = {
    "text that is hidden": ("<w:body>", "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>"),
    "text that was deleted": ("<w:body>", "<w:body><w:p><w:del><w:r><w:delText> </w:delText></w:r></w:del></w:p>"),
    "text that was put in": ("<w:body>", "<w:body><w:p><w:ins><w:r><w:t> </w:t></w:r></w:ins></w:p>"),
    "a piece from elsewhere": ("<w:body>", '<w:body><w:altChunk r:id="rId99"/>'),
    "a field": ("<w:body>", '<w:body><w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'),
    "an object": ("<w:body>", "<w:body><w:p><w:r><w:object/></w:r></w:p>"),
}


@pytest.mark.parametrize("kind", sampled(6, IN_BODY))
def test_what_is_put_into_a_docx_is_found(kind: str, tmp_path: Path) -> None:
    code, told = verify(
        replaced(report(START, "docx", "--audience", "council"), "word/document.xml", *IN_BODY[kind]), tmp_path, START
    )
    assert code == 1, told
    assert "the file also holds 1 elements <" in told


RELATION = (
    '<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/>'
    "</Relationships>"
)


PUT_IN: dict[str, Callable[[bytes], bytes]] = {
    "the part 'word/vbaProject.bin'": lambda content: added(content, {"word/vbaProject.bin": "x"}),
    "the part 'word/comments.xml'": lambda content: added(content, {"word/comments.xml": "<a/>"}),
    "the text 'Alles ist gut.' in word/footer9.xml": lambda content: added(
        content, {"word/footer9.xml": "<w><t>Alles ist gut.</t></w>"}
    ),
    "a relation (attachedTemplate) to 'http://example.org/x.dotm'": lambda content: replaced(
        content, "word/_rels/document.xml.rels", "</Relationships>", RELATION
    ),
    "bytes before its first part": lambda content: b"PK\x03\x04" + b"x" * 999 + content,
}


@pytest.mark.parametrize("message", sampled(5, PUT_IN))
def test_parts_and_relations_put_into_a_docx_are_found(message: str, tmp_path: Path) -> None:
    content = report(START, "docx", "--audience", "council")
    code, told = verify(PUT_IN[message](content), tmp_path, START)
    assert (code, message in told) == (1, True), told


@pytest.mark.long
def test_a_link_of_a_docx_that_leads_elsewhere_is_found(tmp_path: Path) -> None:
    content = report(START, "docx")
    changed = replaced(content, "word/_rels/document.xml.rels", "https://smartcity.ebp.ch/", "https://example.org/")
    code, told = verify(changed, tmp_path, START)
    assert code == 1
    assert "example.org" in told


@pytest.mark.parametrize("part", sampled(2, ["word/document.xml", "word/styles.xml"]))
def test_a_docx_with_tags_without_number_is_refused_at_once(part: str, tmp_path: Path) -> None:
    end = "</w:body>" if "document" in part else "</w:styles>"
    changed = replaced(report(START, "docx", "--audience", "council"), part, end, "<w:p/>" * 2_000_000)
    code, told = verify(changed, tmp_path, START)
    assert (code, "this file holds more than a report" in told) == (2, True), told


@pytest.mark.parametrize(
    ("old", "new"),
    sampled(
        3,
        [
            ("</main>", "<script>x</script></main>"),
            ("</main>", '<iframe srcdoc="x"></iframe></main>'),
            ("</main>", "<!-- x --></main>"),
            ("</html>", "</html><!-- x -->"),
            ("<main ", '<main onclick="x" '),
            ("</head>", '<base href="https://example.org/"></head>'),
            ("</head>", '<meta http-equiv="refresh" content="0;https://example.org/"></head>'),
            ("</head>", "<style></style></head>"),
        ],
    ),
)
@pytest.mark.parametrize("layout", ["2", "0"])
def test_what_is_put_into_a_page_is_found_in_whatever_layout(old: str, new: str, layout: str, tmp_path: Path) -> None:
    content = report(START, "html", "--audience", "council").decode().replace(old, new, 1)
    content = content.replace('name="advisor:layout" content="2"', f'name="advisor:layout" content="{layout}"')
    code, told = verify(content.encode(), tmp_path, START)
    assert (code, told.splitlines()[0]) == (1, "differs"), told


HIDER = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQvPjwvc3ZnPg=="


@pytest.mark.parametrize("source", ["https://example.org/x.svg", HIDER, "data:text/html;base64,PGI+"])
def test_a_logo_that_is_none_is_found(source: str, tmp_path: Path) -> None:
    header = f'<header><img class="logo" src="{source}" alt=""></header>'
    content = report(START, "html", "--audience", "council").decode().replace("<main ", f"{header}<main ", 1)
    code, told = verify(content.encode(), tmp_path, START)
    assert (code, told.splitlines()[0]) == (1, "differs"), told


@pytest.mark.parametrize("form", ["md", "text"])
def test_words_behind_the_end_of_a_text_are_found(form: str, tmp_path: Path) -> None:
    code, told = verify(report(START, form) + b"\nAlles ist gut.\n", tmp_path, START)
    assert code == 1
    assert "Alles ist gut." in told
