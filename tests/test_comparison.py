"""A second visit shows what moved, and nothing where nothing did."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.answers.read import read_answers
from advisor.cli import main
from advisor.reasoning.assess import assess
from advisor.reasoning.comparison import Case, compare
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from tests.support.cities import by_chance, city
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers, AnswerValue

FORMATS = ("md", "text", "json")
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").rglob("*.answers.yaml"))
PACK = shipped_pack()
BASE = KnowledgeBase(PACK, build_engine(PACK))


def case(answers: Answers) -> Case:
    return Case(answers=answers, outcome=assess(BASE, answers))


def run(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("file", sampled(8, EXAMPLES), ids=lambda file: file.name)
def test_a_file_compared_with_itself_shows_nothing(file: Path) -> None:
    found = json.loads(run("compare", str(file), str(file), "--format", "json"))
    assert not any(found.values())
    assert "Nichts hat sich bewegt." in run("compare", str(file), str(file))


def test_whatever_a_city_answers_comparing_it_with_itself_shows_nothing() -> None:
    for seed in range(5):
        same = case(city(PACK, by_chance(PACK, random.Random(seed))))
        assert compare(BASE, same, same).is_empty


def example(name: str) -> Answers:
    return read_answers(next(file for file in EXAMPLES if file.name == f"{name}.answers.yaml"), PACK)


def test_the_step_that_was_taken_is_done_and_the_path_goes_on_from_there() -> None:
    found = compare(BASE, case(example("seed-start")), case(example("seed-after-step-1")))
    assert [(each.step, each.state) for each in found.taken] == [("sektoralbereich_from_themenlab", "done")]
    assert [(each.approach, each.before, each.now) for each in found.statuses] == [("sektoralbereich", "absent", "established")]
    assert found.path[0] == "moeglichkeitsraum_from_themenlab"
    assert found.decayed == []


def test_what_has_fallen_back_is_decay() -> None:
    found = compare(BASE, case(example("seed-after-step-1")), case(example("seed-start")))
    assert {"sektoralbereich", "office_head_commitment", "topic_owner_budget"} <= set(found.decayed)


def test_an_answer_that_counts_the_other_way_round_decays_when_it_rises(pack: Pack) -> None:
    question = next(each for each in pack.questions if each.reverse)
    low, high = question.levels[0].name, question.levels[-1].name
    before, now = case(city(PACK, {question.id: low})), case(city(PACK, {question.id: high}))
    assert compare(BASE, before, now).decayed == [question.id]
    assert compare(BASE, now, before).decayed == []


def test_what_was_not_asked_again_is_neither_gone_nor_decayed_nor_a_change() -> None:
    then: dict[str, AnswerValue | None] = {
        "budget_lead_time_months": 14,
        "innovation_time": "none",
        "topic_owners": "named",
        "external_network": "active",
    }
    before = case(city(PACK, then))
    assert {"long_budget_lead", "hobby_beside_day_job"} <= {each.id for each in before.outcome.findings}
    found = compare(BASE, before, case(city(PACK, {"budget_lead_time_months": 2, "external_network": None})))
    assert found.gone == ["long_budget_lead"]
    assert "hobby_beside_day_job" in found.unsettled
    assert found.decayed == []
    assert {each.question for each in found.answers} == {"budget_lead_time_months", "external_network"}
    assert set(found.unasked) == then.keys() - {"budget_lead_time_months", "external_network"}


def test_what_if_shows_what_a_change_would_bring() -> None:
    file = str(next(file for file in EXAMPLES if file.name.startswith("seed-start")))
    text = run("explain", file, "--what-if", "office_head_commitment=3", "--what-if", "topic_owner_budget=project_budget")
    assert "Sektoralbereich: nicht vorhanden → im Aufbau" in text
    found = json.loads(run("explain", file, "--what-if", "office_head_commitment=3", "--format", "json"))
    assert [each["question"] for each in found["answers"]] == ["office_head_commitment"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("staff_unit", "Schreiben Sie sie als Frage=Wert."),
        ("staf_unit=2", "Meinten Sie «staff_unit»?"),
        ("staff_unit=9", "Bei «staff_unit» gibt es keine Stufe «9»."),
        ("staff_unit=", "«staff_unit» hat keinen Wert."),
    ],
)
def test_a_change_that_cannot_be_read_says_why(change: str, said: str) -> None:
    done = CliRunner().invoke(main, ["explain", str(EXAMPLES[0]), "--what-if", change])
    assert done.exit_code == 2
    assert said in done.output


EXPLAINED = [(file, form, (at + 3 * place) % 12 > 0) for at, file in enumerate(EXAMPLES) for place, form in enumerate(FORMATS)]
"""Each example in each format; quick are the formats in turn, the others are long."""


@pytest.mark.parametrize(
    ("file", "form"),
    [pytest.param(file, form, marks=pytest.mark.long if long else ()) for file, form, long in EXPLAINED],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_every_example_is_explained_in_every_format(file: Path, form: str) -> None:
    text = run("explain", str(file), "--format", form)
    assert text.strip()
    if form != "json":
        assert not [word for word in ("None", "_id", "frozenset", "{", "unknown") if word in text]


OWN = "    says: {how: How it came., why_not: Why it did not., change: What would change it., firm: How firm it is.}\n"


@pytest.mark.long
def test_an_authors_own_sentences_replace_the_generated_ones(tmp_path: Path) -> None:
    after = {"approaches.yaml": "    article: das\n", "sektoralbereich.yaml": "    springboard: themenlab\n"}
    for source in sorted((paths.shipped("rules") / "smart-city").rglob("*.yaml")):
        target = tmp_path / "smart-city" / source.relative_to(paths.shipped("rules") / "smart-city")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if source.name in after:
            assert after[source.name] in text
            text = text.replace(after[source.name], after[source.name] + OWN, 1)
        target.write_text(text, encoding="utf-8")
    file = next(file for file in EXAMPLES if file.name.startswith("seed-start"))
    for about in ("themenlab", "sektoralbereich_from_themenlab"):
        told = run("explain", str(file), about, "--pack", str(tmp_path / "smart-city"))
        assert all(each in told for each in ("How it came.", "What would change it.", "How firm it is."))
        assert "Das stützt sich" not in told
        assert "gesichert" not in told
    later = next(file for file in EXAMPLES if file.name.startswith("nothing-but-one"))
    assert "Why it did not." in run("explain", str(later), "themenlab", "--pack", str(tmp_path / "smart-city"))


def test_an_explanation_can_be_about_one_thing_only() -> None:
    file = next(file for file in EXAMPLES if file.name.startswith("seed-start"))
    whole, one = run("explain", str(file)), run("explain", str(file), "moeglichkeitsraum")
    assert one.count("### ") == 1
    assert "### Möglichkeitsraum: nicht vorhanden" in one
    assert set(one.splitlines()) <= set(whole.splitlines())
    absent = json.loads(run("explain", str(file), "moeglichkeitsraum_from_nothing", "--format", "json"))
    assert [each["about"] for each in absent["near_misses"]] == ["moeglichkeitsraum_from_nothing"]
    assert absent["verdicts"] == []


def test_an_explanation_of_something_unknown_is_refused_with_what_was_meant() -> None:
    file = next(file for file in EXAMPLES if file.name.startswith("seed-start"))
    result = CliRunner().invoke(main, ["explain", str(file), "themenlabor"])
    assert result.exit_code == 2
    assert "Eine Herangehensweise, einen Befund oder einen Schritt «themenlabor» gibt es nicht." in result.stderr
    assert "themenlab" in result.stderr
