"""Write a plan as the path of an outcome: what to clarify, to prepare and to do, by whom and when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from advisor.knowledge.placeholders import fill
from advisor.logic.evaluate import holds
from advisor.reasoning.competence import Bill, bills, deciding, merged, vote_on, voting_refuses
from advisor.reasoning.deductions import sign_fact
from advisor.reasoning.diagnosis import readable, to_clarify, trace_entry
from advisor.reasoning.legs import leg_of, there
from advisor.reasoning.outcome import AlternativeStep, PathStep, PreconditionState, TraceEntry
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
    at_work,
    cost_of,
    doer_of,
    effort_of,
    leader_of,
    led_by,
    prepared,
)
from advisor.reasoning.timeframe import money_from, next_round, timeframe
from advisor.reasoning.told import Expense, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Criterion, Precondition, Step, Tie
    from advisor.logic.condition import Condition
    from advisor.logic.values import Value
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.choice import Alternative
    from advisor.reasoning.conclusions import Conclusions
    from advisor.reasoning.frames import Frames
    from advisor.reasoning.legs import Leg, There
    from advisor.reasoning.planner import Plan

CLARIFY = "clarify"
"""The id of the item that asks for undecided facts first."""


Spoken = dict[str, list[Said]]
"""Sentences by what they are for."""


def path_items(frames: Frames, answers: Answers, plan: Plan, spoken: Sequence[tuple[Spoken, Spoken]]) -> list[PathStep]:
    """Return the items of the path in their order; ``spoken`` is what is said of each step's preparation and of the step."""
    pack, start, given = frames.pack, plan.start, plan.start.given
    questions = to_clarify(pack, answers.aim, start)
    places = [there(pack, standing) for standing in (start, *(planned.after for planned in plan.steps))]
    legs = [leg_of(frames, planned, *pair) for planned, pair in zip(plan.steps, pairwise(places), strict=True)]
    timings = schedule(
        plan.steps,
        given,
        clarify=bool(questions),
        next_round=next_round(pack, answers, given),
        money_from=money_from(pack, answers),
        refused=voting_refuses(pack),
        voted=[vote_on(pack, leg.bills) for leg in legs],
    )
    items = [_clarify(pack, answers, places[0], questions)] if questions else []
    before = [item.step for item in items]
    standings: list[Conclusions] = []
    for leg, timing, (in_preparation, in_step) in zip(legs, timings, spoken, strict=True):
        standings.append(leg.planned.before)
        asked_first = [step for step in before if step == CLARIFY]
        prepared = _prepared(pack, answers, leg, timing, asked_first, in_preparation)
        after = [*before, *(item.step for item in prepared)]
        items += [*prepared, _done(pack, answers, leg, timing, standings, after, in_step)]
        before = [leg.planned.step.id]
    return items


def _clarify(pack: Pack, answers: Answers, start: There, questions: list[str]) -> PathStep:
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
        status_after=start.statuses,
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
    leg: Leg,
    timing: Timing,
    after: list[str],
    spoken: Spoken,
) -> list[PathStep]:
    if timing.preparation is None:
        return []
    planned, staff = leg.planned, leg.before.staff
    leader = leader_of(staff, planned.step)
    doers = [doer_of(staff, work, leader) for work in planned.preparing]
    effort = effort_of(planned.preparing, leader, prepared(staff, planned).unsure)
    deciders = deciding(staff, at_work(doers, effort))
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
            status_after=leg.before.statuses,
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
            **_decided(pack, deciders, bills(staff, planned.preparing, planned.before.given, deciders[0])),
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
    found = [sentence.text for sentence in said]
    return found if len(found) <= 1 else list(dict.fromkeys(found))


def _done(  # noqa: PLR0913, PLR0917 - what an item is made of
    pack: Pack,
    answers: Answers,
    leg: Leg,
    timing: Timing,
    standings: Sequence[Conclusions],
    after: list[str],
    spoken: Spoken,
) -> PathStep:
    """Return a step; ``standings`` is where the city stands before each step of the path up to this one."""
    planned, crew, step, staff = leg.planned, leg.crew, leg.planned.step, leg.before.staff
    sign, nobody, paid = sign_fact(step.id, "fitting"), leg.after.staff.absent, leg.bills
    if timing.money is not None:  # what is waited for is decided on apart, with a budget
        paid = bills(staff, planned.actions, planned.before.given, with_budget=True)
    return PathStep(
        step=step.id,
        kind="step",
        target=step.target,
        springboard=step.springboard,
        actor=(leader := led_by(staff, step, crew.effort)),
        helpers=[role for role in dict.fromkeys((step.actor, *step.helpers)) if role != leader and role not in nobody],
        actions=texts(spoken[TEXT]),
        raises=_numbers(pack, planned.changed),
        months=doing(planned),
        status_after=leg.after.statuses,
        opens=step.opens and not planned.after.concluded(step.target, "established"),
        provisional=planned.provisional,
        because=fill(step.reason, answers.city.labels),
        rule=planned.choice.criterion,
        preconditions=[_precondition(answers, standings, *each) for each in leg.frame.preconditions],
        fits_after=_since(standings, lambda standing: standing.concluded(sign, "yes")),
        questions=[name for name in leg.frame.constitutive if name not in planned.before.given],
        depends_on=after,
        timeframe=timeframe(pack, answers, timing.step, timing),
        alternatives=[_alternative(pack, answers, step, each) for each in planned.choice.alternatives],
        trace=_trace(pack, leg),
        **_told(spoken),
        effort=crew.effort,
        nobody_yet=sorted(prepared(staff, planned).absent - nobody),
        cost=cost_of(pack, planned.actions),
        **_decided(pack, leg.deciders, paid),
    )


def _decided(pack: Pack, deciders: list[str], paid: Iterable[Bill]) -> dict[str, Any]:
    """Return who decides on an item, and on its money: nobody grants it below who decides that it is done."""
    expenses = [
        Expense(label=_label(pack, each.work), raises=_numbers(pack, dict(each.work.raises)), cost=each.cost, grants=each.grants)
        for each in paid
    ]
    return {"decides": deciders, "expenses": expenses, "grants": merged(pack, expenses)}


def _label(pack: Pack, work: Work) -> str:
    """Return the name of what is paid for: what the questions about it are called."""
    return ", ".join(pack.question(name).label for name in work.raises)


def _trace(pack: Pack, leg: Leg) -> list[TraceEntry]:
    """Return the rules that fired about a step, with the answers behind them before it."""
    planned, facts = leg.planned, leg.frame.concluded
    about = (firing for firing in planned.choice.course.firings if firing.deduction.fact in facts)
    return [trace_entry(pack, planned.before, firing) for firing in about]


def _precondition(
    answers: Answers, standings: Sequence[Conclusions], precondition: Precondition, asks: Condition
) -> PreconditionState:
    here = standings[-1].known
    verdict = holds(asks, here)
    return PreconditionState(
        text=fill(precondition.text, answers.city.labels),
        state="unknown" if verdict is None else "met" if verdict else "missing",
        met_after=_since(standings, lambda standing: holds(asks, standing.known) is True),
        prepared=precondition.prepare is not None and not precondition.met(here),
    )


def _since(standings: Sequence[Conclusions], is_so: Callable[[Conclusions], bool]) -> int | None:
    """Return from which place on something is so up to the last; None where it is not."""
    since = None
    for place in reversed(range(len(standings))):
        if not is_so(standings[place]):
            break
        since = place
    return since


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
    names = pack.approach_names
    words = {**answers.city.labels, "target": names[step.target], "chosen": names[best.target]}
    return fill(rule.chosen if chosen else rule.put_back, words)


def _numbers(pack: Pack, changed: dict[str, Value]) -> dict[str, str | int]:
    return {fact: value for fact, raw in changed.items() if isinstance(value := readable(pack, fact, raw), str | int)}
