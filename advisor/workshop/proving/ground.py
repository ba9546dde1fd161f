"""A pack made ready for proofs: its facts in a solver, its verdicts as conditions on answers, and failures with their cities."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.logic.condition import Condition, Test, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.logic.values import YES_NO, Allowed, Levels, Value, only
from advisor.logic.z3_backend import Cities, no
from advisor.reasoning.answers import question_of
from advisor.reasoning.course import StepConditions
from advisor.reasoning.deductions import aim_fact, deductions
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.checks.world import World, nothing_else
from advisor.workshop.proving.proof import Counterexample, Expected, Failure

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.logic.z3_backend import State


class Ground:
    """What every claim about a pack needs."""

    def __init__(self, pack: Pack) -> None:
        """Take a sound pack."""
        found = deductions(pack)
        self.pack = pack
        self.verdicts = Verdicts(found)
        self.steps = StepConditions(pack, self.verdicts)
        world = World(pack, found)
        answered = {question.id for question in pack.questions}
        self.facts = {name: each for name, each in pack.vocabulary.facts.items() if question_of(name) in answered}
        aims = {aim_fact(approach.id): YES_NO for approach in pack.approaches}
        self.cities = Cities({**self.facts, **aims}, world.bounds)
        self._all_cities = Cities(self.cities.facts, world.bounds)
        for condition in (*world.common(), *nothing_else(pack)):
            self.cities.assume(condition)
        for cities in (self.cities, self._all_cities):  # whoever aims at nothing is refused
            cities.assume(some(*(Test(aim, frozenset({"yes"}), YES_NO) for aim in aims)))
        self._facts_of: dict[Condition, frozenset[str]] = {}
        self._shown: dict[Condition, list[dict[str, Allowed]]] = {}

    @property
    def anywhere(self) -> Ground:
        """Return the same over all answers, also those that cannot be given together: contradictions are about these."""
        found = copy.copy(self)
        found.cities, found._shown = self._all_cities, {}  # noqa: SLF001 - of its own class
        return found

    def holds(self, condition: Condition) -> Any:  # noqa: ANN401 - a term of the solver
        """Return the term that says that a condition on answers holds in a city as it stands."""
        return self.cities.holds(self.verdicts.grounded(condition))

    def not_absent(self, approach: str) -> Condition:
        """Return when an approach is there at least in part."""
        return opposite(self.verdicts.status(approach, "absent"))

    def facts_of(self, condition: Condition) -> frozenset[str]:
        """Return the facts that a condition rests on."""
        if condition not in self._facts_of:
            self._facts_of[condition] = frozenset(test.fact for test in leaves(condition))
        return self._facts_of[condition]

    def levels(self, fact: str, domain: Levels, step: int) -> Test:
        """Return when a fact can move by a step and still have a level."""
        names = domain.names[:-step] if step > 0 else domain.names[-step:]
        return Test(fact, frozenset(names), domain)

    def demand(self, condition: Condition, about: str, name: str, what: str, *, only_asked: bool = True) -> Failure | None:
        """Return a failure if a condition holds in no city; there is no city to show then."""
        cities = self.cities if only_asked else self._all_cities
        found = cities.occurs(cities.holds(self.verdicts.grounded(condition)))
        return None if found else Failure(about, name, what)

    def occurs_without(self, one: Condition, other: Condition) -> bool:
        """Tell whether one condition holds in some city in which another does not.

        Cities in which it holds are kept: most others are told apart by the first of them, without the solver.
        """
        shown = self._shown.setdefault(one, [])
        if any(holds(other, city) is False for city in shown):
            return True
        city = self.cities.example(self.holds(one), no(self.holds(other)))
        if city is not None:
            shown.append({name: only(value) for name, value in city.items()})
        return city is not None

    def refute(  # noqa: PLR0913, PLR0917 - what a failure is made of
        self,
        claim: Any,  # noqa: ANN401 - a term of the solver
        about: str,
        name: str,
        what: str,
        expected: Expected,
        aim: tuple[str, ...] = (),
        shown: State | None = None,
    ) -> Failure | None:
        """Return a failure with a city in which a claim holds that should hold in none; ``shown`` is a later state of it."""
        city = self.cities.example(claim)
        if city is None:
            return None
        kept = self.cities.needed(city, claim, sorted(self.facts))
        if shown is not None:
            city = self.cities.example(claim, *self.cities.like(city), shown=shown) or city
        answers = {name: value for name, value in city.items() if name in self.facts}
        return Failure(about, name, what, Counterexample(answers, tuple(kept), expected, aim))

    def moved(self, failure: Failure, fact: str, step: int, approach: str) -> Failure:
        """Return a failure about two cities as a case of the second, which should have the status of the first."""
        example, domain = failure.example, self.facts[fact]
        if example is None or not isinstance(domain, Levels):
            return failure
        status = self.status_in(example.city, approach)
        further = domain.names[domain.names.index(str(example.city[fact])) + step]
        city: dict[str, Value] = {**example.city, fact: further}
        shown = msgspec.structs.replace(example, city=city, expected=Expected(statuses={approach: status}))
        return msgspec.structs.replace(failure, example=shown)

    def status_in(self, city: dict[str, Value], approach: str) -> str:
        """Return the status of an approach in a whole city."""
        known = {name: only(value) for name, value in city.items()}
        found = (status for status in ("established", "emerging") if holds(self.verdicts.status(approach, status), known))
        return next(found, "absent")
