"""How experta matches facts and orders its agenda, made exact and fast enough for several runs per report.

experta reads both from class attributes of the engine, so it stays untouched. Its own matcher joins facts that share variables
(Forgy's network, 1979). Generated rules hold none, and never does more than one fact match a pattern: for each rule it is enough
to count the patterns that still wait for their fact (Dowling and Gallier, 1984), and a fact is looked at once however many
patterns ask for it.
"""

from __future__ import annotations

import operator
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any

from advisor.reasoning._experta import NOT, Activation, Agenda, DepthStrategy, InitialFact, L, Matcher, P

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_SALIENCE = operator.attrgetter("rule.salience")
_PLACE = operator.attrgetter("place")


class ExactStrategy(DepthStrategy):  # type: ignore[misc] # experta is untyped
    """Orders activations by salience alone, which is unique, and removes exactly the one that was withdrawn."""

    def update_agenda(self, agenda: Agenda, added: Sequence[Activation], removed: Iterable[Activation]) -> None:
        """Take activations in and out, without the lines that experta writes for a log at each of them."""
        for activation in removed:
            agenda.activations[:] = [other for other in agenda.activations if not _same(other, activation)]
        if len(added) > len(agenda.activations):  # at the beginning, when all answers come together
            agenda.activations += added
            agenda.activations.sort(key=_SALIENCE)
            return
        for activation in added:  # few at a time, among many that are in order
            insort(agenda.activations, activation, key=_SALIENCE)


class TurningStrategy(ExactStrategy):
    """Keeps on the agenda what is due to be done or taken back: whatever turns twice is as it was, and is due no more."""

    def update_agenda(self, agenda: Agenda, added: Sequence[Activation], removed: Iterable[Activation]) -> None:
        """Take activations that turned onto the agenda, and those that were there from it."""
        due = agenda.activations
        turned = [*added, *removed]
        if not due:  # at the beginning, when all answers come together
            due += sorted(turned, key=_PLACE)
            return
        for activation in turned:  # few at a time, among many that are in order
            place = bisect_left(due, activation.place, key=_PLACE)
            if place < len(due) and due[place] is activation:
                del due[place]
            else:
                due.insert(place, activation)


class _Turning(Activation):  # type: ignore[misc] # experta is untyped
    """The one activation of a rule without variables, with its place among all of them.

    Its facts are left out: no action asks for them, and experta would write them out for a log at each firing.
    """

    def __init__(self, rule: Any) -> None:  # noqa: ANN401 - experta is untyped
        super().__init__(rule, ())
        self.place: int = rule.salience


def _same(one: Activation, other: Activation) -> bool:
    return one.rule is other.rule and one.facts == other.facts and one.context == other.context


class CountingMatcher(Matcher):  # type: ignore[misc] # experta is untyped
    """Counts for each rule the patterns that wait for a fact, and the facts that must be gone; at none of both it can fire."""

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - experta is untyped
        """Number the rules and patterns of an engine, and index which rule waits for which pattern."""
        super().__init__(engine)
        self._rules = list(engine.get_rules())
        self._patterns = _Patterns()
        self._waiting_for: list[list[int]] = []
        self._barred_by: list[list[int]] = []
        for number, rule in enumerate(self._rules):
            wanted = [part for part in rule if not isinstance(part, NOT)]
            for part in wanted or [InitialFact()]:  # as in experta, a rule that asks for nothing waits for the beginning
                self._rules_of(self._waiting_for, part).append(number)
            for part in rule:
                if isinstance(part, NOT):
                    self._rules_of(self._barred_by, part[0]).append(number)
        self._open_at_first = [max(1, sum(not isinstance(part, NOT) for part in rule)) for rule in self._rules]
        self._activations = [_Turning(rule) for rule in self._rules]
        self.reset()

    def _rules_of(self, by_pattern: list[list[int]], pattern: Any) -> list[int]:  # noqa: ANN401
        number = self._patterns.number_of(pattern)
        while len(self._waiting_for) <= number:
            self._waiting_for.append([])
            self._barred_by.append([])
        return by_pattern[number]

    def reset(self) -> None:
        """Forget all facts."""
        self._open = list(self._open_at_first)
        self._facts: dict[int, Any] = {}
        self._active = [False] * len(self._rules)

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Activation], list[Activation]]:  # noqa: ANN401
        """Take facts in and out and return the activations that this adds and removes."""
        touched: dict[int, None] = {}
        gone = {pattern: fact for fact in deleting for pattern in self._met_by(fact)} if deleting else {}
        for fact in adding or ():
            for pattern in self._met_by(fact):
                if gone.pop(pattern, None) is not None:  # there as before, though by another fact
                    self._facts[pattern] = fact
                    continue
                if self._facts.setdefault(pattern, fact) is not fact:
                    message = f"two facts match one pattern: {self._facts[pattern]!r} and {fact!r}"
                    raise ValueError(message)
                self._count(self._waiting_for[pattern], self._barred_by[pattern], touched)
        for pattern, fact in gone.items():
            if self._facts.get(pattern) is fact:
                del self._facts[pattern]
                self._count(self._barred_by[pattern], self._waiting_for[pattern], touched)
        return self._turned(touched)

    def _met_by(self, fact: Any) -> list[int]:  # noqa: ANN401 - experta is untyped
        """Return the numbers of the patterns that a fact matches: looked for once, though it may come, go and come again."""
        met: list[int] | None = getattr(fact, "met", None)
        if met is None:
            met = fact.met = self._patterns.matching(fact)
        return met

    def _count(self, less: Iterable[int], more: Iterable[int], touched: dict[int, None]) -> None:
        """Count that rules wait for one thing less or more, and note those that begin or end waiting by it."""
        still_open = self._open
        for rule in less:
            left = still_open[rule] = still_open[rule] - 1
            if not left:
                touched[rule] = None
        for rule in more:
            left = still_open[rule] = still_open[rule] + 1
            if left == 1:
                touched[rule] = None

    def _turned(self, touched: Iterable[int]) -> tuple[list[Activation], list[Activation]]:
        turned: tuple[list[Activation], list[Activation]] = ([], [])
        for number in touched:
            waits = bool(self._open[number])
            if waits is self._active[number]:
                self._active[number] = not waits
                turned[waits].append(self._activations[number])
        return turned


class _Patterns:
    """Patterns by the class of facts they ask for and by what they ask of their field: each has one, or none."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._seen: dict[int, tuple[int, Any]] = {}
        self._bare: dict[type, list[int]] = {}
        self._fields: dict[tuple[type, object], _Field] = {}

    def number_of(self, pattern: Any) -> int:  # noqa: ANN401
        """Return the number of a pattern; the same one for every pattern that asks the same."""
        if id(pattern) not in self._seen:
            self._seen[id(pattern)] = (self._number(pattern), pattern)  # the pattern is kept, so that no other gets its identity
        return self._seen[id(pattern)][0]

    def _number(self, pattern: Any) -> int:  # noqa: ANN401
        kind, asks = type(pattern), {field: asked if isinstance(asked, L | P) else L(asked) for field, asked in pattern.items()}
        key = (kind, *((field, _asked(asked)) for field, asked in asks.items()))
        if key in self._numbers:
            return self._numbers[key]
        number = self._numbers[key] = len(self._numbers)
        if not asks:
            self._bare.setdefault(kind, []).append(number)
        else:
            [(field, asked)] = asks.items()
            self._fields.setdefault((kind, field), _Field()).add(number, asked)
        return number

    def matching(self, fact: Any) -> list[int]:  # noqa: ANN401
        """Return the numbers of the patterns that a fact matches."""
        kind = type(fact)
        found = list(self._bare.get(kind, ()))
        for field, value in fact.items():
            if (index := self._fields.get((kind, field))) is not None:
                found += index.meeting(value)
        return found


class _Field:
    """What patterns ask of one field of one class of facts."""

    def __init__(self) -> None:
        self._literals: dict[object, list[int]] = {}
        self._predicates: dict[Any, list[int]] = {}

    def add(self, number: int, asked: Any) -> None:  # noqa: ANN401
        """Take a pattern by its number."""
        index: dict[Any, Any] = self._literals if isinstance(asked, L) else self._predicates
        index.setdefault(_asked(asked), []).append(number)

    def meeting(self, value: Any) -> list[int]:  # noqa: ANN401
        """Return the numbers of the patterns that a value meets."""
        met = [number for match, numbers in self._predicates.items() if match(value) for number in numbers]
        return [*self._literals.get(value, ()), *met]


def _asked(asked: Any) -> object:  # noqa: ANN401
    """Return the value that a constraint asks for, or the predicate that must be true of it."""
    return asked.value if isinstance(asked, L) else asked.match
