"""Find the smallest changes of facts that make a condition true.

A part that is false is made true by one of its members, a test by changing its fact. States are looked at in the order of how
many facts they need at least (A*, Hart, Nilsson and Raphael, 1968), so the smallest changes are found first and nothing is
searched beyond the limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.circuit import Circuit, Supposed, Suppositions
from advisor.logic.values import Levels, Span, everything, intersect, is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from advisor.logic.condition import Condition, Test
    from advisor.logic.implicants import Needs
    from advisor.logic.values import Allowed, Domain


Goals = frozenset[int]
"""Parts of the circuit that all have to become true."""

State = tuple[Goals, Supposed]


LIMIT = 3
"""How many answers a change may consist of: more is no near miss, and no reader would follow it."""


class Mending:
    """Looks for the minimal changes that make one condition true."""

    def __init__(
        self,
        supposing: Suppositions,
        answer_of: Callable[[str], str],
        fixed: frozenset[str],
        limit: int,
        *,
        unknown_is_free: bool,
    ) -> None:
        """Take what is known and what may change; :func:`~advisor.logic.counterfactuals.nearest` describes each of them."""
        self._circuit = supposing.circuit
        self._supposing = supposing
        self._limit = limit
        self._known = supposing.known
        self._answer_of = answer_of
        self._fixed = fixed
        self._unknown_is_free = unknown_is_free
        self._broken = (False,) if unknown_is_free else (False, None)
        self._places: dict[int, int] = {}
        self._answers: dict[Supposed, frozenset[str]] = {}
        self._behind: dict[int, frozenset[str]] = {}
        self._needed: dict[tuple[int, Supposed], int] = {}

    def changes(self, condition: Condition) -> Iterator[Needs]:
        """Yield the minimal changes that make a condition true: those that need the fewest answers are looked at first."""
        verdict, whole = self._supposing.verdict, self._circuit.add(condition)
        self._places = self._circuit.places(whole)
        found: list[frozenset[str]] = []
        seen: set[State] = set()
        todo: list[list[State]] = [[] for _ in range(self._limit + 1)]
        todo[0].append((frozenset({whole}), self._supposing.nothing))
        for size, states in enumerate(todo):
            while states:
                state = goals, here = states.pop()
                answers = self._different(here)
                if state in seen or any(smaller <= answers for smaller in found):
                    continue
                broken = [part for part in goals if verdict(part, here) in self._broken]
                least = len(answers) + self._least(broken, here)
                if least > size:
                    if least <= self._limit:
                        todo[least].append(state)
                    continue
                seen.add(state)
                if not broken and (done := self._completed(goals, here)) is not None:
                    found.append(answers)
                    yield {fact: allowed for fact, allowed in done.changes if self._answer_of(fact) in answers}
                else:
                    due = broken or [part for part in goals if verdict(part, here) is None]
                    states.extend(self._repaired(min(due, key=self._breadth), goals, here))

    def _different(self, here: Supposed) -> frozenset[str]:
        if here not in self._answers:
            counted = [fact for fact, allowed in here.changes if self._counts(fact, allowed)]
            self._answers[here] = frozenset(self._answer_of(fact) for fact in counted)
        return self._answers[here]

    def _counts(self, fact: str, allowed: Allowed) -> bool:
        """Tell whether a fact would be different, and not only turn out so."""
        possible = self._known.get(fact)
        return not self._unknown_is_free or (possible is not None and is_empty(intersect(possible, allowed)))

    def _breadth(self, part: int) -> tuple[int, int]:
        return len(self._circuit.facts(part)), self._places[part]

    def _least(self, parts: Iterable[int], here: Supposed) -> int:
        """Return how many more answers all these parts need at least: those without a common answer need theirs each."""
        concerned: set[str] = set()
        count = 0
        answers = self._different(here)
        for least, _, part in sorted(((self._needs(part, here), self._places[part], part) for part in parts), reverse=True):
            behind = self._answers_behind(part) - answers
            if concerned.isdisjoint(behind):
                concerned |= behind
                count += least
        return count

    def _needs(self, part: int, here: Supposed) -> int:
        """Return how many more answers a part needs at least; more than the limit where it cannot be mended."""
        key = (part, here)
        if key not in self._needed:
            there, behind = self._supposing.concerning(part, here), self._answers_behind(part)
            alike = there is here or self._different(there) & behind == self._different(here) & behind
            self._needed[key] = self._worked_out(part, here) if there is here or not alike else self._needs(part, there)
        return self._needed[key]

    def _worked_out(self, part: int, here: Supposed) -> int:
        verdict, test = self._supposing.verdict, self._circuit.test(part)
        if verdict(part, here) not in self._broken:
            return 0
        if test is not None:
            return int(self._answer_of(test.fact) not in self._different(here))
        members = self._circuit.members(part)
        if self._circuit.needs_all(part):
            return self._least([member for member in members if verdict(member, here) in self._broken], here)
        each = sorted(self._needs(member, here) for member in members)
        return each[self._circuit.needed(part) - 1] if members else self._limit + 1

    def _answers_behind(self, part: int) -> frozenset[str]:
        if part not in self._behind:
            self._behind[part] = frozenset(self._answer_of(fact) for fact in self._circuit.facts(part)) - self._fixed
        return self._behind[part]

    def _repaired(self, part: int, goals: Goals, here: Supposed) -> list[State]:
        """Return each way to begin mending a part: with one of its members, or with the fact it tests."""
        verdict, test = self._supposing.verdict, self._circuit.test(part)
        if test is not None:
            return [(goals, after) for after in self._changed(test, here)]
        members = self._circuit.members(part)
        if self._circuit.needs_all(part):
            return [(goals - {part} | set(members), here)]
        is_false = verdict(part, here) is False  # then one of its members that are false has to become true
        due = [member for member in members if verdict(member, here) in ({False} if is_false else {False, None})]
        return [(goals | {member}, here) for member in reversed(due)]

    def _changed(self, test: Test, here: Supposed) -> list[Supposed]:
        """Return what could be supposed to make a test true: the fact turns out so, or it has to be different."""
        before, possible = here.values.get(test.fact), self._known.get(test.fact)
        if before is not None:
            there = [before]
        elif possible is None or not self._unknown_is_free:
            there = [everything(test.domain)]
        else:
            there = [possible, *_others(possible, test.domain)]
        fixed = self._answer_of(test.fact) in self._fixed
        allowed = [common for each in there if not is_empty(common := intersect(each, test.allowed))]
        return [self._with(here, test.fact, each) for each in allowed if not (fixed and self._counts(test.fact, each))]

    def _completed(self, goals: Goals, here: Supposed) -> Supposed | None:
        """Return the changes with what has to be true of open facts besides; None where the goals exclude each other."""
        verdicts = {part: self._supposing.verdict(part, here) for part in goals}
        if False in verdicts.values():
            return None
        left = [part for part, verdict in verdicts.items() if verdict is None]
        if not left:
            return here
        part = min(left, key=self._breadth)
        test = self._circuit.test(part)
        if test is not None:
            before = here.values.get(test.fact, self._known.get(test.fact))
            allowed = test.allowed if before is None else intersect(before, test.allowed)
            return self._completed(goals, self._with(here, test.fact, allowed))
        members = self._circuit.members(part)
        if self._circuit.needs_all(part):
            return self._completed(goals - {part} | set(members), here)
        open_members = [member for member in members if self._supposing.verdict(member, here) is None]
        tried = (self._completed(goals | {member}, here) for member in open_members)
        return next((done for done in tried if done is not None), None)

    def _with(self, here: Supposed, fact: str, allowed: Allowed) -> Supposed:
        return self._supposing.of(frozenset({*(change for change in here.changes if change[0] != fact), (fact, allowed)}))


def _others(possible: Allowed, domain: Domain) -> list[Allowed]:
    """Return the values that a fact does not have, as sets without gaps."""
    if isinstance(possible, Span):
        below = [Span(high=possible.low - 1)] if possible.low is not None else []
        return [*below, *([Span(low=possible.high + 1)] if possible.high is not None else [])]
    return [frozenset(domain.names) - possible] if isinstance(domain, Levels) else []


class Near:
    """Searches around one city; what was read of it for one condition is kept for the next."""

    def __init__(self, known: Mapping[str, Allowed], answer_of: Callable[[str], str], circuit: Circuit | None = None) -> None:
        """Take the city as :func:`nearest` does, and a circuit where conditions were taken apart before."""
        self._supposing = Suppositions(circuit or Circuit(), known)
        self._answer_of = answer_of

    def changes(self, condition: Condition, *, unknown_is_free: bool, fixed: Collection[str] = ()) -> tuple[Needs, ...]:
        """Return the minimal changes that make a condition true, smallest first; :func:`nearest` says what is meant."""
        return tuple(self._changes(condition, fixed, unknown_is_free=unknown_is_free))

    def distance(self, condition: Condition, *, unknown_is_free: bool, fixed: Collection[str] = ()) -> int | None:
        """Return how many answers the smallest change takes; None without one. What is larger is not looked for."""
        smallest = next(self._changes(condition, fixed, unknown_is_free=unknown_is_free), None)
        return None if smallest is None else len(set(map(self._answer_of, smallest)))

    def _changes(self, condition: Condition, fixed: Collection[str], *, unknown_is_free: bool) -> Iterator[Needs]:
        mending = Mending(self._supposing, self._answer_of, frozenset(fixed), LIMIT, unknown_is_free=unknown_is_free)
        return mending.changes(condition)


def nearest(
    condition: Condition,
    known: Mapping[str, Allowed],
    answer_of: Callable[[str], str],
    *,
    unknown_is_free: bool,
    fixed: Collection[str] = (),
) -> tuple[Needs, ...]:
    """Return the minimal changes that make a condition true, smallest first.

    Args:
        condition: what is to become true; it tests facts from answers only.
        known: the values that answers leave possible.
        answer_of: the answer a fact belongs to; facts of one answer change together and count once.
        unknown_is_free: whether the condition has to become true only for some way in which the unknown facts turn out
            (a change does not name them then), or for certain (then they count as changes, and each way in
            which the condition comes true is looked at by itself; see :mod:`~advisor.logic.implicants`).
        fixed: answers that cannot be different.

    Returns:
        For each change the facts that are different, and the values they may have; one empty change if there is nothing to do.

    """
    return Near(known, answer_of).changes(condition, unknown_is_free=unknown_is_free, fixed=fixed)
