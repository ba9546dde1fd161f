"""Let experta decide which rules fire. The only module that has experta run.

Each answer is a fact of its topic, and each branch of a deduction one experta rule: a pattern for each answer that it asks about,
and one for each fact that an earlier rule concluded. Rules only ever add facts, so no rule withdraws a conclusion; every rule has
its own salience, so the order is fixed.
The reasons for each restriction are in ``docs/decisions/0002-experta.md``.
"""

from __future__ import annotations

import functools
import math
import operator
from itertools import compress
from typing import TYPE_CHECKING, Any

from advisor.errors import AdvisorError
from advisor.logic.condition import Test
from advisor.logic.implicants import branches
from advisor.logic.values import Span, Value, complement, is_within, only
from advisor.logic.vocabulary import NO
from advisor.reasoning._experta import NOT, P
from advisor.reasoning.conclusions import Conclusions, Firing, following
from advisor.reasoning.cycle import Concluded, Plain, compiled, generated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from advisor.logic.values import Allowed
    from advisor.reasoning.deductions import Deduction

    _Patterns = Callable[[tuple[Test, ...]], list[Any]]
    _Branched = tuple[Deduction, tuple[Test, ...]]
    _Made = Callable[[str, Value | Allowed], Any]

_MOST = 1024
"""How many facts are kept with the patterns that they match: the answers to a pack have some hundred values beside numbers."""


class EngineError(AdvisorError):
    """The engine did not come to an end; a defect of the product, not of a pack."""


class Given(Plain):
    """One of the things that are known before rules about the way are run."""


class _Compiled:
    """Deductions as rules of one experta engine, each branch with its patterns, in the order in which they fire."""

    def __init__(self, coded: Sequence[_Branched], patterns: _Patterns, fact: _Made, *, stock: bool) -> None:
        """Take what makes the patterns of a branch, and what makes a fact of a name and a value."""
        self._firings = [Firing(deduction, branch) for deduction, branch in coded]
        self._ids = [deduction.id for deduction, _ in coded]
        self._fact = fact
        asking = [patterns(branch) for _, branch in coded]
        first: dict[str, int] = {}
        for number, asked in enumerate(asking):
            for words in _concluded(asked):
                first.setdefault(words, number)
        said = [_words(deduction.fact, deduction.values) for deduction, _ in coded]
        rules = [
            generated(asked, number, len(coded) - number, words if words in first else None, first.get(words, math.inf))
            for number, (asked, words) in enumerate(zip(asking, said, strict=True))
        ]
        self._kind = compiled(rules, stock=stock)
        self._engine: Any = None

    def run(self, given: Mapping[str, Value | Allowed]) -> tuple[Firing, ...]:
        """Let the rules fire on what is given; return the first branch that fired of each deduction, in firing order.

        Raises:
            EngineError: more rules fired than there are, which cannot happen with rules that only add facts.

        """
        engine = self._engine or self._kind()
        self._engine = None  # an engine that raised keeps stale facts, even across reset: never reuse it
        fired = engine.fired_on(given, self._fact, len(self._firings))
        if fired is None:
            message = "the rules did not come to an end"
            raise EngineError(message)
        self._engine = engine
        ids = [self._ids[number] for number in fired]
        first = compress(fired, map(operator.ne, ids, [None, *ids]))  # branches of one deduction stand together
        return tuple([self._firings[number] for number in first])


class Engine:
    """A pack's deductions, compiled once; each call of :meth:`infer` gives what it would give afresh.

    Not safe to share between threads: experta keeps state on the rules it shares between engines.
    """

    def __init__(self, deductions: Sequence[Deduction], topics: Mapping[str, str], *, stock: bool = False) -> None:
        """Compile deductions.

        Args:
            deductions: in an order in which each comes after those it builds on.
            topics: the topic of each fact that can be given; each topic becomes one class of facts.
            stock: use experta's own matcher, the reference the faster one is tested against.

        """
        classes = {topic: type(topic.title().replace("_", ""), (Plain,), {}) for topic in sorted(set(topics.values()))}
        self._kinds = {fact: classes[topic] for fact, topic in topics.items()}
        self._predicates: dict[Allowed, Any] = {}
        self._rules = _Compiled(_branched(deductions), self._patterns, _facts(self._kinds.__getitem__), stock=stock)

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts; facts that are not given are unknown.

        Of a disputed fact only the possible values are known; a rule fires if its condition is true for all of them.

        Raises:
            EngineError: the rules did not come to an end.

        """
        open_ones = {fact: values for fact, values in (disputed or {}).items() if fact not in given}
        return following(given, self._rules.run({**open_ones, **given}), open_ones)

    def _patterns(self, branch: tuple[Test, ...]) -> list[Any]:
        return [self._pattern(test) for test in branch]

    def _pattern(self, test: Test) -> Any:  # noqa: ANN401 - experta is untyped
        if test.fact not in self._kinds:
            return Concluded(what=_words(test.fact, test.allowed))
        allowed = self._predicates.setdefault(test.allowed, P(_total(test.allowed)))
        return self._kinds[test.fact](**{test.fact: allowed})


class ClosedEngine:
    """Deductions about what is wholly known, compiled once: what is neither given nor concluded is not so.

    Each deduction concludes that a fact is so, and comes after those that it builds on: it fires only once they all have, so
    that a rule may ask for what was not concluded (negation by strata; Apt, Blair and Walker, 1988).
    """

    def __init__(self, deductions: Sequence[Deduction], *, stock: bool = False) -> None:
        """Compile deductions, in an order in which each comes after those it builds on."""
        self._own = {deduction.fact for deduction in deductions}
        self._shared: dict[Test, Any] = {}
        self._rules = _Compiled(_branched(deductions), self._patterns, _facts(lambda _: Given), stock=stock)

    def infer(self, given: Mapping[str, Value]) -> Conclusions:
        """Return what follows from the values that facts have."""
        return following(given, self._rules.run(given))

    def _patterns(self, branch: tuple[Test, ...]) -> list[Any]:
        there, absent = [], []
        for test in branch:
            if _says_one(test):
                there.append(self._pattern(test))
            else:
                absent.append(NOT(self._pattern(Test(test.fact, complement(test.domain, test.allowed), test.domain))))
        return [*there, *absent]

    def _pattern(self, test: Test) -> Any:  # noqa: ANN401
        """Return the pattern of a test; the same one for the same test, so that rules share the nodes behind it."""
        if test not in self._shared:
            own = test.fact in self._own
            fields = {"what": _words(test.fact, test.allowed)} if own else dict.fromkeys([test.fact], *test.allowed)  # type: ignore[misc] # one named value
            self._shared[test] = Concluded(**fields) if own else Given(**fields)
        return self._shared[test]


def _facts(kind: Callable[[str], type[Plain]]) -> _Made:
    """Return what makes a fact of a name and a value, of the kind for that name: for the same value the same fact."""
    return functools.lru_cache(maxsize=_MOST, typed=True)(lambda name, value: kind(name)(**{name: value}))


def _concluded(patterns: Iterable[Any]) -> Iterator[str]:
    """Yield the words of what patterns ask other rules for, be it that it is so or that it is not."""
    for pattern in patterns:
        asked = pattern[0] if isinstance(pattern, NOT) else pattern
        if isinstance(asked, Concluded):
            yield asked["what"]


def _says_one(test: Test) -> bool:
    """Tell whether a test asks for one value, and not for anything but one."""
    return isinstance(test.allowed, frozenset) and len(test.allowed) == 1 and test.allowed != NO


def _branched(deductions: Iterable[Deduction]) -> list[_Branched]:
    return [(deduction, branch) for deduction in deductions for branch in branches(deduction.condition)]


def _words(fact: str, allowed: Allowed) -> str:
    return f"{fact} is {allowed}" if isinstance(allowed, Span) else f"{fact} is {' or '.join(sorted(allowed))}"


def _total(allowed: Allowed) -> Callable[[object], bool]:
    """Return a predicate that answers for any value or set of values, of whatever type, without raising."""

    def within(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, str | int | frozenset | Span):
            return False
        return is_within(only(value) if isinstance(value, str | int) else value, allowed)

    return within
