"""Days at the end of time and words without an end are told in words, with their line and in bounded space."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner

from advisor.cli import main
from tests.support.reports import report
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("md", "text", "html", "docx", "pdf", "json")


def city(folder: Path, head: str = "date: 2026-11-22", name: str = "A", answers: str = "domain_expertise: 2") -> Path:
    file = folder / "a.answers.yaml"
    file.write_text(f"pack: smart-city\ncity: {{name: {name}, canton: ZH}}\n{head}\nanswers: {{{answers}}}\n", encoding="utf-8")
    return file


DAYS = ("9999-12-31", "9999-01-01", "9998-06-01", "5000-01-01", "1700-01-01", "0001-01-01")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("where", ["date", "start", "on"])
def test_a_day_at_the_end_of_time_is_a_problem_with_its_line(day: str, where: str, tmp_path: Path) -> None:
    file = city(tmp_path, f"date: {day}")
    if where == "start":
        file = city(tmp_path, name=f"A, start: {day}")
    if where == "on":
        file = city(tmp_path, answers=f"domain_expertise: {{value: 2, on: {day}}}")
    line = {"date": 3, "start": 2, "on": 4}[where]
    done = CliRunner().invoke(main, ["advise", str(file)])
    assert done.exit_code == 2
    assert f"a.answers.yaml:{line}: Mit dem Datum {day} lässt sich nicht rechnen." in done.stderr


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_reckoned_with(day: str, tmp_path: Path) -> None:
    assert report(city(tmp_path, f"date: {day}"), "md")
    assert report(city(tmp_path, f"date: {day}"), "html", "--audience", "council")


@pytest.mark.parametrize("form", sampled(3, FORMATS))
def test_words_without_an_end_are_told_in_every_format(form: str, tmp_path: Path) -> None:
    word = "x" * 10_000
    file = city(tmp_path, f"date: 2026-11-22\nnote: {word}", word, f"domain_expertise: {{value: 2, note: {word}}}")
    content = report(file, form)
    if form == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        assert sum(len(run) for run in text.replace("-", "").split() if set(run) <= {"x"}) >= 20_000


def test_a_message_repeats_no_word_without_an_end(tmp_path: Path) -> None:
    word = "y" * 900
    for answers in (f"domain_expertise: {word}", f"{word}: 2"):
        done = CliRunner().invoke(main, ["advise", str(city(tmp_path, answers=answers))])
        assert done.exit_code == 2
        assert "y" * 200 not in done.stderr
        assert "yyy" in done.stderr
