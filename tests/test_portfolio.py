"""An office keeps many cities in a folder: tables come in whole or not at all, and what is told of them is what each is told."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import unicodedata
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.files import workbook
from advisor.files.write import UnwritableError, write_together
from advisor.portfolio import comparing, parquet, views
from advisor.portfolio import folder as cities
from advisor.portfolio import outcomes as outcomes_of
from advisor.portfolio.cities import Verdict
from advisor.portfolio.folder import Seen
from advisor.portfolio.names import KEPT
from advisor.portfolio.outcomes import make_outcomes
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.suppressing import suppressed
from advisor.portfolio.tables import read_sheet, write_table
from advisor.portfolio.verdict_table import fulfilling, where
from advisor.reasoning.answers import Answer
from advisor.reasoning.assess import assess
from advisor.reasoning.diagnosis import readable
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.outcome import Outcome, to_json
from advisor.reports.formats import write
from advisor.reports.options import Wish
from tests.support.cities import city
from tests.support.sampling import in_full, sampled
from tests.support.shipped import shipped_pack
from tests.support.small_pack import small_pack, write_pack
from tools.imagined_cities import imagined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType


BASE = KnowledgeBase(shipped_pack())
COUNT = 8


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["portfolio", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def begun(folder: Path) -> Path:
    assert run("new", folder, "--pack", "smart-city", "--canton", "BE")[0] == 0
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a few imagined cities; tests leave it as it is."""
    folder = begun(tmp_path_factory.mktemp("filled") / "office")
    table = folder.parent / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, COUNT)))
    assert run("import", folder, table)[:2] == (0, f"{folder}: {COUNT} answers files.\n")
    return folder


def seen_in(folder: Path) -> list[Seen]:
    opened = cities.open_portfolio(folder)
    seen, problems = cities.read_visits(BASE.pack, cities.latest(cities.visits(opened)))
    assert problems == []
    return seen


@cache
def outcomes(folder: Path) -> dict[str, Outcome]:
    return {each.key: assess(BASE, each.answers) for each in seen_in(folder)}


def first_step(outcome: Outcome) -> str | None:
    return next((item.step for item in outcome.path if item.kind == "step"), None)


def test_imagined_cities_are_the_same_each_time_and_called_so() -> None:
    assert imagined(BASE.pack, 5) == imagined(BASE.pack, 5)
    assert imagined(BASE.pack, 5, "other") != imagined(BASE.pack, 5)
    assert all(str(name).startswith("Musterdorf") for name in imagined(BASE.pack, 5)["name"])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_every_form_of_table_becomes_the_same_answers(form: str, filled: Path, tmp_path: Path) -> None:
    folder = begun(tmp_path / "office")
    table = tmp_path / f"cities.{form}"
    table.write_bytes(write_table(form, imagined(BASE.pack, COUNT)))
    assert run("import", folder, table)[0] == 0
    assert [each.answers for each in seen_in(folder)] == [each.answers for each in seen_in(filled)]


def test_headers_and_cells_may_be_ids_numbers_or_labels(tmp_path: Path) -> None:
    question = BASE.pack.question("staff_proposals")
    level, folder = question.levels[1], begun(tmp_path / "office")
    rows = [f"name;{question.label.upper()};aim", f"A;{level.label};themenlab", f"B;{level.name};", "C;1;", "D;unknown;", "E;;"]
    table = tmp_path / "cities.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    said = {each.key: each.answers for each in seen_in(folder)}
    assert {name: "staff_proposals" in each.answers and each.answers["staff_proposals"].value for name, each in said.items()} == {
        **dict.fromkeys("abc", level.name),
        **dict.fromkeys("de", False),
    }
    assert said["a"].aim == ("themenlab",)
    assert len(said["b"].aim) == len(BASE.pack.approaches)


@pytest.mark.parametrize(
    ("headers", "cell"),
    [("name;staff_unit;LABEL", "C1"), ("name;Name;staff_unit", "B1"), ("name;Aim;aim", "C1")],
)
def test_two_columns_about_the_same_are_refused_at_the_second(headers: str, cell: str, tmp_path: Path) -> None:
    label = BASE.pack.question("staff_unit").label
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text(f"{headers.replace('LABEL', label)}\nAa;;\n", encoding="utf-8")
    code, _, told = run("import", folder, table)
    before = {"C1": "B", "B1": "A"}[cell]
    assert code == 2
    assert told.splitlines()[0].startswith(f"{table}!{cell}: Die Antworten darauf stehen schon in {before}.")


SAME_NAME = ("Rüti;ZH;2026-01-01", "Rüti;GL;2026-02-01")


def test_two_cities_of_one_name_do_not_become_one(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    for rows in (SAME_NAME, ("Rüti;ZH;2026-01-01", "Rüti;;2026-02-01"), ("St. Aa;ZH;2026-01-01", "St Aa;ZH;2026-02-01")):
        table.write_text("\n".join(["name;canton;date", *rows]), encoding="utf-8")
        code, _, told = run("import", folder, table)
        assert code == 2
        assert told.startswith(f"{table}!A3: «{rows[0].partition(';')[0]}» (ZH) in Zeile 2 würde für dieselbe Stadt gehalten.")
        assert "Geben Sie jeder Stadt eine eigene Nummer." in told
    assert list((folder / "cities").iterdir()) == []


@pytest.mark.parametrize("more", [[], ["--replace"]])
def test_a_city_does_not_become_another_one_of_its_name_that_is_in_the_folder(more: list[str], tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    for row, expected in zip(SAME_NAME, (0, 2), strict=True):
        table.write_text(f"name;canton;date\n{row}\n", encoding="utf-8")
        code, _, told = run("import", folder, table, *more)
        assert code == expected
    assert f"«Rüti» (ZH) in {folder / 'cities' / 'rüti' / '2026-01-01.answers.yaml'}" in told


def test_a_number_is_one_city_however_many_zeros_it_has_in_front(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("number,name,date\n00371,Aa,2025-01-01\n371,aa,2026-01-01\n", encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    assert [each.name for each in (folder / "cities").iterdir()] == ["0371"]
    table.write_text("number,name,date\n0371,Bb,2026-02-01\n", encoding="utf-8")
    code, _, told = run("import", folder, table)
    assert code == 2
    assert "hat dieselbe Nummer" in told


def test_in_a_workbook_a_wrong_cell_is_named_with_its_sheet(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.xlsx"
    table.write_bytes(write_table("xlsx", {"name": ["Aa", "Bb"], "staff_proposals": ["regular", 2.5]}))
    assert run("import", folder, table)[2].startswith(f"{table}:cities!B3: 2.5 ist keine ganze Zahl.")


def test_an_import_that_was_killed_is_finished_if_all_had_come_and_else_gone(filled: Path, tmp_path: Path) -> None:
    folder = begun(tmp_path / "office")
    visit = cities.visits(cities.open_portfolio(filled))[0]
    text = (filled / "cities" / visit.key / f"{visit.day}.answers.yaml").read_text(encoding="utf-8")
    for name in (".begun-import", ".import"):
        waiting = folder / name / visit.key
        waiting.mkdir(parents=True)
        (waiting / f"{visit.day}.answers.yaml").write_text(text, encoding="utf-8")
        opened = cities.open_portfolio(folder)
        assert not (folder / name).exists()
        assert [each.key for each in cities.visits(opened)] == ([] if name == ".begun-import" else [visit.key])


def test_a_folder_that_is_none_and_settings_that_say_too_much_are_refused(tmp_path: Path) -> None:
    assert "no folder of cities" in run("report", tmp_path)[2]
    folder = begun(tmp_path / "office")
    assert "Eine Datei dieses Namens gibt es schon" in run("new", folder, "--pack", "smart-city")[2]
    assert "Solche Städte gibt es hier nicht." in run("report", folder)[2]
    (folder / "portfolio.yaml").write_text("pack: smart-city\nregion: {}\n", encoding="utf-8")
    assert run("report", folder)[2].startswith(f"{folder / 'portfolio.yaml'}:2: «region» ist hier nicht bekannt.")


def test_outcomes_are_those_of_each_city_and_made_again_only_for_what_changed(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 4)))
    run("import", folder, table)
    assert run("run", folder, "--workers", 1)[:2] == (0, f"{folder}: 4 visits, 4 outcomes made, 0 not made.\n")
    kept = {file.read_bytes() for file in (folder / "kept").iterdir()}
    assert kept == {to_json(assess(BASE, each.answers)) for each in seen_in(folder)}
    assert "4 visits, 0 outcomes made" in run("run", folder)[1]
    changed = next((folder / "cities").glob("*/*.yaml"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("Musterdorf", "Neudorf"), encoding="utf-8")
    assert "4 visits, 1 outcomes made" in run("run", folder)[1]
    assert len(list((folder / "kept").iterdir())) == 4


@pytest.mark.long
def test_outcomes_in_another_language_are_kept_beside_and_go_with_their_answers(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 2)))
    run("import", folder, table)
    made = [run("run", folder, *more)[1] for more in ((), ("--lang", "fr"), (), ("--lang", "fr"))]
    assert [each.split(", ")[1] for each in made] == [f"{count} outcomes made" for count in (2, 2, 0, 0)]
    shutil.rmtree(next((folder / "cities").iterdir()))
    run("run", folder)
    assert sorted(file.name.split(".")[1] for file in (folder / "kept").iterdir()) == ["de", "fr"]


@pytest.mark.long
def test_reports_are_written_beside_named_after_city_and_day_and_again_only_for_what_changed(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 3)))
    run("import", folder, table)
    run("run", folder)
    own = folder / "reports" / "my.notes.of.today.md"
    assert run("run", folder, "--format", "md", "--format", "html")[1].endswith(
        "0 outcomes made, 6 reports written, 0 not made.\n"
    )
    own.write_text("mine", encoding="utf-8")
    visit = cities.visits(cities.open_portfolio(folder))[0]
    report = next((folder / "reports").glob(f"{visit.key}.{visit.day}.*.md"))
    wish = Wish(form="md", templates=paths.shipped("templates"))
    answers = seen_in(folder)[0].answers
    assert report.read_bytes() == write(wish, BASE.pack, answers, assess(BASE, answers)).content
    changed = Path(visit.file)
    changed.write_text(changed.read_text(encoding="utf-8").replace("Musterdorf", "Neudorf"), encoding="utf-8")
    assert "1 outcomes made, 1 reports written" in run("run", folder, "--format", "md")[1]
    assert sorted(file.suffix for file in (folder / "reports").iterdir()) == [".html"] * 2 + [".md"] * 4
    assert own.is_file()


@pytest.mark.long
def test_what_is_made_of_many_is_to_the_byte_what_advise_makes_of_each(filled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(filled, tmp_path / "office")
    assert run("run", folder, "--format", "md", "--workers", "1")[0] == 0
    kept = {file.read_bytes() for file in (folder / "kept").iterdir()}
    for visit in cities.visits(cities.open_portfolio(folder)):
        (report,) = (folder / "reports").glob(f"{visit.key}.*.md")
        alone = [CliRunner().invoke(main, ["advise", visit.file, "--format", form]).stdout_bytes for form in ("json", "md")]
        assert alone[0] in kept
        assert alone[1] == report.read_bytes()


@pytest.mark.long
def test_an_outcome_that_was_damaged_is_named_where_it_is_needed(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 2)))
    run("import", folder, table)
    run("run", folder)
    damaged = next((folder / "kept").iterdir())
    damaged.write_bytes(damaged.read_bytes()[:100])
    code, _, told = run("report", folder, "--sums")
    assert (code, told.startswith(f"{damaged}: Dieses Ergebnis wurde geändert, seit es entstand.")) == (2, True)
    damaged.unlink()
    assert run("report", folder, "--sums")[0] == 0


def test_settings_name_cities_as_tables_do_and_who_is_not_there_is_said(filled: Path, tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("number,name\n1,Aa\n,Bb Cc\n", encoding="utf-8")
    run("import", folder, table)
    with (folder / "portfolio.yaml").open("a", encoding="utf-8") as settings:
        settings.write('became: {"01": "Bb Cc"}\nregions: {hills: [1, bb cc, 7]}\n')
    opened = cities.open_portfolio(folder)
    assert opened.settings.became == {"0001": "bb-cc"}
    assert opened.settings.regions == {"hills": ["0001", "bb-cc", "0007"]}
    code, _, told = run("report", folder)
    assert (code, told.count("gibt es nicht")) == (0, 1)
    assert told.startswith(f"{folder / 'portfolio.yaml'}: regions.hills: Antworten einer Stadt «0007» gibt es nicht.")
    assert run("report", filled)[2] == ""


def test_what_lies_in_the_folder_and_is_not_read_is_said_and_stops_nothing(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)
    own = folder / "cities"
    text = next(own.glob("*/*.yaml")).read_text(encoding="utf-8")
    for name in ("bern.answers.yaml", "0351/2026-11-29.answers.yml", "351/2026-11-29.answers.yaml", "0351/.notes"):
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    for words in (["table", folder], ["run", folder]):
        code, _, told = run(*words)
        assert (code, told.count("\n")) == (0, 3)
        assert f"{own / '351'}: Eine Tabelle würde diese Stadt «0351» nennen." in told
        assert f"{own / '0351' / '2026-11-29.answers.yml'}: Das wird nicht gelesen." in told
        assert f"{own / 'bern.answers.yaml'}: Diese Datei wird nicht gelesen" in told


@pytest.mark.long
def test_a_file_that_cannot_be_read_stops_no_other_and_is_listed(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 4)))
    run("import", folder, table)
    broken, renamed, *_ = sorted((folder / "cities").glob("*/*.yaml"))
    broken.write_text("pack: [", encoding="utf-8")
    renamed.rename(renamed.with_name("2020-01-01.answers.yaml"))
    code, told, listed = run("run", folder, "--workers", 1)
    assert (code, told) == (1, f"{folder}: 4 visits, 2 outcomes made, 2 not made.\n")
    assert listed.startswith(str(broken))
    assert "Benennen Sie die Datei nach dem Tag ihrer Antworten." in listed
    code, told, listed = run("report", folder)
    assert code == 1
    assert "Überblick über 2 " in told
    assert "Nicht lesbare Dateien: 2." in told


def test_an_overview_counts_what_each_city_is_told(filled: Path) -> None:
    found = outcomes(filled)
    seen = views.overview(ColumnRules(BASE), seen_in(filled), {})
    assert seen.count == COUNT
    for approach, counts in seen.statuses.items():
        told = [each.approaches[approach].status for each in found.values()]
        assert counts == {status: told.count(status) for status in counts}  # type: ignore[arg-type] # all are statuses
    following = [first_step(each) for each in found.values()]
    assert seen.next == {step: following.count(step) for step in seen.next}
    assert {key: group.next for group in seen.groups for key in group.keys} == {
        key: first_step(each) for key, each in found.items()
    }


def test_what_is_missing_for_the_next_step_is_what_preparing_and_doing_it_brings_about(filled: Path) -> None:
    found = outcomes(filled)
    for key, facts in views.missing_for_next(ColumnRules(BASE), seen_in(filled)).items():
        path = [item for item in found[key].path if item.kind != "clarify"]
        first = [item for item in path if item.target == path[0].target][:2] if path else []
        items = first if first and first[0].kind == "preparation" else first[:1]
        raised = {fact: level for item in items for fact, level in item.raises.items()}
        for fact, _, level in (each.partition(" = ") for each in facts):
            assert readable(BASE.pack, fact, level) == raised[fact]
        assert {fact.partition(" = ")[0] for fact in facts} == {fact for fact in raised if not fact.endswith(".none")}
        asked = [[each.id for each in BASE.pack.questions].index(fact.partition(" = ")[0].partition(".")[0]) for fact in facts]
        assert asked == sorted(asked)  # whatever asks for it first, what two cities lack is told alike


def test_a_paper_says_what_was_chosen_and_what_it_rests_on(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    rows = ["Aa,900,2025-03-01", "Bb,700,2025-11-05", "Cc,,2025-05-01", "Dd,9000,2025-05-01", "Ee,300,2024-05-01"]
    table.write_text("\n".join(["name,population,date", *rows]), encoding="utf-8")
    run("import", folder, table)
    chosen = ("--where", "population < 1000", "--year", 2025)
    told = run("groups", folder, *chosen)[1].split("\n\n")[1]
    left_out = "Weggelassen, weil nicht bekannt ist, ob die Bedingung zutrifft: 1."
    pack = f"{BASE.pack.info.title} {BASE.pack.info.version}"
    assert told.split("\\\n") == [
        f"Nur, wo sicher gilt: `population < 1000`. {left_out} Nur Antworten von 2025.",
        f"Antworten vom 1. März 2025 bis zum 5. November 2025. Wissensbasis: {pack}. Kanton: BE.",
    ]
    data = json.loads(run("report", folder, *chosen, "--format", "json")[1])
    assert data["basis"] == {
        "pack": "smart-city",
        "version": BASE.pack.info.version,
        "first": "2025-03-01",
        "last": "2025-11-05",
        "canton": "BE",
        "conditions": ["population < 1000"],
        "undecided": 1,
        "year": 2025,
    }


@pytest.mark.long
def test_sums_stand_beside_sizes_and_in_the_data_as_well(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_bytes(write_table("csv", imagined(BASE.pack, 1)))
    run("import", folder, table)
    for more in ((), ("--sizes", "1000")):
        data = json.loads(run("report", folder, "--sums", *more, "--format", "json")[1])
        assert data["sums"]["effort"], more
    assert "## Aufwand und Kosten aller Wege" in run("report", folder, "--sums", "--sizes", "1000")[1]


@pytest.mark.parametrize("sizes", ["1000,1000", "5000,1000", "0", "0,10", "-5,10", "", "many"])
def test_sizes_that_do_not_rise_from_above_nobody_are_refused(sizes: str, filled: Path) -> None:
    code, _, told = run("report", filled, f"--sizes={sizes}")
    assert (code, "[A930]" in told) == (2, True)


def test_what_is_supposed_twice_is_refused(filled: Path) -> None:
    code, _, told = run("what-if", filled, "staff_unit=staffed", f"{BASE.pack.question('staff_unit').label}=none")
    assert (code, "schon in staff_unit=staffed" in told) == (2, True)


def test_neighbours_that_bring_about_the_same_are_named_by_region(filled: Path) -> None:
    found = outcomes(filled)
    keys = list(found)
    rules, seen = ColumnRules(BASE), seen_in(filled)
    shared = views.overview(rules, seen, {"hills": keys[:6], "lake": keys[6:7]}).shared
    assert shared
    missing = views.missing_for_next(rules, seen)
    for each in shared:
        assert set(each.keys) == {key for key, facts in missing.items() if each.fact in facts}
        assert set(each.regions) <= {"hills"}
        assert all(len(near) > 1 and set(near) <= set(keys[:6]) for near in each.regions.values())


@pytest.mark.long
def test_what_if_names_exactly_the_cities_whose_next_step_would_be_another(filled: Path) -> None:
    rules, seen = ColumnRules(BASE), seen_in(filled)
    changed = [
        Seen(
            each.key,
            msgspec.structs.replace(each.answers, answers=each.answers.answers | {"staff_unit": Answer(value="staffed")}),
        )
        for each in seen
    ]
    moved = {each.key: (each.before, each.then) for each in views.moved(rules, seen, changed)}
    steps = {
        one.key: (first_step(assess(BASE, one.answers)), first_step(assess(BASE, two.answers)))
        for one, two in zip(seen, changed, strict=True)
    }
    assert moved == {key: each for key, each in steps.items() if each[0] != each[1]}
    told = json.loads(run("what-if", filled, "staff_unit=staffed", "--format", "json")[1])
    assert {each["key"] for each in told["found"]} == set(moved)
    paper = run("what-if", filled, "staff_unit=staffed")[1]
    title = BASE.pack.question("staff_unit").label
    assert paper.startswith(f"# Was wäre, wenn überall «{title}: besetzt» gälte\n")
    assert f"Ein anderer nächster Schritt: {sum(None not in each for each in moved.values())} von {COUNT}." in paper
    assert "Eine Frage «staff» gibt es nicht." in run("what-if", filled, "staff=staffed")[2]


def test_a_condition_chooses_only_cities_of_which_it_is_known(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("name,population,staff_unit\nAa,900,staffed\nBb,,none\nCc,90000,\n", encoding="utf-8")
    run("import", folder, table)
    code, told, left_out = run("table", folder, "--where", "population < 1000")
    assert code == 0
    assert [line.partition(",")[0] for line in told.splitlines()] == ["number", "aa"]
    assert "Weggelassen, weil nicht bekannt ist, ob die Bedingung zutrifft: 1." in left_out
    told = run("table", folder, "--where", "{any: [population > 50000, staff_unit is none]}")[1]
    assert [line.partition(",")[0] for line in told.splitlines()[1:]] == ["bb", "cc"]
    assert "--where" in run("table", folder, "--where", "size > 3")[2]


def test_a_finding_is_there_or_certainly_not_or_nobody_knows(filled: Path) -> None:
    found = [each.id for each in BASE.pack.findings]
    asked = {(name, value): where(BASE.pack, [f"{name} is {value}"]) for name in found for value in ("present", "absent")}
    rules, seen, sure = ColumnRules(BASE, *asked.values()), seen_in(filled), 0
    for name in found:
        present, _ = fulfilling(rules, seen, asked[name, "present"])
        absent, left_open = fulfilling(rules, seen, asked[name, "absent"])
        told = {key for key, each in outcomes(filled).items() if name in {one.id for one in each.findings}}
        assert told <= {each.key for each in present}
        assert len(present) + len(absent) + left_open == COUNT
        sure += len(absent)
    assert sure > COUNT
    taken = {"executive_decision": "taken", "executive_sponsor": "nobody"}
    none = Seen("no", city(BASE.pack, {**taken, "executive_decision": "none"}))
    three = [none, Seen("yes", city(BASE.pack, taken)), Seen("open", city(BASE.pack, {}))]
    condition = where(BASE.pack, ["decision_without_sponsor is not present"])
    assert fulfilling(ColumnRules(BASE, condition), three, condition) == ([none], 1)


def test_a_table_can_be_read_by_others_and_holds_no_formula(filled: Path, tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "parquet"):
        file = tmp_path / f"found.{form}"
        assert run("table", filled, "--format", form, "-o", file)[0] == 0
        sheet = read_sheet(file)
        assert len(sheet.rows) == COUNT
        statuses = [row[sheet.headers.index("status.themenlab")] for row in sheet.rows]
        assert statuses == [each.approaches["themenlab"].status for each in outcomes(filled).values()]
    assert write_table("csv", {"name": ["=1+1", "-", "x"]}) == b"name\n'=1+1\n'-\nx\n"


def test_between_two_years_cities_flow_and_merged_ones_count_for_themselves() -> None:
    rules = ColumnRules(BASE)
    nothing = city(BASE.pack, {})
    full = city(BASE.pack, {each.id: each.levels[0].name for each in BASE.pack.questions if each.type == "ordinal"})
    then, now = [Seen("1", nothing), Seen("2", nothing), Seen("3", nothing)], [Seen("2", full)]
    found = comparing.comparison(rules, then, now, {"1": "2", "9": "9"}).flows["themenlab"]
    assert {was: sum(counts.values()) for was, counts in found.items()} == {"undetermined": 2}


def test_of_a_benchmark_no_small_number_can_be_worked_out() -> None:
    dice = random.Random("sizes")
    for _ in range(200):
        told = [
            views.Told(
                str(at),
                str(at),
                dice.choice([None, 100, 3000, 20_000]),
                verdict(dice.choice(["absent", "emerging", "established"])),
            )
            for at in range(dice.randrange(4, 60))
        ]
        found = views.benchmark(told, "x", [1000, 10_000])
        lines = [list(cells.values()) for cells in found.values()]
        for line in [*lines, *map(list, zip(*lines, strict=True))]:
            assert line.count(None) != 1
            assert all(each is None or each == 0 or each >= views.SMALLEST for each in line)


@pytest.mark.long
def test_no_small_number_can_be_worked_out_from_several_lines_together() -> None:
    columns = ("absent", "emerging", "established", "undetermined")
    counts = {"a": (0, 3, 12, 3), "b": (12, 12, 1, 3), "c": (7, 0, 7, 12), "d": (0, 7, 0, 1)}
    assert_nothing_is_told({row: dict(zip(columns, cells, strict=True)) for row, cells in counts.items()})
    dice = random.Random("several lines")
    for _ in range(300):
        assert_nothing_is_told({row: {column: dice.choice((0, 0, 1, 3, 7, 12)) for column in columns} for row in "abcd"})


def assert_nothing_is_told(counts: dict[str, dict[str, int]]) -> None:
    """By elimination: a hidden number follows from the sums if an equation is left in which it stands alone."""
    shown = suppressed(counts, views.SMALLEST)
    assert all(each in {None, counts[row][column]} for row, cells in shown.items() for column, each in cells.items())
    hidden = [(row, column) for row, cells in shown.items() for column, each in cells.items() if each is None]
    if len(hidden) == sum(map(len, counts.values())):
        return
    equations = [[Fraction(name in cell) for cell in hidden] for name in [*counts, *next(iter(counts.values()))]]
    for (row, column), pivot in eliminated(equations, hidden):
        assert pivot > 1 or not 0 < counts[row][column] < views.SMALLEST, (counts, row, column)


def eliminated(equations: list[list[Fraction]], hidden: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield each cell that an equation begins with, and in how many unknowns that equation is."""
    done = 0
    for at, _ in enumerate(hidden):
        found = next((row for row in range(done, len(equations)) if equations[row][at]), None)
        if found is None:
            continue
        equations[done], equations[found] = equations[found], equations[done]
        first = [each / equations[done][at] for each in equations[done]]
        equations[done] = first
        for row, equation in enumerate(equations):
            if row != done:
                equations[row] = [each - equation[at] * by for each, by in zip(equation, first, strict=True)]
        done += 1
    for equation in equations[:done]:
        yield hidden[next(at for at, each in enumerate(equation) if each)], sum(each != 0 for each in equation)


def verdict(status: str) -> Verdict:
    return Verdict({"x": (status,)}, (), {}, None, (), arrives=False, blocked_by=None, forks=(), to_clarify=())


def test_a_comparison_says_who_has_answers_of_one_year_only(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    rows = ["number,name,date", "1,Aa,2024-05-01", "1,Aa,2025-05-01", "2,Bb,2024-05-01", "3,Cc,2025-05-01", "4,Dd,2024-05-01"]
    table.write_text("\n".join(rows), encoding="utf-8")
    run("import", folder, table)
    with (folder / "portfolio.yaml").open("a", encoding="utf-8") as settings:
        settings.write('became: {"0004": "0001"}\n')
    told = run("compare", folder, 2024, 2025, "--lang", "en")[1]
    assert "Compared: 2." in told
    assert "Answers only of 2024: 1 (Bb)." in told
    assert "Answers only of 2025: 1 (Cc)." in told
    assert "Last answers of 2024" in told
    data = json.loads(run("compare", folder, 2024, 2025, "--format", "json")[1])
    assert data["pairs"] == {"count": 2, "only_before": ["0002"], "only_now": ["0003"]}
    assert data["weaker"] == {each.id: {} for each in BASE.pack.approaches}


def test_a_city_that_merged_counts_until_there_are_later_answers_of_the_one_it_belongs_to(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    rows = ["number,name,date", "1,Aa,2024-05-01", "2,Bb,2024-06-01", "3,Cc,2024-05-01", "4,Dd,2024-01-01"]
    table.write_text("\n".join(rows), encoding="utf-8")
    run("import", folder, table)
    with (folder / "portfolio.yaml").open("a", encoding="utf-8") as settings:
        settings.write('became: {"0001": "0002", "0003": "0001", "0004": "0009"}\n')

    def told(*more: object) -> list[str]:
        return [line.partition(",")[0] for line in run("table", folder, *more)[1].splitlines()[1:]]

    assert told() == ["0001", "0002", "0003", "0004"]
    table.write_text("number,name,date\n2,Bb,2026-05-01\n", encoding="utf-8")
    run("import", folder, table)
    assert told() == ["0002", "0004"]
    assert told("--year", 2024) == ["0001", "0002", "0003", "0004"]


@pytest.mark.parametrize(("before", "now"), [(2024, 2026), (2026, 2024)])
def test_a_year_without_answers_is_compared_with_no_other(before: int, now: int, tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("number,name,date\n1,Aa,2024-05-01\n", encoding="utf-8")
    run("import", folder, table)
    code, _, told = run("compare", folder, before, now)
    assert (code, told.startswith(f"{folder}: Solche Städte gibt es hier nicht.")) == (2, True)


@pytest.mark.long
@pytest.mark.parametrize("language", sampled(3, ["de", "it", "en", "fr"]))
def test_an_office_reads_its_report_in_its_language(language: str, filled: Path) -> None:
    for words in (
        ["report"],
        ["report", "--sizes", "1000,5000"],
        ["groups"],
        ["what-if", "staff_unit=staffed"],
        ["compare", "2026", "2026"],
    ):
        command, *more = words
        code, told, _ = run(command, filled, *more, "--lang", language)
        assert code == 0
        assert told.startswith("# ")
        assert "{" not in told


@pytest.mark.parametrize("form", ["text", "html", "pdf", "docx", "json"])
def test_a_report_of_an_office_is_written_in_every_format(form: str, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / f"report.{form}"
    assert run("report", filled, "--format", form, "-o", file)[0] == 0
    starts: dict[str, bytes] = {"html": b"<!doctype html>", "pdf": b"%PDF", "docx": b"PK", "json": b"{"}
    assert file.read_bytes().lower().startswith(starts.get(form, b"\xc3\x9cberblick").lower())


def test_sums_add_up_the_paths_of_all_cities(filled: Path) -> None:
    found = list(outcomes(filled).values())
    added = views.sums(found)
    assert added.effort == {role: sum(each.effort.get(role, 0) for each in found) for role in added.effort}
    costs: list[Any] = [each.cost for each in found if each.cost is not None]
    assert added.once == (sum(each.once[0] for each in costs), sum(each.once[1] for each in costs))
    assert added.without == len(found) - len(costs)


def test_the_last_visit_of_a_city_counts_or_the_last_of_a_year(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    rows = ["number,name,date"] + [f"1,Aa,{day}" for day in ("2024-05-01", "2025-03-01", "2025-09-01", "2026-01-01")]
    table.write_text("\n".join(rows), encoding="utf-8")
    run("import", folder, table)
    found = cities.visits(cities.open_portfolio(folder))
    assert [each.key for each in found] == ["0001"] * 4
    assert [each.day for each in cities.latest(found)] == ["2026-01-01"]
    assert [each.day for each in cities.latest(found, 2025)] == ["2025-09-01"]
    assert cities.latest(found, 2023) == []
    assert cities.read_visits(BASE.pack, found)[0][0].answers.date == datetime.date(2024, 5, 1)


def interrupted(real: Callable[..., object], counted: Iterator[int]) -> Callable[..., object]:
    """Return a function that does what another one does as often as is counted, and then is stopped."""

    def call(*given: object) -> object:
        if next(counted, None) is None:
            raise KeyboardInterrupt
        return real(*given)

    return call


def test_wherever_an_import_is_interrupted_all_of_it_is_there_afterwards_or_nothing(tmp_path: Path) -> None:
    files = {f"{number}/2026-11-29.answers.yaml": "pack: smart-city\n" for number in ("0001", "0002", "0003")}
    for at in range(12):
        folder = begun(tmp_path / f"office-{at}")
        opened, counted = cities.open_portfolio(folder), iter(range(at))
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "rename")):
                patch.setattr(owner, name, interrupted(getattr(owner, name), counted))
            cities.put_all(opened, files, lambda: None)
        found = cities.visits(cities.open_portfolio(folder))
        assert len(found) in {0, 3}, at
        assert sorted(each.name for each in folder.iterdir()) == ["cities", "portfolio.yaml"]
        assert at < 12 - 4 or len(found) == 3


def test_what_came_whole_is_said_to_have_come_and_found_by_the_next_command(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("number,name,date,staff_unit\n1,Aa,2026-06-01,none\n2,Bb,2026-06-01,none\n", encoding="utf-8")
    in_the_way = folder / "cities" / "0002"
    in_the_way.write_text("mine", encoding="utf-8")
    for words in (("import", folder, table), ("table", folder)):
        code, _, told = run(*words)
        assert (code, "[A952]" in told, "[A923]" in told) == (2, True, False)
    in_the_way.unlink()
    assert len(run("table", folder)[1].splitlines()) == 3
    assert sorted(each.name for each in folder.iterdir()) == ["cities", "portfolio.yaml"]


def test_a_name_is_the_same_however_a_system_writes_its_letters(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    composed = "Zürich-Höngg"
    for year, name in (("2025", composed), ("2026", unicodedata.normalize("NFD", composed))):
        table.write_text(f"name,date,staff_unit\n{name},{year}-01-01,none\n", encoding="utf-8")
        assert run("import", folder, table)[0] == 0
    assert len(run("table", folder)[1].splitlines()) == 2
    (folder / "cities" / "zürich-höngg").rename(folder / "cities" / unicodedata.normalize("NFD", "zürich-höngg"))
    assert [each.key for each in cities.visits(cities.open_portfolio(folder))] == ["zürich-höngg"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_what_is_no_answers_file_takes_the_place_of_none_and_is_said(filled: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filled, tmp_path / "office"))
    city = min((folder / "cities").iterdir())
    file = next(city.iterdir())
    shutil.copytree(city, folder / "cities" / os.fsdecode(b"Z\xfcrich"))
    shutil.copy(file, city / f"{file.name.removesuffix('.answers.yaml')} (Kopie).answers.yaml")
    os.mkfifo(city / "2027-01-01.answers.yaml")
    (city / "2027-01-02.answers.yaml").mkdir()
    (city / "2027-01-03.answers.yaml").symlink_to("nowhere")
    shutil.copy(file, city / "2027-02-31.answers.yaml")
    code, table, told = run("table", folder)
    assert (code, table) == (0, run("table", filled)[1])
    assert told.count("[A931]") == 5 + 1
    for words in (("run", folder), ("report", folder, "--format", "json"), ("groups", folder)):
        assert run(*words)[0] == 0


def test_answers_under_another_day_are_refused_also_where_the_same_ones_were_made(filled: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filled, tmp_path / "office"))
    assert run("run", folder)[0] == 0
    file = next(iter(folder.glob("cities/*/*")))
    shutil.copy(file, file.parent / "2027-01-01.answers.yaml")
    code, told, problems = run("run", folder)
    assert (code, "1 not made" in told, "[A901]" in problems) == (1, True, True)


def test_a_city_that_gets_its_number_stays_one_city(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("name,date\nAa,2025-01-01\nBb,2025-01-01\n", encoding="utf-8")
    run("import", folder, table)
    table.write_text("number,name,date\n1,Aa,2026-01-01\n2,Bb,2026-01-01\n", encoding="utf-8")
    assert run("import", folder, table)[2].count("[A953]") == 2
    (folder / "cities" / "aa").rename(folder / "cities" / "0001")
    settings = folder / "portfolio.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "became: {Bb: '2'}\n", encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    assert [line.split(",")[0] for line in run("table", folder)[1].splitlines()[1:]] == ["0001", "0002"]


def test_the_same_table_can_come_again_when_the_pack_has_a_new_version(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "packs" / "small", small_pack())
    folder, table = tmp_path / "office", tmp_path / "cities.csv"
    run("new", folder, "--pack", pack)
    table.write_text("name,date,shelf_people\nAa,2026-01-01,most\n", encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    sheet = pack / "pack.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("1.0.0", "7.0.0"), encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    assert "pack_version: 7." in next(folder.glob("cities/*/*")).read_text(encoding="utf-8")
    table.write_text("name,date,shelf_people\nAa,2026-01-01,some\n", encoding="utf-8")
    assert "[A902]" in run("import", folder, table)[2]


def test_who_stops_a_run_keeps_what_was_made_so_far(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)
    opened = cities.open_portfolio(folder)
    done: list[int] = []

    def stop(count: int) -> None:
        done.append(count)
        if sum(done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_outcomes(opened, cities.visits(opened), workers=1, progress=stop)
    made = make_outcomes(opened, cities.visits(opened), workers=1)
    assert [each.anew for each in made] == [False] * 3 + [True] * (COUNT - 3)


def test_who_stops_a_run_is_told_that_it_goes_on(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)
    monkeypatch.setattr(outcomes_of, "assess", interrupted(assess, iter(range(2))))
    code, _, told = run("run", folder, "--workers", "1")
    assert (code, "the same command goes on from there" in told) == (130, True)
    monkeypatch.undo()
    assert f"{COUNT - 2} outcomes made" in run("run", folder)[1]


def test_two_runs_at_once_make_the_same_files_and_neither_minds(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)

    def quicker(files: dict[Path, bytes]) -> None:
        for file, content in files.items():
            file.write_bytes(content)
        write_together(files)

    monkeypatch.setattr(outcomes_of, "write_together", quicker)
    made = make_outcomes(cities.open_portfolio(folder), cities.visits(cities.open_portfolio(folder)), workers=1)
    assert all(each.file is not None and not each.problems for each in made)


def test_nothing_is_tidied_up_while_a_file_cannot_be_read(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)
    run("run", folder)
    next((folder / "cities").glob("*/*.yaml")).write_text("pack: [", encoding="utf-8")
    assert run("run", folder)[0] == 1
    assert len(list((folder / "kept").iterdir())) == COUNT


@pytest.mark.long
def test_two_processes_make_the_same_outcomes_as_one(tmp_path: Path) -> None:
    kept = []
    for workers in (1, 2):
        folder = begun(tmp_path / f"office-{workers}")
        table = tmp_path / "cities.csv"
        table.write_bytes(write_table("csv", imagined(BASE.pack, 24)))
        run("import", folder, table)
        assert run("run", folder, "--workers", workers)[0] == 0
        kept.append({file.name: file.read_bytes() for file in (folder / "kept").iterdir()})
    assert kept[0] == kept[1]


def test_problems_of_a_table_stand_in_the_order_of_its_rows(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    rows = [f"{number},Aa,often" for number in range(1, 13)]
    table.write_text("\n".join(["number,name,staff_proposals", *rows]), encoding="utf-8")
    told = run("import", folder, table)[2].splitlines()
    assert [line.partition(": ")[0].removeprefix(f"{table}!") for line in told] == [f"C{row}" for row in range(2, 14)]


def test_other_answers_of_the_same_city_and_day_are_replaced_only_if_wanted(tmp_path: Path) -> None:
    folder, table = begun(tmp_path / "office"), tmp_path / "cities.csv"
    table.write_text("number,name,date,staff_proposals\n1,Aa,2026-11-29,regular\n", encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    assert run("import", folder, table)[0] == 0
    file = folder / "cities" / "0001" / "2026-11-29.answers.yaml"
    noted = file.read_text(encoding="utf-8").replace("regular", "{value: regular, note: from the meeting}")
    file.write_text(noted, encoding="utf-8")
    code, _, refused = run("import", folder, table)
    assert (code, refused.startswith(str(file)), file.read_text(encoding="utf-8")) == (2, True, noted)
    assert run("import", folder, table, "--replace")[0] == 0
    assert "note" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "module", "library"), [("xlsx", workbook, "openpyxl"), ("parquet", parquet, "polars")])
def test_without_its_library_a_format_says_what_to_install(
    form: str, module: ModuleType, library: str, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, library, None)
    table = tmp_path / f"cities.{form}"
    table.write_bytes(b"PK")
    for words in (["table", filled, "--format", form, "-o", tmp_path / f"out.{form}"], ["import", filled, table]):
        code, _, told = run(*words)
        assert code == 2
        assert f"needs {library}. Install it with: pip install 'smart-city-advisor[" in told
    assert run("table", filled)[0] == 0


def killed(moment: float, *words: object) -> None:
    """Run a command in a process of its own, and kill it at a moment."""
    command = [sys.executable, "-c", "from advisor.cli import main; main()", "portfolio", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(moment)
        running.kill()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(in_full(40, beside_a_change=4)))
def test_an_import_that_is_killed_whenever_leaves_all_of_it_or_nothing(seed: int, filled: Path, tmp_path: Path) -> None:
    folder, table = tmp_path / "office", tmp_path / "cities.csv"
    shutil.copytree(filled, folder)
    table.write_bytes(write_table("csv", imagined(BASE.pack, 150)))
    killed(random.Random(f"import {seed}").uniform(0.3, 2.0), "import", folder, table, "--replace")
    found = cities.visits(cities.open_portfolio(folder))
    assert len(found) in {COUNT, 150}
    assert cities.read_visits(BASE.pack, found)[1] == []
    assert {each.name for each in folder.iterdir()} <= {"cities", "portfolio.yaml"}
    assert run("import", folder, table, "--replace")[:2] == (0, f"{folder}: 150 answers files.\n")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(in_full(40, beside_a_change=4)))
def test_a_run_that_is_killed_whenever_leaves_only_whole_outcomes_and_goes_on(seed: int, filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(filled, folder)
    killed(random.Random(f"run {seed}").uniform(0.3, 3.0), "run", folder, "--format", "md")
    code, told, _ = run("run", folder, "--format", "md")
    assert (code, told.endswith("0 not made.\n")) == (0, True)
    for found in seen_in(folder):
        outcome = assess(BASE, found.answers)
        assert any(file.read_bytes() == to_json(outcome) for file in (folder / "kept").iterdir())
    assert len(list((folder / "kept").iterdir())) == len(list((folder / "reports").iterdir())) == COUNT


def test_a_pack_of_ones_own_is_found_by_the_way_to_its_folder(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "packs" / "small", small_pack())
    folder, table = tmp_path / "office", tmp_path / "cities.csv"
    assert run("new", folder, "--pack", pack)[0] == 0
    table.write_text("name,shelf_people\nAa,most\nBb,\n", encoding="utf-8")
    assert run("import", folder, table)[0] == 0
    assert run("run", folder)[:2] == (0, f"{folder}: 2 visits, 2 outcomes made, 0 not made.\n")
    assert len(run("table", folder)[1].splitlines()) == 3


def test_answers_that_change_while_they_are_read_are_told_and_nothing_is_kept_of_them(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(filled, tmp_path / "office")
    opened = cities.open_portfolio(folder)
    (visit, *_) = cities.visits(opened)

    def changing(*given: Any) -> Outcome:  # noqa: ANN401 - what assess takes
        file = Path(visit.file)
        file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
        return assess(*given)

    monkeypatch.setattr(outcomes_of, "assess", changing)
    (made,) = make_outcomes(opened, [visit])
    assert made.file is None
    assert [str(each) for each in made.problems] == [
        f"{visit.file}: the file was changed while it was read. Run this again. [A925]"
    ]
    assert list((folder / KEPT).iterdir()) == []


@pytest.mark.long
def test_a_sum_says_which_outcomes_could_not_be_made_for_it(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(filled, tmp_path / "office")

    def full(files: dict[Path, bytes]) -> None:
        raise UnwritableError(next(iter(files)), "no space is left")

    monkeypatch.setattr(outcomes_of, "write_together", full)
    code, _, told = run("report", folder, "--sums")
    assert code == 1
    assert "Die Datei lässt sich nicht schreiben: no space is left." in told
