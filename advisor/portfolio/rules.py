"""A pack's rules, made ready to be read on columns: the same deductions and branches that experta gets.

A fact is a column of the values it can still have: a set of cities for each *place*. The places of a fact with levels are its
levels; those of a number are the spans between the numbers that some rule asks for, so that no rule can tell two numbers of one
span apart.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.logic.condition import Condition, Group, Test, leaves
from advisor.logic.implicants import branches
from advisor.logic.values import YES_NO, Allowed, Levels, Span, Value
from advisor.logic.vocabulary import option_fact
from advisor.portfolio.bits import Bits, at_least, union
from advisor.reasoning.course import CourseReading, course
from advisor.reasoning.deductions import absence, aim_fact
from advisor.reasoning.effects import NO_OPTION, reached, value_of
from advisor.reasoning.presupposed import presuppositions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Domain
    from advisor.reasoning.deductions import Deduction
    from advisor.reasoning.knowledge_base import KnowledgeBase

Column = tuple[Bits, ...]
"""The cities in which each value of a fact is still possible."""

Columns = dict[str, Column]
Sets = dict[str, Bits]
"""A set of cities by name: of a fact, the cities in which nobody knows it."""

Places = tuple[str, tuple[int, ...]]
"""A fact, and some places of its values."""


class Rule(msgspec.Struct, frozen=True):
    """A deduction: the places that it rules out, and its branches as the places at which a test would fail."""

    fact: str
    ruled_out: tuple[int, ...]
    branches: tuple[tuple[Places, ...], ...]


class Raise(msgspec.Struct, frozen=True):
    """What raising a fact does: the place it gets, and those at which it is there already."""

    fact: str
    place: int
    there: tuple[int, ...]


class Effects(msgspec.Struct, frozen=True):
    """What a step changes: what each of its preconditions would prepare (nothing where nothing does), and each action."""

    preparing: tuple[tuple[Raise, ...], ...]
    doing: tuple[tuple[Raise, ...], ...]


class ColumnRules:
    """A pack's rules for columns, worked out once and used for every chunk of cities."""

    def __init__(self, base: KnowledgeBase, *also: Condition) -> None:
        """Take a pack made ready to reason, and conditions that will be asked besides its own; nothing here runs experta."""
        self.pack = pack = base.pack
        derived = {each.fact: each.domain for each in base.deductions}
        aims: dict[str, Domain] = {aim_fact(each.id): YES_NO for each in pack.approaches}
        self.domains: dict[str, Domain] = {**pack.vocabulary.facts, **aims, **derived}
        self.given = tuple(dict.fromkeys(fact for fact in self.domains if fact not in derived and self._is_asked(fact)))
        """The facts that a city says: answers and aims."""
        asked = [test for each in also for test in leaves(each)]
        self.cuts = self._cuts((*_tests(base), *asked))
        self.sizes = {fact: self._size(fact) for fact in (*self.given, *derived)}
        self.concluded = tuple(derived)
        self.rules = tuple(
            Rule(
                each.fact,
                self.others(each.fact, each.values),
                tuple(
                    tuple((test.fact, self.others(test.fact, test.allowed)) for test in way) for way in branches(each.condition)
                ),
            )
            for each in (*base.deductions, *_absences(pack, {test.fact for test in asked}))
        )
        self.course = course(pack)
        reading = CourseReading(pack)
        self.signs, self.for_a_pole = reading.signs, reading.for_a_pole
        self.effects = {step.id: self._effects(step.id) for step in pack.steps}

    def _is_asked(self, fact: str) -> bool:
        return fact in self.pack.vocabulary.facts or fact.startswith("aim.")

    def _cuts(self, tests: Iterable[Test]) -> dict[str, list[int]]:
        """Return for each number where a span begins: wherever a condition, or what a step brings about, tells two apart."""
        found: dict[str, set[int]] = {}
        for test in tests:
            if isinstance(test.allowed, Span):
                low, high = test.allowed.low, test.allowed.high
                begins = {each for each in (low, None if high is None else high + 1) if each is not None}
                found.setdefault(test.fact, set()).update(begins)
        return {fact: sorted(begins) for fact, begins in found.items()}

    def _size(self, fact: str) -> int:
        domain = self.domains[fact]
        return len(domain.names) if isinstance(domain, Levels) else len(self.cuts.get(fact, ())) + 1

    def place(self, fact: str, value: Value) -> int:
        """Return the place of a value."""
        domain = self.domains[fact]
        if isinstance(domain, Levels):
            return domain.names.index(str(value))
        return bisect_right(self.cuts.get(fact, []), int(value))

    def places(self, fact: str, allowed: Allowed) -> tuple[int, ...]:
        """Return the places of the values in a set; of a span those that it touches."""
        domain = self.domains[fact]
        if isinstance(allowed, Span):
            first = 0 if allowed.low is None else self.place(fact, allowed.low)
            last = self._size(fact) - 1 if allowed.high is None else self.place(fact, allowed.high)
            return tuple(range(first, last + 1))
        names = domain.names if isinstance(domain, Levels) else ()
        return tuple(place for place, name in enumerate(names) if name in allowed)

    def value_at(self, each: Raise) -> str:
        """Return the value that raising a fact gives it, as it is written."""
        domain = self.domains[each.fact]
        return domain.names[each.place] if isinstance(domain, Levels) else str(self.cuts[each.fact][each.place - 1])

    def others(self, fact: str, allowed: Allowed) -> tuple[int, ...]:
        """Return the places of the values outside a set."""
        inside = self.places(fact, allowed)
        return tuple(place for place in range(self._size(fact)) if place not in inside)

    def _effects(self, step: str) -> Effects:
        found = next(each for each in self.pack.steps if each.id == step)
        prepared = [each.prepare.raises if each.prepare else {} for each in found.preconditions]
        return Effects(
            tuple(tuple(self.raises(each)) for each in prepared),
            tuple(tuple(self.raises(each.raises)) for each in found.actions),
        )

    def raises(self, raises: Mapping[str, str]) -> Iterator[Raise]:
        """Yield what raising facts to levels, as packs write it, changes in columns."""
        several = self.pack.vocabulary.several
        for fact, level in raises.items():
            there = reached(self.pack, fact, level)
            name = there.fact
            value: Value = "yes" if fact in several else value_of(self.pack, fact, level)
            yield Raise(name, self.place(name, value), self.places(name, there.allowed))
            if NO_OPTION in several.get(fact, ()):
                none = option_fact(fact, NO_OPTION)
                yield Raise(none, self.place(none, "no"), (self.place(none, "no"),))

    def conclude(self, given: Columns, cities: Bits) -> Columns:
        """Return what is given and everything that follows from it, in all of the cities."""
        known = dict(given) | {fact: (cities,) * self.sizes[fact] for fact in self.concluded}
        certain: dict[Places, Bits] = {}
        for rule in self.rules:
            fires = 0
            for branch in rule.branches:
                met = cities
                for test in branch:
                    if test not in certain:
                        column = known[test[0]]
                        certain[test] = cities ^ union(column[place] for place in test[1])
                    met &= certain[test]
                    if not met:
                        break
                fires |= met
            if fires:
                known[rule.fact] = without(known[rule.fact], rule.ruled_out, cities ^ fires)
        return known

    def holds(self, condition: Condition, known: Columns, unknown: Sets, cities: Bits) -> tuple[Bits, Bits]:
        """Return where a condition is certainly true, and where it is certainly false; ``unknown`` says where nobody knows."""
        match condition:
            case Test(fact, allowed):
                column = known[fact]
                told = cities ^ unknown.get(fact, 0)
                inside = self.places(fact, allowed)
                outside = union(bits for place, bits in enumerate(column) if place not in inside)
                true = (cities ^ outside) & told
                return true, (cities ^ union(column[place] for place in inside)) & told & (cities ^ true)
            case Group(needed, members):
                found = [self.holds(member, known, unknown, cities) for member in members]
                true = at_least(needed, [each for each, _ in found], cities)
                return true, at_least(len(members) - needed + 1, [each for _, each in found], cities)
            case _:
                assert_never(condition)


def _absences(pack: Pack, asked: set[str]) -> Iterator[Deduction]:
    """Yield when findings that somebody asks for are certainly absent; a pack's rules say when they are present."""
    return (absence(finding) for finding in pack.findings if finding.id in asked)


def without(column: Column, places: tuple[int, ...], stays: Bits) -> Column:
    """Return a column in which some places are only possible in the cities where they stay."""
    return tuple(bits & stays if place in places else bits for place, bits in enumerate(column))


def _tests(base: KnowledgeBase) -> Iterator[Test]:
    """Yield every test of a pack that is read on answers, and those that what a step brings about has to pass."""
    for each in base.deductions:
        for branch in branches(each.condition):
            yield from branch
    yield from _written(base.pack)
    for step in base.pack.steps:
        prepared = [each.prepare.raises for each in step.preconditions if each.prepare]
        for raises in (*prepared, *(action.raises for action in step.actions)):
            for fact, level in raises.items():
                yield reached(base.pack, fact, level)


def _written(pack: Pack) -> Iterator[Test]:
    conditions = [each.arises for each in pack.questions]
    conditions += [condition for _, *pair in presuppositions(pack) for condition in pair]
    conditions += [condition for each in pack.approaches for condition in (each.established_when, each.emerging_when)]
    conditions += [condition for step in pack.steps for each in step.preconditions for condition in (each.when, each.unless)]
    for condition in conditions:
        if condition is not None:
            yield from leaves(condition)
