"""Claims about statuses and findings: one status each, none out of reach, none in the way of another, none lowered by more."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from advisor.knowledge.condition import opposite
from advisor.knowledge.values import Levels
from advisor.knowledge.vocabulary import STATUS
from advisor.workshop.proving.proof import Expected, Failure
from advisor.workshop.proving.solver import both, either, no

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Finding
    from advisor.workshop.proving.ground import Ground

_GOOD, _BAD = "strength", ("risk", "blind_spot", "contradiction")


def one_status(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each approach has exactly one status in every city."""
    for approach in ground.pack.approaches:
        terms = [ground.holds(ground.verdicts.status(approach.id, status)) for status in STATUS.names]
        twice = either(*(both(*pair) for pair in combinations(terms, 2)))
        failing = either(twice, no(either(*terms)))
        yield ground.refute(
            failing, f"approaches/{approach.id}", "one status", "has two statuses at once, or none", Expected(statuses={})
        )


def statuses_occur(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each status of each approach occurs in some city."""
    for approach in ground.pack.approaches:
        for status in STATUS.names:
            what = f"is {status} in no city"
            yield ground.demand(
                ground.verdicts.status(approach.id, status), f"approaches/{approach.id}", "each status occurs", what
            )


def raising_helps(ground: Ground) -> Iterator[Failure | None]:
    """Prove that a higher answer never lowers a status, nor a lower one where less is better."""
    for approach in ground.pack.approaches:
        reached = [ground.verdicts.status(approach.id, "established"), ground.not_absent(approach.id)]
        for question in ground.pack.questions:
            domain = ground.facts.get(question.id)
            if question.type != "ordinal" or not isinstance(domain, Levels):
                continue
            if not any(question.id in ground.facts_of(each) for each in reached):
                continue
            step = -1 if question.reverse else 1
            further = ground.cities.moved(question.id, step)
            possible = ground.holds(ground.levels(question.id, domain, step))
            lost = either(*(both(ground.holds(each), no(ground.cities.holds(each, further))) for each in reached))
            better = "lower" if question.reverse else "higher"
            what = f"loses its status when the answer to '{question.id}' gets one level {better}"
            found = ground.refute(both(possible, lost), f"approaches/{approach.id}", "more never lowers", what, Expected())
            yield found and ground.moved(found, question.id, step, approach.id)


def findings_fire(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each finding fires in some city and is silent in another."""
    for finding in ground.pack.findings:
        when, about = ground.verdicts.finding(finding.id), f"findings/{finding.id}"
        unasked = finding.kind == "contradiction"
        yield ground.demand(when, about, "each finding fires somewhere", "fires in no city", unasked=unasked)
        yield ground.demand(opposite(when), about, "each finding is silent somewhere", "fires in every city")


def none_shadowed(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no finding fires only where another of its kind does, about the same approaches."""
    for one in ground.pack.findings:
        for other in ground.pack.findings:
            if one.id == other.id or one.kind != other.kind or set(one.concerns) != set(other.concerns):
                continue
            yield _implied(ground, one, other, "no finding repeats another", f"fires only where '{other.id}' does")


def none_contradict(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no strength is found wherever a risk about the same approaches is, nor the other way round."""
    findings = ground.pack.findings
    strengths, others = [each for each in findings if each.kind == _GOOD], [each for each in findings if each.kind in _BAD]
    for one in strengths:
        for other in others:
            if set(one.concerns) != set(other.concerns) or other.kind == "blind_spot":
                continue
            what = f"contradicts '{other.id}': where one is found the other is, too"
            yield _implied(ground, one, other, "no two findings contradict", what) or _implied(
                ground, other, one, "no two findings contradict", f"contradicts '{one.id}': where one is found the other is, too"
            )


def _implied(ground: Ground, one: Finding, other: Finding, claim: str, what: str) -> Failure | None:
    """Return a failure with a city in which both fire, where the one never fires without the other."""
    mine, theirs = (ground.verdicts.finding(each.id) for each in (one, other))
    if ground.occurs_without(mine, theirs):
        return None
    both_fire = both(ground.holds(mine), ground.holds(theirs))
    return ground.refute(both_fire, f"findings/{one.id}", claim, what, Expected(absent=(one.id,)))
