"""What is said to flip a verdict flips it, nothing smaller does, and nothing that would is missing."""

from __future__ import annotations

import random
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import paths
from advisor.knowledge.condition import leaves
from advisor.knowledge.loader import load_pack
from advisor.knowledge.nearest import LIMIT, nearest
from advisor.knowledge.values import only
from advisor.reasoning.answers import question_of
from advisor.reasoning.assess import build_engine
from advisor.reasoning.deductions import deductions
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.explanation import Explained, explain
from advisor.reasoning.verdicts import Verdicts
from tests.cities import by_chance, city, values_of
from tests.strategies import FACTS, plainly_true, random_answers, random_conditions
from tests.strategies import values_of as possible_values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.condition import Condition
    from advisor.knowledge.values import Value
    from advisor.reasoning.answers import Answers, AnswerValue

PACK = load_pack(paths.shipped("rules") / "smart-city").pack
ENGINE = build_engine(PACK)
VERDICTS = Verdicts(deductions(PACK))


def by_brute_force(condition: Condition, city: Mapping[str, Value], *, unknown_is_free: bool) -> set[frozenset[str]]:
    """Return the minimal sets of facts whose change makes a condition true, by trying all of them."""
    facts = sorted({test.fact for test in leaves(condition)})
    unknown = [fact for fact in facts if fact not in city]
    changeable = [fact for fact in facts if fact in city or not unknown_is_free]
    found: set[frozenset[str]] = set()
    for names in chain.from_iterable(combinations(changeable, size) for size in range(LIMIT + 1)):
        if any(smaller <= set(names) for smaller in found):
            continue
        free = [fact for fact in unknown if fact not in names]
        for values in product(*(possible_values_of(FACTS[fact]) for fact in names)):
            changed = {**city, **dict(zip(names, values, strict=True))}
            rest = (
                {**changed, **dict(zip(free, others, strict=True))}
                for others in product(*(possible_values_of(FACTS[fact]) for fact in free))
            )
            verdicts = [plainly_true(condition, each) for each in rest]
            if any(verdicts) if unknown_is_free else all(verdicts):
                found.add(frozenset(names))
                break
    return found


@given(random_conditions(FACTS), random_answers(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_smallest_changes_are_those_that_trying_everything_finds(
    condition: Condition,
    answers: dict[str, Value],
    unknown_is_free: bool,  # noqa: FBT001 - drawn
) -> None:
    known = {fact: only(value) for fact, value in answers.items()}
    found = nearest(condition, known, lambda fact: fact, unknown_is_free=unknown_is_free)
    assert {frozenset(each) for each in found} == by_brute_force(condition, answers, unknown_is_free=unknown_is_free)


def explained(answers: Answers) -> Explained:
    conclusions = ENGINE.infer(answers.facts(PACK), answers.disputed_facts(PACK))
    return explain(PACK, VERDICTS, conclusions, answers)


def statuses(full: Mapping[str, AnswerValue]) -> dict[str, str]:
    conclusions = ENGINE.infer(city(PACK, full).facts(PACK))
    return {each.id: status_of(each.id, conclusions) for each in PACK.approaches}


def changed_cities(full: dict[str, AnswerValue], names: tuple[str, ...]) -> Iterator[dict[str, AnswerValue]]:
    for values in product(*(values_of(PACK.question(name)) for name in names)):
        yield {**full, **dict(zip(names, values, strict=True))}


def test_the_smallest_changes_of_every_status_are_those_that_trying_everything_finds() -> None:
    for seed in range(6):
        full = by_chance(PACK, random.Random(seed))
        today = statuses(full)
        for each in explained(city(PACK, full)).verdicts:
            if each.kind != "status":
                continue
            approach = PACK.approach(each.about)
            facts = sorted({test.fact for c in (approach.established_when, approach.emerging_when) for test in leaves(c)})
            flips: set[frozenset[str]] = set()
            for names in chain.from_iterable(combinations(facts, size) for size in range(1, LIMIT + 1)):
                smaller = any(found <= set(names) for found in flips)
                if not smaller and any(statuses(c)[each.about] != today[each.about] for c in changed_cities(full, names)):
                    flips.add(frozenset(names))
            assert {frozenset(question_of(change.fact) for change in part) for part in each.smallest} == flips
            assert each.distance == min((len(part) for part in flips), default=None)


def test_changing_exactly_the_named_answers_flips_a_finding_and_brings_a_near_miss() -> None:
    for seed in range(4):
        full = by_chance(PACK, random.Random(seed))
        found = explained(city(PACK, full))
        said = [(each.about, each.verdict, each.smallest, True) for each in found.near_misses]
        said += [(each.about, each.verdict, each.smallest, False) for each in found.verdicts]
        for about, verdict, smallest, comes in said:
            for part in smallest[:3]:
                facts = city(PACK, full).facts(PACK)
                for change in part:
                    names = getattr(PACK.vocabulary.facts[change.fact], "names", ())
                    numbers = getattr(PACK.vocabulary.facts[change.fact], "numbers", ())
                    value = change.to[0] if change.to else change.at_least if change.at_least is not None else change.at_most
                    assert value is not None
                    facts[change.fact] = names[numbers.index(value)] if numbers and isinstance(value, int) else value
                now = ENGINE.infer(facts).known.get(about)
                assert (now == frozenset({verdict})) == comes, (about, part)


def test_weak_answers_are_named_and_no_others() -> None:
    full = by_chance(PACK, random.Random(2))
    answers = city(PACK, full)
    for each in explained(answers).verdicts:
        assert all(set(support.weak) <= {"no_note", "implied"} and support.weak for support in each.rests_on)
