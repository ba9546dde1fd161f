"""Say which one or two unknown answers decide where the path begins, and how it begins with each of them.

While more than one status is open, a total of months would count what may not be needed; what can be said is "if so, then first".
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import facts_of
from advisor.reasoning.conclusions import SEVERAL_OPEN, possible_values
from advisor.reasoning.diagnosis import to_clarify
from advisor.reasoning.planner import first_step
from advisor.reasoning.told import Fork, ForkAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack, Question
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.conclusions import Conclusions, Infers
    from advisor.reasoning.course import CourseReading
    from advisor.reasoning.planner import Plan

TRIED = 6
"""So many questions are tried, in the order in which they are to be clarified."""
TOLD = 2
"""So many are told: more than two answers nobody keeps apart."""


class _Alike:
    """An engine that is asked about cities with one answer for another: most of these are taken to stand alike on the way."""

    def __init__(self, engine: Infers) -> None:
        self._engine = engine
        self._found: dict[frozenset[tuple[str, str]], Conclusions] = {}

    def infer(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed] | None = None) -> Conclusions:
        return self._engine.infer(given, disputed)

    def infer_course(self, given: Mapping[str, str]) -> Conclusions:
        key = frozenset(given.items())
        if key not in self._found:
            self._found[key] = self._engine.infer_course(given)
        return self._found[key]

    @property
    def course_reading(self) -> CourseReading:
        return self._engine.course_reading


def is_open(answers: Answers, plan: Plan) -> bool:
    """Tell whether more than one status that a city aims at is open."""
    known = plan.start.known
    return sum(len(possible_values(name, STATUS, known)) > 1 for name in answers.aim) >= SEVERAL_OPEN


def forks(pack: Pack, engine: Infers, answers: Answers, plan: Plan) -> list[Fork]:
    """Return the first questions whose answer decides where the path begins; none while at most one status is open.

    A question is told only where each of its answers leads to a step. Those come first of which a room can say "from here on":
    answers that lead to the same step lie beside each other on the scale. Others are told only where there is none of these.
    """
    if not is_open(answers, plan):
        return []
    engine = _Alike(engine)
    found: list[Fork] = []
    parted: list[Fork] = []
    for question in (pack.question(name) for name in to_clarify(pack, answers.aim, plan.start)[:TRIED]):
        fork = _fork(pack, engine, answers, plan, question) if question.type == "ordinal" else None
        if fork is not None:
            found.append(fork)
            parted += [fork] if _is_parted_once(fork) else []
        if len(parted) == TOLD:  # no other would be told
            break
    return parted or found[:TOLD]


def _is_parted_once(fork: Fork) -> bool:
    """Tell whether the answers that lead to the same step lie beside each other on the scale."""
    ways = [answer.next for answer in fork.answers]
    return len(list(groupby(ways))) == len(set(ways))


def _fork(pack: Pack, engine: Infers, answers: Answers, plan: Plan, question: Question) -> Fork | None:
    """Return how the path begins with each answer; None where one leads to no step, or all to the same."""
    found = []
    for answer in _ways(pack, engine, answers, plan, question):
        if answer.next is None:
            return None
        found.append(answer)
    return Fork(question=question.id, answers=found) if len({answer.next for answer in found}) > 1 else None


def _ways(pack: Pack, engine: Infers, answers: Answers, plan: Plan, question: Question) -> Iterator[ForkAnswer]:
    """Yield each answer with the step that comes first then: None where nothing can be planned yet or nothing is left to do."""
    disputed = {fact: values for fact, values in plan.start.disputed.items() if fact != question.id}
    for level in question.levels:
        given = {**plan.start.given, **facts_of(question, level.name, answers.date)}
        step = first_step(pack, engine, engine.infer(given, disputed), answers.aim)
        yield ForkAnswer(value=level.name, next=None if step is None else step.id)
