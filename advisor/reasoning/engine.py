"""Let experta decide which rules fire. The only module that builds and runs an experta engine.

Each branch of a deduction becomes one experta rule: a pattern per topic over the answers, and one per fact that an earlier rule
concluded. Rules only ever add facts, so nothing withdraws a conclusion; every rule has its own salience, so the order is fixed.
The reasons for each restriction are in ``docs/decisions/0002-experta.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.errors import AdvisorError
from advisor.knowledge.branches import branches
from advisor.knowledge.values import Span, Value, is_within, only
from advisor.reasoning._experta import Fact, KnowledgeEngine, P, Rule
from advisor.reasoning.conclusions import Conclusions, Firing
from advisor.reasoning.matching import ExactStrategy, IndexedMatcher
from advisor.reasoning.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.knowledge.condition import Test
    from advisor.knowledge.values import Allowed
    from advisor.reasoning.deductions import Deduction


class EngineError(AdvisorError):
    """The engine did not come to an end; a defect of the product, not of a pack."""


class Concluded(Fact):  # type: ignore[misc] # experta is untyped
    """A fact that a rule concluded, under the words of its deduction."""


class _GeneratedRule(Rule):  # type: ignore[misc] # experta is untyped
    """A rule whose action takes the engine and nothing else, so experta need not inspect it again and again."""

    _wrapped: Any

    def __call__(self, *args: Any, **_context: object) -> Any:  # noqa: ANN401
        if self._wrapped is not None:
            return self._wrapped(args[0])
        self._wrapped = args[0]
        self.__name__ = args[0].__name__
        return self


class _QuickReset(KnowledgeEngine):  # type: ignore[misc] # experta is untyped
    """Looks its initial facts up once; experta searches all members of the engine for them at every reset."""

    def get_deffacts(self) -> list[Any]:
        if not hasattr(self, "_deffacts"):
            self._deffacts = super().get_deffacts()
        return list(self._deffacts)


class Engine:
    """A pack's deductions, compiled once; each call of :meth:`infer` starts afresh.

    ``verdicts`` are the same deductions as conditions on answers, for what explains what was inferred.
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
        self.verdicts = Verdicts(deductions)
        self._topics = topics
        self._classes = {topic: type(topic.title().replace("_", ""), (Fact,), {}) for topic in names}
        self._coded = [(deduction, branch) for deduction in deductions for branch in branches(deduction.condition)]
        self._kind = self._compile(stock=stock)
        self._engine: Any = None

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        """Return what follows from the given facts; facts that are not given are unknown.

        Of a disputed fact only the possible values are known; a rule fires if its condition is true for all of them.

        Raises:
            EngineError: more rules fired than there are, which cannot happen with rules that only add facts.

        """
        engine = self._engine or self._kind()
        self._engine = None  # an engine that raised keeps stale facts, even across reset: never reuse it
        engine.reset()
        engine.fired = []
        open_ones = {fact: values for fact, values in (disputed or {}).items() if fact not in given}
        engine.declare(*self._facts({**open_ones, **given}))
        engine.run(len(self._coded) + 1)
        if len(engine.fired) > len(self._coded):
            message = "the rules did not come to an end"
            raise EngineError(message)
        self._engine = engine
        return Conclusions(dict(given), self._firings(engine.fired), open_ones)

    def _facts(self, given: Mapping[str, Value | Allowed]) -> list[Any]:
        by_topic: dict[str, dict[str, Value | Allowed]] = {}
        for fact, value in given.items():
            by_topic.setdefault(self._topics[fact], {})[fact] = value
        return [self._classes[topic](**fields) for topic, fields in sorted(by_topic.items())]

    def _firings(self, fired: list[int]) -> tuple[Firing, ...]:
        """Keep the first branch that fired of each deduction."""
        first: dict[str, Firing] = {}
        for number in fired:
            deduction, branch = self._coded[number]
            first.setdefault(deduction.id, Firing(deduction, branch))
        return tuple(first.values())

    def _compile(self, *, stock: bool) -> type[Any]:
        tests = [test for _, branch in self._coded for test in branch]
        used = {_words(test.fact, test.allowed) for test in tests if test.fact not in self._topics}
        predicates: dict[Allowed, Any] = {}
        body: dict[str, Any] = {} if stock else {"__matcher__": IndexedMatcher}
        body["__strategy__"] = ExactStrategy
        for number, (deduction, branch) in enumerate(self._coded):
            words = _words(deduction.fact, deduction.values)
            action = _action(number, words if words in used else None)
            rule = _GeneratedRule(*self._patterns(branch, predicates), salience=len(self._coded) - number)
            body[action.__name__] = rule(action)
        return type("PackEngine", (_QuickReset,), body)

    def _patterns(self, branch: tuple[Test, ...], predicates: dict[Allowed, Any]) -> list[Any]:
        fields: dict[str, dict[str, Any]] = {}
        concluded = []
        for test in branch:
            if test.fact in self._topics:
                allowed = predicates.setdefault(test.allowed, P(_total(test.allowed)))
                fields.setdefault(self._topics[test.fact], {})[test.fact] = allowed
            else:
                concluded.append(Concluded(what=_words(test.fact, test.allowed)))
        return [*(self._classes[topic](**given) for topic, given in fields.items()), *concluded]


def _words(fact: str, allowed: Allowed) -> str:
    return f"{fact} is {allowed}" if isinstance(allowed, Span) else f"{fact} is {' or '.join(sorted(allowed))}"


def _total(allowed: Allowed) -> Callable[[object], bool]:
    """Return a predicate that answers for any value or set of values, of whatever type, without raising."""

    def within(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, str | int | frozenset | Span):
            return False
        return is_within(only(value) if isinstance(value, str | int) else value, allowed)

    return within


def _action(number: int, words: str | None) -> Callable[[Any], None]:
    """Return the body of a rule: note that it fired, and add its conclusion where another rule needs it."""

    def action(engine: Any) -> None:  # noqa: ANN401 - experta is untyped
        engine.fired.append(number)
        if words is not None:
            engine.declare(Concluded(what=words))

    action.__name__ = f"rule_{number:05}"
    return action
