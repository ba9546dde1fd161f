"""At a glance: who has answered what, what a search finds, what fits the time, what would be if, and who is asked alike."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.interview.interview import Interview
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, Respondent
from advisor.reasoning.conclusions import possible_values
from advisor.sittings import events as did
from advisor.sittings import glance
from advisor.sittings.alike import questions_for_all, role_of, set_of
from advisor.sittings.consultation import answered
from advisor.sittings.naming import named_anew, own_names
from advisor.sittings.sitting import Sitting, begun
from tests.support.cities import city, examples, like_the_examples
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack
from tests.test_showing import DAY, desk

if TYPE_CHECKING:
    from advisor.reasoning.answers import Answers

PACK = shipped_pack()


def empty() -> Sitting:
    return begun(city(PACK, {}), (), "x")


def some_city(seed: int) -> Answers:
    dice = random.Random(seed)
    full = like_the_examples(PACK, examples(PACK), dice)
    return city(PACK, {name: value for name, value in full.items() if dice.random() < 0.7})


# --- what would be if


@pytest.mark.parametrize("seed", sampled(6, range(1, 7)))
def test_what_if_names_every_single_answer_that_changes_the_map_and_no_other(seed: int) -> None:
    answers, known = some_city(seed), desk()

    def statuses(of: Answers) -> dict[str, tuple[str, ...]]:
        concluded = known.base.engine.infer(of.facts(PACK), of.disputed_facts(PACK))
        return {each.id: tuple(possible_values(each.id, STATUS, concluded.known)) for each in PACK.approaches}

    now = statuses(answers)
    expected: dict[tuple[str, str], dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for question in PACK.questions:
        given = answers.answers.get(question.id)
        for value in (level.name for level in question.levels if question.type in {"ordinal", "choice"}):
            if given is not None and value != given.value:
                then = statuses(msgspec.structs.replace(answers, answers={**answers.answers, question.id: Answer(value=value)}))
                moved = {name: (now[name], each) for name, each in then.items() if each != now[name]}
                expected |= {(question.id, value): moved} if moved else {}
    found = known.what_if(Interview(answers=answers)).others
    told = {
        (each.question, value): {one.approach: (one.now, one.then) for one in each.moved}
        for each in found
        for value in each.values
        if each.moved
    }
    assert told == expected
    assert [len(each.moved) for each in found] == sorted((len(each.moved) for each in found), reverse=True)


def test_what_the_answers_to_a_question_would_bring_stands_apart_from_what_others_would() -> None:
    answers = some_city(1)
    asked = next(each.question for each in desk().what_if(Interview(answers=answers)).others)
    found = desk().what_if(Interview(answers=answers), asked)
    assert {each.question for each in found.here} == {asked}
    assert asked not in {each.question for each in found.others}


# --- time


def test_what_matters_most_is_what_would_be_asked_and_decides_most_first() -> None:
    interview = Interview(answers=some_city(3))
    all_of_them = desk().most_important(interview, 99)
    turn = desk().turn(interview)
    assert set(all_of_them) == turn.matter["course"]
    assert desk().most_important(interview, 2) == all_of_them[:2]
    boxed = msgspec.structs.replace(interview, fits=2)
    first = desk().turn(boxed).question
    assert first is not None
    assert first.id == all_of_them[0]


def test_a_time_box_ends_the_questions_and_says_so_until_it_is_lifted() -> None:
    sitting = empty().after(did.TimeBoxed(questions=2))
    for _ in range(2):
        turn = desk().turn(sitting.interview)
        assert turn.question is not None
        sitting = sitting.after(answered(sitting.interview, turn.question.id, turn.question.levels[0].name, None, DAY))
    turn = desk().turn(sitting.interview)
    assert turn.question is None
    reached = desk().at_goal(sitting.interview, turn)
    assert (reached.state, reached.acts[0]) == ("over", "more_time")
    assert desk().turn(sitting.interview.choose("staff_unit")).question is not None
    lifted = sitting.after(did.TimeBoxed())
    assert desk().turn(lifted.interview).question is not None
    assert sitting.after(did.Undone(events=(2,))).interview.fits is None


@pytest.mark.parametrize(("minutes", "questions"), [(1, 1), (10, 6), (30, 18)])
def test_so_many_questions_fit_into_minutes(minutes: int, questions: int) -> None:
    assert glance.that_fit(minutes) == questions


# --- who


def test_everybody_who_took_part_is_heard_once_and_the_room_where_it_answered_as_one() -> None:
    sitting = empty().after(
        did.Joined(by="clara", name="Clara"),
        did.Answered(by="anna", on=DAY, question="staff_unit", value="none", note="Reglement"),
        did.Answered(by="ben", question="staff_unit", value="permanent"),
        did.Answered(by="ben", question="staff_proposals", value=None),
        did.Settled(question="staff_unit", value="none"),
        did.Noted(by="clara", question="topic_owners", note="fragen"),
    )
    heard = glance.voices(PACK, sitting)
    told = {each.person: (each.answered, each.unknown, each.notes) for each in heard.each}
    assert told == {"anna": (1, 0, 1), "ben": (2, 1, 0), "clara": (0, 0, 1), None: (1, 0, 0)}
    assert (heard.divided, heard.settled) == ((), ("staff_unit",))
    anna = next(each for each in heard.each if each.person == "anna")
    assert (anna.last, sum(each.answered for each in anna.topics)) == (DAY, 1)


def test_a_search_needs_all_words_wherever_they_stand_and_forgives_how_they_are_typed() -> None:
    sitting = empty().after(did.Noted(question="topic_owners", note="Sitzung in Zürich"))
    assert [row.question.id for row in glance.found(PACK, sitting.interview, " ZURICH sitzung ")] == ["topic_owners"]
    assert [row.question.id for row in glance.found(PACK, sitting.interview, "zürich luftschloss")] == []
    assert glance.found(PACK, sitting.interview, "  ") == ()


def test_the_map_is_open_at_the_begin_and_full_at_the_end() -> None:
    before = glance.placed(PACK, desk().turn(empty().interview))
    assert {len(each.statuses) for each in before} == {3}
    assert {len(each.poles) for each in before} == {2}
    full = city(PACK, like_the_examples(PACK, examples(PACK), random.Random(5)))
    after = glance.placed(PACK, desk().turn(Interview(answers=full)))
    assert {len(each.statuses) for each in after} == {1}


# --- names and sets


def test_a_name_that_a_city_gives_counts_from_then_on_and_is_not_asked_for_again() -> None:
    sitting = empty()
    assert {each.role for each in own_names(PACK, sitting.base)} == {"executive", "parliament"}
    named = named_anew(PACK, sitting.after(did.Answered(question="executive_label", value="der Stadtrat")))
    assert named.base.city.labels["executive"][""] == "Stadtrat"
    assert {each.role for each in own_names(PACK, named.interview.answers)} == {"parliament"}
    taken_back = named_anew(PACK, named.after(did.Undone(events=named.undoing(2))))
    assert taken_back.base.city.labels == sitting.base.city.labels
    assert named_anew(PACK, sitting) is sitting


def test_all_in_a_role_get_the_same_questions_as_long_as_they_arise_and_others_get_none_of_it() -> None:
    known = msgspec.structs.replace(city(PACK, {}), respondents={"p1": Respondent(role="office_head", name="Anna")})
    sitting = begun(known, (), "x").after(
        did.AskedAlike(role="office_head", questions=questions_for_all(PACK)),
        did.Joined(by="ben", name="Ben", role="office_head"),
        did.Answered(by="p1", question="staff_unit", value="none"),
    )
    sets = {
        each: set_of(PACK, sitting, sitting.interview, each) for each in ("p1", "ben", "office_head", "dora", "executive", None)
    }
    assert {name for name, found in sets.items() if found is None} == {"dora", "executive", None}
    mine, theirs = sets["p1"], sets["ben"]
    assert mine is not None
    assert theirs is not None
    assert set(theirs.left) - set(mine.left) >= {"staff_unit"}
    turn = desk().turn_of(sitting, sitting.interview, "ben")
    assert turn.question is not None
    assert turn.question.id == theirs.left[0]
    ended = sitting.after(did.AskedAlike(role="office_head"))
    assert set_of(PACK, ended, ended.interview, "ben") is None
    assert role_of(sitting, "ben") == "office_head"
