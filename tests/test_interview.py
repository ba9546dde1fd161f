"""The interview asks what matters and nothing else, and ends with what it would know if it had asked everything."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.interview.interview import GOALS, Interview, Interviewer, resumed
from advisor.knowledge.measures import Instead
from advisor.logic.condition import ALWAYS
from advisor.logic.values import only
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, AnswerValue
from advisor.reasoning.assess import assess
from advisor.reasoning.conclusions import SEVERAL_OPEN, possible_values
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.propagation import ReadingEngine
from advisor.reasoning.relevance import waited_for
from tests.support.cities import by_chance, city, course, every_city, everything_concluded, planned, told, values_of
from tests.support.sampling import examples, in_full, sample_and_all
from tests.support.shipped import shipped_pack
from tests.support.small_pack import load_small, reduced_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reasoning.planner import Plan

CONCLUDED = {"course": course, "findings": everything_concluded}
PACK = shipped_pack()
INTERVIEWER = Interviewer(PACK)


def led(interviewer: Interviewer, full: Mapping[str, AnswerValue | None]) -> Iterator[Interview]:
    """Lead an interview with somebody who knows these answers, and yield it at each goal."""
    interview = Interview(answers=city(interviewer.pack, {}))
    for goal in GOALS:
        interview = msgspec.structs.replace(interview, goal=goal)
        while question := (turn := interviewer.turn(interview)).question:
            assert question.id not in interview.asked
            interview = interview.answer(question.id, Answer(value=full.get(question.id)), turn)
        yield interview


def check_goals(interviewer: Interviewer, engine: Any, full: Mapping[str, AnswerValue]) -> None:  # noqa: ANN401
    pack = interviewer.pack
    everything = planned(pack, engine, city(pack, full))
    for goal, interview in zip(GOALS, led(interviewer, full), strict=True):
        concluded = CONCLUDED[goal]
        here = concluded(pack, planned(pack, engine, interview.answers))
        assert here == concluded(pack, everything)
        for question in pack.questions:
            if question.id not in interview.asked and may_matter(interviewer, question.id):
                for value in values_of(question) if question.arises is None else []:
                    answered = interview.answer(question.id, Answer(value=value))
                    assert concluded(pack, planned(pack, engine, answered.answers)) == here, (goal, question.id, value)


def may_matter(interviewer: Interviewer, question: str) -> bool:
    """Tell whether any rule or step reads a question at all."""
    pack = interviewer.pack
    facts = {fact for each in (*pack.approaches, *pack.findings) for fact in interviewer.reading.sources(each.id)}
    facts |= {fact for step in pack.steps for fact in interviewer.reading.sources(step.id)}
    told_of = msgspec.json.encode(pack.steps).decode() + msgspec.json.encode(pack.criteria).decode()
    return question in {fact.partition(".")[0] for fact in facts} or f'"{question}' in told_of


@pytest.mark.long
def test_skipped_questions_of_random_cities_could_have_changed_nothing() -> None:
    check_cities(ReadingEngine(PACK, INTERVIEWER.reading), range(2))


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, in_full(800, beside_a_change=100), 10))
def test_skipped_questions_of_many_random_cities_could_have_changed_nothing(first: int) -> None:
    check_cities(ReadingEngine(PACK, INTERVIEWER.reading), range(first, first + 10))


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 16, 4))
def test_skipped_questions_of_random_cities_could_have_changed_nothing_for_experta_either(first: int) -> None:
    check_cities(ENGINE, range(first, first + 4))


def check_cities(engine: Any, seeds: range) -> None:  # noqa: ANN401 - an engine, or what stands for it
    for seed in seeds:
        check_goals(INTERVIEWER, engine, by_chance(PACK, random.Random(seed)))


@pytest.fixture(scope="module")
def reduced(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_small(tmp_path_factory.mktemp("reduced"), reduced_pack()).pack


@sample_and_all("every", 15, in_full(1, beside_a_change=2))
def test_in_every_city_of_a_reduced_pack_skipped_questions_could_have_changed_nothing(every: int, reduced: Pack) -> None:
    interviewer, engine = Interviewer(reduced), build_engine(reduced)
    cities = list(every_city(reduced))
    assert len(cities) == 2**7
    for full in cities[::every]:
        check_goals(interviewer, engine, full)


@pytest.mark.long
def test_in_every_city_of_a_reduced_pack_each_question_could_still_change_the_goal(reduced: Pack) -> None:
    interviewer = Interviewer(reduced)
    engine = ReadingEngine(interviewer.pack, interviewer.reading)
    table = {tuple(full.values()): planned(reduced, engine, city(reduced, full)) for full in every_city(reduced)}
    names = list(next(every_city(reduced)))
    for full in every_city(reduced):
        interview = Interview(answers=city(reduced, {}))
        while question := interviewer.turn(interview).question:
            known = {name: full[name] for name in interview.asked}
            matching = [values for values in table if all(values[names.index(name)] == value for name, value in known.items())]
            assert len({repr(course(reduced, table[values])) for values in matching}) > 1, (question.id, known)
            interview = interview.answer(question.id, Answer(value=full[question.id]))


@sample_and_all("cities", 1, in_full(40, beside_a_change=20))
def test_at_the_last_goal_the_report_tells_what_it_would_with_every_question_answered(
    cities: int, pack: Pack, engine: PackEngine
) -> None:
    dice = random.Random(4)
    for _ in range(cities):
        full = by_chance(pack, dice)
        *_, last = led(Interviewer(pack), full)
        base, whole = KnowledgeBase(pack, engine), city(pack, full)
        asked = msgspec.structs.replace(last.answers, city=whole.city)  # whoever reads the file finds the names that follow
        assert told(assess(base, asked)) == told(assess(base, whole))


@given(st.integers(0, 10**6), st.floats(0, 1))
@examples(40)
def test_reading_without_an_engine_concludes_what_experta_concludes(seed: int, share: float) -> None:
    dice = random.Random(seed)
    some = {name: value for name, value in by_chance(PACK, dice).items() if dice.random() < share}
    facts = city(PACK, some).facts(PACK)
    boxes = {
        name: frozenset(dice.sample(names, 2)) for name, names in LEVELS.items() if name not in facts and dice.random() < 0.5
    }
    known = ENGINE.infer(facts, boxes).known
    assert INTERVIEWER.reading.conclude({**boxes, **{fact: only(value) for fact, value in facts.items()}}) == known


ENGINE = build_engine(PACK)
LEVELS = {each.id: [level.name for level in each.levels] for each in PACK.questions if each.type == "ordinal"}


@sample_and_all("examples", 2, in_full(60, beside_a_change=30))
def test_the_number_of_questions_left_never_rises_and_unknown_answers_stop_nothing(examples: int) -> None:
    settings(max_examples=examples)(given(st.integers(0, 10**6), st.floats(0, 0.6))(check_questions_left))()


def check_questions_left(seed: int, unknown: float) -> None:
    dice = random.Random(seed)
    full = {name: None if dice.random() < unknown else value for name, value in by_chance(PACK, dice).items()}
    interview = Interview(answers=city(PACK, {}))
    before = {goal: len(PACK.questions) for goal in GOALS}
    for goal in GOALS:
        interview = msgspec.structs.replace(interview, goal=goal)
        while (turn := INTERVIEWER.turn(interview)).question:
            assert all(turn.left[each] <= before[each] for each in GOALS), turn.question.id
            before = turn.left
            interview = interview.answer(turn.question.id, Answer(value=full.get(turn.question.id)), turn)
        assert turn.left[goal] == 0


@sample_and_all("rooms", (0,), (*range(in_full(300, beside_a_change=40)), 182))
def test_with_unknown_answers_the_rest_is_settled_as_if_all_other_questions_had_been_asked(rooms: Iterable[int]) -> None:
    """In room 23 it hangs on one answer whether a step would begin with what is done, in 182 nobody knows of a refusal."""
    engine = ReadingEngine(PACK, INTERVIEWER.reading)
    for seed in rooms:
        dice = random.Random(seed)
        full = {name: None if dice.random() < 0.3 else value for name, value in by_chance(PACK, dice).items()}
        everything = planned(PACK, engine, city(PACK, full))
        first, last = (planned(PACK, engine, interview.answers) for interview in led(INTERVIEWER, full))
        assert told_at_the_first_goal(first) == told_at_the_first_goal(everything), seed
        assert everything_concluded(PACK, last) == everything_concluded(PACK, everything), seed


def told_at_the_first_goal(found: Plan) -> tuple[object, ...]:
    """Return what the first goal is about: the course, of which only the begin where two statuses stay open."""
    statuses, steps = course(PACK, found)
    open_ones = [each.id for each in PACK.approaches if len(possible_values(each.id, STATUS, found.start.known)) > 1]
    return statuses, steps[:1] if len(open_ones) >= SEVERAL_OPEN else steps  # type: ignore[index] # the steps in their order


def test_what_the_schedule_of_a_step_reads_is_asked_about() -> None:
    """Also the wait for money that something takes only under a condition."""
    step = next(each for each in PACK.steps if each.actions)
    other = Instead(when=ALWAYS, waits_for="population")
    action = msgspec.structs.replace(step.actions[0], instead=(other,))
    asked = set(waited_for(PACK, msgspec.structs.replace(step, actions=(action,))))
    assert {"population", PACK.info.next_round, PACK.info.term_ends} <= asked


def test_the_short_run_comes_first() -> None:
    interview = Interview(answers=city(PACK, {}))
    full = {each.id: values_of(each)[-1] for each in PACK.questions if values_of(each)}
    seen = []
    while question := INTERVIEWER.turn(interview).question:
        seen.append(question.short_run is not None)
        interview = interview.answer(question.id, Answer(value=full[question.id]))
    statuses = seen.index(False) if False in seen else len(seen)
    assert statuses >= 8


def test_a_city_in_balance_needs_the_short_run_and_no_more(pack: Pack) -> None:
    best = {each.id: each.levels[-1].name for each in pack.questions if each.type == "ordinal"}
    first = next(led(INTERVIEWER, best))
    assert len(first.asked) <= 12


def test_going_back_keeps_the_answer_until_another_is_given() -> None:
    first = INTERVIEWER.turn(Interview(answers=city(PACK, {}))).question
    assert first is not None
    value = first.levels[-1].name
    then = Interview(answers=city(PACK, {})).answer(first.id, Answer(value=value, note="Protokoll"))
    again = then.back()
    turn = INTERVIEWER.turn(again)
    assert turn.question == first
    assert again.answers.answers[first.id] == Answer(value=value, note="Protokoll")
    assert then.back().back().answers == then.answers
    lower = again.answer(first.id, Answer(value=first.levels[0].name))
    assert INTERVIEWER.turn(lower).outlook.known != INTERVIEWER.turn(then).outlook.known


def test_leaving_a_topic_out_can_be_taken_back_at_its_place() -> None:
    start = Interview(answers=city(PACK, {}))
    first = INTERVIEWER.turn(start).question
    assert first is not None
    left_out = start.skip(first.topic, first.id)
    second = INTERVIEWER.turn(left_out).question
    assert second is not None
    assert second.topic != first.topic
    assert INTERVIEWER.turn(left_out.back()).question == first
    assert left_out.back().skipped == frozenset()
    then = left_out.answer(second.id, Answer(value=second.levels[0].name))
    assert INTERVIEWER.turn(then.back()).question == second
    assert then.back().skipped == {first.topic}
    assert INTERVIEWER.turn(then.back().back()).question == first
    assert start.back() == start


def test_a_dispute_that_stays_open_is_closed_until_it_is_taken_up_and_changes_nothing_that_is_possible() -> None:
    said = (Answer(value="permanent", by="a"), Answer(value="none", by="b"))
    answers = msgspec.structs.replace(city(PACK, {}), answers={"staff_unit": Answer(value=None, said=said)})
    before = resumed(answers, ["staff_unit"])
    turn = INTERVIEWER.turn(before)
    assert turn.question == PACK.question("staff_unit")
    after = before.answer("staff_unit", Answer(value=None, on=answers.date), turn)
    assert after.answers.possible(PACK) == before.answers.possible(PACK)
    assert after.answers.answers["staff_unit"].said == said
    here = INTERVIEWER.turn(after)
    assert here.question is not None
    assert here.question.id != "staff_unit"
    assert all(here.left[goal] <= turn.left[goal] for goal in GOALS)
    again = resumed(after.answers, ["staff_unit"])
    assert again.closed == {"staff_unit"}
    assert INTERVIEWER.turn(again.take_up()).question == PACK.question("staff_unit")
    settled = again.answer("staff_unit", Answer(value="none"))
    assert settled.closed == frozenset()
    assert settled.answers.answers["staff_unit"].said == said


def test_notes_belong_to_their_question_with_and_without_an_answer() -> None:
    start = Interview(answers=city(PACK, {}))
    noted = start.noted("staff_unit", Answer(value=None, note="Reglement"))
    assert noted.answers.facts(PACK) == start.answers.facts(PACK)
    assert INTERVIEWER.turn(noted).question == INTERVIEWER.turn(start).question
    assert (noted.note_on("staff_unit"), noted.note_on("staff_unit_place")) == ("Reglement", None)
    answered = noted.answer("staff_unit", Answer(value="none", note=noted.note_on("staff_unit")))
    assert answered.answers.waiting == {}
    assert answered.noted("staff_unit", Answer(value=None, note="neu")).answers.answers["staff_unit"] == Answer(
        value="none", note="neu"
    )
    assert answered.noted("staff_unit", Answer(value=None)).note_on("staff_unit") is None
    assert noted.noted("staff_unit", Answer(value=None)) == start


def test_a_skipped_topic_is_not_asked_until_it_is_taken_up() -> None:
    interview = Interview(answers=city(PACK, {}), goal="findings").skip("coordination", "staff_unit")
    full = by_chance(PACK, random.Random(3))
    while (turn := INTERVIEWER.turn(interview)).question:
        assert turn.question.topic != "coordination"
        interview = interview.answer(turn.question.id, Answer(value=full[turn.question.id]))
    assert "staff_unit" in turn.left_out
    assert INTERVIEWER.turn(interview.take_up()).question is not None


def test_a_question_that_does_not_arise_is_not_asked_and_answers_itself() -> None:
    interview = Interview(answers=city(PACK, {"staff_unit": "none"}), goal="findings")
    full = by_chance(PACK, random.Random(5))
    while question := INTERVIEWER.turn(interview).question:
        assert question.id != "staff_unit_scope"
        interview = interview.answer(question.id, Answer(value=full[question.id]))
    assert interview.answers.facts(PACK)["staff_unit_scope"] == "none"
    assert "staff_unit_scope" not in interview.answers.answers


def with_dispute(answers: Answers, question: str, *values: str) -> Answers:
    said = tuple(Answer(value=value, by=f"role{place}") for place, value in enumerate(values))
    return msgspec.structs.replace(answers, answers={**answers.answers, question: Answer(value=None, said=said)})


def test_a_dispute_is_asked_about_only_if_it_matters() -> None:
    settled = city(PACK, {"staff_proposals": "none"})
    matters = with_dispute(settled, "domain_expertise", "missing", "broad")
    does_not = with_dispute(settled, "domain_expertise", "several_topics", "broad")
    asked = {name: INTERVIEWER.turn(Interview(answers=each)).question for name, each in {"yes": matters, "no": does_not}.items()}
    assert asked["yes"] is not None
    assert asked["yes"].id == "domain_expertise"
    assert "domain_expertise" not in set(INTERVIEWER.turn(Interview(answers=does_not)).outlook.effects["statuses"])
