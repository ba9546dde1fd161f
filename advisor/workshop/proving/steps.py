"""Claims about the way: each step can come, begins where it says, reaches its target, loses nothing; and one always leads on."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from advisor.knowledge.condition import every, some
from advisor.reasoning.answers import question_of
from advisor.reasoning.effects import raised
from advisor.workshop.proving.proof import Expected, Failure
from advisor.workshop.proving.solver import both, either, no

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.workshop.proving.ground import Ground


def aims_of(pack: Pack) -> list[tuple[str, ...]]:
    """Return everything that a city can aim at, the most first."""
    ids = [each.id for each in pack.approaches]
    return [aim for count in range(len(ids), 0, -1) for aim in combinations(ids, count)]


def each_can_come(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each step is the next one in some city with some aim."""
    for step in ground.pack.steps:
        aims = [aim for aim in aims_of(ground.pack) if step.target in aim]
        comes = any(ground.cities.occurs(_comes(ground, step, aim)) for aim in aims)
        what = "comes next in no city, whatever it aims at"
        yield None if comes else Failure(f"steps/{step.id}", "each step comes somewhere", what)


def each_arrives(ground: Ground) -> Iterator[Failure | None]:
    """Prove that where a step comes next its preparations provide what it needs, and that it reaches its target."""
    for step in ground.pack.steps:
        about, aim = f"steps/{step.id}", (step.target,)
        comes = _comes(ground, step, aim)
        prepared, after = _done(ground, step)
        for precondition in step.preconditions:
            there = ground.cities.holds(ground.verdicts.grounded(precondition.when), prepared)
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
        _, after = _done(ground, step)
        for other in ground.pack.approaches:
            aim = tuple(each.id for each in ground.pack.approaches if each.id in {step.target, other.id})
            kept = [ground.verdicts.status(other.id, "established"), ground.not_absent(other.id)]
            kept = [each for each in kept if {question_of(fact) for fact in ground.facts_of(each)} & _changed(step)]
            if not kept:
                yield None
                continue
            lost = either(*(both(ground.holds(each), no(ground.cities.holds(each, after))) for each in kept))
            what = f"lowers the status of '{other.id}'"
            expected = Expected(steps=(step.id,), arrives=True)
            comes = both(_comes(ground, step, aim), lost)
            yield ground.refute(comes, f"steps/{step.id}", "no step loses an approach", what, expected, aim)


def one_leads_on(ground: Ground) -> Iterator[Failure | None]:
    """Prove that some step can come in every city that lacks something it aims at."""
    for aim in aims_of(ground.pack):
        lacking = no(ground.holds(every(*(ground.verdicts.status(each, "established") for each in aim))))
        steps = [ground.steps.can_come(step) for step in ground.pack.steps if step.target in aim]
        claim = both(lacking, no(ground.holds(some(*steps))))
        what = f"lacks something, and no step leads on towards {', '.join(aim)}"
        yield ground.refute(claim, "balance/", "some step leads on", what, Expected(arrives=True), aim)


def _comes(ground: Ground, step: Step, aim: tuple[str, ...]) -> Any:  # noqa: ANN401 - a term of the solver
    return ground.holds(ground.steps.comes_next(aim, (), step))


def _done(ground: Ground, step: Step) -> tuple[Any, Any]:
    """Return the states after the preparations that were needed, and after all actions."""
    state = ground.cities.state
    for precondition in step.preconditions:
        if precondition.prepare is not None:
            needed = no(ground.holds(precondition.when))
            state = ground.cities.raised(state, raised(ground.pack, {}, precondition.prepare.raises), needed)
    prepared = state
    for action in step.actions:
        state = ground.cities.raised(state, raised(ground.pack, {}, action.raises))
    return prepared, state


def _changed(step: Step) -> set[str]:
    prepared = {fact for each in step.preconditions if each.prepare for fact in each.prepare.raises}
    return prepared | {fact for action in step.actions for fact in action.raises}
