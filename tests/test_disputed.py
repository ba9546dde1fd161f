"""What a report says of answers that are disputed, contradict each other or are missing is what hangs on them, and no less."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from advisor.reasoning.answers import Answer
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reports.chapters.deadlines import sitting
from advisor.reports.chapters.evidence import told_disputes
from tests.support.cities import by_chance, city, values_of
from tests.support.reports import EXAMPLES, context, engine_of, imagined, pack_of
from tests.support.sampling import sampled
from tests.test_brief import told_by

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.context import Context

SMART_CITY = next(file for file in EXAMPLES if file.name.startswith("schaffhausen"))


def disputing(number: int) -> Context:
    """Return a city by chance in which three answers are disputed."""
    pack, dice = pack_of(SMART_CITY), random.Random(number)
    asked = city(pack, by_chance(pack, dice))
    disputed = {}
    for question in dice.sample([each for each in pack.questions if len(values_of(each)) > 1], 3):
        said = tuple(Answer(value=value) for value in dice.sample(values_of(question), 2))
        disputed[question.id] = Answer(value=None, said=said)
    answers = replace(asked, answers={**asked.answers, **disputed})
    return context(pack, answers, assess(KnowledgeBase(pack, engine_of(SMART_CITY)), answers))


@pytest.mark.parametrize("number", sampled(4, range(32)))
def test_nothing_hangs_on_a_dispute_only_where_the_answer_can_change_nothing(number: int) -> None:
    told = disputing(number)
    nothing, open_ones = told.words("dispute.nothing"), {told.question_label(name) for name in told.outcome.open_questions}
    for row in told_disputes(told):
        assert row["decides"] != nothing or row["label"] not in open_ones


def test_a_contradiction_on_which_no_verdict_rests_holds_up_nothing_in_either_paper(tmp_path: Path) -> None:
    goals = "measurable_goals: none, goals_cascaded: few_offices, strategy_status: in_progress"
    lab = "domain_expertise: broad, staff_proposals: regular, topic_owners: named, office_head_commitment: supports"
    for audience in ("council", "team"):
        told = told_by(f"answers: {{{lab}, {goals}, staff_unit: none, executive_decision: none}}", tmp_path, audience)
        page = told.partition("## Das Wichtigste")[2].partition("**Der Stand" if audience == "team" else "### Wo wir stehen")[0]
        assert "An einer Stelle widersprechen sich Antworten. Am Stand ändert das nichts" in page
        assert "gilt erst, wenn" not in page


@pytest.mark.parametrize("number", sampled(4, range(32)))
def test_a_limit_that_nobody_told_and_that_decides_on_money_is_an_open_question(number: int) -> None:
    told = imagined(pack_of(SMART_CITY), engine_of(SMART_CITY), number)
    limits = {each.role: each.up_to for each in told.pack.info.competences}
    for item in told.outcome.path:
        asked = {limits[grant.role] for grant in item.grants if grant.within and item.kind == "step"}
        assert asked <= {*told.outcome.open_questions, None}


@pytest.mark.parametrize("number", sampled(4, range(32)))
def test_whoever_decides_alone_on_a_step_has_no_sitting(number: int) -> None:
    told = imagined(pack_of(SMART_CITY), engine_of(SMART_CITY), number)
    persons = {each.role for each in told.pack.info.competences if each.one_person}
    month = told.words("council.sitting.next", month="").split()[0]
    for item in told.outcome.path:
        apart = item.timeframe.money is not None
        if set(item.decides) <= persons and (apart or not item.grants):
            assert not sitting(told, 0, item).startswith(month)
