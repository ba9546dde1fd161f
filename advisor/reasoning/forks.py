"""Say which one or two unknown answers decide where the path begins, and how it begins with each of them.

While more than one status is open, a total of months would count what may not be needed; what can be said is "if so, then first".
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import facts_of
from advisor.reasoning.choice import assumed
from advisor.reasoning.conclusions import SEVERAL_OPEN, possible_values
from advisor.reasoning.diagnosis import to_clarify
from advisor.reasoning.planner import first_step
from advisor.reasoning.told import Fork, ForkAnswer

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from advisor.knowledge.model import Pack, Question
    from advisor.logic.values import Allowed, Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.conclusions import Infers
    from advisor.reasoning.planner import Plan

TRIED = 6
"""So many questions are tried, in the order in which they are to be clarified."""
TOLD = 2
"""So many are told: more than two answers nobody keeps apart."""


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
    ahead = _Ahead(pack, engine, answers.aim)
    found: list[Fork] = []
    parted: list[Fork] = []
    for question in (pack.question(name) for name in to_clarify(pack, answers.aim, plan.start)[:TRIED]):
        fork = _fork(ahead, answers, plan, question) if question.type == "ordinal" else None
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


def _fork(ahead: _Ahead, answers: Answers, plan: Plan, question: Question) -> Fork | None:
    """Return how the path begins with each answer; None where one leads to no step, or all to the same."""
    found = []
    for answer in _ways(ahead, answers, plan, question):
        if answer.next is None:
            return None
        found.append(answer)
    return Fork(question=question.id, answers=found) if len({answer.next for answer in found}) > 1 else None


def _ways(ahead: _Ahead, answers: Answers, plan: Plan, question: Question) -> Iterator[ForkAnswer]:
    """Yield each answer with the step that comes first then: None where nothing can be planned yet or nothing is left to do."""
    disputed = {fact: values for fact, values in plan.start.disputed.items() if fact != question.id}
    for level in question.levels:
        given = {**plan.start.given, **facts_of(question, level.name, answers.date)}
        yield ForkAnswer(value=level.name, next=ahead.first_step(given, disputed))


class _Ahead:
    """Finds the steps with which paths begin: of cities with one answer for another, most are taken to stand alike."""

    def __init__(self, pack: Pack, engine: Infers, aim: tuple[str, ...]) -> None:
        self._pack, self._engine, self._aim = pack, engine, aim
        self._found: dict[Hashable, str | None] = {}

    def first_step(self, given: Mapping[str, Value], disputed: Mapping[str, Allowed]) -> str | None:
        """Return the first step from what follows from these answers; None where nothing is planned, or nothing is left to do."""
        now = self._engine.infer(given, disputed)
        statuses = tuple(now.known.get(approach.id) for approach in self._pack.approaches)
        stands = statuses, frozenset(assumed(self._pack, self._engine.course_reading, now).items())
        if stands not in self._found:
            step = first_step(self._pack, self._engine, now, self._aim)
            self._found[stands] = None if step is None else step.id
        return self._found[stands]
