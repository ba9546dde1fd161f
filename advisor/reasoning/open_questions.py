"""Say which unanswered questions could still change something: statuses first, then the path, then findings.

Of the path that is also what decides who does something, how long it takes, what it costs or whether money is waited for. What
hangs on answers is listed once for a pack; of a city only that is read of which some fact is open.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from advisor.logic.condition import Condition, leaves
from advisor.logic.evaluate import holds
from advisor.reasoning.competence import bills
from advisor.reasoning.diagnosis import questions_in, status_of, to_clarify
from advisor.reasoning.effects import reached
from advisor.reasoning.spending import Staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.planner import Plan

Tested = tuple[tuple[frozenset[str], Condition], ...]
"""Conditions, each with the facts that it tests."""


class Hanging:
    """What of a pack hangs on answers, each part listed when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        """Take a pack."""
        self.pack = pack
        self._otherwise: dict[tuple[object, ...], Tested] = {}

    @functools.cached_property
    def findings(self) -> Tested:
        """When each finding is there."""
        return _tested(finding.when for finding in self.pack.findings)

    @functools.cached_property
    def preconditions(self) -> dict[str, Tested]:
        """What is asked before each step."""
        return {step.id: _tested(each.asks for each in step.preconditions) for step in self.pack.steps}

    @functools.cached_property
    def signs(self) -> dict[str, Tested]:
        """When each step fits, and when it comes too early."""
        return {step.id: _tested(sign.when for sign in (step.fits, step.premature) if sign) for step in self.pack.steps}

    def otherwise(self, step: Step, raises: Mapping[str, str]) -> Tested:
        """Return on what it depends that something of a step is done otherwise.

        That is without what is there already, or with more than other words.
        """
        key = (step.id, *raises.items())
        if key not in self._otherwise:
            there = [reached(self.pack, fact, level) for fact, level in raises.items()]
            different = (when for work in step.works if work.raises == raises for when in self._different(work))
            self._otherwise[key] = _tested([*there, *different])
        return self._otherwise[key]

    def _different(self, work: Work) -> Iterator[Condition]:
        for other in self.pack.in_full(work).instead:
            if other.at_once or other.actor or other.months or other.cost:
                facts = {test.fact for test in leaves(other.when)}
                yield other.when
                yield from (named.when for named in self.pack.conditions if named.id in facts)


def _tested(conditions: Iterable[Condition]) -> Tested:
    return tuple((frozenset(test.fact for test in leaves(condition)), condition) for condition in conditions)


def open_questions(hanging: Hanging, plan: Plan, aim: tuple[str, ...]) -> list[str]:
    """Return every unanswered question that could still change something: statuses first, then the path, then findings."""
    pack, start = hanging.pack, plan.start
    settled = {*start.given, *(fact for fact, allowed in start.known.items() if type(allowed) is frozenset and len(allowed) == 1)}

    def of(*tested: Tested) -> list[str]:
        some_open = (condition for each in tested for facts, condition in each if not facts <= settled)
        return questions_in(pack, start, some_open)

    targets = {target for target in aim if status_of(target, start) != "established"}
    due = [step for step in pack.steps if step.target in targets]
    ways = [
        *of(*(hanging.preconditions[planned.step.id] for planned in plan.steps)),
        *of(*(hanging.signs[step.id] for step in due)),
    ]
    done = ((planned.step, work.raises) for planned in plan.steps for work in planned.works)
    details = [*of(*(hanging.otherwise(step, raises) for step, raises in done)), *of(hanging.findings)]
    paid = [*_limits(pack, plan), *_lacking(pack, plan), *_frozen(pack, plan)]
    return list(dict.fromkeys([*to_clarify(pack, aim, start), *ways, *paid, *details]))


def _limits(pack: Pack, plan: Plan) -> Iterator[str]:
    """Yield up to which amounts somebody may grant money, of which nobody said it, where a step takes money by this limit."""
    limits = {each.role: each.up_to for each in pack.info.competences if each.up_to not in plan.start.given}
    if not any(limits.values()):
        return
    for planned in plan.steps:
        paid = bills(Staff(pack, planned.before.known), planned.actions, planned.before.given)
        granted = [grant for bill in paid for grant in bill.grants]
        yield from (name for grant in granted if grant.within and (name := limits.get(grant.role)) is not None)


def _lacking(pack: Pack, plan: Plan) -> Iterator[str]:
    """Yield the questions of which nobody said how much is there, so that all of it is paid for instead of what lacks."""
    for cost in (work.cost for planned in plan.steps for work in planned.works if work.cost is not None):
        arises = None if cost.lacking is None else pack.question(cost.lacking.number).arises
        if cost.lacking is not None and (arises is None or holds(arises, plan.start.known) is not False):
            yield cost.lacking.number


def _frozen(pack: Pack, plan: Plan) -> Iterator[str]:
    """Yield until when no new money is granted, where nobody said it of savings that are certain and a step waits for money."""
    question = None if pack.info.freeze_ends is None else pack.question(pack.info.freeze_ends)
    if question is None or question.id in plan.start.given:
        return
    waits = any(work.waits_for is not None for planned in plan.steps for work in planned.actions)
    if waits and (question.arises is None or holds(question.arises, plan.start.known) is True):
        yield question.id
