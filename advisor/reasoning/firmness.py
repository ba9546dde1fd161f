"""Say how firm a verdict is: the answers it rests on, what is weak about them, and how many would have to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.condition import opposite
from advisor.knowledge.nearest import nearest
from advisor.reasoning.answer_values import given_value
from advisor.reasoning.answers import Answer, Answers, question_of
from advisor.reasoning.deductions import AIM, deductions
from advisor.reasoning.diagnosis import questions_behind
from advisor.reasoning.outcome import ApproachState, Support, Weakness
from advisor.reasoning.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.condition import Condition
    from advisor.knowledge.model import Pack
    from advisor.knowledge.remaining import Needs
    from advisor.knowledge.values import Allowed
    from advisor.reasoning.conclusions import Conclusions

OLD = 365
"""After how many days an answer counts as old (a proposal)."""


def flips(verdict: Condition, possible: Mapping[str, Allowed], fixed: Collection[str] = ()) -> tuple[Needs, ...]:
    """Return the smallest changes that would put another verdict in place of one.

    What a city aims at is a decision and no answer; unknown answers may turn out any way.
    """
    return nearest(opposite(verdict), possible, question_of, unknown_is_free=True, fixed=(AIM, *fixed))


def distance(changes: Iterable[Needs]) -> int | None:
    """Return how many answers the smallest change takes; None without one."""
    return min((len({question_of(fact) for fact in change}) for change in changes), default=None)


def with_firmness(
    pack: Pack, answers: Answers, conclusions: Conclusions, states: Mapping[str, ApproachState]
) -> dict[str, ApproachState]:
    """Return the states of approaches with the answers each rests on and how many would have to be different."""
    verdicts, possible = Verdicts(deductions(pack)), answers.possible(pack)
    found = {}
    for name, state in states.items():
        firing = conclusions.firing(name, state.status)
        if firing is None:
            found[name] = state
            continue
        far = distance(flips(verdicts.status(name, state.status), possible))
        rests_on = supports(pack, answers, questions_behind(conclusions, firing))
        found[name] = msgspec.structs.replace(state, distance=far, rests_on=rests_on)
    return found


def supports(pack: Pack, answers: Answers, questions: Iterable[str]) -> list[Support]:
    """Return the answers to questions, each with what is weak about it."""
    found = []
    for name in questions:
        answer = answers.answers.get(name, Answer(value=None))
        shown = given_value(pack, pack.question(name), answer.value)
        found.append(Support(question=name, answer=shown, weak=list(_weak(answer, answers))))
    return found


def _weak(answer: Answer, answers: Answers) -> Iterator[Weakness]:
    if answer.implied:
        yield "implied"
        return
    if not answer.note:
        yield "no_note"
    if answer.on and (answers.date - answer.on).days > OLD:
        yield "old"
    if len({each.value for each in answer.said if each.value is not None}) > 1:
        yield "disputed"
