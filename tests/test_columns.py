"""Rules read on columns of cities conclude what experta concludes of each city: also with unknown and disputed answers."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from advisor.codes import severity
from advisor.errors import UnusableInputError
from advisor.knowledge.loader import load_pack
from advisor.logic.values import everything
from advisor.logic.vocabulary import STATUS
from advisor.portfolio import way as columns
from advisor.portfolio.cities import Verdict, given, verdicts
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.table import assess_table, in_chunks
from advisor.portfolio.way import standing
from advisor.reasoning import diagnosis
from advisor.reasoning.answers import Answer
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.forks import forks
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.planner import plan
from advisor.workshop.checks.folders import check_folder
from advisor.workshop.coverage.mutants import mutants
from tests.support.cities import TODAY, by_chance, city, planned, values_of
from tests.support.damage import damaged
from tests.support.sampling import in_full, sample_and_all
from tests.support.shipped import shipped_pack
from tests.support.small_pack import reduced_pack, small_pack, write_pack

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import Answers

PACKS = in_full(400, beside_a_change=150)
"""So many bent packs are tried; many are not sound and say nothing."""

SHIPPED = ("smart-city", "unit-leadership")
BASES = {name: KnowledgeBase(shipped_pack(name)) for name in SHIPPED}


def imagined(pack: Pack, seed: str) -> Answers:
    """Return a city by chance: some answers unknown, some disputed, some aims left out; the same seed is the same city."""
    dice = random.Random(seed)
    unknown, disputed = dice.choice([0.0, 0.05, 0.15, 0.4, 0.8]), dice.choice([0.0, 0.1, 0.3])
    full = by_chance(pack, dice)
    answers = {name: _answer(pack, name, value, disputed, dice) for name, value in full.items() if dice.random() >= unknown}
    names = tuple(approach.id for approach in pack.approaches)
    aim = tuple(name for name in names if dice.random() < 0.8) or names
    return msgspec.structs.replace(city(pack, {}), answers=answers, aim=aim if dice.random() < 0.5 else names)


def _answer(pack: Pack, name: str, value: Any, disputed: float, dice: random.Random) -> Answer:  # noqa: ANN401
    if dice.random() >= disputed:
        return Answer(value=value)
    other = dice.choice(values_of(pack.question(name)))
    said = (Answer(value=value, by="one"), Answer(value=other, by="two"))
    return Answer(value=value if other == value else None, said=said)


def by_experta(base: KnowledgeBase, answers: Answers) -> Verdict:
    pack, answers = base.pack, answers.complete(base.pack)
    found = plan(pack, base.engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    return Verdict(
        possible={each.id: possible_values(each.id, STATUS, found.start.known) for each in pack.approaches},
        findings=tuple(each.id for each in diagnosis.told_findings(pack, found.start)),
        poles=diagnosis.pole_states(pack, found.start),
        balanced=diagnosis.balance_state(found.start),
        path=tuple(each.step.id for each in found.steps),
        arrives=found.arrives,
        blocked_by=found.blocked_by,
        forks=tuple(each.question for each in forks(pack, base.engine, answers, found)),
        to_clarify=tuple(diagnosis.to_clarify(pack, answers.aim, found.start)),
    )


def assert_alike(base: KnowledgeBase, cities: list[Answers]) -> None:
    for answers, found in zip(cities, verdicts(ColumnRules(base), cities), strict=True):
        assert found == by_experta(base, answers), answers.answers


@sample_and_all("count", 12, in_full(10_000, beside_a_change=400))
@pytest.mark.parametrize("name", SHIPPED)
def test_columns_conclude_of_every_city_what_experta_concludes(name: str, count: int) -> None:
    base = BASES[name]
    assert_alike(base, [imagined(base.pack, f"columns {number}") for number in range(count)])


@sample_and_all("count", 12, in_full(2_000, beside_a_change=200))
@pytest.mark.parametrize("name", SHIPPED)
def test_at_the_end_of_the_path_every_fact_can_have_the_values_that_experta_leaves_it(name: str, count: int) -> None:
    base = BASES[name]
    rules, cities = ColumnRules(base), [imagined(base.pack, f"end {number}") for number in range(count)]
    start = standing(rules, given(rules, cities))
    way = columns.plan(rules, start)
    for number, answers in enumerate(cities):
        found = planned(base.pack, base.engine, answers)
        for now, known in ((start, found.start.known), (way.end, found.end.known)):
            for fact, column in now.known.items():
                left = tuple(place for place, bits in enumerate(column) if bits >> (count - 1 - number) & 1)
                assert left == rules.places(fact, known.get(fact, everything(rules.domains[fact]))), (number, fact)


def test_columns_conclude_the_same_of_one_city_and_of_it_among_many() -> None:
    base = BASES["smart-city"]
    rules, cities = ColumnRules(base), [imagined(base.pack, f"alone {number}") for number in range(10)]
    assert [verdicts(rules, [each])[0] for each in cities] == verdicts(rules, cities)


def test_two_columns_of_a_table_about_one_question_are_refused() -> None:
    pack = BASES["smart-city"].pack
    table: dict[str, list[object]] = {"staff_unit": ["staffed"], pack.question("staff_unit").label: ["none"]}
    with pytest.raises(UnusableInputError, match="the column 'staff_unit' is about the same question"):
        assess_table(ColumnRules(BASES["smart-city"]), table, TODAY)


def test_an_empty_number_of_an_engine_of_tables_is_unknown() -> None:
    rules = ColumnRules(BASES["smart-city"])
    found, same = (assess_table(rules, {"population": [none, 1000.0]}, TODAY) for none in (float("nan"), None))
    assert found == same


def test_yes_no_and_unknown_are_taken_in_the_words_of_a_questionnaire() -> None:
    base = BASES["smart-city"]
    rules = ColumnRules(base)
    asked = next(each.id for each in base.pack.questions if each.type == "yes_no")
    for written in (["Ja", "nein ", "Weiss nicht"], ["Yes", "NO", "Unknown"]):
        assert assess_table(rules, {asked: written}, TODAY) == assess_table(rules, {asked: ["yes", "no", None]}, TODAY)


def test_of_no_city_nothing_is_concluded() -> None:
    assert verdicts(ColumnRules(BASES["smart-city"]), []) == []


def is_sound(folder: Path) -> bool:
    """Tell whether a pack can be read and the check finds no error in it."""
    try:
        return all(severity(problem.code) != "error" for problem in check_folder(folder, ()).problems)
    except UnusableInputError:
        return False


@sample_and_all("seeds", range(6), range(6, PACKS))
def test_columns_conclude_what_experta_concludes_by_bent_packs_as_well(seeds: range, tmp_path: Path) -> None:
    sound = 0
    for seed in seeds:
        data, how = damaged(random.Random(f"columns {seed}"), (small_pack(), reduced_pack()))
        folder = write_pack(tmp_path / str(seed), data)
        if not is_sound(folder):
            continue
        base, sound = KnowledgeBase(load_pack(folder).pack), sound + 1
        cities = [imagined(base.pack, f"{seed} {number}") for number in range(25)]
        for answers, found in zip(cities, verdicts(ColumnRules(base), cities), strict=True):
            assert found == by_experta(base, answers), (seed, how)
    assert sound


def changed(pack: Pack, dice: random.Random) -> Pack:
    """Return a pack with a few changes, as slips of its author would make them: conditions, counts, actions, preparations."""
    for _ in range(dice.choice((1, 3, 6))):
        pack = dice.choice([each.pack for each in mutants(pack) if each.concludes])
    return pack


@sample_and_all("seeds", range(2), range(2, in_full(150, beside_a_change=20)))
@pytest.mark.parametrize("name", SHIPPED)
def test_columns_conclude_what_experta_concludes_by_packs_with_changes_by_chance(name: str, seeds: range) -> None:
    for seed in seeds:
        base = KnowledgeBase(changed(BASES[name].pack, random.Random(f"mutants {seed}")))
        assert_alike(base, [imagined(base.pack, f"{seed} {number}") for number in range(10)])


def table_of(pack: Pack, cities: list[Answers]) -> dict[str, list[object]]:
    """Return cities as a table, with a name for each; what is disputed has no place there."""
    asked = [each.id for each in pack.questions if each.type != "text"]
    columns: dict[str, list[object]] = {
        name: [each.answers[name].value if name in each.answers else None for each in cities] for name in asked
    }
    return {"name": [f"city {at}" for at in range(len(cities))], "aim": [each.aim for each in cities], **columns}


def for_a_table(pack: Pack, seed: str) -> Answers:
    """Return a city by chance as a table can hold it: nothing disputed, no number out of bounds."""
    found = imagined(pack, seed)
    kept = {
        name: each for name, each in found.answers.items() if not each.disputed and in_bounds(pack.question(name), each.value)
    }
    return msgspec.structs.replace(found, answers=kept)


def in_bounds(question: Question, value: object) -> bool:
    low, high = question.minimum, question.maximum
    return not isinstance(value, int) or ((low is None or low <= value) and (high is None or value <= high))


@sample_and_all("count", 80, in_full(5_000, beside_a_change=1_000))
@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_says_of_each_row_what_is_concluded_about_its_city(name: str, count: int) -> None:
    rules = ColumnRules(BASES[name])
    cities = [for_a_table(rules.pack, f"table {number}") for number in range(count)]
    found = assess_table(rules, table_of(rules.pack, cities), TODAY)
    assert found["name"] == [f"city {at}" for at in range(count)]
    for row, each in enumerate(verdicts(rules, cities)):
        assert {approach: found[f"possible.{approach}"][row] for approach in each.possible} == {
            approach: ";".join(possible) for approach, possible in each.possible.items()
        }
        assert {pole: found[f"pole.{pole}"][row] for pole in each.poles} == each.poles
        told = (found[column][row] for column in ("balanced", "findings", "path", "next", "arrives", "blocked_by", "forks"))
        assert tuple(told) == (
            *(each.balanced, ";".join(each.findings), ";".join(each.path), next(iter(each.path), None)),
            *(each.arrives, each.blocked_by, ";".join(each.forks)),
        )


def test_a_table_in_chunks_is_the_same_table() -> None:
    rules = ColumnRules(BASES["smart-city"])
    table = table_of(rules.pack, [for_a_table(rules.pack, f"chunk {number}") for number in range(25)])
    done: list[int] = []
    chunks = list(in_chunks(rules, table, TODAY, 10, done.append))
    whole = assess_table(rules, table, TODAY)
    assert {name: [value for chunk in chunks for value in chunk[name]] for name in whole} == whole
    assert done == [10, 20, 25]


def test_cells_are_read_as_ids_numbers_or_labels_and_a_wrong_one_is_told_with_its_row() -> None:
    rules = ColumnRules(BASES["smart-city"])
    question = rules.pack.question("staff_proposals")
    level = question.levels[1]
    same = [level.name, "1", 1, 1.0, level.label.upper(), f" {level.label} "]
    found = assess_table(rules, {question.label: same}, TODAY)
    assert all(len(set(column)) == 1 for column in found.values())
    with pytest.raises(UnusableInputError) as refused:
        assess_table(rules, {"staff_proposals": ["1", "often", None, 2.5], "aim": ["", "", "somewhere", ""]}, TODAY)
    assert [str(problem.place) for problem in refused.value.problems] == ["aim:3", "staff_proposals:2", "staff_proposals:4"]
    with pytest.raises(UnusableInputError, match="not equally long"):
        assess_table(rules, {"staff_proposals": ["1"], "name": []}, TODAY)
