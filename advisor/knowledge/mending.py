"""Mend a condition part by part: a part that is false is made true by one of its members, a test by changing its fact.

States are looked at in the order of how many answers they need at least (A*, Hart, Nilsson and Raphael, 1968), so the smallest
changes are found first and nothing is searched beyond the limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.circuit import Changed, Circuit
from advisor.knowledge.values import Levels, Span, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.knowledge.condition import Condition, Test
    from advisor.knowledge.remaining import Needs
    from advisor.knowledge.values import Allowed, Domain

Goals = frozenset[int]
"""Parts of the circuit that all have to become true."""


class Mending:
    """Looks for the minimal changes that make a condition true."""

    def __init__(
        self,
        known: Mapping[str, Allowed],
        answer_of: Callable[[str], str],
        fixed: frozenset[str],
        limit: int,
        *,
        unknown_is_free: bool,
    ) -> None:
        """Take what is known and what may change; :func:`~advisor.knowledge.nearest.nearest` describes each of them."""
        self._circuit = Circuit(known)
        self._limit = limit
        self._known = known
        self._answer_of = answer_of
        self._fixed = fixed
        self._unknown_is_free = unknown_is_free
        self._broken = (False,) if unknown_is_free else (False, None)
        self._behind: dict[int, frozenset[str]] = {}
        self._needed: dict[tuple[int, frozenset[str], Changed], int] = {}

    def changes(self, condition: Condition) -> tuple[Needs, ...]:
        """Return the minimal changes that make a condition true: those that need the fewest answers are looked at first."""
        verdict = self._circuit.verdict
        found: dict[frozenset[str], Needs] = {}
        seen: set[tuple[Goals, Changed]] = set()
        todo: list[list[tuple[Goals, Changed]]] = [[] for _ in range(self._limit + 1)]
        todo[0].append((frozenset({self._circuit.add(condition)}), frozenset()))
        for size, states in enumerate(todo):
            while states:
                goals, changes = states.pop()
                answers = self._answers(changes)
                if (goals, changes) in seen or any(smaller <= answers for smaller in found):
                    continue
                broken = [part for part in goals if verdict(part, changes) in self._broken]
                least = len(answers) + self._least(broken, answers, changes)
                if least > size:
                    if least <= self._limit:
                        todo[least].append((goals, changes))
                    continue
                seen.add((goals, changes))
                if not broken and (done := self._completed(goals, changes)) is not None:
                    found[answers] = {fact: allowed for fact, allowed in done if self._answer_of(fact) in answers}
                else:
                    due = broken or [part for part in goals if verdict(part, changes) is None]
                    states.extend(self._repaired(min(due, key=self._breadth), goals, changes))
        return tuple(found.values())

    def _answers(self, changes: Changed) -> frozenset[str]:
        return frozenset(self._answer_of(fact) for fact, allowed in changes if self._counts(fact, allowed))

    def _counts(self, fact: str, allowed: Allowed) -> bool:
        """Tell whether a fact would be different, and not only turn out so."""
        possible = self._known.get(fact)
        return not self._unknown_is_free or (possible is not None and is_empty(intersect(possible, allowed)))

    def _breadth(self, part: int) -> tuple[int, int]:
        return len(self._circuit.facts(part)), part

    def _least(self, parts: Iterable[int], answers: frozenset[str], changes: Changed) -> int:
        """Return how many more answers all these parts need at least: those without a common answer need theirs each."""
        concerned: set[str] = set()
        count = 0
        for least, part in sorted(((self._needs(part, answers, changes), part) for part in parts), reverse=True):
            behind = self._answers_behind(part) - answers
            if concerned.isdisjoint(behind):
                concerned |= behind
                count += least
        return count

    def _needs(self, part: int, answers: frozenset[str], changes: Changed) -> int:
        """Return how many more answers a part needs at least; more than the limit where it cannot be mended."""
        if self._circuit.verdict(part, changes) not in self._broken:
            return 0
        key = (part, answers & self._answers_behind(part), self._circuit.concerned(part, changes))
        if key not in self._needed:
            test = self._circuit.test(part)
            members = self._circuit.members(part)
            if test is not None:
                self._needed[key] = int(self._answer_of(test.fact) not in answers)
            elif self._circuit.needs_all(part):
                self._needed[key] = self._least(members, answers, changes)
            else:
                each = sorted(self._needs(member, answers, changes) for member in members)
                self._needed[key] = each[self._circuit.needed(part) - 1] if members else self._limit + 1
        return self._needed[key]

    def _answers_behind(self, part: int) -> frozenset[str]:
        if part not in self._behind:
            self._behind[part] = frozenset(self._answer_of(fact) for fact in self._circuit.facts(part)) - self._fixed
        return self._behind[part]

    def _repaired(self, part: int, goals: Goals, changes: Changed) -> list[tuple[Goals, Changed]]:
        """Return each way to begin mending a part: with one of its members, or with the fact it tests."""
        test = self._circuit.test(part)
        if test is not None:
            return [(goals, after) for after in self._changed(test, changes)]
        members = self._circuit.members(part)
        if self._circuit.needs_all(part):
            return [(goals - {part} | set(members), changes)]
        is_false = self._circuit.verdict(part, changes) is False  # then one of its members that are false has to become true
        due = [member for member in members if self._circuit.verdict(member, changes) in ({False} if is_false else {False, None})]
        return [(goals | {member}, changes) for member in reversed(due)]

    def _changed(self, test: Test, changes: Changed) -> list[Changed]:
        """Return the changes with a test made true: the fact turns out so, or it has to be different."""
        before, possible = dict(changes).get(test.fact), self._known.get(test.fact)
        if before is not None:
            there = [before]
        elif possible is None or not self._unknown_is_free:
            there = [everything(test.domain)]
        else:
            there = [possible, *_others(possible, test.domain)]
        fixed = self._answer_of(test.fact) in self._fixed
        allowed = [common for each in there if not is_empty(common := intersect(each, test.allowed))]
        return [_with(changes, test.fact, each) for each in allowed if not (fixed and self._counts(test.fact, each))]

    def _completed(self, goals: Goals, changes: Changed) -> Changed | None:
        """Return the changes with what has to be true of open facts besides; None where the goals exclude each other."""
        verdicts = {part: self._circuit.verdict(part, changes) for part in goals}
        if False in verdicts.values():
            return None
        left = [part for part, verdict in verdicts.items() if verdict is None]
        if not left:
            return changes
        part = min(left, key=self._breadth)
        test = self._circuit.test(part)
        if test is not None:
            before = dict(changes).get(test.fact, self._known.get(test.fact))
            allowed = test.allowed if before is None else intersect(before, test.allowed)
            return self._completed(goals, _with(changes, test.fact, allowed))
        members = self._circuit.members(part)
        if self._circuit.needs_all(part):
            return self._completed(goals - {part} | set(members), changes)
        open_members = [member for member in members if self._circuit.verdict(member, changes) is None]
        tried = (self._completed(goals | {member}, changes) for member in open_members)
        return next((done for done in tried if done is not None), None)


def _others(possible: Allowed, domain: Domain) -> list[Allowed]:
    """Return the values that a fact does not have, as sets without gaps."""
    if isinstance(possible, Span):
        below = [Span(high=possible.low - 1)] if possible.low is not None else []
        return [*below, *([Span(low=possible.high + 1)] if possible.high is not None else [])]
    return [frozenset(domain.names) - possible] if isinstance(domain, Levels) else []


def _with(changes: Changed, fact: str, allowed: Allowed) -> Changed:
    return frozenset({change for change in changes if change[0] != fact} | {(fact, allowed)})
