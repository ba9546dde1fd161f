"""One situation on the way ahead: what is known there, and what can be said of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds, verdict_of
from advisor.logic.values import Levels
from advisor.logic.vocabulary import COVERAGE, STATUS, YES
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.deductions import MISSING
from advisor.reasoning.propagation import Known, Reading, any_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Condition, Test
    from advisor.reasoning.course import StepConditions


class Place:
    """What is known in a situation, and the verdicts read from it so far.

    Where nobody knows something, what cannot become certain any more is read as the planner takes it: a sign is not there, and of
    a status the least counts that may be left, and what is open covers no pole.
    """

    def __init__(self, pack: Pack, conditions: StepConditions, reading: Reading, given: Known) -> None:
        """Conclude what follows from what is given."""
        self.given = given
        self.unknown = any_unknown(given)
        self._concluded = reading.conclude(given)
        self.known = reading.settling(self._concluded) if self.unknown else self._concluded
        self._reading = reading
        self._statuses = {each.id for each in pack.approaches} if self.unknown else set[str]()
        self._for_a_pole = conditions.for_a_pole if self.unknown else {}
        self._outcomes: dict[str, set[frozenset[str]]] = {}
        self._verdicts: dict[tuple[str, str], bool | None] = {}
        self._said: dict[Test, bool | None] = {}

    def is_yes(self, fact: str, value: str) -> bool | None:
        """Tell whether a concluded fact has a value here: certainly, certainly not, or open (None)."""
        if (fact, value) not in self._verdicts:
            found = self._reading.is_yes(fact, value, self.known)
            if found is not True and fact in self._for_a_pole:
                found = verdict_of(self._for_a_pole[fact], self._counted)
            self._verdicts[fact, value] = found
        return self._verdicts[fact, value]

    def behind(self, preference: str) -> Iterator[str]:
        """Yield what decides whether a criterion prefers a step."""
        yield preference
        if preference in self._for_a_pole:
            yield from (test.fact for test in leaves(self._for_a_pole[preference]))

    def is_open(self, approach: str) -> bool:
        """Tell whether more than one status of an approach is possible."""
        return len(possible_values(approach, STATUS, self._concluded)) > 1

    def stays_open(self, approach: str) -> bool:
        """Tell whether an approach has more than one possible status, whatever is still answered."""
        return self.is_open(approach) and len(self.outcomes(approach)) == 1

    def outcomes(self, approach: str) -> set[frozenset[str]]:
        """Return the sets of statuses that may be left of an approach once everything is asked."""
        if approach not in self._outcomes:
            possible = frozenset(possible_values(approach, STATUS, self._concluded))
            self._outcomes[approach] = self._reading.outcomes(approach, {**self.known, approach: possible})
        return self._outcomes[approach]

    def verdict(self, condition: Condition) -> bool | None:
        """Tell whether a condition on concluded facts holds here: certainly, certainly not, or open (None)."""
        return verdict_of(condition, self._says)

    def _says(self, test: Test) -> bool | None:
        if test not in self._said:
            self._said[test] = self._least(test) if test.fact in self._statuses else self._read(test)
        return self._said[test]

    def _least(self, test: Test) -> bool | None:
        """Read a test of a status as the planner does, which takes the least of those that are left."""
        least = {next(status for status in STATUS.names if status in left) for left in self.outcomes(test.fact)}
        if least <= test.allowed:  # type: ignore[operator] # named values
            return True
        return None if least & test.allowed else False  # type: ignore[operator]

    def _counted(self, test: Test) -> bool | None:
        """Read a test of a criterion about poles as the planner does: a pole is missing unless it is certainly covered."""
        if test.domain != COVERAGE:
            return holds(test, self.known)
        covered = self.known.get(test.fact, frozenset(COVERAGE.names))
        missing = "covered" not in covered or (None if len(covered) > 1 else False)  # type: ignore[operator, arg-type]
        return missing if test.allowed == MISSING or missing is None else not missing

    def _read(self, test: Test) -> bool | None:
        """Read a test of one value, or of all but one; rules conclude what is so, and "no" is what they do not."""
        value, is_so = _asked(test)
        verdict = self.is_yes(test.fact, value)
        return verdict if is_so or verdict is None else not verdict


@functools.lru_cache(maxsize=4096)
def _asked(test: Test) -> tuple[str, bool]:
    """Return the value that a test is about, and whether it asks for it or for any other one."""
    names = frozenset(test.domain.names) if isinstance(test.domain, Levels) else frozenset()
    others = names - test.allowed if isinstance(test.allowed, frozenset) else frozenset()
    if len(others) == 1 and test.allowed != YES:
        return next(iter(others)), False
    (value,) = test.allowed  # type: ignore[misc] # one named value
    return value, True
