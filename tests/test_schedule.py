"""The schedule staggers the path: nothing begins before what it rests on, and no money is spent before it is there."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from advisor.reasoning.schedule import Slot, add_months, preparing, schedule
from tests.test_path import APPROACHES, TL, city

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.outcome import PathStep
    from advisor.reasoning.pack_engine import PackEngine

ALL_READY = {
    "pilot_experience": "one",
    "learnings_documented": "recorded",
    "innovation_time": "agreed",
    "project_overview": "outdated",
    "office_head_commitment": "tolerates",
    "executive_sponsor": "named",
}


def slots(pack: Pack, engine: PackEngine, facts: dict[str, str | int], *, clarify: bool = False) -> list[Slot]:
    found = plan(pack, engine, facts, APPROACHES)
    return [timing.step for timing in schedule(found.steps, found.start.given, clarify=clarify)]


def test_steps_follow_each_other_by_their_durations(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), **ALL_READY)
    assert slots(pack, engine, facts) == [Slot((0, 0), (1, 4)), Slot((1, 4), (3, 9)), Slot((3, 9), (9, 21))]


def test_open_questions_are_answered_before_the_first_step(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), **ALL_READY)
    assert slots(pack, engine, facts, clarify=True)[0] == Slot((0, 1), (1, 5))


def test_the_first_step_ends_when_its_money_is_there_if_it_is_applied_for_within_90_days(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 14}
    assert slots(pack, engine, facts)[0] == Slot((0, 0), (14, 17))


def test_a_step_takes_as_long_as_what_is_left_of_it_and_waits_for_no_money_that_is_there(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 14, "topic_owner_budget": "project_budget"}
    assert slots(pack, engine, facts)[0] == Slot((0, 0), (1, 3))
    assert slots(pack, engine, {**facts, "office_head_commitment": "supports"})[0] == Slot((0, 0), (0, 2))


def test_money_for_a_later_step_is_applied_for_when_the_one_before_begins(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 30}
    first, second, third = slots(pack, engine, facts)
    assert second == Slot((30, 33), (32, 38))
    assert third == Slot((32, 38), (60, 63))
    assert third.ends[0] - second.begins[0] == 30
    assert first.ends == (30, 33)


def test_preparations_end_with_the_step_before_and_begin_no_earlier_than_it(pack: Pack, engine: PackEngine) -> None:
    found = plan(pack, engine, city(pack, (TL,)), APPROACHES)
    timings = schedule(found.steps, found.start.given, clarify=False)
    for before, timing, planned in zip(timings, timings[1:], found.steps[1:], strict=False):
        assert timing.preparation is not None
        assert timing.preparation.ends == timing.step.begins
        assert timing.preparation.ends >= before.step.ends
        assert timing.preparation.begins >= before.step.begins
        assert timing.preparation.begins[0] <= timing.preparation.begins[1]
        longest = timing.preparation.ends[1] - timing.preparation.begins[0]
        assert longest >= preparing(planned)[1]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [("2026-11-22", 0, "2026-11-01"), ("2026-11-22", 2, "2027-01-01"), ("2026-12-31", 14, "2028-02-01")],
)
def test_months_are_counted_from_the_month_of_the_start(day: str, months: int, found: str) -> None:
    assert add_months(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(found)


def items(pack: Pack, engine: PackEngine, file: Path, text: str) -> list[PathStep]:
    file.write_text(text, encoding="utf-8")
    return assess(KnowledgeBase(pack, engine), read_answers(file, pack)).path


def test_each_item_depends_on_what_comes_before_it(pack: Pack, engine: PackEngine, tmp_path: Path) -> None:
    text = (
        "pack: smart-city\ncity: {name: Aba, aim: [themenlab, sektoralbereich]}\ndate: 2026-11-22\n"
        "answers: {domain_expertise: 2, staff_proposals: 2, topic_owners: 1, office_head_commitment: 1}\n"
    )
    found = items(pack, engine, tmp_path / "a.answers.yaml", text)
    assert [item.kind for item in found] == ["clarify", "preparation", "step"]
    assert [item.depends_on for item in found] == [[], ["clarify"], ["clarify", "sektoralbereich_from_themenlab.preparation"]]
    assert found[2].provisional
