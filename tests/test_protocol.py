"""The protocol says who said what when, what was taken back, what was settled, and what stands in the end, in every format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.reports.history import file_of
from advisor.reports.language import load_words
from advisor.reports.protocol import act_in_words
from advisor.sittings import events as did
from tests.support.reports import ROOT
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack
from tests.support.terminals import piped

if TYPE_CHECKING:
    from pathlib import Path

TYPED = "Seldwyla\nZH\n2\nn\nReglement <1>\n2\np\nBen Beispiel\n2\na\nr\n1\nr\n2\n2\ne\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "s.answers.yaml"
    assert piped(file, TYPED, "--by", "office_head").returncode == 0
    return file


def written(file: Path, *more: str) -> bytes:
    done = CliRunner().invoke(main, ["protocol", str(file), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def test_each_act_stands_with_its_number_its_day_and_who_did_it(file: Path) -> None:
    told = written(file).decode()
    assert "Beteiligt: Amtsleitung, Ben Beispiel." in told
    rows = [line for line in told.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert "Amtsleitung | Belegtes Fachwissen: «in einem Thema»" in rows[1]
    assert "Notiz zu «Ämterübergreifende Arbeitsgruppe»: Reglement" in rows[2]
    assert rows[3].endswith("– zurückgenommen mit Nr. 9 |")
    assert "Ben Beispiel | ist von jetzt an dabei" in rows[4]
    assert rows[8].endswith("Ben Beispiel | Nr. 4 und 6 zurückgenommen |")
    assert rows[10].endswith("Ben Beispiel | Sitzung beendet |")
    assert len(rows) == 11


@pytest.mark.long
def test_a_protocol_has_the_hours_of_the_room_wherever_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "s.answers.yaml"
    assert piped(file, TYPED, env={"TZ": "<+13>-13"}).returncode == 0
    moments = re.findall(r'"at":"[^"]*T([0-9:]{5}):[0-9]{2}([^"]*)"', file_of(file).read_text(encoding="utf-8"))
    assert {offset for _, offset in moments} == {"+13:00"}
    hours = re.findall(r", ([0-9:]{5}) \|", written(file).decode())
    assert hours
    assert set(hours) <= {hour for hour, _ in moments}


@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("docx", b"PK"), ("text", b"Protokoll")]
)
def test_a_protocol_is_written_in_every_format(file: Path, form: str, begins: bytes) -> None:
    assert written(file, "--format", form).lstrip()[: len(begins)].upper() == begins.upper()


@pytest.mark.parametrize(("language", "title"), [("fr", "Procès-verbal"), ("it", "Verbale"), ("en", "Record")])
def test_a_protocol_speaks_the_language_of_its_reader(file: Path, language: str, title: str) -> None:
    told = written(file, "--lang", language).decode()
    assert told.startswith(f"# {title}: Seldwyla")
    assert "zurückgenommen" not in told


def test_without_a_history_a_protocol_says_so_and_what_stands(file: Path) -> None:
    file_of(file).unlink()
    told = written(file).decode()
    assert "keinen Verlauf" in told
    assert "| Belegtes Fachwissen | «in einem Thema» | Amtsleitung" in told


def test_what_was_settled_names_what_each_had_said(tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    said = "said: [{value: permanent, by: executive}, {value: none, by: office_head, note: Budget}]"
    head = (ROOT / "examples/seed-start.answers.yaml").read_text(encoding="utf-8").partition("answers:")[0]
    file.write_text(f"{head}answers:\n  staff_unit: {{value: none, by: Sitzung, {said}}}\n", encoding="utf-8")
    told = written(file).decode()
    assert "«dauerhaft» (1 von 2): Exekutive" in told
    assert "Sitzung; " in told
    assert "Budget" in told


# --- what was settled, and why


SETTLED = "u\nStabs- oder Fachstelle\n2\np\nBen Beispiel\nu\nStabs- oder Fachstelle\n3\np\n\n{note}2\ne\n"


@pytest.mark.parametrize(("note", "why"), [("n\ngilt seit Mai\n", "gilt seit Mai"), ("", "kein Grund notiert")])
def test_what_was_settled_stands_with_what_was_said_before_and_with_the_reason(tmp_path: Path, note: str, why: str) -> None:
    file = tmp_path / "s.answers.yaml"
    assert piped(file, "Seldwyla\nZH\n" + SETTLED.format(note=note), "--by", "office_head").returncode == 0
    told = written(file).decode()
    chapter = told.partition("## Was gemeinsam geklärt wurde")[2].partition("## ")[0]
    (row,) = [line for line in chapter.splitlines() if line.startswith("| Stabs")]
    assert re.search(rf"\| «.*» \(1 von 2\): .*Ben Beispiel.* \| .* \| .* \| {why} \|$", row)
    events = told.partition("## Verlauf")[2].partition("## ")[0]
    numbers = re.findall(r"^\| (\d+) \|", events, re.MULTILINE)
    assert numbers == [str(each) for each in range(1, len(numbers) + 1)]  # looking a question up leaves no gap


def test_a_dispute_that_was_left_is_not_told_as_settled() -> None:
    told = act_in_words(load_words(paths.shipped("templates"), "de"), shipped_pack(), did.Settled(question="staff_unit"))
    assert told == "offen gelassen, weil verschieden beantwortet – Stabs- oder Fachstelle"


def test_where_nothing_was_settled_no_table_says_so(file: Path) -> None:
    assert "gemeinsam geklärt" not in written(file).decode()


# --- in the report


def advised(file: Path, *more: str) -> Any:  # noqa: ANN401 - a result
    return CliRunner().invoke(main, ["advise", str(file), *more], catch_exceptions=False)


@pytest.mark.parametrize("form", sampled(5, ["md", "text", "html", "pdf", "docx"]))
def test_a_report_has_the_protocol_on_request_and_is_verified_with_it(file: Path, form: str) -> None:
    report = file.with_name(f"report.{form}")
    assert advised(file, "--format", form, "--protocol", "-o", str(report)).exit_code == 0
    verified = CliRunner().invoke(main, ["verify", str(report), str(file)])
    assert (verified.exit_code, verified.stdout) == (0, "identical\n")
    file_of(file).write_bytes(file_of(file).read_bytes() + b'{"did":"went on"}\n')
    verified = CliRunner().invoke(main, ["verify", str(report), str(file)])
    assert verified.exit_code == 1
    assert "history" in verified.stdout


def test_a_report_without_the_request_is_as_it_was_and_says_nothing_of_sessions(file: Path) -> None:
    plain, with_it = advised(file).stdout, advised(file, "--protocol").stdout
    assert "Anhang: Protokoll" not in plain
    chapter = with_it.partition("## Anhang: Protokoll")[2].partition("## Anhang: Wie")[0]
    assert "Ben Beispiel" in chapter
    rest = with_it.replace(f"## Anhang: Protokoll{chapter}", "").splitlines()
    assert [line for line in rest if line not in plain.splitlines()] == [
        line for line in rest if "protocol)`" in line or "Prüfsumme des Berichts" in line
    ]


@pytest.mark.parametrize("more", [("--format", "json"), ("--audience", "council")])
def test_where_there_is_no_place_for_a_protocol_it_is_refused(file: Path, more: tuple[str, ...]) -> None:
    done = advised(file, "--protocol", *more)
    assert done.exit_code == 2
    assert "It is for whole reports." in done.stderr
