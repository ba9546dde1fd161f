"""Write a pack's knowledge as deductions: "if this condition holds, that fact has one of these values".

Statuses, poles, balance, findings, the signs of steps and the criteria of choice all become deductions over one vocabulary, so
the engine needs to know nothing about any of them. A deduction comes after those it builds on.
"""

from __future__ import annotations

import functools
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.logic.condition import ALWAYS, NEVER, Condition, Group, Test, every, leaves, opposite, some
from advisor.logic.values import YES_NO, Levels
from advisor.logic.vocabulary import BALANCE, COVERAGE, NO, PRESENCE, STATUS, YES
from advisor.reasoning.effects import reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.steps import Step

ADMITTED = "admitted"
"""The sign that everything is there which a step needs and nothing prepares."""

UNDER_WAY = "under_way"
"""The sign that its target has begun and what a step would do first is done, where the pack can complete what has begun."""

MISSING = frozenset({"missing"})

AIM = "aim"
"""What stands before the facts that say what a city aims at."""


class Deduction(msgspec.Struct, frozen=True, dict=True):
    """If the condition holds, the fact has one of the values."""

    fact: str
    values: frozenset[str]
    domain: Levels
    condition: Condition

    @functools.cached_property
    def id(self) -> str:
        """Name the deduction as it reads: what it concludes."""
        return f"{self.fact} is {' or '.join(name for name in self.domain.names if name in self.values)}"


class CircularRulesError(ValueError):
    """Facts that depend on each other in a circle; ``facts`` names them."""

    def __init__(self, facts: list[str]) -> None:
        """Keep the circle in its order."""
        self.facts = facts
        super().__init__(" → ".join(facts))


def aim_fact(approach: str) -> str:
    """Name the fact that says whether a city aims at an approach."""
    return f"{AIM}.{approach}"


def sign_fact(step: str, sign: str) -> str:
    """Name the fact that says whether a sign of a step is there."""
    return f"{step}.{sign}"


def preference_fact(criterion: str, step: str) -> str:
    """Name the fact that says whether a criterion prefers a step."""
    return f"{criterion}:{step}"


def admitted(step: Step) -> tuple[Condition, ...]:
    """Return what must be there before a step and nothing prepares, as a test of what rules conclude about it."""
    fixed = any(precondition.prepare is None for precondition in step.preconditions)
    return (Test(sign_fact(step.id, ADMITTED), YES, YES_NO),) if fixed else ()


def under_way(pack: Pack, step: Step) -> tuple[Test, ...]:
    """Return the test that a step from a neighbour would begin with what is done; nothing where no other completes the target."""
    if step.springboard in {"nothing", "begun"} or len(step.actions[0].raises) != 1:
        return ()
    completes = any(each.target == step.target and each.springboard == "begun" for each in pack.steps)
    return (Test(sign_fact(step.id, UNDER_WAY), YES, YES_NO),) if completes and relation(pack, step) == "neighbour" else ()


def relation(pack: Pack, step: Step) -> str:
    """Tell how a step's springboard stands to its target: neighbour, diagonal, entry or completion."""
    if step.springboard == "nothing":
        return "entry"
    if step.springboard == "begun":
        return "completion"
    shared = set(pack.approach(step.target).poles) & set(pack.approach(step.springboard).poles)
    return "neighbour" if shared else "diagonal"


def deductions(pack: Pack) -> tuple[Deduction, ...]:
    """Return every deduction of a pack, each after those whose facts it uses.

    Raises:
        CircularRulesError: rules conclude from each other in a circle.

    """
    found = [
        *(deduction for approach in pack.approaches for deduction in _statuses(approach)),
        *_poles(pack),
        *_balance(pack),
        *(deduction for named in pack.conditions for deduction in _two_valued(named.id, YES_NO, named.when)),
        *_findings(pack),
        *(deduction for step in pack.steps for deduction in (*_signs(step), *_under_way(pack, step))),
        *_preferences(pack),
    ]
    return _in_order(found)


def _two_valued(fact: str, domain: Levels, holds: Condition) -> Iterator[Deduction]:
    no, yes = domain.names
    yield Deduction(fact, frozenset({yes}), domain, holds)
    yield Deduction(fact, frozenset({no}), domain, opposite(holds))


def _statuses(approach: Approach) -> Iterator[Deduction]:
    """Say for each set of statuses when the approach's status is in it; pairs settle what is still possible."""
    is_established, begins = approach.established_when, approach.emerging_when
    when: dict[tuple[str, ...], Condition] = {
        ("established",): is_established,
        ("emerging",): every(opposite(is_established), begins),
        ("absent",): every(opposite(is_established), opposite(begins)),
        ("emerging", "established"): some(is_established, begins),
        ("absent", "emerging"): opposite(is_established),
        ("absent", "established"): some(is_established, opposite(begins)),
    }
    for values, condition in when.items():
        yield Deduction(approach.id, frozenset(values), STATUS, condition)


def _is(approach: str, status: str) -> Test:
    return Test(approach, frozenset({status}), STATUS)


def _poles(pack: Pack) -> Iterator[Deduction]:
    for pole in pack.poles():
        carriers = [approach.id for approach in pack.approaches if pole.id in approach.poles]
        yield from _two_valued(pole.id, COVERAGE, some(*(_is(carrier, "established") for carrier in carriers)))


def _balance(pack: Pack) -> Iterator[Deduction]:
    reached = every(
        *(some(_is(approach.id, "established"), Test(aim_fact(approach.id), NO, YES_NO)) for approach in pack.approaches)
    )
    yield from _two_valued("balance", BALANCE, reached)


def _findings(pack: Pack) -> Iterator[Deduction]:
    used = {test.fact for finding in pack.findings for test in leaves(finding.when)}
    for finding in pack.findings:
        both = _two_valued(finding.id, PRESENCE, finding.when)
        yield from both if finding.id in used else [next(both)]


def absence(finding: Finding) -> Deduction:
    """Say when a finding is certainly absent. A pack's own rules do that only of findings that others ask for."""
    _, absent = _two_valued(finding.id, PRESENCE, finding.when)
    return absent


def _signs(step: Step) -> Iterator[Deduction]:
    if step.preconditions:
        ready = every(*(precondition.asks for precondition in step.preconditions))
        yield from _two_valued(sign_fact(step.id, "ready"), YES_NO, ready)
    if admitted(step):
        fixed = every(*(precondition.asks for precondition in step.preconditions if precondition.prepare is None))
        yield from _two_valued(sign_fact(step.id, ADMITTED), YES_NO, fixed)
    for sign in ("fitting", "premature"):
        given = step.fits if sign == "fitting" else step.premature
        if given is not None:
            yield from _two_valued(sign_fact(step.id, sign), YES_NO, given.when)


def _under_way(pack: Pack, step: Step) -> Iterator[Deduction]:
    for test in under_way(pack, step):
        first = (reached(pack, fact, level) for fact, level in step.actions[0].raises.items())
        yield from _two_valued(test.fact, YES_NO, every(opposite(_is(step.target, "absent")), *first))


def _preferences(pack: Pack) -> Iterator[Deduction]:
    for criterion in pack.criteria:
        for step in pack.steps:
            condition = for_step(criterion.when, step, pack)
            yield Deduction(preference_fact(criterion.id, step.id), YES, YES_NO, condition)


def for_step(condition: Condition, step: Step, pack: Pack) -> Condition:
    """Read ``target``, ``pole`` and ``step`` in a criterion as those of one step."""
    match condition:
        case Group(needed, members):
            return Group(needed, tuple(for_step(member, step, pack) for member in members))
        case Test("target", allowed, domain):
            return Test(step.target, allowed, domain)
        case Test("pole", allowed, domain):
            poles = tuple(Test(pole, allowed, domain) for pole in pack.approach(step.target).poles)
            return some(*poles) if allowed == MISSING else every(*poles)
        case Test(fact, allowed) if fact.startswith("step."):
            return _sign_test(fact.removeprefix("step."), allowed == YES, step, pack)
        case Test():
            return condition
        case _:
            assert_never(condition)


def _sign_test(sign: str, wanted: bool, step: Step, pack: Pack) -> Condition:  # noqa: FBT001 - two callers, both named
    declared = {"ready": bool(step.preconditions), "fitting": step.fits is not None, "premature": step.premature is not None}
    if declared.get(sign):
        return Test(sign_fact(step.id, sign), YES if wanted else NO, YES_NO)
    given = sign == "ready" if sign in declared else sign == relation(pack, step)
    return ALWAYS if given == wanted else NEVER


def _in_order(found: list[Deduction]) -> tuple[Deduction, ...]:
    derived = {deduction.fact for deduction in found}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for deduction in found:
        sorter.add(deduction.fact, *(test.fact for test in leaves(deduction.condition) if test.fact in derived))
    try:
        order = {fact: place for place, fact in enumerate(sorter.static_order())}
    except CycleError as error:
        raise CircularRulesError(error.args[1]) from error
    return tuple(sorted(found, key=lambda deduction: order[deduction.fact]))
