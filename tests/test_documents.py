"""Explanations, comparisons and lists of sentences can be had in every format of a report, with the same sentences."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING

import docx
import pytest
from markdown_it import MarkdownIt

from advisor import advising
from advisor.desk import ending
from advisor.files.write import UnwritableError, write_whole
from advisor.reports.formats import REPORTS
from tests.support.reports import EXAMPLES, failures, pdf_text
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, NOW = (next(file for file in EXAMPLES if file.name.startswith(name)) for name in ("seed-start", "seed-after-step-1"))
KINDS = ("explanation", "sentences", "comparison", "supposed")


@cache
def about(kind: str) -> advising.Explanation | advising.Sentences | advising.Difference:
    before, now = advising.read_answers(BEFORE), advising.read_answers(NOW)
    match kind:
        case "explanation":
            return advising.explain(now)
        case "sentences":
            return advising.Sentences(advising.advise(now))
        case "comparison":
            return advising.compare(before, now)
        case _:
            return advising.what_if(now, {"staff_unit": "staffed"})


def bare(text: str) -> str:
    """Return the letters of a text: formats put blanks, hyphens and lines where they need them."""
    return re.sub(r"[\W_]", "", text)


def text_in(form: str, content: bytes) -> str:
    if form == "pdf":
        return pdf_text(content)
    if form == "docx":
        return "".join(docx.Document(io.BytesIO(content)).element.body.itertext())
    return re.sub(r"<[^>]+>", "", content.decode())


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_document_says_the_same_in_every_format(kind: str, form: str) -> None:
    told = MarkdownIt().enable("table").parse(advising.report(about(kind)).decode())
    titles = [token.content for place, token in enumerate(told) if told[place - 1].type == "heading_open"]
    written = bare(text_in(form, advising.report(about(kind), format=form)))
    assert titles
    for title in titles:
        assert bare(title) in written


@pytest.mark.parametrize("kind", sampled(2, KINDS))
def test_documents_on_paper_keep_to_the_standards_of_reports(kind: str) -> None:
    content = advising.report(about(kind), format="pdf")
    assert [failures(content, profile) for profile in ("pdfa-2a", "pdfua-1")] == [[], []]


@pytest.mark.parametrize("form", sampled(3, REPORTS))
def test_a_document_has_the_same_bytes_every_time(form: str) -> None:
    assert advising.report(about("comparison"), format=form) == advising.report(about("comparison"), format=form)


def test_report_and_protocol_are_both_written_or_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "trub.answers.yaml"
    file.write_text("pack: smart-city\ncity: {name: Trub}\ndate: 2026-11-29\n", encoding="utf-8")
    report, protocol = tmp_path / "trub-report.md", tmp_path / "trub-protocol.md"

    def full(target: Path, content: bytes) -> None:
        if target == protocol:
            raise UnwritableError(target, "no space is left")
        write_whole(target, content)

    def written() -> None:
        ending.report_and_protocol(file, shipped_pack(), "md", ("report", "protocol"))

    for is_there in (False, True):
        if is_there:
            written()
            protocol.unlink()
            file.write_text(file.read_text(encoding="utf-8").replace("Trub", "Trubschachen"), encoding="utf-8")
        before = report.read_bytes() if is_there else None
        with monkeypatch.context() as patch:
            patch.setattr(ending, "write_whole", full)
            with pytest.raises(UnwritableError):
                written()
        assert (report.read_bytes() if report.exists() else None) == before
        assert not protocol.exists()
