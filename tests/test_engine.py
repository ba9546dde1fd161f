"""experta fires exactly what follows, whatever is unknown."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis.strategies import lists

from advisor.logic.condition import Test
from advisor.logic.values import Value, everything, is_within
from advisor.reasoning.deductions import Deduction
from advisor.reasoning.engine import Engine
from tests.support.sampling import examples
from tests.support.strategies import FACTS, VERDICT, completions, plainly_true, random_answers, random_rules

TOPICS = dict.fromkeys(FACTS, "answers")


def certainly(deduction: Deduction, city: dict[str, Value], concluded: dict[str, frozenset[str]]) -> bool:
    """Tell whether a deduction holds for every completion of answers and of what lower rules left open."""
    lower = dict.fromkeys(("x0", "x1", "x2"), VERDICT)
    facts = {**FACTS, **(lower if deduction.fact.startswith("y") else {})}
    given = {**city, **{fact: next(iter(values)) for fact, values in concluded.items() if fact in facts}}
    return all(plainly_true(deduction.condition, full) for full in completions(given, facts))


@given(random_rules(), random_answers())
@examples(60)
def test_a_rule_fires_exactly_if_its_condition_is_certain(rules: tuple[Deduction, ...], city: dict[str, Value]) -> None:
    conclusions = Engine(rules, TOPICS).infer(city)
    concluded = {
        fact: values
        for fact, values in conclusions.known.items()
        if isinstance(values, frozenset) and len(values) == 1 and fact.startswith("x")
    }
    fired = {firing.deduction.id for firing in conclusions.firings}
    assert fired == {rule.id for rule in rules if certainly(rule, city, concluded)}


@given(random_rules(), random_answers())
@examples(40)
def test_the_counting_matcher_agrees_with_stock_experta(rules: tuple[Deduction, ...], city: dict[str, Value]) -> None:
    assert Engine(rules, TOPICS).infer(city) == Engine(rules, TOPICS, stock=True).infer(city)


@given(random_rules(), lists(random_answers(), min_size=2, max_size=5))
@examples(40)
def test_what_an_engine_carries_over_from_city_to_city_still_holds(
    rules: tuple[Deduction, ...], cities: list[dict[str, Value]]
) -> None:
    engine, afresh = Engine(rules, TOPICS), Engine(rules, TOPICS, stock=True)
    for city in cities:
        assert engine.infer(city) == afresh.infer(city)


@given(random_rules(), random_answers())
@examples(40)
def test_every_branch_that_fired_is_true_of_what_is_known(rules: tuple[Deduction, ...], city: dict[str, Value]) -> None:
    conclusions = Engine(rules, TOPICS).infer(city)
    known = conclusions.known
    for firing in conclusions.firings:
        for test in firing.because:
            assert is_within(known.get(test.fact, everything(test.domain)), test.allowed)


class Exploding(str):
    """A value that raises in the middle of matching."""

    __slots__ = ()
    calls = 0

    def __hash__(self) -> int:
        """Raise at the second look-up, which is that of a rule."""
        Exploding.calls += 1
        if Exploding.calls > 1:
            raise RuntimeError
        return super().__hash__()


def test_an_engine_that_raised_in_the_middle_is_thrown_away() -> None:
    rules = [Deduction(name, frozenset({"yes"}), VERDICT, _test(fact, "some")) for name, fact in (("x", "a"), ("y", "b"))]
    engine = Engine(rules, {"a": "one", "b": "other"})
    before = engine.infer({"a": "some"})
    used = engine._rules._engine  # noqa: SLF001 - what must not be used again
    with pytest.raises(RuntimeError):
        engine.infer({"a": Exploding("most"), "b": "some"})
    assert engine.infer({"a": "some"}) == before
    assert engine._rules._engine is not used  # noqa: SLF001


def test_an_engine_that_refused_its_facts_can_be_asked_again() -> None:
    rule = Deduction("x", frozenset({"yes"}), VERDICT, _test("a", "some"))
    engine = Engine([rule], {"a": "answers"})
    assert engine.infer({"a": "some"}).concluded("x", "yes")
    with pytest.raises(KeyError):
        engine.infer({"nobody": "knows"})
    assert engine.infer({"a": "some"}).concluded("x", "yes")
    assert not engine.infer({"a": "none"}).concluded("x", "yes")


def _test(fact: str, *names: str) -> Test:
    return Test(fact, frozenset(names), FACTS[fact])


def test_importing_experta_leaves_the_log_alone() -> None:
    code = "import logging, advisor.reasoning.engine; print(logging.getLogger().handlers)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
