"""Who shows only what is certain, only what hangs on something, or only contradictions, finds what the whole look finds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.interview.interview import Interview, Interviewer
from advisor.reasoning.answers import Answer
from advisor.reasoning.disputes import disputes
from advisor.reasoning.glimpse import look_for_hanging
from advisor.sittings.consultation import consultation
from tests.support.cities import by_chance, city, values_of
from tests.support.sampling import in_full
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from advisor.reasoning.answers import Answers

PACK = shipped_pack()
CONSULTATION = consultation(PACK)
INTERVIEWER: Interviewer = CONSULTATION.interviewer


def some_city(seed: int) -> Answers:
    """Return a city of which something is known, and on some of it people disagree; it aims at some of all approaches."""
    dice = random.Random(seed)
    full, share = by_chance(PACK, dice), dice.random()
    found = city(PACK, {name: value for name, value in full.items() if dice.random() < share})
    given = dict(found.answers)
    for question in PACK.questions:
        levels = values_of(question)
        if question.id in given and question.levels and len(levels) > 1 and dice.random() < 0.2:
            said = tuple(Answer(value=value, by=by) for value, by in zip(dice.sample(levels, 2), ("a", "b"), strict=True))
            given[question.id] = Answer(value=None, said=said)
    aim = tuple(each.id for each in PACK.approaches if dice.random() < 0.8) or (PACK.approaches[0].id,)
    return msgspec.structs.replace(found, answers=given, aim=aim)


@pytest.mark.parametrize("seed", range(in_full(400, beside_a_change=24)))
def test_what_is_certain_and_what_hangs_on_it_is_what_the_whole_look_says(seed: int) -> None:
    answers = some_city(seed)
    interview = Interview(answers=answers)
    whole, certain = INTERVIEWER.outlook(interview), INTERVIEWER.certain(interview)
    assert (certain.known, certain.steps, certain.path_settled) == (whole.known, whole.steps, whole.path_settled)
    hanging = look_for_hanging(PACK, INTERVIEWER.rules, answers.possible(PACK), answers.aim)
    assert hanging.known == whole.known
    assert hanging.concluded == (*whole.statuses, *whole.findings)
    assert hanging.choice == whole.effects["choice"].keys()


@pytest.mark.parametrize("seed", range(in_full(100, beside_a_change=6)))
def test_rules_that_were_taken_apart_before_say_the_same_of_disputes(seed: int) -> None:
    answers = some_city(seed)
    assert disputes(PACK, answers, INTERVIEWER.rules) == disputes(PACK, answers)


@pytest.mark.parametrize("seed", range(in_full(200, beside_a_change=12)))
def test_contradictions_are_those_that_the_engine_finds(seed: int) -> None:
    answers = some_city(seed)
    found = CONSULTATION.contradictions(Interview(answers=answers))
    concluded = CONSULTATION.base.engine.infer(answers.facts(PACK), answers.disputed_facts(PACK))
    there = [each.id for each in PACK.findings if each.kind == "contradiction" and concluded.firing(each.id, "present")]
    assert [each.finding for each in found] == there
