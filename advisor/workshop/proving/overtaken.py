"""Answers that a step has overtaken: what they presuppose was so before it, and is not after it.

"There is no strategy" is no answer about the strategy that a step has adopted. A proof takes it for open then, or for
the level that follows where its question does not arise; the path itself goes on from what was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import leaves
from advisor.logic.vocabulary import option_fact
from advisor.logic.z3_backend import both, no
from advisor.reasoning.answers import question_of
from advisor.reasoning.presupposed import presuppositions
from advisor.workshop.proving.claims import raised_by

if TYPE_CHECKING:
    from advisor.knowledge.steps import Step
    from advisor.logic.z3_backend import State
    from advisor.workshop.proving.ground import Ground


def still_said(ground: Ground, step: Step, after: State) -> State:
    """Return the state after a step without the answers that it has overtaken."""
    cities, found, raised = ground.cities, after, raised_by(step)
    several = ground.pack.vocabulary.several
    for question, chosen, presupposed in presuppositions(ground.pack):
        if raised.isdisjoint(question_of(test.fact) for test in leaves(presupposed)):
            continue
        was, now = (cities.holds(presupposed, state) for state in (cities.state, after))
        overtaken = both(was, no(now))
        if chosen is not None:
            overtaken = both(overtaken, *(cities.holds(chosen, state) for state in (cities.state, after)))
        follows = question.otherwise if presupposed is question.presupposes else None
        for fact in [option_fact(question.id, option) for option in several.get(question.id, ())] or [question.id]:
            found = cities.opened(found, fact, overtaken, follows)
    return found
