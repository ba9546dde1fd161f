"""Which step can come and which comes next is said once, by rules; whoever reads them says the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.logic.condition import Test
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.logic.vocabulary import COVERAGE
from advisor.reasoning.assess import assess
from advisor.reasoning.choice import assumed, candidates, choose, coming, prefers
from advisor.reasoning.course import available, course, next_fact, taken_fact
from advisor.reasoning.deductions import aim_fact, deductions, preference_fact
from advisor.reasoning.diagnosis import told_findings
from advisor.reasoning.engine import ClosedEngine
from advisor.reasoning.forks import forks
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.lookahead import foresee
from advisor.reasoning.outcome import to_json
from advisor.reasoning.pack_engine import PackEngine, build_engine
from advisor.reasoning.planner import plan
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.reasoning.relevance import rules
from advisor.reasoning.unfolding import Verdicts
from advisor.reasoning.urgency import removed_by
from tests.support.cities import by_chance, city, planned
from tests.support.sampling import sample_and_all
from tests.support.shipped import shipped_packs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.conclusions import Conclusions


def with_poles(pack: Pack) -> Pack:
    """Return a pack with one more criterion: which of its approaches brings a pole that none covers comes first."""
    about_poles = msgspec.structs.replace(
        pack.criteria[0], id="brings_a_pole", when=Test("pole", frozenset({"missing"}), COVERAGE)
    )
    return msgspec.structs.replace(pack, criteria=(*pack.criteria, about_poles))


PACKS = {name: with_poles(pack) for name, pack in shipped_packs().items()}
ENGINES = {name: build_engine(pack) for name, pack in PACKS.items()}
READINGS = {name: ReadingEngine(pack, Reading(deductions(pack))) for name, pack in PACKS.items()}
VERDICTS = {name: Verdicts(deductions(pack)) for name, pack in PACKS.items()}

every_pack = pytest.mark.parametrize("name", PACKS)


def imagined(pack: Pack, seed: int, share: float = 1.0) -> Answers:
    """Return a city by chance, with its aims; only a share of its answers is known."""
    dice = random.Random(seed)
    full = by_chance(pack, dice)
    known = {question: value for question, value in full.items() if dice.random() < share}
    aim = tuple(approach.id for approach in pack.approaches if dice.random() < 0.7)
    return msgspec.structs.replace(city(pack, known), aim=aim or (pack.approaches[0].id,))


class WithoutTheWay(PackEngine):
    """The engine of a pack whose rules about steps were left out."""

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        return ClosedEngine([]).infer(given)


@every_pack
def test_no_step_comes_without_the_rules_about_steps(name: str) -> None:
    pack = PACKS[name]
    bare = WithoutTheWay(pack, deductions(pack))
    for seed in range(5):
        answers = imagined(pack, seed)
        found = plan(pack, bare, answers.facts(pack), answers.aim)
        assert found.steps == ()
        assert found.arrives or found.blocked_by == "no_step"


@every_pack
@sample_and_all("cities", 12, 150)
def test_experta_and_the_reading_choose_the_same_step_with_the_same_alternatives(name: str, cities: int) -> None:
    pack = PACKS[name]
    for seed in range(cities):
        answers = imagined(pack, seed, share=1.0 if seed % 2 else 0.7)
        facts, disputed = answers.facts(pack), answers.disputed_facts(pack)
        one, other = (plan(pack, engine, facts, answers.aim, disputed) for engine in (ENGINES[name], READINGS[name]))
        assert [_told(planned.choice) for planned in one.steps] == [_told(planned.choice) for planned in other.steps]
        assert (one.arrives, one.blocked_by) == (other.arrives, other.blocked_by)


@every_pack
@sample_and_all("cities", 10, 150)
def test_of_cities_that_are_only_supposed_the_reading_says_what_experta_says(name: str, cities: int) -> None:
    pack = PACKS[name]
    for seed in range(cities):
        answers = imagined(pack, seed, share=0.6).complete(pack)
        found = plan(pack, ENGINES[name], answers.facts(pack), answers.aim, answers.disputed_facts(pack))
        told = told_findings(pack, found.start)
        one, other = (
            (forks(pack, each, answers, found), removed_by(each, VERDICTS[name], told, found))
            for each in (ENGINES[name], READINGS[name])
        )
        assert one == other, seed


def _told(choice: object) -> tuple[object, ...]:
    step, criterion, alternatives = choice.step.id, choice.criterion, choice.alternatives  # type: ignore[attr-defined]
    return step, criterion, [(each.step.id, each.criterion) for each in alternatives]


@every_pack
@sample_and_all("cities", 12, 150)
def test_who_waits_would_come_next_if_those_before_led_nowhere(name: str, cities: int) -> None:
    pack, reading = PACKS[name], READINGS[name].course_reading
    for seed in range(cities):
        answers = imagined(pack, seed)
        start = READINGS[name].infer(answers.facts(pack))
        choice = choose(pack, READINGS[name], start, answers.aim, ())
        standing, left, order = assumed(pack, reading, start), set(answers.aim), []
        while step := coming(pack, reading.infer(standing | {aim_fact(target): "yes" for target in left})):
            order.append(step)
            left -= {step.target}
        assert order == ([choice.step, *(each.step for each in choice.alternatives)] if choice else [])


@every_pack
@sample_and_all("cities", 20, 200)
def test_a_step_can_come_exactly_where_its_condition_on_answers_holds(name: str, cities: int) -> None:
    """The check, the proofs and the explanations read the condition; the planner asks the rules."""
    pack, conditions = PACKS[name], {}
    for step in pack.steps:
        conditions[step.id] = VERDICTS[name].grounded(available(pack, step))
    for seed in range(cities):
        answers = imagined(pack, seed)
        known = {fact: only(value) for fact, value in answers.facts(pack).items()}
        standing = assumed(pack, READINGS[name].course_reading, READINGS[name].infer(answers.facts(pack)))
        aims = {aim_fact(approach.id): "yes" for approach in pack.approaches}
        can_come = [step.id for step in candidates(pack, READINGS[name].infer_course(standing | aims))]
        assert can_come == [step.id for step in pack.steps if holds(conditions[step.id], known)]


@every_pack
@sample_and_all("cities", 12, 300)
def test_what_a_criterion_prefers_it_prefers_whatever_the_unknown_answers_are(name: str, cities: int) -> None:
    """Unknown is never yes: only a pole that something may cover already can turn out to be no reason."""
    pack, engine = PACKS[name], READINGS[name]
    on_poles = engine.course_reading.for_a_pole
    for seed in range(cities):
        answers = imagined(pack, seed, share=0.6)
        unknown = by_chance(pack, random.Random(f"completed {seed}"))
        for taken in plan(pack, engine, answers.facts(pack), answers.aim).steps:
            complete = {**city(pack, unknown).facts(pack), **taken.before.given}
            there = engine.infer(complete)
            for criterion in pack.criteria:
                if preference_fact(criterion.id, taken.step.id) not in on_poles and prefers(
                    taken.choice.course, criterion.id, taken.step
                ):
                    assert prefers(there, criterion.id, taken.step)


@every_pack
@sample_and_all("cities", 12, 300)
def test_an_approach_that_is_open_covers_no_pole_where_steps_are_ordered(name: str, cities: int) -> None:
    pack, engine = PACKS[name], READINGS[name]
    criterion = pack.criteria[-1]
    for seed in range(cities):
        answers = imagined(pack, seed, share=0.6)
        start = engine.infer(answers.facts(pack))
        there = [each for each in pack.approaches if start.concluded(each.id, "established")]
        covered = {pole for each in there for pole in each.poles}
        choice = choose(pack, engine, start, answers.aim, ())
        for step in pack.steps if choice else ():
            brings_one = not set(pack.approach(step.target).poles) <= covered
            assert prefers(choice.course, criterion.id, step) == brings_one  # type: ignore[union-attr]


def test_an_office_that_nobody_knows_about_is_built_up_as_early_as_one_that_is_not_there() -> None:
    """In this town nobody brings direction from the top for certain: what may be there waits no longer than what is not."""
    pack, engine = PACKS["smart-city"], READINGS["smart-city"]
    town = {
        "executive_decision": "none",
        "initiative_origin": "leadership",
        "strategy_status": "none",
        "domain_expertise": "missing",
        "staff_proposals": "occasional",
        "innovation_time": "none",
        "cross_topic_view": "occasional",
        "staff_unit": "none",
    }
    refused = town | {"office_head_commitment": "rejects", "topic_owner_budget": "none"}
    unknown, denied = (city(pack, answers) for answers in (town, refused))
    paths = [[step.step.id for step in planned(pack, engine, answers).steps] for answers in (unknown, denied)]
    assert paths[0] == paths[1]
    assert paths[0].index("sektoralbereich_from_themenlab") < paths[0].index("moeglichkeitsraum_from_themenlab")


@every_pack
@sample_and_all("cities", 20, 200)
def test_the_look_ahead_is_certain_of_nothing_but_the_path(name: str, cities: int) -> None:
    pack, known = PACKS[name], rules(PACKS[name])
    for seed in range(cities):
        answers = imagined(pack, seed)
        ahead = foresee(pack, known.steps, known.everything, answers.possible(pack), answers.aim).certain
        path = [planned.step.id for planned in plan(pack, READINGS[name], answers.facts(pack), answers.aim).steps]
        assert [foreseen.step.id for foreseen in ahead][: len(path)] == path


@every_pack
def test_the_faster_matcher_concludes_about_the_way_what_expertas_own_does(name: str) -> None:
    pack = PACKS[name]
    fast, stock = (ClosedEngine(course(pack), stock=stock) for stock in (False, True))
    for seed in range(6):
        answers = imagined(pack, seed)
        standing = assumed(pack, READINGS[name].course_reading, READINGS[name].infer(answers.facts(pack)))
        given = standing | {aim_fact(target): "yes" for target in answers.aim}
        assert fast.infer(given) == stock.infer(given)
        assert fast.infer(given).known == READINGS[name].infer_course(given).known


@every_pack
def test_a_step_that_was_taken_does_not_come_again(name: str) -> None:
    pack = PACKS[name]
    for seed in range(10):
        answers = imagined(pack, seed)
        start = READINGS[name].infer(answers.facts(pack))
        first = choose(pack, READINGS[name], start, answers.aim, ())
        if first is not None:
            again = choose(pack, READINGS[name], start, answers.aim, (first.step.id,))
            assert again is None or again.step != first.step
            assert taken_fact(first.step.id) not in first.course.known


@every_pack
def test_the_rules_about_the_way_grow_with_the_steps_and_not_with_their_pairs(name: str) -> None:
    pack = PACKS[name]
    assert len(course(pack)) == len(pack.steps) * (2 * len(pack.criteria) + 3)
    steps = {step.id for step in pack.steps}
    for deduction in course(pack):
        assert sum(f"{step}." in deduction.fact or deduction.fact.endswith(f">{step}") for step in steps) <= 1


@every_pack
def test_the_path_has_its_rules_in_the_trace(name: str) -> None:
    pack = PACKS[name]
    answers = imagined(pack, 3)
    outcome = assess(KnowledgeBase(pack, ENGINES[name]), answers)
    for item in outcome.path:
        concluded = [entry.rule for entry in item.trace]
        assert (next_fact(item.step) in concluded) == (item.kind == "step")
    assert b'"trace"' in to_json(outcome)


def test_where_a_step_begins_the_neighbours_count() -> None:
    """A step that completes what has begun waits while a neighbour is established: that one leads there more directly."""
    pack = PACKS["smart-city"]
    for name in ("moeglichkeitsraum_begun", "querschnittszentrum_begun"):
        step = next(each for each in pack.steps if each.id == name)
        own = set(pack.approach(step.target).poles)
        beside = next(each.id for each in pack.approaches if own & set(each.poles) and each.id != step.target)
        standing = {each.id: "absent" for each in pack.approaches} | {step.target: "emerging", f"{name}.admitted": "yes"}
        standing |= {aim_fact(step.target): "yes"}
        reading = READINGS["smart-city"]
        assert step in candidates(pack, reading.infer_course(standing))
        assert step not in candidates(pack, reading.infer_course(standing | {beside: "established"}))
