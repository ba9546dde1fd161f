"""Prove everything about a pack, one kind of claim after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workshop.proving import rules, steps
from advisor.workshop.proving.ground import Ground
from advisor.workshop.proving.proof import Proof, gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.workshop.proving.proof import Failure

CLAIMS: dict[str, Callable[[Ground], Iterator[Failure | None]]] = {
    "Each approach has exactly one status": rules.one_status,
    "Each status of each approach occurs": rules.statuses_occur,
    "More of what is asked never lowers a status": rules.raising_helps,
    "Each finding fires somewhere and is silent somewhere": rules.findings_fire,
    "No finding only repeats another of its kind": rules.none_shadowed,
    "No strength contradicts a risk": rules.none_contradict,
    "Each step comes next in some city": steps.each_can_come,
    "Each step begins with its preconditions met, and reaches its target": steps.each_arrives,
    "No step lowers the status of another approach": steps.nothing_is_lost,
    "Some step leads on wherever something is missing": steps.one_leads_on,
}
"""What is proved, as sentences; together the last three say that every path arrives."""


def prove(pack: Pack) -> list[Proof]:
    """Return what holds in every city of a sound pack, and what fails where.

    Raises:
        UndecidedError: the solver gave up on a claim.

    """
    ground = Ground(pack)
    return [gathered(sentence, claim(ground)) for sentence, claim in CLAIMS.items()]
