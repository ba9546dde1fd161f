"""The main job: from a city's answers to its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from advisor import __version__
from advisor.knowledge.placeholders import CITY, fill
from advisor.reasoning import diagnosis
from advisor.reasoning.disputes import disputes, settled
from advisor.reasoning.firmness import Firm, firm_statuses
from advisor.reasoning.forks import forks, is_open
from advisor.reasoning.open_questions import open_questions
from advisor.reasoning.outcome import ApproachState, BaseRef, CityRef, Outcome, PackRef
from advisor.reasoning.path import path_items, texts
from advisor.reasoning.planner import plan
from advisor.reasoning.presupposed import contradictions
from advisor.reasoning.renewal import renewal
from advisor.reasoning.speech import speech
from advisor.reasoning.spending import cost_of, summed
from advisor.reasoning.timeframe import freeze_ends, term_ends
from advisor.reasoning.urgency import by_urgency, removed_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reasoning.answers import Answers
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.reasoning.planner import Plan
    from advisor.reasoning.told import Said


def assess(base: KnowledgeBase, answers: Answers) -> Outcome:
    """Return diagnosis, findings and path for a city."""
    pack, answers = base.pack, answers.complete(base.pack)
    planned = plan(pack, base.engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))
    return outcome_of(base, answers, planned)


def outcome_of(base: KnowledgeBase, answers: Answers, planned: Plan) -> Outcome:
    """Return the outcome for a city whose path was planned; its answers are complete."""
    pack, verdicts = base.pack, base.verdicts
    start = planned.start
    labels = answers.city.labels
    works = [work for taken in planned.steps for work in taken.works]
    told = diagnosis.told_findings(pack, start)
    removed = removed_by(base.reading, verdicts, told, planned)
    ways = forks(pack, base.reading.of_course, answers, planned)
    path = path_items(base.frames, answers, planned, (spoken := speech(base.repertoire, labels, planned, told)).path)
    findings = diagnosis.finding_states(told, start, spoken.findings)
    states, firm = diagnosis.approach_states(base.frames, answers, start), firm_statuses(pack, verdicts, answers, start)
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
        approaches={name: _complete(state, firm.get(name), spoken.approaches.get(name, {})) for name, state in states.items()},
        poles=diagnosis.pole_states(pack, start),
        balanced=diagnosis.balance_state(start),
        findings=[
            msgspec.structs.replace(each, because=fill(each.because, labels), removed_by=removed.get(each.id))
            for each in findings
        ],
        path=path,
        arrives=planned.arrives,
        blocked_by=planned.blocked_by,
        open_questions=open_questions(base.hanging, planned, answers.aim),
        trace=diagnosis.trace(pack, start),
        disputes=disputes(pack, answers),
        settled=settled(pack, answers),
        contradictions=contradictions(pack, start, base.presupposing),
        urgent=by_urgency(pack, told, planned),
        said=spoken.everything(),
        effort=summed(item.effort for item in path),
        cost=cost_of(pack, works),
        months=path[-1].timeframe.ends if planned.steps and not is_open(answers, planned) else None,
        forks=ways,
        term_ends=term_ends(pack, answers),
        freeze_ends=freeze_ends(pack, answers),
        renewal=renewal(pack, answers, start.given),
    )


def _complete(state: ApproachState, firm: Firm | None, said: Mapping[str, list[Said]]) -> ApproachState:
    found: dict[str, Any] = {key: texts(sentences) for key, sentences in said.items()}
    if firm is not None:
        found |= {"distance": firm.distance, "distance_unbacked": firm.unbacked, "rests_on": firm.rests_on}
    return msgspec.structs.replace(state, **found)
