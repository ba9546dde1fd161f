"""What a file is called says what is written into it, in every command that writes more than one format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.cli.files import FORMAT, OutputFile
from tests.support.small_pack import small_pack, write_pack
from tests.test_outputs import ANSWERS, commands

if TYPE_CHECKING:
    from pathlib import Path

SEED = "examples/seed-start.answers.yaml"
STARTS = {
    "pdf": b"%PDF",
    "docx": b"PK",
    "xlsx": b"PK",
    "html": b"<!DOCTYPE html>",
    "htm": b"<!DOCTYPE html>",
    "json": b"{",
    "ics": b"BEGIN:",
}
"""By the ending of a file: how its content begins."""

WRITING = [
    (("advise", SEED), ("pdf", "docx", "html", "htm", "json")),
    (("explain", SEED), ("html", "json")),
    (("compare", SEED, SEED), ("html", "json")),
    (("protocol", SEED), ("html",)),
    (("worklist", SEED), ("ics", "xlsx")),
    (("questionnaire", SEED), ("xlsx", "html")),
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write_pack(tmp_path / "small", small_pack())
    (tmp_path / "city.yaml").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


def run(*words: object) -> int:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False).exit_code


@pytest.mark.parametrize(("words", "endings"), WRITING, ids=lambda each: str(each[0]))
def test_the_ending_of_a_file_says_its_format(words: tuple[str, ...], endings: tuple[str, ...], tmp_path: Path) -> None:
    for ending in endings:
        file = tmp_path / f"written.{ending.upper() if ending == 'json' else ending}"
        assert run(*words, "-o", file) == 0
        assert file.read_bytes().startswith(STARTS[ending])


def advised(small: Path, name: str, *more: str) -> bytes:
    assert run("advise", small / "city.yaml", "--pack", small / "small", "-o", small / name, *more) == 0
    return (small / name).read_bytes()


def test_a_format_that_is_said_counts_more_than_an_ending(small: Path) -> None:
    assert advised(small, "said.pdf", "--format", "html").startswith(b"<!DOCTYPE html>")
    assert advised(small, "default.pdf", "--format", "md").startswith(b"# ")


def test_an_ending_that_is_no_format_keeps_the_usual_one(small: Path) -> None:
    usual = advised(small, "usual.md")
    assert usual.startswith(b"# ")
    assert {advised(small, name) for name in ("report", "report.new", "report.ics", ".pdf")} == {usual}


def test_text_is_called_otherwise_in_names_of_files(small: Path) -> None:
    assert advised(small, "report.txt") == advised(small, "other.txt", "--format", "text")
    assert advised(small, "report.markdown") == advised(small, "other.md")


def test_every_command_with_a_format_and_a_file_listens_to_the_ending() -> None:
    for command in commands():
        writes = any(each.name == "output" and type(each.type) is OutputFile for each in command.params)
        named = [each for each in command.params if "--format" in each.opts]
        if writes and named:
            (option,) = named
            assert option.name == FORMAT
            assert isinstance(option.type, click.Choice)
            assert "the ending of -o" in str(getattr(option, "help", ""))
