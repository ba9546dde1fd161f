"""An author sees of each sentence where it is said and in which papers it stands, and of what is named nothing else."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import advising, paths
from advisor.cli import main
from advisor.reports.formats import REPORTS
from advisor.reports.printed import PAPERS, printed, stands_in
from tests.support.reports import EXAMPLES, ROOT
from tests.support.sampling import sample_and_all

if TYPE_CHECKING:
    from click.testing import Result

    from advisor.reports.printed import Extent, Paper

CITY = next(file for file in EXAMPLES if file.name.startswith("unit-without-money"))
SOME = [file for file in EXAMPLES if file.name.startswith(("unit-without-money", "seed-after-step-2"))]


def explain(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", str(CITY), *words])


def listed(*words: str) -> list[dict[str, object]]:
    done = explain(*words, "--sentences", "--format", "json")
    assert done.exit_code == 0, done.stderr
    said: list[dict[str, object]] = json.loads(done.stdout)["said"]
    return said


@cache
def everything() -> list[dict[str, object]]:
    return listed()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("unit_without_money", r"findings/unit_without_money/\S+ "),
        ("querschnittszentrum_begun", r"\S+ path/querschnittszentrum_begun(\.preparation)?/"),
        ("staff_unit_budget_authority.up_to_limit", r"\S+/staff_unit_budget_authority\.up_to_limit/"),
    ],
)
def test_what_is_named_is_shown_and_nothing_else(name: str, places: str) -> None:
    said = listed(name)
    assert said
    assert all(re.match(places, f"{each['id']} {each['at']}") for each in said)
    assert said == [each for each in everything() if re.match(places, f"{each['id']} {each['at']}")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch", "--sentences"], "einen Schritt oder eine Massnahme «nosuch» gibt es nicht"),
        (["staff_unit.stafed", "--sentences"], "Meinten Sie «staff_unit.staffed»?"),
        (
            ["staff_unit.staffed"],
            "Zu «staff_unit.staffed» gibt es keinen Schluss: Es ist ein Pol oder eine Massnahme. Mit --sentences",
        ),
        (["top_down"], "Mit --sentences"),
        (["themenlab", "--what-if", "staff_unit=none"], "Lassen Sie die Namen weg"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_hint(words: list[str], told: str) -> None:
    done = explain(*words)
    assert done.exit_code
    assert told in done.stderr


def test_of_what_is_not_said_here_it_is_said_that_nothing_is() -> None:
    assert "Darüber wird hier nichts gesagt." in explain("pilot_trap", "--sentences", "--format", "text").stdout


def test_sentences_can_be_of_a_city_that_is_supposed() -> None:
    name = "staff_unit_budget_authority.up_to_limit"
    assert listed(name)
    assert listed(name, "--what-if", "staff_unit_budget_authority=up_to_limit") == []


@pytest.mark.parametrize("form", [form for form in REPORTS if form in {"text", "html"}])
def test_the_place_at_which_something_is_said_is_printed(form: str) -> None:
    told = re.sub(r"<wbr>|\s", "", explain("--sentences", "--format", form).stdout)
    assert "path/querschnittszentrum_begun/text" in told
    assert all(str(each["at"]) in told and str(each["id"]) in told for each in everything())


@cache
def in_papers(files: tuple[int, ...]) -> dict[tuple[str, Paper], set[Extent | None]]:
    """Return of each key of what is done on the path how much of its sentences stands in each paper."""
    found: dict[tuple[str, Paper], set[Extent | None]] = defaultdict(set)
    for file in (EXAMPLES[number] for number in files):
        answers = advising.read_answers(file)
        advice = advising.advise(answers)
        told = printed(paths.shipped("templates"), advice.base, answers, advice.outcome)
        for said in advice.outcome.said:
            for paper in PAPERS if said.at.startswith("path/") and not said.id.startswith("approaches/") else ():
                found[said.at.rpartition("/")[2], paper].add(stands_in(said.text, told).get(paper))
    return found


def table() -> dict[str, list[str]]:
    """Return the rows of the table of the guide, each by its key."""
    page = (ROOT / "docs/how-to/add-a-measure.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:-1] for row in rows}


@sample_and_all("files", [EXAMPLES.index(file) for file in SOME], [*range(len(EXAMPLES))])
def test_the_guide_says_which_papers_print_what(files: list[int]) -> None:
    found = in_papers(tuple(files))
    assert set(table()) == {key for key, _ in found}
    for key, cells in table().items():
        for paper, cell in zip(PAPERS, cells, strict=True):
            extents = found[key, paper] - {None}
            assert bool(extents) == (cell != "–"), (key, paper, cell)
            assert not cell.startswith(("whole", "three lines")) or extents == {"whole"}, (key, paper, cell)


def test_a_sentence_is_found_whole_or_by_its_beginning_and_never_within_a_word() -> None:
    told: dict[Paper, list[str]] = {
        "report": ["Say it. Then do it.", "Das Amt ist da."],
        "council": ["Say it."],
        "worklist": ["Nosay it. Then do it."],
        "drafts": ["A long sentence that goes on and on before …"],
    }
    assert stands_in("Say it. Then do it.", told) == {"report": "whole", "council": "beginning"}
    assert stands_in("A long sentence that goes on and on before it ends.", told) == {"drafts": "beginning"}
    assert stands_in("It is said nowhere.", told) == {}
