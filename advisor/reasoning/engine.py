"""Let experta decide which rules fire. The only module that has experta run.

Each branch of a deduction becomes one experta rule: a pattern per topic over the answers, and one per fact that an earlier rule
concluded. Rules only ever add facts, so no rule withdraws a conclusion; every rule has its own salience, so the order is fixed.
The reasons for each restriction are in ``docs/decisions/0002-experta.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import AdvisorError
from advisor.logic.condition import Test
from advisor.logic.implicants import branches
from advisor.logic.values import Span, Value, complement, is_within, only
from advisor.logic.vocabulary import NO, YES
from advisor.reasoning._experta import NOT, P
from advisor.reasoning.conclusions import Conclusions, Firing, following
from advisor.reasoning.cycle import Concluded, Plain, compiled, generated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from advisor.logic.values import Allowed
    from advisor.reasoning.deductions import Deduction

    _Patterns = Callable[[tuple[Test, ...]], list[Any]]
    _Branched = tuple[Deduction, tuple[Test, ...]]


class EngineError(AdvisorError):
    """The engine did not come to an end; a defect of the product, not of a pack."""


class Given(Plain):
    """Everything that is known before rules about the way are run."""


class _Compiled:
    """Deductions as rules of one experta engine, each branch with its patterns, in the order in which they fire."""

    def __init__(self, coded: Sequence[_Branched], patterns: _Patterns, asked_for: Collection[str], *, stock: bool) -> None:
        """Take patterns for each branch, and the words of what rules ask other rules for: only that becomes a fact."""
        self._firings = [(deduction.id, Firing(deduction, branch)) for deduction, branch in coded]
        said = [(branch, _words(deduction.fact, deduction.values)) for deduction, branch in coded]
        self._kind = compiled(
            [
                generated(patterns(branch), number, words if words in asked_for else None, len(coded) - number)
                for number, (branch, words) in enumerate(said)
            ],
            stock=stock,
        )
        self._engine: Any = None

    def run(self, facts: Iterable[Any]) -> tuple[Firing, ...]:
        """Let the rules fire on facts; return the first branch that fired of each deduction, in firing order.

        Raises:
            EngineError: more rules fired than there are, which cannot happen with rules that only add facts.

        """
        engine = self._engine or self._kind()
        self._engine = None  # an engine that raised keeps stale facts, even across reset: never reuse it
        fired = engine.fired_on(facts, len(self._firings))
        if fired is None:
            message = "the rules did not come to an end"
            raise EngineError(message)
        self._engine = engine
        first: dict[str, Firing] = {}
        for number in fired:
            first.setdefault(*self._firings[number])
        return tuple(first.values())


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
        names = sorted(set(topics.values()))
        self._topics = topics
        self._classes = {topic: type(topic.title().replace("_", ""), (Plain,), {}) for topic in names}
        self._predicates: dict[Allowed, Any] = {}
        coded = _branched(deductions)
        asked_for = {_words(test.fact, test.allowed) for _, branch in coded for test in branch}
        self._rules = _Compiled(coded, self._patterns, asked_for, stock=stock)

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts; facts that are not given are unknown.

        Of a disputed fact only the possible values are known; a rule fires if its condition is true for all of them.

        Raises:
            EngineError: the rules did not come to an end.

        """
        open_ones = {fact: values for fact, values in (disputed or {}).items() if fact not in given}
        return following(given, self._rules.run(self._facts({**open_ones, **given})), open_ones)

    def _facts(self, given: Mapping[str, Value | Allowed]) -> list[Any]:
        by_topic: dict[str, dict[str, Value | Allowed]] = {}
        for fact, value in given.items():
            by_topic.setdefault(self._topics[fact], {})[fact] = value
        return [self._classes[topic](**fields) for topic, fields in sorted(by_topic.items())]

    def _patterns(self, branch: tuple[Test, ...]) -> list[Any]:
        fields: dict[str, dict[str, Any]] = {}
        concluded = []
        for test in branch:
            if test.fact in self._topics:
                allowed = self._predicates.setdefault(test.allowed, P(_total(test.allowed)))
                fields.setdefault(self._topics[test.fact], {})[test.fact] = allowed
            else:
                concluded.append(Concluded(what=_words(test.fact, test.allowed)))
        return [*(self._classes[topic](**given) for topic, given in fields.items()), *concluded]


class ClosedEngine:
    """Deductions about what is wholly known, compiled once: what is neither given nor concluded is not so.

    Each deduction concludes that a fact is so, and comes after those that it builds on: it fires only once they all have, so
    that a rule may ask for what was not concluded (negation by strata; Apt, Blair and Walker, 1988).
    """

    def __init__(self, deductions: Sequence[Deduction], *, stock: bool = False) -> None:
        """Compile deductions, in an order in which each comes after those it builds on."""
        self._own = {deduction.fact for deduction in deductions}
        self._shared: dict[Test, Any] = {}
        coded = _branched(deductions)
        asked_for = {_words(test.fact, YES) for _, branch in coded for test in branch if test.fact in self._own}
        self._rules = _Compiled(coded, self._patterns, asked_for, stock=stock)

    def infer(self, given: Mapping[str, Value]) -> Conclusions:
        """Return what follows from the values that facts have."""
        return following(given, self._rules.run([Given(**given)]))

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
