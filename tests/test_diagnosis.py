"""What the diagnosis says survives whatever the unknown answers turn out to be."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.logic.condition import Condition, Test, leaves
from advisor.logic.evaluate import holds
from advisor.logic.values import Allowed, Levels, Value, everything, only
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.assess import assess
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.diagnosis import short_run, status_of
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from tests.support.cities import city, like_the_examples, partly_known
from tests.support.cities import examples as known_cities
from tests.support.sampling import examples
from tests.support.shipped import shipped_pack
from tests.support.small_pack import APPROACHES, LEVELS, load_small, small_pack
from tests.support.strategies import plainly_true

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.knowledge.model import Approach, Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.pack_engine import PackEngine

PACK = shipped_pack()
ENGINE = build_engine(PACK)
CONSTITUTIVE = {
    test.fact: test.domain
    for approach in PACK.approaches
    for condition in (approach.established_when, approach.emerging_when)
    for test in leaves(condition)
}

LEVEL_NAMES = {name: domain.names for name, domain in CONSTITUTIVE.items() if isinstance(domain, Levels)}
SMALL_FACTS = [f"{approach}_{part}" for approach in APPROACHES for part in ("people", "money")]


def some_answers() -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(names) for name, names in LEVEL_NAMES.items()})


def plain_status(approach: Approach, city: dict[str, Value]) -> str:
    if plainly_true(approach.established_when, city):
        return "established"
    return "emerging" if plainly_true(approach.emerging_when, city) else "absent"


@given(some_answers(), st.randoms(use_true_random=False))
@examples(150)
def test_a_settled_status_survives_every_completion(answers: dict[str, Value], dice: random.Random) -> None:
    known = ENGINE.infer(answers).known
    for _ in range(20):
        full = {
            name: answers.get(name) or dice.choice(domain.names)
            for name, domain in CONSTITUTIVE.items()
            if isinstance(domain, Levels)
        }
        for approach in PACK.approaches:
            assert plain_status(approach, full) in possible_values(approach.id, STATUS, known)


@given(some_answers())
@examples(80)
def test_each_possible_status_is_allowed_by_some_completion(answers: dict[str, Value]) -> None:
    known = ENGINE.infer(answers).known
    for approach in PACK.approaches:
        found = {plain_status(approach, full) for full in completions_of(approach, answers)}
        assert set(possible_values(approach.id, STATUS, known)) == found


def completions_of(approach: Approach, answers: dict[str, Value]) -> list[dict[str, Value]]:
    """Return every way in which the facts that an approach rests on could turn out."""
    facts = {
        test.fact: getattr(test.domain, "names", ())
        for condition in (approach.established_when, approach.emerging_when)
        for test in leaves(condition)
    }
    chosen = [(answers[fact],) if fact in answers else names for fact, names in sorted(facts.items())]
    return [dict(zip(sorted(facts), values, strict=True)) for values in product(*chosen)]


@given(some_answers())
@examples(80)
def test_experta_and_the_tree_agree_on_every_rule_of_the_pack(answers: dict[str, Value]) -> None:
    conclusions = ENGINE.infer(answers)
    known = conclusions.known
    for finding in PACK.findings:
        assert conclusions.concluded(finding.id, "present") == (holds(finding.when, known) is True), finding.id


@st.composite
def random_packs(draw: st.DrawFn) -> dict[str, object]:
    """Draw a whole pack: the small one with other conditions for its statuses and its finding."""
    data = small_pack()
    tests = st.builds(
        "{} {} {}".format,
        st.sampled_from(SMALL_FACTS),
        st.sampled_from(["is", "is not", ">=", "<="]),
        st.sampled_from(LEVELS[1:]),
    )
    groups = st.recursive(
        tests,
        lambda inner: st.builds(
            lambda key, parts: {key: parts}, st.sampled_from(["all", "any", "not"]), st.lists(inner, min_size=1, max_size=3)
        ),
        max_leaves=5,
    )
    for approach in data["approaches"]:
        approach["established_when"] = draw(groups)
        approach["emerging_when"] = draw(groups)
    statuses = st.builds("{} is {}".format, st.sampled_from(sorted(APPROACHES)), st.sampled_from(STATUS.names))
    data["findings"][0]["when"] = {draw(st.sampled_from(["all", "any", "not"])): [draw(statuses), draw(groups)]}
    return data


@given(random_packs(), st.dictionaries(st.sampled_from(SMALL_FACTS), st.sampled_from(LEVELS)))
@examples(40)
def test_in_any_pack_statuses_are_exactly_what_completions_allow(
    tmp_path_factory: object, data: dict[str, object], answers: dict[str, Value]
) -> None:
    folder: Path = tmp_path_factory.mktemp("pack")  # type: ignore[attr-defined]
    pack = load_small(folder, data).pack
    conclusions = build_engine(pack).infer({**answers, **{f"aim.{name}": "yes" for name in APPROACHES}})
    known = conclusions.known
    for approach in pack.approaches:
        found = {plain_status(approach, full) for full in completions_of(approach, answers)}
        assert set(possible_values(approach.id, STATUS, known)) == found
    assert conclusions.concluded("empty_shelf", "present") == fires(pack.findings[0].when, known)


def fires(condition: Condition, known: dict[str, Allowed]) -> bool:
    """Tell whether a condition is true for all values its facts can have, taken as independent."""
    facts = {test.fact: known.get(test.fact, everything(test.domain)) for test in leaves(condition)}
    chosen = [sorted(values) for values in facts.values() if isinstance(values, frozenset)]
    return all(plainly_true(condition, dict(zip(facts, values, strict=True))) for values in product(*chosen))


def test_with_no_answers_all_is_open_and_the_short_run_is_proposed(
    pack: Pack, engine: PackEngine, nobody: Callable[..., Answers]
) -> None:
    outcome = assess(KnowledgeBase(pack, engine), nobody())
    assert {state.status for state in outcome.approaches.values()} == {"undetermined"}
    assert (outcome.balanced, set(outcome.poles.values()), outcome.findings) == (None, {None}, [])
    assert [item.kind for item in outcome.path] == ["clarify"]
    assert not outcome.arrives
    asked = [name for name in short_run(pack, engine.infer({})) if name != "initiative_origin"]  # which settles no status
    assert outcome.path[0].questions == asked
    assert len(asked) == 10


def test_an_unknown_answer_is_never_taken_for_no(pack: Pack, engine: PackEngine) -> None:
    lowest = {name: names[0] for name, names in LEVEL_NAMES.items()}
    for left_out in lowest:
        rest = {name: value for name, value in lowest.items() if name != left_out}
        concerned = [
            a
            for a in pack.approaches
            if left_out in {test.fact for test in leaves(a.emerging_when)} and "querschnitt" not in a.id
        ]
        for approach in concerned:
            assert status_of(approach.id, engine.infer(rest)) == "undetermined", (approach.id, left_out)


def test_a_test_on_an_open_fact_is_open() -> None:
    assert holds(Test("x", frozenset({"most"}), Levels(("some", "most"))), {}) is None
    assert holds(Test("x", frozenset({"most"}), Levels(("some", "most"))), {"x": only("some")}) is False


@pytest.mark.long
def test_an_outcome_does_not_depend_on_the_cities_that_were_assessed_before_it() -> None:
    dice = random.Random("before")
    full = [like_the_examples(PACK, known_cities(PACK), dice) for _ in range(6)]
    cities = [city(PACK, partly_known(answers, unknown, dice)) for answers in full for unknown in (0, 0.2)]
    there, back = KnowledgeBase(PACK, ENGINE), KnowledgeBase(PACK)
    found = [assess(there, each) for each in cities]
    assert [assess(back, each) for each in reversed(cities)] == found[::-1]
    assert any(outcome.forks for outcome in found)
    assert all(outcome.said for outcome in found)
