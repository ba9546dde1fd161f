"""What answers presuppose about facts that a step changes: an answer that a step has overtaken contradicts nothing.

"There is no strategy" is no answer about the strategy that a step has adopted. Proofs take it for open then, or for the
level that follows where its question does not arise; the path itself goes on from what was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import Condition, leaves
from advisor.logic.vocabulary import option_fact
from advisor.reasoning.presupposed import presuppositions

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.knowledge.model import Pack


class Premise(msgspec.Struct, frozen=True):
    """What an answer presupposes: the facts it stands for, which answer it is (None: any), and what follows without that."""

    facts: tuple[str, ...]
    chosen: Condition | None
    presupposed: Condition
    follows: str | None


def premises(pack: Pack, changed: Collection[str]) -> tuple[Premise, ...]:
    """Return what answers presuppose about facts that change."""
    several = pack.vocabulary.several
    return tuple(
        Premise(
            tuple(option_fact(question.id, option) for option in several.get(question.id, ())) or (question.id,),
            chosen,
            presupposed,
            question.otherwise if presupposed is question.presupposes else None,
        )
        for question, chosen, presupposed in presuppositions(pack)
        if any(test.fact in changed for test in leaves(presupposed))
    )
