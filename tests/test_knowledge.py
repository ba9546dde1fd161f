"""The first shipped pack is complete, and says what it should of known cities."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from tests.support import cities

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.pack_engine import PackEngine

ROOT = Path(__file__).parent.parent
TL, SB, MR, QZ = APPROACHES = ("themenlab", "sektoralbereich", "moeglichkeitsraum", "querschnittszentrum")
CONTEXT = [
    "population",
    "canton",
    "has_parliament",
    "executive_label",
    "parliament_label",
    "months_to_next_budget",
    "legislature_ends",
    "office_count",
    "it_operation",
    "own_term",
]
REAL = [file for file in sorted((ROOT / "examples").glob("*.answers.yaml")) if "Selbstauskunft" in file.read_text("utf-8")]
"""Examples of cities that there are: each says of itself that it is a reading of public sources."""
SHORT_RUN = [
    "initiative_origin",
    "cross_topic_view",
    "domain_expertise",
    "staff_proposals",
    "topic_owners",
    "office_head_commitment",
    "topic_owner_budget",
    "topic_owner_decision_rights",
    "cross_office_working_group",
    "executive_decision",
    "staff_unit",
    "staff_unit_budget_authority",
    "staff_unit_scope",
]
FRAMEWORK_RISKS = [
    "paper_strategy",
    "unit_without_money",
    "pilot_trap",
    "work_group_starves",
    "lone_fighter",
    "strategies_overlap",
    "credit_at_risk",
    "term_ends_soon",
    "long_budget_lead",
]


def outcome_of(name: str, pack: Pack, engine: PackEngine) -> Outcome:
    return assess(KnowledgeBase(pack, engine), read_answers(ROOT / "examples" / f"{name}.answers.yaml", pack))


def established(outcome: Outcome) -> list[str]:
    return [name for name, state in outcome.approaches.items() if state.status == "established"]


def steps(outcome: Outcome) -> list[str]:
    return [item.step for item in outcome.path if item.kind == "step"]


def test_the_context_and_the_short_run_are_complete(pack: Pack) -> None:
    assert [question.id for question in pack.questions if question.topic == "context"] == CONTEXT
    short = sorted((question for question in pack.questions if question.short_run), key=lambda each: each.short_run or 0)
    assert [question.id for question in short] == SHORT_RUN


def test_every_risk_of_the_framework_is_there(pack: Pack) -> None:
    assert set(FRAMEWORK_RISKS) <= {finding.id for finding in pack.findings}


def test_the_seeds_start_goes_the_seeds_way(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("seed-start", pack, engine)
    assert established(outcome) == [TL]
    found = [item for item in outcome.path if item.kind == "step"]
    assert [(item.target, item.springboard) for item in found] == [(SB, TL), (MR, TL), (QZ, MR)]
    assert outcome.arrives
    assert set(found[-1].status_after.values()) == {"established"}
    assert found[0].alternatives[0].target == MR


@pytest.mark.parametrize(
    ("example", "there", "following"),
    [
        ("seed-after-step-1", [TL, SB], "moeglichkeitsraum_from_themenlab"),
        ("seed-after-step-2", [TL, SB, MR], "querschnittszentrum_from_moeglichkeitsraum"),
    ],
)
def test_after_each_step_of_the_seed_the_next_one_follows(
    example: str, there: list[str], following: str, pack: Pack, engine: PackEngine
) -> None:
    outcome = outcome_of(example, pack, engine)
    assert established(outcome) == there
    assert steps(outcome)[0] == following


def test_at_the_end_of_the_seed_there_is_balance_and_no_further_step(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("seed-after-step-3", pack, engine)
    assert established(outcome) == list(APPROACHES)
    assert (outcome.balanced, outcome.arrives, steps(outcome)) == (True, True, [])


def test_a_unit_without_money_is_completed_first(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("unit-without-money", pack, engine)
    state = outcome.approaches[QZ]
    assert (state.status, state.missing) == ("emerging", ["staff_unit_budget_authority"])
    assert established(outcome) == []
    assert steps(outcome)[0] == "querschnittszentrum_begun"
    assert outcome.path[0].raises["staff_unit_budget_authority"] == 2


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_each_answer_about_a_real_city_names_its_source(file: Path, pack: Pack) -> None:
    known = {source.id for source in pack.sources}
    answers = read_answers(file, pack).answers
    assert len(REAL) == 6
    assert [
        name for name, each in answers.items() if name != "canton" and not set(re.findall(r"S[0-9]+", each.note or "")) & known
    ] == []


def test_what_belongs_together_is_asked_of_the_same_office(pack: Pack) -> None:
    of_one_office = ("office_head_commitment", "topic_owner_budget", "topic_owner_decision_rights")
    assert [name for name in of_one_office if "Amt, das" not in pack.question(name).ask] == []


def test_what_no_source_says_of_a_real_city_is_unknown(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("schaffhausen-2021", pack, engine)
    assert {name: state.status for name, state in outcome.approaches.items()} == dict.fromkeys((TL, SB, MR), "undetermined") | {
        QZ: "emerging"
    }


def test_a_preparation_names_everyone_who_has_a_task_in_it(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("seed-after-step-2", pack, engine)
    preparation = next(item for item in outcome.path if item.kind == "preparation")
    assert (preparation.actor, preparation.helpers) == ("administration", ["executive"])


@pytest.mark.parametrize(
    ("owners", "led_by"), [("none", "administration"), (None, "administration"), ("informal", "topic_owner")]
)
def test_who_is_not_known_to_be_there_leads_no_step(owners: str | None, led_by: str, pack: Pack, engine: PackEngine) -> None:
    answers = {
        "domain_expertise": "individuals",
        "staff_proposals": "occasional",
        "topic_owners": owners,
        "cross_topic_projects": "none",
    }
    outcome = assess(KnowledgeBase(pack, engine), cities.city(pack, answers))
    step = next(item for item in outcome.path if item.step == "themenlab_from_nothing")
    assert (step.actor, "topic_owner" in (step.actor, *step.helpers)) == (led_by, True)


def test_what_could_change_the_choice_of_a_step_is_an_open_question(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("seed-after-step-1", pack, engine)
    assert {"activity_complexity", "political_occasion"} <= set(outcome.open_questions)


def test_nothing_known_gives_no_recommendation(pack: Pack, engine: PackEngine) -> None:
    outcome = outcome_of("all-unknown", pack, engine)
    assert {state.status for state in outcome.approaches.values()} == {"undetermined"}
    assert [item.kind for item in outcome.path] == ["clarify"]
    deciding = [name for name in SHORT_RUN[:11] if name != "initiative_origin"]  # which no status rests on
    assert outcome.path[0].questions == deciding  # what a unit may do is asked once there is one


def test_the_same_title_means_another_role_in_another_city(pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "x.answers.yaml"
    for city, label in {"Zürich": "Stadtrat", "Bern": "Gemeinderat", "Musterstadt": "Exekutive"}.items():
        file.write_text(f"pack: smart-city\ncity: {{name: {city}}}\ndate: 2026-11-22\n", encoding="utf-8")
        assert read_answers(file, pack).city.labels["executive"][""] == label
    file.write_text(
        f"pack: smart-city\ncity: {json.dumps({'name': 'Bern', 'roles': {'executive': 'der Rat der Neun'}})}\ndate: 2026-11-22\n",
        encoding="utf-8",
    )
    assert read_answers(file, pack).city.labels["executive"]["vom"] == "vom Rat der Neun"
