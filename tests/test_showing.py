"""What a surface shows of a sitting comes as data, the same for every surface and every language."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.answers.packs import load
from advisor.reasoning.answers import Answer
from advisor.sittings import events as did
from advisor.sittings import showing
from advisor.sittings.consultation import Consultation, answered, closed, consultation, joined, moved, still_matters, undone
from advisor.sittings.sitting import Sitting, begun, earlier
from tests.support.cities import city
from tests.support.reports import ROOT
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.sittings.showing import Shown

DAY = datetime.date(2026, 11, 29)
PACK = shipped_pack()


@cache
def desk(language: str = "de") -> Consultation:
    return consultation(PACK if language == "de" else load(ROOT / "rules" / "smart-city", language))


def empty() -> Sitting:
    return begun(city(PACK, {}), (), "x")


def shown(sitting: Sitting, question: str, language: str = "de") -> Shown:
    known = desk(language)
    turn = known.turn(msgspec.structs.replace(sitting.interview, chosen=question))
    assert turn.question is not None
    return showing.shown(known.pack, sitting.interview, turn, turn.question, sitting.earlier)


def test_a_question_shows_what_each_said_and_offers_to_leave_it_divided() -> None:
    sitting = empty()
    assert "disagree" not in shown(sitting, "staff_unit").acts
    assert {"back", "take_up"}.isdisjoint(shown(sitting, "staff_unit").acts)
    for by, value in (("anna", "none"), ("ben", "permanent")):
        sitting = sitting.after(answered(sitting.interview, "staff_unit", value, by, DAY))
    now = shown(sitting, "staff_unit")
    assert [(each.by, each.value) for each in now.said] == [("anna", "none"), ("ben", "permanent")]
    assert (now.given, now.before) == (None, None)
    assert {"disagree", "back"} <= set(now.acts)
    settled = sitting.after(answered(sitting.interview, "staff_unit", "none", None, DAY))
    assert isinstance(settled.events[-1], did.Settled)
    assert shown(settled, "staff_unit").before == "none"


def test_progress_counts_answers_by_topic() -> None:
    sitting = empty().after(answered(empty().interview, "staff_unit", "none", None, DAY))
    now = shown(sitting, "topic_owners")
    assert sum(each.answered for each in now.topics) == 1
    assert sum(each.questions for each in now.topics) == len(PACK.questions)
    assert next(each.topic for each in now.topics if each.answered) == PACK.question("staff_unit").topic


@pytest.mark.parametrize("value", ["permanent", None])
def test_an_earlier_answer_is_shown_until_one_is_given_and_what_was_unknown_is_kept_by_nobody(value: str | None) -> None:
    old = city(PACK, {})
    old = msgspec.structs.replace(old, answers={"staff_unit": Answer(value=value)})
    sitting = empty().after(earlier(old, "old"))
    now = shown(sitting, "staff_unit")
    assert now.earlier is not None
    assert (now.earlier.answer.value, now.earlier.on, now.before) == (value, old.date, value)
    given = sitting.after(answered(sitting.interview, "staff_unit", "none", None, DAY))
    assert (shown(given, "staff_unit").earlier, shown(given, "staff_unit").before) == (None, "none")


def test_what_is_shown_says_the_same_in_every_language() -> None:
    sitting = empty().after(answered(empty().interview, "staff_unit", "none", "anna", DAY), did.PutOff(question="topic_owners"))
    told = [shown(sitting, "domain_expertise", language) for language in ("de", "fr")]
    one, other = ({**msgspec.structs.asdict(each), "question": each.question.id} for each in told)
    assert one == other
    reasons = [showing.reasons(desk(each).pack, desk(each).turn(sitting.interview)) for each in ("de", "fr")]
    assert reasons[0] == reasons[1]


def test_at_a_goal_what_was_left_out_can_be_taken_up_and_the_likeliest_act_comes_first() -> None:
    sitting = empty()
    while (turn := desk().turn(sitting.interview)).question is not None:
        event = moved("skip", turn.question)
        assert event is not None
        sitting = sitting.after(event)
    reached = desk().at_goal(sitting.interview, turn)
    assert reached.state == "waiting"
    assert reached.left_out
    assert "take_up" in reached.acts
    assert reached.acts[-2:] == ("review", "leave")
    assert reached.sure.left is None
    again = moved("take_up", PACK.questions[0])
    assert again is not None
    assert desk().turn(sitting.after(again).interview).question is not None


def test_answers_that_contradict_each_other_are_told_once_with_the_questions_to_revisit() -> None:
    known = desk()
    answers = {each.id: each.levels[0].name for each in PACK.questions if each.type == "ordinal"}
    for question, level in ((each.id, level.name) for each in PACK.questions for level in each.levels):
        sitting = begun(city(PACK, answers | ({question: level} if question in answers else {})), (), "x")
        found = known.contradictions(sitting.interview)
        if found:
            break
    assert found
    assert all(len(each.questions) > 1 for each in found)
    assert known.new_contradictions(sitting.interview, sitting.interview) == ()
    assert known.new_contradictions(empty().interview, sitting.interview) == tuple(each.finding for each in found)


def test_acts_become_events_only_where_something_happens() -> None:
    question = PACK.question("staff_unit")
    sitting = empty().after(answered(empty().interview, "staff_unit", "none", "anna", DAY))
    assert moved("why", question) is None
    assert joined(sitting, "anna", "Anna") is None
    assert isinstance(joined(sitting, "ben", "Ben"), did.Joined)
    assert closed(sitting, len(sitting.events)) is None
    assert isinstance(closed(sitting, 1), did.Closed)
    assert sitting.after(undone(sitting, 2)).interview.answers.answers == {}
    turn = desk().turn(empty().interview)
    assert still_matters(empty().interview, "staff_unit", turn) == turn.matter
    assert still_matters(sitting.interview, "staff_unit", turn) == {}


def test_a_review_has_every_question_once_and_a_resume_knows_what_was_left_open() -> None:
    sitting = empty().after(
        answered(empty().interview, "staff_unit", "none", None, DAY),
        *(did.Answered(question="innovation_time", value=value, by=by) for by, value in (("anna", "none"), ("ben", "agreed"))),
        did.Settled(question="innovation_time"),
        did.Noted(question="topic_owners", note="fragen"),
        did.PutOff(question="domain_expertise"),
        did.Skipped(topic=PACK.topics[0].id, question=PACK.questions[0].id),
        did.WentOn(),
    )
    rows = [row for _, rows in showing.review(PACK, sitting.interview) for row in rows]
    assert sorted(row.number for row in rows) == list(range(1, len(PACK.questions) + 1))
    assert {row.question.id for row in rows if row.answered} == {"staff_unit", "innovation_time"}
    assert {row.question.id: row.note for row in rows if row.note} == {"topic_owners": "fragen"}
    assert showing.left_open(PACK, sitting.interview, ["staff_unit", "gone"]) == showing.LeftOpen(
        outside=("staff_unit",),
        last="innovation_time",
        skipped=(PACK.topics[0].id,),
        put_off=("domain_expertise",),
        goal="findings",
        divided=("innovation_time",),
    )
