"""A report can be held against its answers: the same bytes, the same content, or what differs."""

from __future__ import annotations

import functools
import io
import random
import re
import shutil
import zipfile
from itertools import product
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner

from advisor.cli import main
from tests.support.reports import EXAMPLES, ROOT
from tests.support.reports import report as written
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"
OTHER = next(example for example in EXAMPLES if example != START)
FORMATS = ("md", "text", "html", "pdf", "docx")
COUNCIL = ("--audience", "council")
AUDIENCES = sampled(2, ["council", "team"])  # what is told of two pages is told of fifteen
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20" fill="#123456"/>'
    '<circle cx="10" cy="10" r="6" fill="#ffffff"/></svg>'
)


@functools.cache
def report(file: Path, form: str, *more: str) -> bytes:
    """Return a report; the same one is written once."""
    return written(file, form, *more)


def verify(content: bytes, folder: Path, *more: object) -> tuple[int, str]:
    """Return the exit code and everything that is said about a report."""
    file = folder / "report"
    file.write_bytes(content)
    done = CliRunner().invoke(main, ["verify", str(file), *map(str, more)])
    return done.exit_code, done.output


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a DOCX with something else in one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.replace(old.encode(), new.encode(), 1) if name == part else text)
    return stream.getvalue()


def cloned(content: bytes) -> bytes:
    """Return a PDF as another program saves it."""
    stream = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(content)).write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("form", "audience"), sampled(3, product(FORMATS, ["team", "council"])))
def test_a_report_is_identical_to_itself(form: str, audience: str, tmp_path: Path) -> None:
    assert verify(report(START, form, "--audience", audience), tmp_path, START) == (0, "identical\n")


@pytest.mark.long
@pytest.mark.parametrize(("form", "audience"), sampled(4, [("pdf", "council"), *product(("pdf", "html", "docx"), ["team"])]))
def test_logo_and_colour_are_only_looks(form: str, audience: str, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO, encoding="utf-8")
    looks = ("--logo", str(logo), "--colour", "#7a1f2b")
    code, told = verify(report(START, form, "--audience", audience, *looks), tmp_path, START)
    assert (code, told.splitlines()[0]) == (0, "same content"), told


@pytest.mark.parametrize("form", sampled(5, FORMATS))
def test_other_answers_are_found(form: str, tmp_path: Path) -> None:
    code, told = verify(report(START, form), tmp_path, OTHER)
    assert code == 1
    assert told.startswith("differs\n  other answers: made from ")


@pytest.mark.parametrize("form", ["md", "text", "html"])
@pytest.mark.parametrize("audience", ["team", "council"])
def test_a_changed_letter_is_found(form: str, audience: str, tmp_path: Path) -> None:
    content = report(START, form, "--audience", audience)
    assert b"tabliert: Themenlab" in content
    changed = content.replace(b"tabliert: Themenlab", b"tabliert: Themenlob", 1)
    code, told = verify(changed, tmp_path, START)
    assert code == 1
    assert re.search(r"report: .*Themenlob\b.*\n *rebuilt: .*Themenlab\b", told), told


def test_a_changed_letter_is_found_in_a_docx(tmp_path: Path) -> None:
    changed = replaced(report(START, "docx", *COUNCIL), "word/document.xml", "tabliert: Themenlab", "tabliert: Themenlob")
    code, told = verify(changed, tmp_path, START)
    assert code == 1
    assert "Themenlob" in told


@pytest.mark.long
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_taken_out_of_a_pdf_is_found(audience: str, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(report(START, "pdf", "--audience", audience)))
    writer.remove_page(2 if audience == "team" else 1)
    stream = io.BytesIO()
    writer.write(stream)
    code, told = verify(stream.getvalue(), tmp_path, START)
    assert code == 1
    assert "the first sentence that differs" in told


@pytest.mark.parametrize(("form", "audience"), sampled(4, [("docx", "council"), *product(("docx", "html", "pdf"), ["team"])]))
def test_a_file_saved_again_has_the_same_content(form: str, audience: str, tmp_path: Path) -> None:
    content = report(START, form, "--audience", audience)
    how = {"html": lambda: content.replace(b"\n", b"\r\n"), "docx": lambda: replaced(content, "", "", "")}
    saved = how.get(form, lambda: cloned(content))()
    assert saved != content
    code, told = verify(saved, tmp_path, START)
    assert (code, told.splitlines()[0]) == (0, "same content"), told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</style>", "h2 + p { display: none }</style>"),
        ("</style>", "h2 + p { color: #ffffff }</style>"),
        ("<main", "<header><p>Alles ist gut.</p></header><main"),
        ("<main", "<header>Alles ist gut.</header><main"),
        ("<main", '<header style="position: fixed"><img class="logo" src="data:," alt=""></header><main '),
        ("</main>", "<script>document.body.innerHTML = ''</script></main>"),
    ],
)
def test_hiding_or_covering_text_is_no_matter_of_looks(old: str, new: str, tmp_path: Path) -> None:
    changed = report(START, "html").decode().replace(old, new, 1)
    code, told = verify(changed.encode(), tmp_path, START)
    assert code == 1
    assert "differs" in told


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_damaged_file_is_read_or_refused(form: str, tmp_path: Path) -> None:
    content, dice = report(START, form, *COUNCIL), random.Random(1)
    for _ in range(3):
        damaged = bytearray(content)
        for _ in range(30):
            damaged[dice.randrange(10, len(damaged))] = dice.randrange(32, 127)
        code, told = verify(bytes(damaged), tmp_path)
        assert code in {0, 1, 2}, told
        assert "Traceback" not in told


def test_a_link_that_leads_elsewhere_is_found(tmp_path: Path) -> None:
    content = report(START, "html").replace(b'href="https://smartcity.ebp.ch/"', b'href="https://example.org/"', 1)
    code, told = verify(content, tmp_path, START)
    assert code == 1
    assert "example.org" in told


@pytest.mark.parametrize("form", sampled(5, FORMATS))
def test_another_pack_of_the_same_name_is_found(form: str, tmp_path: Path) -> None:
    pack = tmp_path / "smart-city"
    shutil.copytree(ROOT / "rules" / "smart-city", pack)
    with (pack / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    made = report(START, form, "--pack", str(pack))
    code, told = verify(made, tmp_path, START)
    assert code == 1
    assert "other pack: made with smart-city 2.0.0 (" in told
    assert verify(made, tmp_path, START, "--pack", pack) == (0, "identical\n")


def test_what_follows_from_another_pack_is_not_told_as_tampering(tmp_path: Path) -> None:
    pack = shutil.copytree(ROOT / "rules" / "smart-city", tmp_path / "smart-city")
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    code, told = verify(report(START, "pdf", *COUNCIL, "--embed", "--pack", str(pack)), tmp_path, START)
    assert code == 1
    assert told.startswith("differs\n  other pack: made with smart-city 2.0.0 (")
    assert "inside the file" not in told


def test_without_answers_only_the_imprint_is_read(tmp_path: Path) -> None:
    code, told = verify(report(START, "md"), tmp_path)
    assert code == 0
    assert told.startswith("not compared\n  pack: smart-city ")
    assert "edition: de team" in told
    assert "Name the answers file" in told


@pytest.mark.long
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_pdf_that_carries_its_answers_needs_no_file(audience: str, tmp_path: Path) -> None:
    embedded = ("--audience", audience, "--embed")
    content = report(START, "pdf", *embedded)
    assert verify(content, tmp_path) == (0, "identical\n")
    assert verify(content, tmp_path, START) == (0, "identical\n")
    code, told = verify(report(START, "pdf", *embedded, "--colour", "#7a1f2b"), tmp_path)
    assert (code, told.splitlines()[0]) == (0, "same content")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_other_answers_put_into_a_pdf_are_found(audience: str, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(report(START, "pdf", "--audience", audience)))
    writer.add_attachment("answers.yaml", OTHER.read_bytes())
    stream = io.BytesIO()
    writer.write(stream)
    assert verify(stream.getvalue(), tmp_path)[0] == 1
    code, told = verify(stream.getvalue(), tmp_path, START)
    assert code == 1
    assert "answers inside the file" in told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# A letter\n\nDear council\n",
        b"\xff\xfe\x00",
        b"<!DOCTYPE html><html><body><p>Hello</p></body></html>",
        b"<!DOCTYPE html><![",
        b"%PDF-1.7\nrubbish",
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04rubbish",
        START.read_bytes(),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, tmp_path: Path) -> None:
    code, told = verify(content, tmp_path, START)
    assert code == 2
    assert re.fullmatch(r"\S+: this is not a report that says what it was made from\. Name a file .*\n", told), told


def test_a_document_type_in_a_docx_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "b">]><w:document'
    code, told = verify(replaced(report(START, "docx", *COUNCIL), "word/document.xml", "<w:document", bomb), tmp_path, START)
    assert code == 2
    assert "not a report" in told


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(tmp_path / "nothing.pdf")])
    assert done.exit_code == 2
    assert done.stderr == f"{tmp_path / 'nothing.pdf'}: cannot be read: No such file or directory. Name a report.\n"
