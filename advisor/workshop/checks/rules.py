"""Check approaches and findings: whether each status can occur, and each rule fire in some city and stay silent in another."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.logic.condition import Test, leaves, opposite
from advisor.logic.satisfy import can_hold, follows
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.deductions import preference_fact, relation
from advisor.workshop.checks.world import World, only_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.reasoning.deductions import Deduction


_LOOKED_AT, _COMPARED = 1_000_000, 5_000
"""How many pairs of rules are looked at and compared: enough for packs that people write, and bounded for all others."""

_NEEDS_ADVICE = ("contradiction", "risk", "blind_spot")


def status_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield the statuses that an approach can have in no city: what is written about them is never read."""
    for approach in pack.approaches:
        for status in STATUS.names:
            if not world.can_hold(Test(approach.id, frozenset({status}), STATUS)):
                name = "established_when" if status == "established" else "emerging_when"
                what = f"'{approach.id}' can never be {status}."
                hint = "Look at how established_when and emerging_when divide the answers between them."
                yield Problem(at.of(f"approaches/{approach.id}", name), what, hint, "S604")


def advice_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield the findings that leave a reader alone."""
    for finding in pack.findings:
        if finding.kind in _NEEDS_ADVICE and not (finding.advice or finding.remedy):
            what = f"'{finding.id}' says what is wrong and not what to do."
            yield Problem(at.of(f"findings/{finding.id}", "kind"), what, "Add 'advice:' or 'remedy:'.", "K501")


def rule_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield the findings that fire in no city, and those that say nothing beside another one, or its contrary."""
    alive = []
    for finding in pack.findings:
        if world.can_hold(finding.when, only_asked=only_asked(finding)):
            alive.append(finding)
        elif can_hold(finding.when):  # otherwise the condition itself is reported
            what = f"'{finding.id}' fires in no city."
            hint = "Look at what its statuses rest on, at bounds, and at what follows where a question does not arise."
            yield Problem(at.of(f"findings/{finding.id}", "when"), what, hint, "C316")
    rests = {finding.id: world.questions(finding.when) for finding in alive}
    named = _named(pack)
    pairs = (pair for pair in islice(combinations(alive, 2), _LOOKED_AT) if _comparable(*pair, rests))
    for one, other in islice(pairs, _COMPARED):
        yield from _beside(one, other, at, world, named)


def _comparable(one: Finding, other: Finding, rests: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether one of two rules could follow from the other: it looks at nothing else, and its kind goes with that."""
    if one.kind != other.kind and {one.kind, other.kind} != {"strength", "risk"}:
        return False
    return rests[one.id] <= rests[other.id] or rests[other.id] <= rests[one.id]


def _named(pack: Pack) -> dict[str, frozenset[str]]:
    """Return for each finding those that its condition names, directly or through others: it says itself that it adds to them."""
    findings = {finding.id for finding in pack.findings}
    tested = {finding.id: {test.fact for test in leaves(finding.when)} & findings for finding in pack.findings}
    return {name: frozenset(_reached(direct, tested)) for name, direct in tested.items()}


def _reached(direct: set[str], tested: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = direct
    while todo := todo - seen:
        seen |= todo
        todo = {further for name in todo for further in tested[name]}
    return seen


def _beside(one: Finding, other: Finding, at: Places, world: World, named: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    asked = only_asked(one) and only_asked(other)
    forth, back = (world.follows(what.when, given.when, only_asked=asked) for what, given in ((other, one), (one, other)))
    if not (forth or back):
        return
    if one.kind != other.kind:
        if set(one.concerns) & set(other.concerns) or not (one.concerns or other.concerns):
            risk = other if other.kind == "risk" else one
            what = f"where the {one.kind} '{one.id}' holds, so does the {other.kind} '{other.id}'."
            what = what if forth else f"where the {other.kind} '{other.id}' holds, so does the {one.kind} '{one.id}'."
            hint = "A council cannot be praised and warned for the same: separate the conditions, or what they concern."
            yield Problem(at.of(f"findings/{risk.id}", "when"), what, hint, "K504")
    elif forth and back:
        what = f"'{other.id}' holds exactly where '{one.id}' does."
        yield Problem(at.of(f"findings/{other.id}", "when"), what, "Join the two, or separate their conditions.", "K502")
    elif (wide := other if forth else one).id not in named[(narrow := one if forth else other).id]:
        what = f"wherever '{narrow.id}' holds, '{wide.id}' holds too and says so as well."
        hint = f"Let '{wide.id}' exclude that case, or join the two."
        yield Problem(at.of(f"findings/{narrow.id}", "when"), what, hint, "K503")


def criterion_problems(pack: Pack, at: Places, deductions: Iterable[Deduction]) -> Iterator[Problem]:
    """Yield the criteria that prefer all steps alike, and those that repeat a weightier one."""
    by_fact = {deduction.fact: deduction.condition for deduction in deductions}
    to_come = _kinds_needed(pack) - {relation(pack, step) for step in pack.steps}
    for place, criterion in enumerate(pack.criteria):
        here = at.of(f"criteria/{criterion.id}", "when")
        verdicts = {_settled(by_fact[preference_fact(criterion.id, step.id)]) for step in pack.steps}
        if verdicts in ({True}, {False}) and (not to_come or _settled(criterion.when) is not None):
            what = f"'{criterion.id}' holds for {'every step' if True in verdicts else 'no step'} of the pack."
            yield Problem(here, what, "Ask for something in which steps differ.", "K510")
        for weightier in pack.criteria[:place]:
            if follows(criterion.when, weightier.when) and follows(weightier.when, criterion.when):
                what = f"'{criterion.id}' asks for the same as '{weightier.id}', which decides before it."
                yield Problem(here, what, "Remove it, or ask for something else.", "K511")


def _kinds_needed(pack: Pack) -> set[str]:
    """Return how steps of a whole pack stand to their targets; while one is to come, what tells them apart may be, too."""
    pairs = combinations(pack.approaches, 2)
    return {"entry", *("neighbour" if {*one.poles} & {*other.poles} else "diagonal" for one, other in pairs)}


def _settled(condition: object) -> bool | None:
    if not can_hold(condition):  # type: ignore[arg-type]
        return False
    return None if can_hold(opposite(condition)) else True
