"""From wherever a city stands, the path arrives, and each of its steps can be taken."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.logic.condition import Test, leaves
from advisor.logic.values import Levels, Value, only
from advisor.reasoning.deductions import aim_fact, relation
from advisor.reasoning.pack_engine import build_engine
from advisor.reasoning.planner import Plan, plan
from advisor.workshop.cases.examples import status_witness
from tests.support.sampling import sample_and_all, sampled
from tests.support.shipped import shipped_pack
from tests.support.small_pack import load_small, small_pack

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.pack_engine import PackEngine

TL, SB, MR, QZ = APPROACHES = ("themenlab", "sektoralbereich", "moeglichkeitsraum", "querschnittszentrum")
COMBINATIONS = list(chain.from_iterable(combinations(APPROACHES, size) for size in range(5)))
ENTRIES = {
    "a decision": ({"executive_decision": "taken", "political_occasion.motion": "yes", "political_occasion.none": "no"}, QZ),
    "one committed office head": ({"office_head_commitment": "supports"}, SB),
    "several champions": ({"change_champions": "several_offices"}, MR),
}


def city(pack: Pack, there: Iterable[str], **more: str) -> dict[str, Value]:
    """Return answers that give exactly these approaches; the constitutive facts of the others are at their lowest."""
    facts: dict[str, Value] = {aim_fact(approach): "yes" for approach in APPROACHES}
    for approach in pack.approaches:
        for test in (*leaves(approach.established_when), *leaves(approach.emerging_when)):
            facts[test.fact] = lowest(test)
        if approach.id in there:
            facts |= status_witness(approach, "established") or {}
    return {**facts, **more}


def lowest(test: Test) -> Value:
    assert isinstance(test.domain, Levels)
    return test.domain.names[0]


def planned(pack: Pack, engine: PackEngine, facts: dict[str, Value], *aim: str) -> Plan:
    aim = aim or APPROACHES
    return plan(pack, engine, {**facts, **{aim_fact(a): "yes" if a in aim else "no" for a in APPROACHES}}, aim)


def check_every_step(pack: Pack, found: Plan) -> None:
    """Hold a path against its promises."""
    check_no_repeat(found)
    for each in found.steps:
        ready = {fact: only(value) for fact, value in {**each.before.given, **each.prepared}.items()}
        derived = {fact: values for fact, values in each.before.known.items() if fact not in each.before.given}
        for precondition in each.step.preconditions:
            assert precondition.met({**derived, **ready}), f"{each.step.id} needs what was not provided"
        there = [a for a in APPROACHES if each.before.concluded(a, "established")]
        if relation(pack, each.step) == "diagonal":
            poles = set(pack.approach(each.step.target).poles)
            assert not any(poles & set(pack.approach(a).poles) for a in there), "a neighbour would do as springboard"
            beside = [t for t in found_targets(found) if any(neighbours(pack, t, a) for a in there) and t not in there]
            assert not beside, "a neighbour would do as target"
        for fact, value in {**each.prepared, **each.changed}.items():
            assert not lowered(pack, fact, each.before.given.get(fact), value), f"{each.step.id} lowers {fact}"


def found_targets(found: Plan) -> list[str]:
    return [each.step.target for each in found.steps]


def neighbours(pack: Pack, one: str, other: str) -> bool:
    return one != other and bool(set(pack.approach(one).poles) & set(pack.approach(other).poles))


def lowered(pack: Pack, fact: str, before: Value | None, after: Value) -> bool:
    names = getattr(pack.vocabulary.facts[fact], "names", ())
    numbers = getattr(pack.vocabulary.facts[fact], "numbers", ())
    return bool(numbers) and before is not None and names.index(after) < names.index(before)


@pytest.mark.parametrize("there", COMBINATIONS, ids="+".join)
def test_from_each_combination_the_path_arrives(pack: Pack, engine: PackEngine, there: tuple[str, ...]) -> None:
    found = planned(pack, engine, city(pack, there))
    assert [a for a in APPROACHES if found.start.concluded(a, "established")] == list(there)
    assert found.arrives, found.blocked_by
    assert all(found.end.concluded(a, "established") for a in APPROACHES)
    check_every_step(pack, found)


@pytest.mark.parametrize("entry", ENTRIES)
def test_from_nothing_but_one_asset_the_path_begins_there_and_arrives(pack: Pack, engine: PackEngine, entry: str) -> None:
    facts, first = ENTRIES[entry]
    found = planned(pack, engine, city(pack, (), **facts))
    assert found.arrives, found.blocked_by
    assert found_targets(found)[0] == first
    check_every_step(pack, found)


@pytest.mark.parametrize("aim", COMBINATIONS[1:], ids="+".join)
@pytest.mark.parametrize("there", sampled(3, [(each,) for each in COMBINATIONS]), ids="+".join)
def test_whatever_a_city_aims_at_the_path_arrives_and_goes_no_further(
    pack: Pack, engine: PackEngine, there: tuple[str, ...], aim: tuple[str, ...]
) -> None:
    found = planned(pack, engine, city(pack, there), *aim)
    assert found.arrives, found.blocked_by
    assert set(found_targets(found)) == set(aim) - set(there)
    check_every_step(pack, found)


def some_city() -> st.SearchStrategy[dict[str, Value]]:
    """Draw a city that has answered any of the questions in any way."""
    pack = shipped_pack()
    asked = {question.id: pack.vocabulary.facts.get(question.id) for question in pack.questions}
    levels = {name: st.sampled_from(domain.names) for name, domain in asked.items() if isinstance(domain, Levels)}
    return st.fixed_dictionaries({}, optional=levels)


@sample_and_all("examples", 40, 800)
def test_from_wherever_a_city_stands_the_path_arrives(examples: int, pack: Pack, engine: PackEngine) -> None:
    settings(max_examples=examples)(given(some_city())(lambda answers: check_path(pack, engine, answers)))()


def check_path(pack: Pack, engine: PackEngine, answers: dict[str, Value]) -> None:
    found = planned(pack, engine, answers)
    assert found.arrives or found.blocked_by == "undetermined"
    check_every_step(pack, found)


def test_a_unit_of_unknown_reach_is_completed_once_it_has_something_to_carry(pack: Pack, engine: PackEngine) -> None:
    facts = {**city(pack, (), staff_unit="permanent", executive_decision="in_preparation"), "political_occasion.none": "no"}
    del facts["staff_unit_scope"]
    found = planned(pack, engine, facts)
    targets = found_targets(found)
    assert found.start.concluded(QZ, "emerging")
    assert targets.index(SB) < targets.index(QZ)
    assert found.arrives, found.blocked_by
    check_every_step(pack, found)


def test_the_path_from_the_seeds_start_is_the_seeds_path(pack: Pack, engine: PackEngine) -> None:
    found = planned(pack, engine, city(pack, (TL,)))
    assert [each.step.id for each in found.steps] == [
        "sektoralbereich_from_themenlab",
        "moeglichkeitsraum_from_themenlab",
        "querschnittszentrum_from_moeglichkeitsraum",
    ]


def test_what_is_begun_is_completed_first(pack: Pack, engine: PackEngine) -> None:
    begun = {"staff_unit": "staffed", "staff_unit_scope": "most", "executive_decision": "taken"}
    found = planned(pack, engine, city(pack, (), **begun))
    assert found.start.concluded(QZ, "emerging")
    assert next(each.step.id for each in found.steps) == "querschnittszentrum_begun"
    assert found.steps[0].choice.criterion == "complete_what_has_begun"


def test_a_unit_that_would_be_an_empty_shell_waits(pack: Pack, engine: PackEngine) -> None:
    shell = {"staff_unit": "staffed", "executive_decision": "taken"}
    found = planned(pack, engine, city(pack, (), **shell))
    assert found.start.concluded(QZ, "emerging")
    assert found_targets(found)[0] != QZ
    assert found.arrives


@pytest.mark.parametrize(
    ("decided", "first"), [("none", "querschnittszentrum_from_sektoralbereich"), ("taken", "querschnittszentrum_begun")]
)
def test_what_is_begun_is_completed_from_its_neighbour_unless_what_that_begins_with_is_done(
    decided: str, first: str, pack: Pack, engine: PackEngine
) -> None:
    begun = {"staff_unit": "permanent", "staff_unit_scope": "all", "executive_decision": decided}
    found = planned(pack, engine, city(pack, (SB,), **begun), SB, QZ)
    assert found.start.concluded(QZ, "emerging")
    assert found.steps[0].step.id == first


@pytest.mark.parametrize("group", ["informal", "mandated", "all_departments"])
def test_a_group_that_is_there_is_not_founded_again_though_it_is_open_whether_the_approach_stands(
    group: str, pack: Pack, engine: PackEngine
) -> None:
    """Only the view over topics is unknown: the group is completed, and founded where it has no mandate yet."""
    facts = city(pack, (TL,), cross_office_working_group=group)
    del facts["cross_topic_view"]
    found = planned(pack, engine, facts, TL, MR)
    assert not found.start.concluded(MR, "established")
    assert [each.step.id for each in found.steps] == [
        "moeglichkeitsraum_from_themenlab" if group == "informal" else "moeglichkeitsraum_begun"
    ]


def test_approaches_that_exclude_each_other_block_the_path_and_do_not_turn_in_a_circle(tmp_path: Path) -> None:
    data = small_pack()
    for name, level in (("shelf", "some"), ("counter", "most")):
        approach = next(each for each in data["approaches"] if each["id"] == name)
        approach["established_when"] = approach["emerging_when"] = f"place is {level}"
        for step in data["steps"]:
            if step["target"] == name:
                step["actions"] = [{"raises": {"place": level}, "text": "Move."}]
    small = load_small(tmp_path, data).pack
    found = plan(small, build_engine(small), {"place": "none"}, ("shelf", "counter"))
    assert not found.arrives
    assert found.blocked_by == "no_step"
    check_no_repeat(found)


def check_no_repeat(found: Plan) -> None:
    names = [each.step.id for each in found.steps]
    assert len(names) == len(set(names))


def test_nothing_is_planned_while_nothing_is_known(pack: Pack, engine: PackEngine) -> None:
    found = planned(pack, engine, {})
    assert (found.steps, found.arrives, found.blocked_by) == ((), False, "undetermined")


def test_only_what_is_missing_is_done(pack: Pack, engine: PackEngine) -> None:
    facts = city(pack, (TL,), office_head_commitment="drives", topic_owner_budget="recurring")
    step = planned(pack, engine, facts).steps[0]
    assert step.step.target == SB
    assert {fact for action in step.actions for fact in action.raises} & {
        "office_head_commitment",
        "topic_owner_budget",
        "topic_owner_decision_rights",
    } == {"topic_owner_decision_rights"}
