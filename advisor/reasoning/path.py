"""Write a plan as the path of an outcome: what to clarify, to prepare and to do, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from advisor.knowledge.placeholders import fill
from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.reasoning.competence import deciding, grants_of, merged, vote_on, voting_refuses
from advisor.reasoning.course import facts_about
from advisor.reasoning.deductions import sign_fact
from advisor.reasoning.diagnosis import readable, status_of, to_clarify, trace_entry
from advisor.reasoning.outcome import AlternativeStep, PathStep, PreconditionState, Status, TraceEntry
from advisor.reasoning.planner import preparation_of
from advisor.reasoning.repertoire import A_YEAR_LATER, DONE, GOES_WRONG, IF_REFUSED, IN_90_DAYS, LOOK_UP, MISSING, TEXT
from advisor.reasoning.schedule import (
    CLARIFYING,
    Slot,
    Timing,
    doing,
    preparing,
    schedule,
)
from advisor.reasoning.spending import (
    absent_roles,
    at_work,
    cost_of,
    crew_of,
    doer_of,
    effort_of,
    leader_of,
    led_by,
    prepared,
    unsure_roles,
)
from advisor.reasoning.timeframe import money_from, next_round, timeframe
from advisor.reasoning.told import Expense, Said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Criterion, Precondition, Step, Tie
    from advisor.logic.values import Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.choice import Alternative
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.planner import Plan, PlannedStep
    from advisor.reasoning.spending import Crew

CLARIFY = "clarify"
"""The id of the item that asks for undecided facts first."""


Spoken = dict[str, list[Said]]
"""Sentences by what they are for."""


def path_items(pack: Pack, answers: Answers, plan: Plan, spoken: Sequence[tuple[Spoken, Spoken]]) -> list[PathStep]:
    """Return the items of the path in their order; ``spoken`` is what is said of each step's preparation and of the step."""
    start, given = plan.start, plan.start.given
    questions = to_clarify(pack, answers.aim, start)
    crews = [crew_of(pack, planned) for planned in plan.steps]
    timings = schedule(
        plan.steps,
        given,
        clarify=bool(questions),
        next_round=next_round(pack, answers, given),
        money_from=money_from(pack, answers),
        refused=voting_refuses(pack),
        voted=[
            vote_on(pack, planned.actions, crew.doers, planned.before) for planned, crew in zip(plan.steps, crews, strict=True)
        ],
    )
    items = [_clarify(pack, answers, start, questions)] if questions else []
    before = [item.step for item in items]
    standings: list[Conclusions] = []
    for planned, crew, timing, (in_preparation, in_step) in zip(plan.steps, crews, timings, spoken, strict=True):
        standings.append(planned.before)
        asked_first = [step for step in before if step == CLARIFY]
        prepared = _prepared(pack, answers, planned, timing, asked_first, in_preparation)
        after = [*before, *(item.step for item in prepared)]
        items += [*prepared, _done(pack, answers, planned, crew, timing, standings, after, in_step)]
        before = [planned.step.id]
    return items


def _clarify(pack: Pack, answers: Answers, start: Conclusions, questions: list[str]) -> PathStep:
    return PathStep(
        step=CLARIFY,
        kind="clarify",
        target=None,
        springboard=None,
        actor="",
        helpers=[],
        actions=[pack.question(name).label for name in questions],
        raises={},
        months=CLARIFYING,
        status_after=_statuses(pack, start),
        opens=False,
        provisional=False,
        because="",
        rule=None,
        preconditions=[],
        fits_after=None,
        questions=questions,
        depends_on=[],
        timeframe=timeframe(pack, answers, Slot((0, 0), CLARIFYING)),
        alternatives=[],
    )


def _prepared(
    pack: Pack,
    answers: Answers,
    planned: PlannedStep,
    timing: Timing,
    after: list[str],
    spoken: Spoken,
) -> list[PathStep]:
    if timing.preparation is None:
        return []
    leader = leader_of(pack, planned.step, planned.before.known)
    doers = [doer_of(pack, planned.step, work, planned.before.known) for work in planned.preparing]
    effort = effort_of(planned.preparing, leader, unsure_roles(pack, prepared(planned)))
    actors = sorted(dict.fromkeys(doers), key=lambda role: role not in effort)  # who has no day in it leads nothing
    return [
        PathStep(
            step=preparation_of(planned.step.id),
            kind="preparation",
            target=planned.step.target,
            springboard=planned.step.springboard,
            actor=actors[0],
            helpers=actors[1:],
            actions=texts(spoken[TEXT]),
            raises=_numbers(pack, planned.prepared),
            months=preparing(planned),
            status_after=_statuses(pack, planned.before),
            opens=False,
            provisional=planned.provisional,
            because="",
            rule=planned.step.id,
            preconditions=[],
            fits_after=None,
            questions=[],
            depends_on=after,
            timeframe=timeframe(pack, answers, timing.preparation),
            alternatives=[],
            **_told(spoken),
            effort=effort,
            cost=cost_of(pack, planned.preparing),
            **_decided(pack, planned.preparing, at_work(doers, effort), planned.before, is_apart=False),
        )
    ]


def _told(spoken: Spoken) -> dict[str, Any]:
    """Return the sentences of an item by its fields."""
    return {
        "missing": texts(spoken[MISSING]),
        "in_90_days": texts(spoken[IN_90_DAYS]),
        "signs": texts(spoken[DONE]),
        "a_year_later": texts(spoken.get(A_YEAR_LATER, [])),
        "pitfalls": texts(spoken[GOES_WRONG]),
        "if_refused": texts(spoken[IF_REFUSED]),
        "look_up": texts(spoken[LOOK_UP]),
    }


def texts(said: Iterable[Said]) -> list[str]:
    """Return what is said, without what says the same again."""
    return list(dict.fromkeys(sentence.text for sentence in said))


def _done(  # noqa: PLR0913, PLR0917 - what an item is made of
    pack: Pack,
    answers: Answers,
    planned: PlannedStep,
    crew: Crew,
    timing: Timing,
    standings: Sequence[Conclusions],
    after: list[str],
    spoken: Spoken,
) -> PathStep:
    """Return a step; ``standings`` is where the city stands before each step of the path up to this one."""
    step, sign = planned.step, sign_fact(planned.step.id, "fitting")
    nobody = absent_roles(pack, planned.after.known)
    return PathStep(
        step=step.id,
        kind="step",
        target=step.target,
        springboard=step.springboard,
        actor=(leader := led_by(pack, step, planned.before.known, crew.effort)),
        helpers=[role for role in dict.fromkeys((step.actor, *step.helpers)) if role != leader and role not in nobody],
        actions=texts(spoken[TEXT]),
        raises=_numbers(pack, planned.changed),
        months=doing(planned),
        status_after=_statuses(pack, planned.after),
        opens=step.opens and not planned.after.concluded(step.target, "established"),
        provisional=planned.provisional,
        because=fill(step.reason, answers.city.labels),
        rule=planned.choice.criterion,
        preconditions=[_precondition(answers, standings, each) for each in step.preconditions],
        fits_after=_since([standing.concluded(sign, "yes") for standing in standings]),
        questions=_unknown(pack, planned),
        depends_on=after,
        timeframe=timeframe(pack, answers, timing.step, timing),
        alternatives=[_alternative(pack, answers, step, each) for each in planned.choice.alternatives],
        trace=_trace(pack, planned),
        **_told(spoken),
        effort=crew.effort,
        nobody_yet=sorted(absent_roles(pack, prepared(planned)) - nobody),
        cost=cost_of(pack, planned.actions),
        **_decided(pack, planned.actions, crew.doers, planned.before, is_apart=timing.money is not None),
    )


def _decided(pack: Pack, works: Sequence[Work], doers: Collection[str], before: Conclusions, *, is_apart: bool) -> dict[str, Any]:
    """Return who decides on an item that these do, and on its money, by what is known before it.

    Money that is waited for is decided on apart, with a budget; other money nobody grants below who decides that it is done.
    """
    deciders = deciding(pack, doers, before.known)
    expenses = [
        Expense(label=_label(pack, work), raises=_numbers(pack, dict(work.raises)), cost=cost, grants=grants)
        for work in works
        for cost in [cost_of(pack, [work])]
        for grants in [grants_of(pack, work, before, None if is_apart else deciders[0], with_budget=is_apart)]
        if cost is not None and grants
    ]
    return {"decides": deciders, "expenses": expenses, "grants": merged(pack, expenses)}


def _label(pack: Pack, work: Work) -> str:
    """Return the name of what is paid for: what the questions about it are called."""
    return ", ".join(pack.question(name).label for name in work.raises)


def _trace(pack: Pack, planned: PlannedStep) -> list[TraceEntry]:
    """Return the rules that fired about a step, with the answers behind them before it."""
    facts = facts_about(pack, planned.step)
    about = (firing for firing in planned.choice.course.firings if firing.deduction.fact in facts)
    return [trace_entry(pack, planned.before, firing) for firing in about]


def _precondition(answers: Answers, standings: Sequence[Conclusions], precondition: Precondition) -> PreconditionState:
    verdicts = [holds(precondition.asks, standing.known) for standing in standings]
    state: Literal["met", "missing", "unknown"] = "unknown" if verdicts[-1] is None else "met" if verdicts[-1] else "missing"
    text = fill(precondition.text, answers.city.labels)
    since = _since([verdict is True for verdict in verdicts])
    prepared = precondition.prepare is not None and not precondition.met(standings[-1].known)
    return PreconditionState(text=text, state=state, met_after=since, prepared=prepared)


def _since(held: Sequence[bool]) -> int | None:
    """Return from which place on something held up to the last; None where it does not."""
    broken = [place for place, each in enumerate(held) if not each]
    since = broken[-1] + 1 if broken else 0
    return since if since < len(held) else None


def _alternative(pack: Pack, answers: Answers, chosen: Step, alternative: Alternative) -> AlternativeStep:
    return AlternativeStep(
        step=alternative.step.id,
        target=alternative.step.target,
        rule=alternative.criterion,
        because=choice_text(pack, answers, alternative.criterion, alternative.step, chosen, chosen=False),
    )


def choice_text(pack: Pack, answers: Answers, criterion: str | None, step: Step, best: Step, *, chosen: bool) -> str:
    """Return the sentence of a criterion (None: of the pack's order) for a step that was chosen or put back."""
    rule: Criterion | Tie = next((each for each in pack.criteria if each.id == criterion), pack.tie)
    names = {approach.id: pack.declined(approach.article, approach.name) for approach in pack.approaches}
    words = {
        **answers.city.labels,
        "target": names[step.target],
        "chosen": names[best.target],
    }
    return fill(rule.chosen if chosen else rule.put_back, words)


def _unknown(pack: Pack, planned: PlannedStep) -> list[str]:
    """Return the constitutive questions of a step's target that nobody could answer before it."""
    facts = {test.fact for test in leaves(pack.approach(planned.step.target).established_when)}
    return [each.id for each in pack.questions if each.id in facts and each.id not in planned.before.given]


def _statuses(pack: Pack, conclusions: Conclusions) -> dict[str, Status]:
    return {approach.id: status_of(approach.id, conclusions) for approach in pack.approaches}


def _numbers(pack: Pack, changed: dict[str, Value]) -> dict[str, str | int]:
    return {fact: value for fact, raw in changed.items() if isinstance(value := readable(pack, fact, raw), str | int)}
