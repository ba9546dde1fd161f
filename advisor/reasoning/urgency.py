"""Say which findings cannot wait for the path, the most urgent of this city first, and what of the path removes a risk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.planner import preparation_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Pack
    from advisor.reasoning.conclusions import Infers
    from advisor.reasoning.planner import Plan
    from advisor.reasoning.unfolding import Verdicts

PRESSING = ("contradiction", "risk")
"""The kinds of findings that cannot wait."""


def by_urgency(pack: Pack, told: list[Finding], plan: Plan) -> list[str]:
    """Return the ids of the findings that cannot wait.

    Contradictions come first, for everything else rests on the answers; then what has a deadline, the nearest first; then the
    graver one; then what the path does not remove anyway; then the order of the pack. A pack that binds nothing has put them in
    order itself.
    """
    pressing = [finding for finding in told if finding.kind in PRESSING]
    if not pack.is_bound:
        return [finding.id for finding in pressing]

    def rank(finding: Finding) -> tuple[int, int, int, bool]:
        return PRESSING.index(finding.kind), _months_left(finding, plan.start), -finding.gravity, _is_removed(finding, plan)

    return [finding.id for finding in sorted(pressing, key=rank)]


def removed_by(engine: Infers, verdicts: Verdicts, told: list[Finding], plan: Plan) -> dict[str, str]:
    """Return for each risk that the path removes for good the id of the item that does: a step, or its preparation.

    Rules are asked about a city in which a step is prepared only where an answer to what a risk rests on is open.
    """
    found, prepared = {}, dict[str, Conclusions]()
    for finding in told:
        if finding.kind != "risk" or not _is_removed(finding, plan):
            continue
        last = next((step for step in reversed(plan.steps) if step.before.concluded(finding.id, "present")), None)
        if last is None:
            continue
        name = last.step.id
        if not _touches(last.prepared.keys(), finding, last.before):
            found[finding.id] = name
            continue
        given, condition = {**last.before.given, **last.prepared}, verdicts.finding(finding.id)
        tested = {test.fact for test in leaves(condition)}
        if tested <= given.keys():
            is_there = holds(condition, {fact: only(given[fact]) for fact in tested}) is True
        else:
            if name not in prepared:
                prepared[name] = engine.infer(given, last.before.disputed)
            is_there = prepared[name].concluded(finding.id, "present")
        found[finding.id] = name if is_there else preparation_of(name)
    return found


def _touches(changed: AbstractSet[str], finding: Finding, standing: Conclusions) -> bool:
    """Tell whether one of these facts is among those that a finding may rest on; while none of them changes, it stays."""
    firing = standing.firing(finding.id, "present")
    behind = standing.answers_behind(firing.because) if firing is not None else changed
    return not (changed.isdisjoint(behind) and changed.isdisjoint(standing.disputed))


def _months_left(finding: Finding, standing: Conclusions) -> int:
    months = standing.given.get(finding.deadline or "")
    return months if isinstance(months, int) else sys.maxsize


def _is_removed(finding: Finding, plan: Plan) -> bool:
    return not plan.end.concluded(finding.id, "present")
