"""What any city has in common, whatever its answers: numbers within their bounds, and levels that follow unasked.

Rules are read here down to the answers they rest on, so that "can never fire" and "follows from" are about cities.

``only_asked``, here and wherever cities are looked for: in those that answer *only what they are asked*, a question that does
not arise has the level that follows; without it, cities count as well that answer such a question in another way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import ALWAYS, Condition, Test, every, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.logic.satisfy import Unsolved, can_hold, follows, solve
from advisor.logic.values import YES_NO, Allowed, Levels, Span
from advisor.logic.vocabulary import NO, option_fact
from advisor.reasoning.answers import question_of
from advisor.reasoning.effects import NO_OPTION, reached
from advisor.reasoning.presupposed import presuppositions
from advisor.reasoning.unfolding import Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.deductions import Deduction


def only_asked(finding: Finding) -> bool:
    """Tell whether a finding is about cities that answer only what they are asked.

    A contradiction is about all: it may be one between answers that a session would not get.
    """
    return finding.kind != "contradiction"


def left_of(pack: Pack, finding: Finding) -> Condition:
    """Return when something of the remedy of a finding is not there; always where it names none."""
    left = [opposite(reached(pack, fact, level)) for fact, level in finding.remedy.items()]
    return some(*left) if len(left) > 1 else left[0] if left else ALWAYS


class World:
    """The cities that a pack can be asked about."""

    def __init__(self, pack: Pack, deductions: Iterable[Deduction]) -> None:
        """Take a pack with its deductions, none of which may rest on itself."""
        self._verdicts = Verdicts(deductions)
        self._questions: dict[Condition, frozenset[str]] = {}
        self._cities: dict[Condition, dict[str, Allowed] | Unsolved] = {}
        self.bounds: dict[str, Allowed] = {
            question.id: Span(question.minimum, question.maximum) for question in pack.questions if question.type == "number"
        }
        self._presupposed = [
            some(opposite(chosen), presupposed) for _, chosen, presupposed in presuppositions(pack) if chosen is not None
        ]
        self._following = {
            question.id: condition for question in pack.questions if (condition := _following(pack, question)) is not None
        }

    def common(self) -> list[Condition]:
        """Return what is true in every city, in terms of answers alone."""
        return [self.grounded(condition) for condition in (*self._following.values(), *self._presupposed)]

    def grounded(self, condition: Condition) -> Condition:
        """Return a condition in terms of answers alone."""
        return self._verdicts.grounded(condition)

    def questions(self, condition: Condition) -> frozenset[str]:
        """Return the questions that a condition rests on, and those that decide whether one of them arises."""
        if condition not in self._questions:
            self._questions[condition] = frozenset(self._found(condition))
        return self._questions[condition]

    def _found(self, condition: Condition) -> set[str]:
        found: set[str] = set()
        todo = [self.grounded(condition)]
        while todo:
            for name in {question_of(test.fact) for test in leaves(todo.pop())} - found:
                found.add(name)
                todo += [self.grounded(self._following[name])] if name in self._following else []
        return found

    def can_hold(self, condition: Condition, *, only_asked: bool = True) -> bool:
        """Tell whether a condition holds in some city."""
        always = self._asked(condition) if only_asked else ()
        return can_hold(every(self.grounded(condition), *always), self.bounds)

    def follows(self, condition: Condition, given: Condition, *, only_asked: bool = True) -> bool:
        """Tell whether a condition holds in every city in which the given one does."""
        if not self.questions(condition) <= self.questions(given):
            return False
        narrowed = every(self.grounded(given), *(self._asked(given) if only_asked else ()))
        if narrowed not in self._cities:
            self._cities[narrowed] = solve([narrowed], self.bounds)
        example = self._cities[narrowed]
        if not isinstance(example, Unsolved) and holds(self.grounded(condition), example) is False:
            return False  # most pairs are told apart by the first city that comes to mind
        return follows(self.grounded(condition), narrowed, self.bounds)

    def _asked(self, condition: Condition) -> list[Condition]:
        about = self.questions(condition)
        following = [self.grounded(self._following[name]) for name in sorted(about & self._following.keys())]
        presupposed = [self.grounded(each) for each in self._presupposed]
        return [*following, *(each for each in presupposed if about >= {question_of(test.fact) for test in leaves(each)})]


def _following(pack: Pack, question: Question) -> Condition | None:
    """Return what is true of a question that does not always arise: it does, or the level that follows is there."""
    domain = pack.vocabulary.facts.get(question.id)
    if question.arises is None or question.otherwise is None or not isinstance(domain, Levels):
        return None
    if question.otherwise not in domain.names or question.id in {question_of(test.fact) for test in leaves(question.arises)}:
        return None
    return some(question.arises, Test(question.id, frozenset({question.otherwise}), domain))


def nothing_else(pack: Pack) -> Iterator[Condition]:
    """Yield that who chooses "none" of several options chooses no other."""
    for name, options in pack.vocabulary.several.items():
        if NO_OPTION in options:
            others = [Test(option_fact(name, option), NO, YES_NO) for option in options if option != NO_OPTION]
            yield some(Test(option_fact(name, NO_OPTION), NO, YES_NO), every(*others))
