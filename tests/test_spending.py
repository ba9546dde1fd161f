"""Days of work are those of people who are there, and none of the days is lost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.assess import assess
from advisor.reasoning.drafting import papers
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from tests.support.cities import by_chance, city
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reasoning.planner import Plan

NOBODY_YET = {"topic_owners": "none"}


def without_topic_owners(pack: Pack, number: int) -> Answers:
    dice = random.Random(number)
    return city(pack, {**{name: value for name, value in by_chance(pack, dice).items() if dice.random() < 0.9}, **NOBODY_YET})


def planned(pack: Pack, engine: PackEngine, answers: Answers) -> Plan:
    return plan(pack, engine, answers.facts(pack), answers.aim)


@pytest.mark.parametrize("number", sampled(3, range(20)))
def test_nobody_works_before_there_is_anybody_and_no_day_is_lost(pack: Pack, engine: PackEngine, number: int) -> None:
    asked = without_topic_owners(pack, number)
    steps = planned(pack, engine, asked).steps
    outcome = assess(KnowledgeBase(pack, engine), asked)
    absent = {role.id: role.absent for role in pack.roles if role.absent is not None}
    for taken in steps:
        items = {item.kind: item for item in outcome.path if taken.step.id in {item.step, item.rule}}
        ready = {**taken.before.known, **{fact: only(value) for fact, value in taken.prepared.items()}}
        for kind, known in (("preparation", ready), ("step", taken.after.known)):
            days = items[kind].effort if kind in items else {}
            assert not {role for role, when in absent.items() if days.get(role) and holds(when, known)}
    assert sum(outcome.effort.values()) == sum(sum(work.effort.values()) for taken in steps for work in taken.works)
    assert outcome.effort == {role: sum(item.effort.get(role, 0) for item in outcome.path) for role in outcome.effort}


def test_days_of_somebody_who_is_absent_fall_to_whoever_does_the_work(pack: Pack, engine: PackEngine) -> None:
    given = {
        **NOBODY_YET,
        "domain_expertise": "missing",
        "staff_proposals": "none",
        "office_head_commitment": "tolerates",
        "topic_owner_budget": "none",
        "cross_office_working_group": "none",
        "cross_topic_view": "isolated",
        "staff_unit": "none",
        "change_champions": "several_offices",
    }
    first = next(item for item in assess(KnowledgeBase(pack, engine), city(pack, given)).path if item.kind != "clarify")
    assert "topic_owner" not in first.effort
    assert first.effort[first.actor] > 0


@pytest.mark.parametrize("number", range(3))
def test_papers_count_no_days_of_somebody_who_is_absent(pack: Pack, engine: PackEngine, number: int) -> None:
    asked = without_topic_owners(pack, number)
    base = KnowledgeBase(pack, engine)
    way = planned(pack, engine, asked)
    if not way.steps:
        return
    named = way.steps[0].after.known.get("topic_owners") != frozenset({"none"})
    found = [passage.effort for paper in papers(base.repertoire, asked, way) for passage in paper.passages]
    assert named or not any(days.get("topic_owner") for days in found)
