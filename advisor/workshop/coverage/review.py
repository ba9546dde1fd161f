"""Tell about coverage and mutants in lines: the figures, what is missing, and a case for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workshop.coverage.goals import KeepsQuiet, Speaks
from advisor.workshop.coverage.proposals import Proposer

_SENTENCES = 10
"""For how many sentences cases are looked for at once; a search takes a second each."""

_ON_BOTH_SIDES = "Let two cases on either side of it expect 'said' and 'unsaid'."

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.loader import LoadedPack
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.workshop.coverage.goals import Goal
    from advisor.workshop.coverage.measure import Coverage
    from advisor.workshop.coverage.mutation import Mutation


def covered(base: KnowledgeBase, measured: Coverage, taken: set[str]) -> Iterator[str]:
    """Yield the table of a coverage, then everything that is missing, with a case that reaches it under a name not yet taken."""
    yield from measured.table()
    proposer = Proposer(base, taken)
    proposed: set[Goal] = set()
    sentences = 0
    for goal in measured.missing():
        described = measured.goals[goal]
        said = f"{described.place}: {described.missing}."
        yield ""
        if isinstance(goal, Speaks | KeepsQuiet) and goal not in proposed:
            sentences += 1
            if sentences > _SENTENCES:
                yield f"{said} No case is looked for while so many are missing; take over those above first."
                continue
        if goal in proposed:
            yield f"{said} A case proposed above reaches it."
            continue
        proposal = proposer.for_goal(goal)
        if proposal is None:
            yield f"{said} No city was found in which it would be different."
        else:
            yield f"{said} Proposed:"
            yield proposal.text
            proposed |= proposal.reaches


def mutated(loaded: LoadedPack, base: KnowledgeBase, measured: Mutation, taken: set[str]) -> Iterator[str]:
    """Yield the figures about mutants, then every survivor, with a case that notices it under a name not yet taken."""
    alike = f"; {measured.equivalent} more mean the same and do not count" if measured.equivalent else ""
    yield f"mutants              {measured.killed:>5} of {measured.counted:<5} {measured.share:>5} % noticed{alike}"
    proposer = Proposer(base, taken)
    for mutant in measured.survivors:
        place = loaded.places.of(mutant.entry)
        proposal = proposer.for_mutant(mutant)
        yield ""
        if proposal is None:
            why = "No city was found that would tell." if mutant.concludes else _ON_BOTH_SIDES
            yield f"{place}: no test notices that {mutant.words}. {why}"
        else:
            yield f"{place}: no test notices that {mutant.words}. Proposed:"
            yield proposal.text
