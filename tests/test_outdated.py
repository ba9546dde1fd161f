"""A step leaves no answer behind that presupposes what it has changed: such an answer is open from then on."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from advisor.knowledge.conditions_of import changed
from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.logic.values import WholeNumbers, is_within, only
from advisor.reasoning.effects import changed_by, raised_sets
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.outdated import premises, still_possible
from advisor.reasoning.presupposed import presuppositions
from tests.support.cities import by_chance, city, planned
from tests.support.sampling import sample_and_all
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Allowed
    from advisor.reasoning.planner import Plan, PlannedStep

BASES = {name: KnowledgeBase(shipped_pack(name)) for name in ("smart-city", "unit-leadership")}
UNKNOWN = (0.0, 0.2, 0.5)


def plans(base: KnowledgeBase, count: int) -> Iterator[tuple[int, Plan]]:
    """Yield the paths of cities by chance, of which some answers are unknown."""
    for number in range(count):
        dice = random.Random(f"outdated {number}")
        answers = {name: value for name, value in by_chance(base.pack, dice).items() if dice.random() >= UNKNOWN[number % 3]}
        yield number, planned(base.pack, base.engine, city(base.pack, answers).complete(base.pack))


def denied(pack: Pack, known: Mapping[str, Allowed]) -> set[str]:
    """Return the questions whose answers presuppose what others deny; numbers follow what is done, and are left out."""
    facts = pack.vocabulary.facts
    return {
        question.id
        for question, chosen, presupposed in presuppositions(pack)
        if (question.id in known if chosen is None else holds(chosen, known) is True)
        and holds(presupposed, known) is False
        and not any(isinstance(facts[test.fact], WholeNumbers) for test in leaves(presupposed))
    }


@pytest.mark.parametrize("name", BASES)
@sample_and_all("count", 60, 1_000)
def test_no_answer_presupposes_what_a_step_has_changed(name: str, count: int) -> None:
    pack = BASES[name].pack
    for number, plan in plans(BASES[name], count):
        for step in plan.steps:
            new = denied(pack, step.after.known) - denied(pack, step.before.known)
            assert not new, f"{number}: after {step.step.id} {new} contradict what the step has changed"


@sample_and_all("count", 60, 1_000)
def test_what_may_be_known_after_a_step_holds_what_the_path_says(count: int) -> None:
    base = BASES["smart-city"]
    for number, plan in plans(base, count):
        for step in plan.steps:
            possible = read_on_sets(base.pack, step)
            for fact, value in step.after.given.items():
                allowed = possible.get(fact)
                assert allowed is None or is_within(only(value), allowed), f"{number}: {fact} after {step.step.id}"


def read_on_sets(pack: Pack, step: PlannedStep) -> dict[str, Allowed]:
    before: dict[str, Allowed] = {**step.before.disputed, **{fact: only(value) for fact, value in step.before.given.items()}}
    after = dict(before)
    for work in step.works:
        after |= raised_sets(pack, after, work.raises)
    return still_possible(premises(pack, changed_by(pack, step.step)), before, after)


ADOPTING = {
    "staff_unit": "permanent",
    "staff_unit_scope": "all",
    "staff_unit_budget_authority": "up_to_limit",
    "executive_decision": "taken",
    "office_head_commitment": "tolerates",
    "strategy_status": "in_progress",
    "strategy_scope": "none",
    "topic_owner_budget": "none",
}


def test_once_a_strategy_is_adopted_nobody_has_said_any_more_that_there_is_none() -> None:
    base = BASES["smart-city"]
    plan = planned(base.pack, base.engine, city(base.pack, dict(ADOPTING)))
    step = next(step for step in plan.steps if "strategy_status" in step.prepared)
    assert step.before.given["strategy_scope"] == "none"
    assert "strategy_scope" not in step.after.given
    given = city(base.pack, {**ADOPTING, "strategy_scope": "single_sector"})
    kept = planned(base.pack, base.engine, given)
    assert all(each.after.given["strategy_scope"] in {"single_sector", "umbrella"} for each in kept.steps)


def test_what_follows_where_a_question_does_not_arise_takes_the_place_of_its_answer() -> None:
    pack = BASES["smart-city"].pack
    arises = pack.question("strategy_scope").levels[0].presupposes  # as long as no strategy is adopted
    moot = changed(pack, "questions", pack.question("impact_monitoring"), presupposes=arises, otherwise="none")
    plan = planned(moot, KnowledgeBase(moot).engine, city(moot, {**ADOPTING, "impact_monitoring": "impact"}))
    step = next(step for step in plan.steps if "strategy_status" in step.prepared)
    assert step.before.given["impact_monitoring"] == "impact"
    assert step.after.given["impact_monitoring"] == "none"


def test_answers_that_contradict_each_other_from_the_start_stay_as_they_are() -> None:
    base = BASES["smart-city"]
    given = city(base.pack, {**ADOPTING, "strategy_status": "adopted"})
    plan = planned(base.pack, base.engine, given)
    assert plan.steps
    assert plan.steps[0].after.given["strategy_scope"] == "none"
