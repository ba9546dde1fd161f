"""Verify compares bytes before it reads: the same bytes need no reading, and what only seems to be said counts for nothing."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from itertools import product
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from click.testing import CliRunner
from pypdf.generic import DecodedStreamObject, NameObject

from advisor.cli import main
from tests.support.sampling import sampled
from tests.test_verify import START, replaced, report, verify

if TYPE_CHECKING:
    from pathlib import Path

READERS = {"pdf": "portable", "docx": "package", "html": "page"}
COUNCIL = ("--audience", "council")


@pytest.mark.parametrize("form", sampled(3, READERS))
def test_a_report_with_the_same_bytes_is_not_read(form: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_bytes(report(START, form, *COUNCIL))
    loaded = f"print('advisor.reports.reader.{READERS[form]}' in sys.modules)"
    job = f"import sys, atexit; atexit.register(lambda: {loaded}); from advisor.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", job, "verify", str(file), str(START)], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "identical\nFalse\n", "")


def described_as(content: bytes, old: str, new: str) -> bytes:
    """Return a PDF whose description says something else than its properties."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    root: Any = writer._root_object  # noqa: SLF001 - pypdf has no other way
    described = DecodedStreamObject()
    described.set_data(root["/Metadata"].get_object().get_data().replace(old.encode(), new.encode()))
    root[NameObject("/Metadata")] = writer._add_object(described)  # noqa: SLF001
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.long
@pytest.mark.parametrize(
    ("old", "new"),
    sampled(
        3,
        [
            ("edition: de council", "edition: de team"),
            ("edition: de council", "edition: xx council"),
            ("pack: smart-city", "pack: nowhere"),
            ("answers-hash: ", "answers-hash: 0"),
            ("pack: ", "pack; "),
        ],
    ),
)
def test_a_pdf_is_held_against_its_properties_whatever_its_description_says(old: str, new: str, tmp_path: Path) -> None:
    code, told = verify(described_as(report(START, "pdf", *COUNCIL), old, new), tmp_path, START)
    assert code == 1
    assert re.search(r"\Adiffers\n(  the file (also holds|does not hold) a description \(\w+\)\.\n){2}\Z", told), told


@pytest.mark.parametrize("form", READERS)
def test_a_report_that_cannot_be_read_is_refused_before_answers_and_pack(form: str, tmp_path: Path) -> None:
    content = report(START, form, *COUNCIL)
    broken = {
        "pdf": lambda: content.replace(b"/Kids", b"/Kind").replace(b"startxref", b"startover"),
        "docx": lambda: replaced(content, "word/document.xml", "<w:body>", "<w:bodies>"),
        "html": lambda: content.replace(b"</html>", b"\xff</html>"),
    }[form]()
    answers = tmp_path / "nothing.answers.yaml"
    answers.write_text("no answers", encoding="utf-8")
    for more in ((), (START,), (answers,), (answers, "--pack", tmp_path)):
        code, told = verify(broken, tmp_path, *more)
        assert code == 2
        assert re.fullmatch(r"\S+: this is not a report that says what it was made from\. Name a file .*\n", told), (more, told)


@pytest.mark.parametrize(
    ("part", "packed"),
    sampled(5, product(["docProps/core.xml", "word/document.xml"], [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])),
)
def test_a_damaged_part_of_a_docx_is_refused_however_it_is_packed(part: str, packed: int, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(report(START, "docx", *COUNCIL))) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name), packed if name == part else zipfile.ZIP_STORED)
        begin = after.getinfo(part).header_offset + 30 + len(part) + 6
    damaged = bytearray(stream.getvalue())
    damaged[begin : begin + 30] = bytes(each ^ 0x5A for each in damaged[begin : begin + 30])
    code, told = verify(bytes(damaged), tmp_path, START)
    assert (code, "this is not a report" in told) == (2, True), told


def test_a_whole_report_is_told_of_its_answers_and_its_pack(tmp_path: Path) -> None:
    content, answers = report(START, "pdf", *COUNCIL), tmp_path / "nothing.answers.yaml"
    answers.write_text("no answers", encoding="utf-8")
    for more in ((answers,), (START, "--pack", tmp_path)):
        code, told = verify(content, tmp_path, *more)
        assert code == 2
        assert "not a report" not in told
        assert str(more[-1]) in told


@pytest.mark.long
def test_answers_are_read_once_from_standard_input(tmp_path: Path) -> None:
    file, given = tmp_path / "report", START.read_bytes()
    for content, word in (
        (report(START, "pdf", *COUNCIL), "identical"),
        (report(START, "pdf", *COUNCIL) + b"\n\n", "same content"),
    ):
        file.write_bytes(content)
        done = CliRunner().invoke(main, ["verify", str(file), "-"], input=given)
        assert done.stdout.splitlines()[0] == word, done
