"""The schedule staggers the path: nothing begins before what it rests on, and no money is spent before it is there."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from advisor.answers.read import read_answers
from advisor.reasoning.assess import assess
from advisor.reasoning.competence import voting_refuses
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from advisor.reasoning.schedule import Slot, Timing, add_months, preparing, schedule
from tests.test_path import APPROACHES, SB, TL, city

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


def timings(
    pack: Pack, engine: PackEngine, facts: dict[str, str | int], *, clarify: bool = False, next_round: int | None = None
) -> tuple[Timing, ...]:
    found = plan(pack, engine, facts, APPROACHES)
    return schedule(found.steps, found.start.given, clarify=clarify, next_round=next_round)


def slots(pack: Pack, engine: PackEngine, facts: dict[str, str | int], *, clarify: bool = False) -> list[Slot]:
    return [Slot(timing.step.begins, timing.step.ends) for timing in timings(pack, engine, facts, clarify=clarify)]


def test_steps_follow_each_other_by_their_durations(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), **ALL_READY)
    assert slots(pack, engine, facts) == [Slot((0, 0), (1, 4)), Slot((1, 4), (3, 9)), Slot((3, 9), (9, 21))]


def test_open_questions_are_answered_before_the_first_step(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), **ALL_READY)
    assert slots(pack, engine, facts, clarify=True)[0] == Slot((2, 2), (3, 6))


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
    assert third == Slot((32, 38), (62, 69))
    there = [month + 30 for month in second.begins]
    assert [ends - money for ends, money in zip(third.ends, there, strict=True)] == [2, 6]  # a post is filled after that
    assert first.ends == (30, 33)


def test_money_is_applied_for_in_the_next_round_and_in_none_that_is_over(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 14}
    first = timings(pack, engine, facts, next_round=5)[0]
    assert (first.step.ends, first.round) == ((19, 19), (5, 5))
    missed = timings(pack, engine, facts, next_round=1)[0]  # at the latest it is applied for after 3 months: a year later
    assert (missed.step.ends, missed.round) == ((15, 27), (1, 13))


def test_money_that_is_held_back_is_applied_for_in_the_last_round_before_it_is_granted_again(
    pack: Pack, engine: PackEngine
) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 5}
    found = plan(pack, engine, facts, APPROACHES)

    def post(money_from: int | None, next_round: int | None = 7) -> Timing:
        return schedule(found.steps[2:], facts, clarify=False, next_round=next_round, money_from=money_from)[0]

    assert (post(None).round, post(None).money) == ((7, 7), (12, 12))
    assert post(12) == post(None)
    assert (post(23).round, post(23).money) == ((7, 7), (23, 23))  # what is asked for a round later comes a month later
    assert (post(24).round, post(24).money) == ((19, 19), (24, 24))
    assert post(23).step.ends == (25, 29)  # a post is filled after that
    assert post(23, next_round=None).asked == (18, 18)


@pytest.mark.parametrize(("there", "lead"), [((TL,), 30), ((), 3)])
@pytest.mark.parametrize("next_round", range(0, 25, 3))
def test_a_later_step_waits_for_a_round_that_is_not_over_when_it_begins_late(
    next_round: int, there: tuple[str, ...], lead: int, pack: Pack, engine: PackEngine
) -> None:
    facts = {**city(pack, there, **ALL_READY), "budget_lead_time_months": lead}
    found = timings(pack, engine, facts, next_round=next_round)
    for before, timing in pairwise(found):
        if timing.round is not None:
            assert timing.round[0] >= before.step.begins[0]
            assert timing.round[1] >= timing.step.begins[1]
            assert all((month - next_round) % 12 == 0 for month in timing.round)
            assert timing.money == (timing.round[0] + lead, timing.round[1] + lead)
            assert all(ends >= there for ends, there in zip(timing.step.ends, timing.money, strict=True))
    assert any(timing.round for timing in found[1:])


@pytest.mark.parametrize("next_round", range(12))
def test_nothing_is_asked_of_who_refuses_in_the_month_in_which_they_are_won_or_before(
    next_round: int, pack: Pack, engine: PackEngine
) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "parliament_support": "rejects", "topic_owner_budget": "project_budget"}
    found = plan(pack, engine, facts, APPROACHES)
    laid_out = schedule(found.steps, found.start.given, clarify=False, next_round=next_round, refused=voting_refuses(pack))
    won = [each for each, planned in zip(laid_out, found.steps, strict=True) if "parliament_support" in planned.prepared]
    assert won
    for timing in won:
        assert timing.preparation is not None
        assert timing.asked is not None
        assert all(month > end for month, end in zip(timing.asked, timing.preparation.ends, strict=True))


def test_money_that_is_there_waits_for_no_round(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (TL,), **ALL_READY), "budget_lead_time_months": 14, "topic_owner_budget": "project_budget"}
    assert timings(pack, engine, facts, next_round=9)[0].round is None


def test_where_nobody_knows_when_money_comes_a_step_and_all_after_it_have_no_latest_end(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), **ALL_READY)
    unknown = timings(pack, engine, facts)
    assert [(each.step.begins_open, each.step.ends_open) for each in unknown] == [(False, True), (True, True), (True, True)]
    assert [each.lead_unknown for each in unknown] == [True, False, True]
    assert all(each.preparation.ends_open for each in unknown[1:] if each.preparation is not None)
    known = timings(pack, engine, {**facts, "budget_lead_time_months": 14})
    assert {(each.lead_unknown, each.step.begins_open, each.step.ends_open) for each in known} == {(False, False, False)}


def test_money_of_which_only_the_next_round_is_known_comes_no_earlier_than_that(pack: Pack, engine: PackEngine) -> None:
    first = timings(pack, engine, city(pack, (TL,), **ALL_READY), next_round=7)[0]
    assert (first.step.ends[0], first.step.ends_open, first.round) == (8, True, (7, 7))


def test_where_no_money_is_waited_for_nothing_is_open(pack: Pack, engine: PackEngine) -> None:
    first = timings(pack, engine, {**city(pack, (TL,), **ALL_READY), "topic_owner_budget": "project_budget"})[0]
    assert (first.lead_unknown, first.step.ends_open) == (False, False)


TOWN = """pack: smart-city
city: {name: Aba, start: 2027-02-01}
date: 2026-11-22
answers:
  domain_expertise: 2
  staff_proposals: 2
  topic_owners: 1
  office_head_commitment: 1
  topic_owner_budget: 0
  topic_owner_decision_rights: 0
  cross_office_working_group: 0
  cross_topic_view: 0
  staff_unit: none
  strategy_scope: none
  executive_decision: 0
"""


def test_months_to_the_next_round_are_those_from_today_and_not_from_a_later_start(
    pack: Pack, engine: PackEngine, tmp_path: Path
) -> None:
    text = f"{TOWN}  budget_lead_time_months: 10\n  months_to_next_budget: 5\n"
    found = items(pack, engine, tmp_path / "a.answers.yaml", text)
    rounds = [item.timeframe.round for item in found if item.timeframe.round]
    assert rounds
    assert all((month - 2) % 12 == 0 for each in rounds for month in each)  # April 2027 is two months after the start


@pytest.mark.parametrize(("start", "begins"), [(None, "2026-12"), ("2026-11-01", "2026-12"), ("2027-02-01", "2027-02")])
def test_nothing_begins_in_the_month_of_the_report(
    start: str | None, begins: str, pack: Pack, engine: PackEngine, tmp_path: Path
) -> None:
    town = TOWN.replace(", start: 2027-02-01", "" if start is None else f", start: {start}")
    first = items(pack, engine, tmp_path / "a.answers.yaml", town)[0].timeframe
    assert f"{add_months(first.start, first.begins[0]):%Y-%m}" == begins


@pytest.mark.parametrize("end", ["2027-03-31", "2027-12-31", "2028-12-31", "2040-12-31"])
def test_what_goes_on_after_the_term_is_said_to(end: str, pack: Pack, engine: PackEngine, tmp_path: Path) -> None:
    found = items(pack, engine, tmp_path / "a.answers.yaml", f"{TOWN}  legislature_ends: {end}\n")
    last = datetime.date.fromisoformat(end)
    for item in found:
        frame = item.timeframe
        begins, ends, latest = (add_months(frame.start, month) for month in (frame.begins[0], frame.ends[0], frame.ends[1]))
        may = frame.ends_open or latest > last
        late = "begins_after" if begins > last else "ends_after" if ends > last else "may_end_after" if may else None
        assert frame.term == late
    assert found[-1].timeframe.term is not None


def test_what_ends_in_a_month_that_is_known_ends_within_a_long_term(pack: Pack, engine: PackEngine, tmp_path: Path) -> None:
    found = items(
        pack, engine, tmp_path / "a.answers.yaml", f"{TOWN}  budget_lead_time_months: 10\n  legislature_ends: 2040-12-31\n"
    )
    assert {item.timeframe.term for item in found} == {None}


def test_nothing_is_said_of_a_term_that_is_over_or_that_nobody_knows(pack: Pack, engine: PackEngine, tmp_path: Path) -> None:
    for answer in ("", "  legislature_ends: 2026-10-31\n"):
        found = items(pack, engine, tmp_path / "a.answers.yaml", f"{TOWN}{answer}")
        assert {item.timeframe.term for item in found} == {None}


def test_preparations_end_with_the_step_before_and_begin_no_earlier_than_it(pack: Pack, engine: PackEngine) -> None:
    found = plan(pack, engine, city(pack, (SB,)), APPROACHES)
    laid_out = schedule(found.steps, found.start.given, clarify=False)
    for before, timing, planned in zip(laid_out, laid_out[1:], found.steps[1:], strict=False):
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
