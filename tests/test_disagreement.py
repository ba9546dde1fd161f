"""What several people said stands in every document as it was said: how many, who, what was settled, and every note."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

CITY = """\
pack: smart-city
city: {name: Seedorf, canton: UR, roles: {executive: Gemeinderat}}
date: 2026-11-28
respondents:
  rat: {role: executive}
  bau: {role: office_head, name: Frau Wyss}
  soziales: {role: office_head}
  finanzen: {role: office_head}
answers:
  staff_unit:
    value: unknown
    said:
      - {value: staffed, by: rat, note: Seit Mai im Amt}
      - {value: staffed, by: soziales}
      - {value: staffed, by: finanzen}
      - {value: planned_or_side_task, by: bau, note: Erst ausgeschrieben}
  domain_expertise:
    value: several_topics
    by: Sitzung
    on: 2026-11-20
    note: Gemeinsam gezählt
    said: [{value: several_topics, by: rat}, {value: individuals, by: bau, note: Nur Frau X}]
  staff_proposals: {value: regular, said: [{value: regular, by: rat, note: Liste 2026}, {value: regular, by: bau}]}
  topic_owners: {value: named, said: [{value: named, by: rat}, {value: named, by: bau, note: Organigramm}]}
"""
NOTES = ("Seit Mai im Amt", "Erst ausgeschrieben", "Gemeinsam gezählt", "Nur Frau X", "Liste 2026", "Organigramm")
UNIT = "«besetzt» (3 von 4): Gemeinderat, 2 × Amtsleitung; «geplant oder Nebenaufgabe» (1 von 4): Frau Wyss (Amtsleitung)"
SHORT = "umstritten: «besetzt» (3 von 4), «geplant oder Nebenaufgabe» (1 von 4)"


@pytest.fixture
def seedorf(tmp_path: Path) -> str:
    file = tmp_path / "seedorf.answers.yaml"
    file.write_text(CITY, encoding="utf-8")
    return str(file)


def told(*words: str) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(text: str, label: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(f"| {label} |")]


def test_every_table_says_what_was_said_instead_of_not_known(seedorf: str) -> None:
    report = told("advise", seedorf)
    standing, disagreement = rows(report, "Stabs- oder Fachstelle")[:2]
    assert SHORT in standing
    assert standing.endswith("| umstritten |")
    assert UNIT in disagreement
    assert not [line for line in report.splitlines() if "Stabs- oder Fachstelle: nicht bekannt" in line]


def test_the_first_page_names_what_is_disputed_and_asks_it_once(seedorf: str) -> None:
    page = told("advise", seedorf).partition("## Das Wichtigste")[2].partition("\n## ")[0]
    assert "Gemeinsam klären, was umstritten ist: Stabs- oder Fachstelle." in page
    assert page.count("Stabs- oder Fachstelle") == 1


def test_a_council_reads_first_what_was_said_and_is_asked_for_no_step(seedorf: str) -> None:
    paper = told("advise", seedorf, "--audience", "council")
    page, motion = paper.partition("## Das Wichtigste")[2].split("\n## ", 1)
    assert "sind sich die Befragten uneinig" in page
    for share in SHORT.removeprefix("umstritten: ").split(", "):
        assert re.search(f"- Stabs- oder Fachstelle: .*{re.escape(share[:-1])}, [A-Z]", page), share  # and in which role
    assert page.count("- Stabs- oder Fachstelle: ") == 1
    assert re.search(r"- Stabs- oder Fachstelle: Hat .*\\? Geantwortet wurde .* Davon hängt ab: ", page)
    assert "wird ausgelöst" not in motion


def test_what_the_room_settled_is_told_as_settled_and_is_disputed_no_more(seedorf: str) -> None:
    report = told("advise", seedorf)
    settled = report.partition("## In der Sitzung geklärt")[2].partition("\n## ")[0]
    said = "«in einem Thema» (1 von 2): Frau Wyss (Amtsleitung); «in mehreren Themen» (1 von 2): Gemeinderat"
    assert (
        f"| Belegtes Fachwissen | {said} | **«in mehreren Themen»** | Sitzung, 20. November 2026 | Gemeinsam gezählt |" in settled
    )
    assert "Umstritten: Belegtes Fachwissen" not in report + told("explain", seedorf)
    assert "Belegtes Fachwissen" not in report.partition("## Worin sich die Befragten uneinig sind")[2].partition("\n## ")[0]


def test_a_city_that_agrees_has_neither_section(tmp_path: Path) -> None:
    file = tmp_path / "a.answers.yaml"
    file.write_text("pack: smart-city\ncity: {name: X}\ndate: 2026-11-28\nanswers: {staff_unit: none}\n", encoding="utf-8")
    report = told("advise", str(file)) + told("explain", str(file))
    assert "uneinig" not in report
    assert "In der Sitzung geklärt" not in report


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_every_note_of_everybody_stands_in_the_report(seedorf: str, form: str) -> None:
    report = told("advise", seedorf, "--format", form)
    assert [note for note in NOTES if note not in " ".join(report.split())] == []


def test_a_single_note_of_a_dispute_stands_with_whoever_noted_it(tmp_path: Path) -> None:
    file = tmp_path / "one.answers.yaml"
    file.write_text(CITY.replace(", note: Erst ausgeschrieben", ""), encoding="utf-8")
    answers = told("advise", str(file)).partition("## Alle Antworten")[2]
    assert "Gemeinderat: Seit Mai im Amt" in rows(answers, "Stabs- oder Fachstelle")[0]


@pytest.mark.long
def test_notes_of_those_who_agree_back_an_answer_and_notes_against_it_do_not(seedorf: str) -> None:
    support = json.loads(told("advise", seedorf, "--format", "json"))["approaches"]["themenlab"]["rests_on"]
    assert {each["question"]: each["weak"] for each in support} == {
        "domain_expertise": [],
        "staff_proposals": [],
        "topic_owners": [],
    }
    against = CITY.replace("    note: Gemeinsam gezählt\n", "")
    with open(seedorf, "w", encoding="utf-8") as file:  # noqa: PTH123 - the fixture gives a text
        file.write(against)
    support = json.loads(told("advise", seedorf, "--format", "json"))["approaches"]["themenlab"]["rests_on"]
    assert [each["question"] for each in support if each["weak"] == ["no_note"]] == ["domain_expertise"]


def test_explain_and_compare_say_who_said_what(seedorf: str, tmp_path: Path) -> None:
    explained = told("explain", seedorf)
    assert SHORT in explained
    assert UNIT in explained
    later = tmp_path / "later.answers.yaml"
    later.write_text(
        CITY.replace("2026-11-28", "2027-11-28").replace("value: planned_or_side_task", "value: none"), encoding="utf-8"
    )
    moved = told("compare", seedorf, str(later))
    assert f"Stabs- oder Fachstelle: umstritten: {UNIT} → umstritten: «besetzt» (3 von 4): Gemeinderat" in moved


def test_the_outcome_counts_respondents(seedorf: str) -> None:
    outcome = json.loads(told("advise", seedorf, "--format", "json"))
    [dispute], [settled] = outcome["disputes"], outcome["settled"]
    assert (dispute["shares"], dispute["respondents"]) == ([{"value": 2, "count": 3}, {"value": 1, "count": 1}], 4)
    last = dispute["said"][3]
    assert (last["by"], last["role"], last["name"]) == ("bau", "office_head", "Frau Wyss")
    assert (last["value"], last["note"], last["on"]) == (1, "Erst ausgeschrieben", None)
    assert (settled["value"], settled["by"], settled["note"]) == (2, "Sitzung", "Gemeinsam gezählt")
    assert settled["shares"] == [{"value": 1, "count": 1}, {"value": 2, "count": 1}]


@pytest.mark.parametrize("language", sampled(3, ["fr", "it", "en"]))
def test_no_id_of_a_role_and_no_german_stands_in_another_language(seedorf: str, language: str) -> None:
    report = told("advise", seedorf, "--lang", language) + told("explain", seedorf, "--lang", language)
    for word in ("office_head", "topic_owner", "umstritten", " von ", "Sitzung geklärt", "Befragte"):
        assert word not in report
