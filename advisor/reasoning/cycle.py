"""experta's cycle of matching, choosing and firing, which carries over from one city to the next what still holds.

After a step of the path few answers are different, and what follows from the others still does. So an engine keeps its facts:
those that are no longer given are retracted, what a rule concluded is retracted when the last rule that concluded it no longer
holds (logical support, as of truth maintenance; Doyle, 1979), and only rules that this reaches fire again. Each comes after
those it builds on and has its own salience, so that one round in this order is enough, and gives what all rules give that fire
from the beginning. :class:`Stock` does that, and tests hold both against each other.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from advisor.reasoning._experta import Agenda, Fact, FactList, InitialFact, KnowledgeEngine, Rule
from advisor.reasoning.matching import CountingMatcher, ExactStrategy, TurningStrategy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Plain(Fact):  # type: ignore[misc] # experta is untyped
    """A fact whose fields are named values, numbers and sets: none of what experta looks for in each field is in one of them."""

    def __init__(self, **fields: object) -> None:
        """Take the fields; all of them can be hashed as they are."""
        dict.update(self, fields)

    def validate(self) -> None:
        """Find nothing to object to: no field has a schema."""

    def has_field_constraints(self) -> bool:
        """Tell that what is declared is a fact and no pattern."""
        return False

    def has_nested_accessor(self) -> bool:
        """Tell that no field is a way into another one: ids have no two underscores in a row."""
        return False


class Concluded(Plain):
    """A fact that a rule concluded, under the words of its deduction."""


class GeneratedRule(Rule):  # type: ignore[misc] # experta is untyped
    """A rule whose action takes the engine and nothing else, so experta need not inspect it again and again.

    ``number`` is its place among the rules; ``words`` are those of what it concludes, where another rule asks for that, and
    ``asked_by`` is the number of the first that does: beyond all of them where none does.
    """

    _wrapped: Any
    number: int
    words: str | None
    asked_by: float

    def new_conditions(self, *args: Any) -> GeneratedRule:  # noqa: ANN401 - as experta has it
        """Return the same rule with other conditions: experta's own matcher writes them anew."""
        return generated(args, self.number, self.salience, self.words, self.asked_by)

    def __call__(self, first: Any) -> Any:  # noqa: ANN401
        """Take the action, once; from then on do it in an engine."""
        if self._wrapped is not None:
            return self._wrapped(first)
        self._wrapped = first
        return self


def generated(patterns: Iterable[Any], number: int, salience: int, words: str | None, asked_by: float) -> GeneratedRule:
    """Return a rule that notes that it fired, and adds its conclusion where another rule needs it."""
    rule = GeneratedRule(*patterns, salience=salience)(operator.methodcaller("note", number, words))
    rule.__name__ = f"rule_{number:05}"
    rule.number, rule.words, rule.asked_by = number, words, asked_by
    return rule  # type: ignore[no-any-return] # experta is untyped


class Stock(KnowledgeEngine):  # type: ignore[misc] # experta is untyped
    """experta's own cycle and matcher, from the beginning each time: the reference for what is faster."""

    __strategy__ = ExactStrategy

    def fired_on(self, given: Mapping[str, Any], fact: Callable[[str, Any], Any], most: int) -> list[int] | None:
        """Return the numbers of the rules that fire on what is given, in their order; None if more than so many fire."""
        self.reset()
        self.fired: list[int] = []
        self.declare(*map(fact, given, given.values()))
        self.run(most + 1)
        return None if len(self.fired) > most else self.fired

    def note(self, number: int, words: str | None) -> None:
        """Take what a rule concludes."""
        self.fired.append(number)
        if words is not None:
            self.declare(Concluded(what=words))


class _Facts(FactList):  # type: ignore[misc] # experta is untyped
    """Takes facts in and out as experta does, without a line for a log that nobody reads, and without looking for equal ones.

    There are none: of each name one fact is given, and what several rules conclude is declared once.
    """

    def declare(self, fact: Any) -> Any:  # noqa: ANN401 - as experta has it
        """Take a fact."""
        self[id(fact)] = fact
        self.added.append(fact)
        return fact

    def retract(self, idx_or_fact: Any) -> int:  # noqa: ANN401 - as experta has it
        """Take a fact back."""
        number = id(idx_or_fact)
        self.removed.append(self.pop(number))
        return number


class Maintained(KnowledgeEngine):  # type: ignore[misc] # experta is untyped
    """experta's cycle on facts that stay: what is on the agenda is due to fire, or fired before and no longer holds."""

    __matcher__ = CountingMatcher
    __strategy__ = TurningStrategy

    def __init__(self) -> None:
        """Begin with the one fact that rules without conditions wait for."""
        super().__init__()
        self.agenda, self.facts = Agenda(), _Facts()
        self._given: dict[str, tuple[Any, Any]] = {}
        self._fired: set[int] = set()
        self._concluded: dict[str, Any] = {}
        self._concluding: dict[str, int] = {}
        self.facts.declare(InitialFact())

    def fired_on(self, given: Mapping[str, Any], fact: Callable[[str, Any], Any], most: int) -> list[int] | None:
        """Return the numbers of the rules that fire on what is given, in their order; None if more than so many do or undo."""
        self._give(given, fact)
        self._look()
        self.run(most)
        return None if self.agenda.activations else sorted(self._fired)

    def _give(self, given: Mapping[str, Any], fact: Callable[[str, Any], Any]) -> None:
        """Put facts in the place of those that were given before, where a value is another one."""
        before = self._given
        for name in before.keys() - given.keys():
            self.facts.retract(before.pop(name)[1])
        for name, value in given.items():
            there = before.get(name)
            if there is None or there[0] != value:
                if there is not None:
                    self.facts.retract(there[1])
                before[name] = value, self.facts.declare(fact(name, value))

    def run(self, steps: float) -> None:
        """Do what is due, the highest salience first, until nothing is or so much was done.

        What that changes is looked at before the first rule that asks for it: many conclusions at once, as none in between does.
        """
        due, facts, asking = self.agenda.activations, self.facts, math.inf
        while due and steps > 0:
            steps -= 1
            rule = due.pop().rule
            if rule.number in self._fired:
                self._take_back(rule.number, rule.words)
            else:
                rule(self)
            asking = min(asking, rule.asked_by)
            if (facts.added or facts.removed) and (not due or due[-1].rule.number >= asking):
                self._look()
                asking = math.inf

    def note(self, number: int, words: str | None) -> None:
        """Take what a rule concludes."""
        self._fired.add(number)
        if words is not None:
            before = self._concluding.get(words, 0)
            self._concluding[words] = before + 1
            if not before:
                fact = self._concluded.get(words) or self._concluded.setdefault(words, Concluded(what=words))
                self.facts.declare(fact)

    def _take_back(self, number: int, words: str | None) -> None:
        """Take back what a rule concluded that no longer holds, where no other rule concludes it."""
        self._fired.remove(number)
        if words is not None:
            self._concluding[words] -= 1
            if not self._concluding[words]:
                self.facts.retract(self._concluded[words])

    def _look(self) -> None:
        self.strategy.update_agenda(self.agenda, *self.matcher.changes(*self.facts.changes))


def compiled(rules: Iterable[GeneratedRule], *, stock: bool) -> Callable[[], Any]:
    """Return what makes engines with these rules; ``stock`` leaves all of it to experta."""
    return type("PackEngine", (Stock if stock else Maintained,), {rule.__name__: rule for rule in rules})
