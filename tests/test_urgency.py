"""What cannot wait is told with what of the path removes it: the step, or its preparation, after which it is gone for good."""

from __future__ import annotations

import random

import pytest

from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from advisor.reports.chapters.findings import findings
from advisor.reports.chapters.summary import summary
from tests.support.cities import by_chance, city, partly_known
from tests.support.reports import context
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack

CITIES = 40
BASES = [KnowledgeBase(shipped_pack(name)) for name in ("smart-city", "unit-leadership")]


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
@pytest.mark.parametrize("base", BASES, ids=[base.pack.info.id for base in BASES])
def test_a_risk_is_there_until_the_item_that_removes_it_and_never_again(base: KnowledgeBase, number: int) -> None:
    answers = city(base.pack, by_chance(base.pack, random.Random(f"urgency {number}")))
    outcome = assess(base, answers)
    steps = plan(base.pack, base.engine, answers.complete(base.pack).facts(base.pack), answers.aim).steps
    for state in outcome.findings:
        places = [place for place, each in enumerate(steps) if each.before.concluded(state.id, "present")]
        stays = not steps or steps[-1].after.concluded(state.id, "present")
        if state.kind != "risk" or stays:
            assert state.removed_by is None
        else:
            own = steps[places[-1]]
            assert state.removed_by in {own.step.id, f"{own.step.id}.preparation"}
            prepared = base.engine.infer({**own.before.given, **own.prepared})
            assert (state.removed_by == own.step.id) == prepared.concluded(state.id, "present")


STAFFED = {
    "staff_unit": "staffed",
    "staff_unit_scope": "most",
    "staff_unit_budget_authority": "none",
    "executive_decision": "taken",
    "domain_expertise": "several_topics",
    "staff_proposals": "regular",
    "topic_owners": "named",
    "office_head_commitment": "drives",
    "topic_owner_budget": "recurring",
    "topic_owner_decision_rights": "within_project",
    "cross_office_working_group": "mandated",
    "cross_topic_view": "customary",
}


def test_the_first_page_names_the_step_that_removes_what_cannot_wait() -> None:
    base = BASES[0]
    answers = city(base.pack, STAFFED)
    outcome = assess(base, answers)
    told = {each["title"]: each["text"] for each in summary(context(base.pack, answers, outcome))["urgent"]}
    assert told["Die Stelle darf selbst kein Geld vergeben"].endswith("Spätestens mit Schritt 1 soll das behoben sein.")


@pytest.mark.long
def test_the_first_page_names_no_step_while_it_is_open_how_the_path_begins() -> None:
    base = BASES[0]
    forked = []
    for number in range(CITIES):
        dice = random.Random(f"urgency {number}")
        answers = city(base.pack, partly_known(by_chance(base.pack, dice), 0.35, dice))
        outcome = assess(base, answers)
        if outcome.forks and any(state.removed_by for state in outcome.findings):
            forked.append(summary(context(base.pack, answers, outcome)))
    assert forked
    assert not any("Spätestens" in each["text"] for page in forked for each in page["urgent"])


@pytest.mark.parametrize("number", sampled(8, range(CITIES)))
def test_findings_of_a_kind_stand_in_the_report_by_how_urgent_they_are(number: int) -> None:
    base = BASES[0]
    answers = city(base.pack, by_chance(base.pack, random.Random(f"urgency {number}")))
    found = context(base.pack, answers, assess(base, answers))
    told = [[each["title"] for each in group["findings"]] for group in findings(found)]
    urgent = [found.titled(name) for name in found.outcome.urgent]
    for titles in told:
        first = [title for title in urgent if title in titles]
        assert titles[: len(first)] == first


def test_where_nothing_is_left_to_do_what_is_urgent_comes_before_the_yearly_check() -> None:
    base = BASES[0]
    there = {**STAFFED, "staff_unit_budget_authority": "up_to_limit"}
    for more, first in (({}, "Die jährliche Prüfung"), ({"parliament_support": "rejects"}, "Zuerst angehen, was dringend ist")):
        answers = city(base.pack, there | more)
        found = context(base.pack, answers, assess(base, answers))
        assert found.outcome.balanced
        assert summary(found)["first_90_days"][0].startswith(first)
