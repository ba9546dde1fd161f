"""The claims about what is said and done: every step says what to do, no advice collides, none lets a new risk fire."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from advisor.knowledge.sentences import may_be_said, one_may_be_said
from advisor.logic.condition import Condition, every, leaves, opposite, some
from advisor.logic.values import WholeNumbers
from advisor.logic.z3_backend import both, either, no
from advisor.reasoning.answers import question_of
from advisor.reasoning.effects import raised
from advisor.reasoning.presupposed import presuppositions
from advisor.reasoning.repertoire import DONE, IN_90_DAYS, TEXT, lacking
from advisor.workshop.checks.world import left_of
from advisor.workshop.proving.claims import after_step, comes_next, raised_by
from advisor.workshop.proving.overtaken import still_said
from advisor.workshop.proving.proof import Expected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.findings import Finding
    from advisor.knowledge.measures import Work
    from advisor.knowledge.sentences import Sentence
    from advisor.knowledge.steps import Step
    from advisor.logic.z3_backend import State
    from advisor.workshop.proving.ground import Ground
    from advisor.workshop.proving.proof import Failure

_SAID = {TEXT: "a thing to do", IN_90_DAYS: "a line for the first 90 days", DONE: "a sign that can be seen at its end"}
_ALREADY = {TEXT: "", IN_90_DAYS: "first_90_days", DONE: "indicator"}
"""Under which key a step itself may say what its actions say otherwise."""


def each_step_speaks(ground: Ground) -> Iterator[Failure | None]:
    """Prove that each step, wherever it is taken, says what to do, what happens in 90 days, and how its end is seen."""
    for step in ground.pack.steps:
        works = [ground.pack.in_full(action) for action in step.actions]
        for key, what in _SAID.items():
            spoken = [every(lacking(ground.pack, work), _speaks(work, key)) for work in works]
            own: Sequence[Sentence] = getattr(step, _ALREADY[key]) if _ALREADY[key] else ()
            silent = both(comes_next(ground, step, (step.target,)), no(ground.holds(some(*spoken, one_may_be_said(own)))))
            expected = Expected(said=(f"path/{step.id}/{key}",))
            yield ground.refute(silent, f"steps/{step.id}", "each step speaks", f"does not say {what}", expected, (step.target,))


def _speaks(work: Work, key: str) -> Condition:
    """Return when something is said of what is done, also where it is different."""
    variants: Sequence[Sentence] = getattr(work, key)
    others = (every(other.when, one_may_be_said(getattr(other, key))) for other in work.instead if getattr(other, key))
    return some(one_may_be_said(variants), *others)


def each_finding_advises(ground: Ground) -> Iterator[Failure | None]:
    """Prove that what has to be changed says what to do wherever it is told."""
    for finding in ground.pack.findings:
        if finding.kind not in {"risk", "contradiction"}:
            continue
        here = ground.anywhere if finding.kind == "contradiction" else ground
        told, left = here.holds(_told(ground, finding)), here.holds(left_of(ground.pack, finding))
        silent = both(told, no(here.holds(_advised(ground, finding))))
        what = "says nothing of what to do"
        if finding.remedy and here.cities.occurs(told, no(left)):
            levels = ", ".join(f"{fact}: {level}" for fact, level in finding.remedy.items())
            silent, what = both(told, no(left)), f"{what}, for it is found where its remedy is there already ({levels})"
        about, expected = f"findings/{finding.id}", Expected(said=(f"findings/{finding.id}/advice",))
        yield here.refute(silent, about, "each finding advises", what, expected)


def _told(ground: Ground, finding: Finding) -> Condition:
    """Return when a finding is told: it is there, and none that silences it."""
    louder = (other for other in ground.pack.findings if finding.id in other.silences)
    return every(ground.verdicts.finding(finding.id), *(opposite(ground.verdicts.finding(other.id)) for other in louder))


def _remedies(ground: Ground, finding: Finding) -> list[Work]:
    wanted = {f"{fact}.{level}" for fact, level in finding.remedy.items()}
    return [measure for measure in ground.pack.measures if measure.id in wanted]


def _advised(ground: Ground, finding: Finding) -> Condition:
    measures = (every(lacking(ground.pack, work), _speaks(work, TEXT)) for work in _remedies(ground, finding))
    return every(left_of(ground.pack, finding), some(one_may_be_said(finding.advice), *measures))


def advice_never_collides(ground: Ground) -> Iterator[Failure | None]:
    """Prove that nothing is advised that another advice, or the next step, holds back at the same time."""
    for finding in ground.pack.findings:
        for pauses, holds_back in _pausing(ground, finding):
            for other in ground.pack.findings:
                for does, urges in _doing(ground, other) if other is not finding else ():
                    if not pauses & does:
                        continue
                    what = f"holds back what '{other.id}' advises at the same time ({', '.join(sorted(pauses & does))})"
                    claim = ground.holds(every(holds_back, urges))
                    yield ground.refute(claim, f"findings/{finding.id}", "advice never collides", what, _silent(finding))
            for step in ground.pack.steps:
                yield from _against(ground, finding, pauses, holds_back, step)


def _against(
    ground: Ground, finding: Finding, pauses: frozenset[str], holds_back: Condition, step: Step
) -> Iterator[Failure | None]:
    for work in map(ground.pack.in_full, step.actions):
        does = _does(work) & pauses
        if does:
            what = f"holds back what '{step.id}' does next ({', '.join(sorted(does))})"
            claim = both(comes_next(ground, step, (step.target,)), ground.holds(every(holds_back, lacking(ground.pack, work))))
            about, aim = f"findings/{finding.id}", (step.target,)
            yield ground.refute(claim, about, "advice never collides", what, _silent(finding), aim)


def _silent(finding: Finding) -> Expected:
    return Expected(unsaid=(f"findings/{finding.id}/advice",))


def _does(work: Work) -> frozenset[str]:
    return frozenset(chain(work.does, *(other.does for other in work.instead)))


def _pausing(ground: Ground, finding: Finding) -> Iterator[tuple[frozenset[str], Condition]]:
    """Yield the activities that a finding holds back, each set with the condition on which it does."""
    yield from ((frozenset(advice.pauses), when) for advice, when in _spoken(ground, finding) if advice.pauses)


def _doing(ground: Ground, finding: Finding) -> Iterator[tuple[frozenset[str], Condition]]:
    """Yield the activities that a finding urges, in its own words or by its remedies, each set with its condition."""
    yield from ((frozenset(advice.does), when) for advice, when in _spoken(ground, finding) if advice.does)
    told = _told(ground, finding)
    silent = every(told, opposite(one_may_be_said(finding.advice))) if finding.advice else told
    for work in _remedies(ground, finding):
        if _does(work):
            yield _does(work), every(silent, lacking(ground.pack, work))


def _spoken(ground: Ground, finding: Finding) -> Iterator[tuple[Any, Condition]]:
    """Yield each variant of the advice of a finding with the condition on which it is the one that is said."""
    before: list[Condition] = []
    for advice in finding.advice:
        mine = may_be_said(advice)
        yield advice, every(_told(ground, finding), left_of(ground.pack, finding), mine, *(opposite(other) for other in before))
        before.append(mine)


def nobody_acts_who_cannot(ground: Ground) -> Iterator[Failure | None]:
    """Prove that nothing is laid upon somebody who refuses, or who is not there: they are won or named before."""
    for step in ground.pack.steps:
        state = ground.cities.state
        for precondition in step.preconditions:
            if precondition.prepare is not None:
                needed = no(ground.holds(precondition.asks))
                yield from _laid_upon(ground, step, precondition.prepare, needed, state)
                state = ground.cities.raised(state, raised(ground.pack, {}, precondition.prepare.raises), needed)
        for action in step.actions:
            needed = ground.cities.holds(lacking(ground.pack, action), state)
            yield from _laid_upon(ground, step, action, needed, state)
            state = ground.cities.raised(state, raised(ground.pack, {}, action.raises), needed)


def _laid_upon(ground: Ground, step: Step, work: Work, needed: Any, state: State) -> Iterator[Failure | None]:  # noqa: ANN401
    """Prove of one thing that is done that who does it can by then; ``needed`` is a term of the solver."""
    for who, here in _acting(ground.pack.in_full(work), step).items():
        role = next(role for role in ground.pack.roles if role.id == who)
        for cannot, why in ((role.refuses, "who refuses"), (role.absent, "though there is nobody")):
            if cannot is not None:
                comes = both(comes_next(ground, step, (step.target,)), ground.holds(some(*here)))
                claim = both(comes, needed, ground.cities.holds(cannot, state))
                what = f"lays upon '{who}', {why}, to raise {' and '.join(work.raises)}"
                expected = Expected(details={step.id: {"spares": (who,)}})
                yield ground.refute(claim, f"steps/{step.id}", "nobody acts who cannot", what, expected, (step.target,))


def _acting(work: Work, step: Step) -> dict[str, list[Condition]]:
    """Return the roles that may do something, each with the conditions on which it is the one that does."""
    found: dict[str, list[Condition]] = {}
    before: list[Condition] = []
    for other in work.instead:
        found.setdefault(other.actor or work.actor or step.actor, []).append(every(other.when, *map(opposite, before)))
        before.append(other.when)
    found.setdefault(work.actor or step.actor, []).append(every(*map(opposite, before)))
    return found


def no_step_brings_a_risk(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no step, with its preparations, lets a risk fire that did not fire before, but those that it accepts."""
    for step in ground.pack.steps:
        _, after = after_step(ground, step)
        accepted = {pair.risk for pair in step.accepts}
        for finding in ground.pack.findings:
            fires = ground.verdicts.finding(finding.id)
            touched = {question_of(fact) for fact in ground.facts_of(fires)} & raised_by(step)
            if finding.kind != "risk" or finding.id in accepted or not touched:
                continue
            new = both(comes_next(ground, step, (step.target,)), no(ground.holds(fires)), ground.cities.holds(fires, after))
            what = f"lets '{finding.id}' fire, which did not fire before"
            expected = Expected(details={step.id: {"avoids": (finding.id,)}})
            yield ground.refute(new, f"steps/{step.id}", "no step brings a risk", what, expected, (step.target,))


def no_step_contradicts(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no step leaves answers that a contradiction of the pack names, and did not name before.

    Those that rest on a number are left out: numbers follow what is done, and are raised by nobody.
    """
    for step in ground.pack.steps:
        after = still_said(ground, step, after_step(ground, step)[1])
        for finding in ground.pack.findings:
            fires = ground.verdicts.finding(finding.id)
            facts = ground.facts_of(fires)
            if finding.kind != "contradiction" or not {question_of(fact) for fact in facts} & raised_by(step):
                continue
            if any(isinstance(ground.facts.get(fact), WholeNumbers) for fact in facts):
                continue
            new = both(comes_next(ground, step, (step.target,)), no(ground.holds(fires)), ground.cities.holds(fires, after))
            what = f"leaves answers that contradict each other, as '{finding.id}' says"
            expected = Expected(details={step.id: {"avoids": (finding.id,)}})
            yield ground.refute(new, f"steps/{step.id}", "no step contradicts", what, expected, (step.target,))


def what_is_raised_arises(ground: Ground) -> Iterator[Failure | None]:
    """Prove that no step and no remedy raises an answer without what it presupposes: no deputy of a unit that is not there."""
    for step in ground.pack.steps:
        prepared, after = after_step(ground, step)
        comes = comes_next(ground, step, (step.target,))
        for question, chosen, presupposed in _presupposed(ground):
            if question in raised_by(step):
                left = either(*(_denied(ground, chosen, presupposed, state) for state in (prepared, after)))
                yield _stranded(ground, f"steps/{step.id}", question, both(comes, left))
    for finding in ground.pack.findings:
        fires = ground.verdicts.finding(finding.id)
        for work in _remedies(ground, finding):
            state = ground.cities.raised(ground.cities.state, raised(ground.pack, {}, work.raises))
            here = ground.holds(every(fires, lacking(ground.pack, work)))
            for question, chosen, presupposed in _presupposed(ground):
                if question in work.raises:
                    left = both(here, _denied(ground, chosen, presupposed, state))
                    yield _stranded(ground, f"findings/{finding.id}", question, left)


def _stranded(ground: Ground, about: str, question: str, claim: Any) -> Failure | None:  # noqa: ANN401 - a term of the solver
    what = f"raises '{question}', although what that presupposes is not there"
    return ground.refute(claim, about, "what is raised arises", what, Expected())


def _denied(ground: Ground, chosen: Condition | None, presupposed: Condition, state: State) -> Any:  # noqa: ANN401 - a term
    """Return the term that says that an answer is there without what it presupposes; one that nobody knows is not there."""
    there = [] if chosen is None else [ground.cities.holds(chosen, state)]
    return both(*there, no(ground.cities.holds(presupposed, state)))


def _presupposed(ground: Ground) -> Iterator[tuple[str, Condition | None, Condition]]:
    """Yield each question, which answer to it, and what that presupposes; numbers follow what is done, and nobody raises them."""
    for question, chosen, presupposed in presuppositions(ground.pack):
        if all(isinstance(ground.facts.get(test.fact), WholeNumbers) for test in leaves(presupposed)):
            continue
        yield question.id, chosen, ground.verdicts.grounded(presupposed)
