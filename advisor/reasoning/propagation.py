"""Read a pack's rules on sets of possible values, without an engine: for the many cities that could still be this one.

What is reported is always what experta concluded. Asking the next question and explaining look at hundreds of hypothetical
cities for each answer; those are read here, from the same branches. Property tests hold that both readings agree.
"""

from __future__ import annotations

from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import leaves
from advisor.logic.implicants import Needs, branches, contains, needs, remaining
from advisor.logic.values import Allowed, Value, everything, intersect, only
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.course import CourseReading
from advisor.reasoning.recent import recent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.knowledge.model import Pack
    from advisor.reasoning.deductions import Deduction


Known = dict[str, Allowed]
"""The values each fact can still have; a fact that is missing is wholly unknown."""

NOBODY_KNOWS = "nobody knows"
"""What a fact has instead of a value where nobody will say it: it passes no test, and fails none for certain."""

STAYS_UNKNOWN: Allowed = frozenset({NOBODY_KNOWS})


def decided(given: Known) -> set[str]:
    """Return the facts that have one value."""
    return {fact for fact, values in given.items() if isinstance(values, frozenset) and len(values) == 1}


def any_unknown(given: Known) -> bool:
    """Tell whether something is given of which it is known that nobody knows it."""
    return any(NOBODY_KNOWS in values for values in given.values() if isinstance(values, frozenset))


_MET, _LEFT = 20_000, 16
"""For how many values of facts, and for how many situations of each fact, is remembered what they mean to the rules."""

_Values = tuple[Allowed | None, ...]
"""The values of the facts that rules about a fact read: what those rules mean depends on nothing else."""


class _Rule(msgspec.Struct, frozen=True):
    fact: str
    values: frozenset[str]
    all_values: Allowed
    branches: tuple[Needs, ...]


class _Left(msgspec.Struct, frozen=True):
    """What is left of the rules about a fact for some values of the facts they read: branches, and what each rule says.

    ``whole`` tells that each rule that would say more can still come true.
    """

    branches: list[tuple[Needs, ...]]
    says: list[frozenset[str]]
    whole: bool


class Reading:
    """A pack's deductions, taken apart once; every method is a pure function of what is known."""

    def __init__(self, deductions: Iterable[Deduction]) -> None:
        """Take deductions in an order in which each comes after those it builds on."""
        self._deductions = tuple(deductions)
        self._rules = [
            _Rule(each.fact, each.values, everything(each.domain), needs(branches(each.condition))) for each in self._deductions
        ]
        self._of: dict[str, list[_Rule]] = {}
        self._sources: dict[str, frozenset[str]] = {}
        self._left: dict[str, dict[_Values, _Left]] = {}
        self._ends: dict[str, dict[_Values, tuple[frozenset[str] | None]]] = {}
        self._met: dict[tuple[str, Allowed], tuple[int, ...]] = {}
        self._branches: list[_Rule] = []  # the rule of each branch
        self._sizes: list[int] = []  # how many tests each branch has
        self._tests: dict[str, dict[Allowed, list[int]]] = {}  # the branches that ask for a set of values of a fact
        for rule in self._rules:
            self._of.setdefault(rule.fact, []).append(rule)
            for branch in rule.branches:
                for fact, allowed in branch.items():
                    self._tests.setdefault(fact, {}).setdefault(allowed, []).append(len(self._branches))
                self._branches.append(rule)
                self._sizes.append(len(branch))
        self._always = [rule for rule, size in zip(self._branches, self._sizes, strict=True) if not size]
        self._reads = {fact: (fact, *_tested(rules)) for fact, rules in self._of.items()}
        self._readers: dict[str, list[tuple[int, str]]] = {}  # what rests on a fact, with its place in the order
        for place, (fact, read) in enumerate(self._reads.items()):
            for name in read:
                self._readers.setdefault(name, []).append((place, fact))

    def about(self, facts: Iterable[str]) -> Reading:
        """Return a reading of only those rules that these facts rest on."""
        needed, todo = set[str](), list(facts)
        while todo:
            fact = todo.pop()
            if fact not in needed:
                needed.add(fact)
                todo += [name for rule in self._of.get(fact, ()) for branch in rule.branches for name in branch]
        return Reading(each for each in self._deductions if each.fact in needed)

    def conclude(self, given: Mapping[str, Allowed]) -> Known:
        """Return what is given and everything that follows from it."""
        known = dict(given)
        missing = self._sizes.copy()
        changed = list(known)
        found, rules = self._met, self._branches
        for rule in self._always:
            self._narrow(known, rule, changed)
        met: dict[str, tuple[int, ...]] = {}
        for fact in changed:  # grows while facts are concluded
            numbers = found.get((fact, known[fact]))
            if numbers is None:
                numbers = self._met_by(fact, known[fact])
            if not numbers:
                continue
            before = met.get(fact)
            met[fact] = numbers
            for number in numbers if before is None else sorted(set(numbers).difference(before)):
                missing[number] = left = missing[number] - 1
                if not left:
                    self._narrow(known, rules[number], changed)
        return known

    def _met_by(self, fact: str, possible: Allowed) -> tuple[int, ...]:
        """Return the branches of which a fact meets the test with these values: remembered, for most facts have few."""
        tests = self._tests.get(fact, {}).items()
        found = tuple(number for allowed, numbers in tests if contains(allowed, possible) for number in numbers)
        if len(self._met) < _MET:
            self._met[fact, possible] = found
        return found

    @staticmethod
    def _narrow(known: Known, rule: _Rule, changed: list[str]) -> None:
        before: frozenset[str] = known.get(rule.fact, rule.all_values)  # type: ignore[assignment] # derived facts have named values
        if not before <= rule.values:
            known[rule.fact] = before & rule.values
            changed.append(rule.fact)

    def is_yes(self, fact: str, value: str, known: Mapping[str, Allowed]) -> bool | None:
        """Tell whether a derived fact has a value: certainly, certainly not, or open (None)."""
        possible = known.get(fact)
        if possible is not None and possible == frozenset({value}):
            return True
        if possible is not None and value not in possible:  # type: ignore[operator] # derived facts have named values
            return False
        return None if self.open_branches(fact, known) else False

    def open_branches(self, fact: str, known: Mapping[str, Allowed]) -> list[tuple[Needs, ...]]:
        """Return what is left of each rule about a fact that is not decided yet; the same list while nothing is new to it."""
        return self._open_rules(fact, known).branches if fact in self._of else []

    def _open_rules(self, fact: str, known: Mapping[str, Allowed]) -> _Left:
        """Return what is left of the rules about a fact: from one question to the next, little is new to most of them."""
        values = tuple(map(known.get, self._reads[fact]))
        before = self._left.get(fact, {}).get(values)  # asked most often of all, and nearly always known
        if before is not None:
            return before
        return recent(self._left.setdefault(fact, {}), values, _LEFT, lambda: self._left_of(fact, known))

    def _left_of(self, fact: str, known: Mapping[str, Allowed]) -> _Left:
        found = [(remaining(rule.branches, known), rule.values) for rule in self._of[fact] if self._adds(rule, known)]
        open_ones = [(left, says) for left, says in found if left and left != ({},)]
        return _Left([left for left, _ in open_ones], [says for _, says in open_ones], len(open_ones) == len(found))

    def outcomes(self, fact: str, known: Mapping[str, Allowed]) -> set[frozenset[str]]:
        """Return the sets of values that may be left of a concluded fact in the end, what is left now among them."""
        found = {self._possible(fact, known)}
        for says in self._open_rules(fact, known).says:
            found |= {both for before in found if (both := before & says)}
        return found

    def settling(self, known: Known) -> Known:
        """Return what is known, and of each concluded fact that rests on what nobody knows only the values it can settle on.

        Rules of which no branch can come true any more are then read as any other rule that a known fact rules out.
        """
        found = dict(known)
        waiting = [reader for fact, values in known.items() if values is STAYS_UNKNOWN for reader in self._readers.get(fact, ())]
        heapify(waiting)
        last = -1
        while waiting:
            place, fact = heappop(waiting)
            if place == last:
                continue
            last = place
            settles = self._settling(fact, found)
            if settles is not None:
                found[fact] = settles
                for reader in self._readers.get(fact, ()):
                    if reader[0] > place:  # it comes after all that it builds on
                        heappush(waiting, reader)
        return found

    def _settling(self, fact: str, known: Known) -> frozenset[str] | None:
        """Return the values that a fact can settle on which rests on what nobody knows; None where that is nothing new."""
        now = self._possible(fact, known)
        if len(now) <= 1:
            return None
        values = tuple(map(known.get, self._reads[fact]))
        before = self._ends.get(fact, {}).get(values)
        if before is None:
            before = recent(self._ends.setdefault(fact, {}), values, _LEFT, lambda: (self._settled(fact, now, known),))
        return before[0]

    def _settled(self, fact: str, now: frozenset[str], known: Known) -> frozenset[str] | None:
        if self._open_rules(fact, known).whole:
            return None
        ends = self.outcomes(fact, known) - {now}
        settles = frozenset[str]().union(*(end for end in ends if not any(other < end for other in ends)))
        said = frozenset[str]().union(*(rule.values for rule in self._of[fact]))
        return settles | {NOBODY_KNOWS} if not said & now <= settles and (settles or fact not in known) else None

    def _possible(self, fact: str, known: Mapping[str, Allowed]) -> frozenset[str]:
        return known.get(fact, self._of[fact][0].all_values)  # type: ignore[return-value] # derived facts have named values

    def open_facts(self, fact: str, known: Mapping[str, Allowed], seen: dict[str, frozenset[str]]) -> frozenset[str]:
        """Return the facts from answers that could still change what is concluded about a fact.

        ``seen`` keeps what was found for the same ``known``.
        """
        if fact not in self._of:
            return frozenset({fact})
        if fact not in seen:
            tested = {name for left in self.open_branches(fact, known) for branch in left for name in branch}
            seen[fact] = frozenset().union(*(self.open_facts(name, known, seen) for name in sorted(tested)))
        return seen[fact]

    def sources(self, fact: str) -> frozenset[str]:
        """Return the facts from answers that a fact can rest on, whatever is known."""
        if fact not in self._of:
            return frozenset({fact})
        if fact not in self._sources:
            tested = {name for rule in self._of[fact] for branch in rule.branches for name in branch}
            self._sources[fact] = frozenset().union(*(self.sources(name) for name in sorted(tested)))
        return self._sources[fact]

    @staticmethod
    def _adds(rule: _Rule, known: Mapping[str, Allowed]) -> bool:
        """Tell whether a rule would narrow its fact further down."""
        possible = known.get(rule.fact, rule.all_values)
        return intersect(possible, rule.values) != possible


def _tested(rules: Iterable[_Rule]) -> Iterable[str]:
    """Return the facts that rules read, each once."""
    return dict.fromkeys(name for rule in rules for branch in rule.branches for name in branch)


class ReadingEngine:
    """Infers as the engine does, by reading."""

    def __init__(self, pack: Pack, reading: Reading) -> None:
        """Take a pack and its rules, taken apart."""
        self._pack = pack
        self._reading = reading

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts."""
        known = {**(disputed or {}), **{fact: only(value) for fact, value in given.items()}}
        return Conclusions(dict(given), self._reading.conclude(known), (), disputed or {})

    @cached_property
    def of_course(self) -> ReadingEngine:
        """The same without what nothing on the way rests on: findings, above all."""
        course = self.course_reading
        poles = {test.fact for condition in course.for_a_pole.values() for test in leaves(condition)}
        statuses = {approach.id for approach in self._pack.approaches}
        return ReadingEngine(self._pack, self._reading.about({*statuses, *poles, *course.signs}))

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        """Return what the rules about the way say."""
        return self.course_reading.infer(given)

    @cached_property
    def course_reading(self) -> CourseReading:
        """The rules about the way."""
        return CourseReading(self._pack)
