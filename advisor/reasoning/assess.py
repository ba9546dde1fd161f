"""The main job: from a city's answers to its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.knowledge.placeholders import CITY, fill
from advisor.reasoning import diagnosis
from advisor.reasoning.disputes import disputes, settled
from advisor.reasoning.firmness import Firm, firm_statuses
from advisor.reasoning.outcome import ApproachState, BaseRef, CityRef, Outcome, PackRef
from advisor.reasoning.path import path_items
from advisor.reasoning.planner import plan

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.reasoning.planner import Plan
    from advisor.reasoning.unfolding import Verdicts


def assess(base: KnowledgeBase, answers: Answers) -> Outcome:
    """Return diagnosis, findings and path for a city."""
    pack, answers = base.pack, answers.complete(base.pack)
    planned = plan(pack, base.engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    return outcome_of(pack, base.verdicts, answers, planned)


def outcome_of(pack: Pack, verdicts: Verdicts, answers: Answers, planned: Plan) -> Outcome:
    """Return the outcome for a city whose path was planned; its answers are complete."""
    start = planned.start
    labels = answers.city.labels
    findings = diagnosis.finding_states(pack, start)
    states, firm = diagnosis.approach_states(pack, answers, start), firm_statuses(pack, verdicts, answers, start)
    return Outcome(
        product=__version__,
        pack=PackRef(
            id=pack.info.id,
            version=pack.info.version,
            hash=pack.hash,
            extends=[BaseRef(id=each.id, version=each.version, hash=each.hash) for each in pack.bases],
        ),
        city=CityRef(
            name=answers.city.name,
            canton=answers.city.canton,
            roles={role: forms[""] for role, forms in labels.items() if role != CITY},
        ),
        date=answers.date,
        aim=list(answers.aim),
        approaches={name: _firm(state, firm.get(name)) for name, state in states.items()},
        poles=diagnosis.pole_states(pack, start),
        balanced=diagnosis.balance_state(start),
        findings=[msgspec.structs.replace(each, because=fill(each.because, labels)) for each in findings],
        path=path_items(pack, answers, planned),
        arrives=planned.arrives,
        blocked_by=planned.blocked_by,
        open_questions=diagnosis.open_questions(pack, planned, answers.aim),
        trace=diagnosis.trace(pack, start),
        disputes=disputes(pack, answers),
        settled=settled(pack, answers),
    )


def _firm(state: ApproachState, firm: Firm | None) -> ApproachState:
    return state if firm is None else msgspec.structs.replace(state, distance=firm.distance, rests_on=firm.rests_on)
