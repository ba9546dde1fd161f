"""The claims about every city: one status each, none out of reach, none in the way of another; each step leads to its target."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.logic.condition import every, opposite, some
from advisor.logic.values import Levels
from advisor.logic.vocabulary import STATUS
from advisor.logic.z3_backend import both, either, no
from advisor.reasoning.answers import question_of
from advisor.reasoning.course import StepConditions
from advisor.reasoning.effects import raised
from advisor.workshop.checks.world import only_asked
from advisor.workshop.proving.proof import Expected, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
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
            if not any(question.id in ground.facts_of(condition) for condition in reached):
                continue
            step = -1 if question.reverse else 1
            further = ground.cities.moved(question.id, step)
            possible = ground.holds(ground.levels(question.id, domain, step))
            lost = either(*(both(ground.holds(condition), no(ground.cities.holds(condition, further))) for condition in reached))
            better = "lower" if question.reverse else "higher"
            what = f"loses its status when the answer to '{question.id}' gets one level {better}"
            found = ground.refute(both(possible, lost), f"approaches/{approach.id}", "more never lowers", what, Expected())
            yield found and ground.moved(found, question.id, step, approach.id)


def findings_fire(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each finding fires in some city and is silent in another."""
    for finding in ground.pack.findings:
        when, about = ground.verdicts.finding(finding.id), f"findings/{finding.id}"
        where = only_asked(finding)
        yield ground.demand(when, about, "each finding fires somewhere", "fires in no city", only_asked=where)
        yield ground.demand(opposite(when), about, "each finding is silent somewhere", "fires in every city")


def none_shadowed(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no finding fires only where another of its kind does, about the same approaches."""
    alike: dict[tuple[str, frozenset[str]], list[Finding]] = {}
    for finding in ground.pack.findings:
        alike.setdefault(_about(finding), []).append(finding)
    for one in ground.pack.findings:
        for other in alike[_about(one)]:
            if one is not other:
                yield _implied(ground, one, other, "no finding repeats another", f"fires only where '{other.id}' does")


def _about(finding: Finding) -> tuple[str, frozenset[str]]:
    return finding.kind, frozenset(finding.concerns)


def none_contradict(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no strength is found wherever a risk about the same approaches is, nor the other way round."""
    findings = ground.pack.findings
    strengths, others = (
        [finding for finding in findings if finding.kind == _GOOD],
        [finding for finding in findings if finding.kind in _BAD],
    )
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
    mine, theirs = (ground.verdicts.finding(finding.id) for finding in (one, other))
    if ground.occurs_without(mine, theirs):
        return None
    both_fire = both(ground.holds(mine), ground.holds(theirs))
    return ground.refute(both_fire, f"findings/{one.id}", claim, what, Expected(absent=(one.id,)))


def aims_of(pack: Pack) -> list[tuple[str, ...]]:
    """Return everything that a city can aim at, the most first."""
    ids = [approach.id for approach in pack.approaches]
    return [aim for count in range(len(ids), 0, -1) for aim in combinations(ids, count)]


def each_can_come(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each step is the next one in some city with some aim."""
    for step in ground.pack.steps:
        aims = [aim for aim in aims_of(ground.pack) if step.target in aim]
        comes = any(ground.cities.occurs(comes_next(ground, step, aim)) for aim in aims)
        what = "comes next in no city, whatever it aims at"
        yield None if comes else Failure(f"steps/{step.id}", "each step comes somewhere", what)


def each_criterion_decides(ground: Ground) -> Iterator[Failure | None]:
    """Prove that without each criterion another step comes next in some city with some aim."""
    for criterion in ground.pack.criteria:
        others = tuple(each for each in ground.pack.criteria if each is not criterion)
        without = StepConditions(msgspec.structs.replace(ground.pack, criteria=others), ground.verdicts)
        decides = any(
            ground.cities.occurs(comes_next(ground, step, aim), no(ground.holds(without.comes_next(aim, (), step))))
            for aim in aims_of(ground.pack)
            for step in ground.pack.steps
        )
        what = "decides nothing: in no city does another step come next without it"
        yield None if decides else Failure(f"criteria/{criterion.id}", "each criterion decides", what)


def each_arrives(ground: Ground) -> Iterator[Failure | None]:
    """Prove that where a step comes next its preparations provide what it needs, and that it reaches its target."""
    for step in ground.pack.steps:
        about, aim = f"steps/{step.id}", (step.target,)
        comes = comes_next(ground, step, aim)
        prepared, after = after_step(ground, step)
        for precondition in step.preconditions:
            there = ground.cities.holds(ground.verdicts.grounded(precondition.asks), prepared)
            what = f"begins although it is not there: {precondition.text}"
            met = Expected(details={step.id: {"preconditions": ("met",) * len(step.preconditions)}})
            yield ground.refute(both(comes, no(there)), about, "preconditions are met", what, met, aim, prepared)
        wanted = ground.not_absent(step.target) if step.opens else ground.verdicts.status(step.target, "established")
        reached = ground.cities.holds(wanted, after)
        what = f"is done, and '{step.target}' is not {'begun' if step.opens else 'established'}"
        yield ground.refute(both(comes, no(reached)), about, "each step reaches its target", what, Expected(arrives=True), aim)


def nothing_is_lost(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no step lowers the status of another approach."""
    for step in ground.pack.steps:
        _, after = after_step(ground, step)
        for other in ground.pack.approaches:
            aim = tuple(approach.id for approach in ground.pack.approaches if approach.id in {step.target, other.id})
            kept = [ground.verdicts.status(other.id, "established"), ground.not_absent(other.id)]
            kept = [
                condition for condition in kept if {question_of(fact) for fact in ground.facts_of(condition)} & raised_by(step)
            ]
            if not kept:
                yield None
                continue
            lost = either(*(both(ground.holds(condition), no(ground.cities.holds(condition, after))) for condition in kept))
            what = f"lowers the status of '{other.id}'"
            expected = Expected(steps=(step.id,), arrives=True)
            comes = both(comes_next(ground, step, aim), lost)
            yield ground.refute(comes, f"steps/{step.id}", "no step loses an approach", what, expected, aim)


def one_leads_on(ground: Ground) -> Iterator[Failure | None]:
    """Prove that some step can come in every city that lacks something it aims at."""
    for aim in aims_of(ground.pack):
        lacking = no(ground.holds(every(*(ground.verdicts.status(approach, "established") for approach in aim))))
        steps = [ground.steps.can_come(step) for step in ground.pack.steps if step.target in aim]
        claim = both(lacking, no(ground.holds(some(*steps))))
        what = f"lacks something, and no step leads on towards {', '.join(aim)}"
        yield ground.refute(claim, "balance/", "some step leads on", what, Expected(arrives=True), aim)


def comes_next(ground: Ground, step: Step, aim: tuple[str, ...]) -> Any:  # noqa: ANN401 - a term of the solver
    """Return the term that says that a step is the next one for a city with these aims."""
    return ground.holds(ground.steps.comes_next(aim, (), step))


def after_step(ground: Ground, step: Step) -> tuple[Any, Any]:
    """Return the states after the preparations that were needed, and after all actions."""
    state = ground.cities.state
    for precondition in step.preconditions:
        if precondition.prepare is not None:
            needed = no(ground.holds(precondition.asks))
            state = ground.cities.raised(state, raised(ground.pack, {}, precondition.prepare.raises), needed)
    prepared = state
    for action in step.actions:
        state = ground.cities.raised(state, raised(ground.pack, {}, action.raises))
    return prepared, state


def raised_by(step: Step) -> set[str]:
    """Return the questions whose answers a step and its preparations raise."""
    return {fact for work in step.works for fact in work.raises}
