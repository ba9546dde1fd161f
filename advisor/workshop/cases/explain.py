"""Say why the rules say something else than a case expects: the answers behind a rule that fired, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.condition import Condition, Group, Test, every, leaves, opposite
from advisor.logic.evaluate import holds
from advisor.logic.notation import subject, written, written_values
from advisor.logic.values import Levels, Span
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.choice import candidates, fell_at
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.presupposed import presuppositions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.knowledge.model import Approach, Pack
    from advisor.knowledge.steps import Step
    from advisor.logic.values import Value
    from advisor.reasoning.conclusions import Conclusions, Firing
    from advisor.workshop.cases.read import Case
    from advisor.workshop.cases.run import Deviation, Said


def because(case: Case, said: Said, deviation: Deviation) -> str:
    """Return the reason for a deviation as the end of a sentence; empty where there is nothing to add."""
    match deviation.path[1:]:
        case ("statuses", str(approach)):
            found = _status(said, said.pack.approach(approach), case.expect.statuses[approach])
        case ("present", int(place)):
            finding = said.pack.finding(case.expect.present[place])
            found = _lacking(said, said.start, finding.when)
        case ("absent", int(place)):
            firing = said.start.firing(case.expect.absent[place], "present")
            found = _behind(said, firing) if firing else ""
        case ("contradictions",):
            found = _contradicted(said, case.expect.contradictions or ())
        case ("steps",):
            found = _step(said, case.expect.steps or ())
        case ("first_step",):
            found = _step(said, (case.expect.first_step or "",))
        case ("arrives",) | ("details", _):
            found = _ending(said)
        case ("details", str(step), "fits"):
            found = _sign(said, step)
        case _:
            found = ""
    return f", because {found}" if found else ""


def _status(said: Said, approach: Approach, expected: str) -> str:
    there, begun = approach.established_when, approach.emerging_when
    wanted = {"established": there, "emerging": every(opposite(there), begun), "absent": every(opposite(there), opposite(begun))}
    if expected in wanted:
        return _lacking(said, said.start, wanted[expected])
    firing = said.start.firing(approach.id, status_of(approach.id, said.start))
    return _behind(said, firing) if firing else ""


def _contradicted(said: Said, expected: Collection[str]) -> str:
    """Say what denies the answers that are not expected to be denied, and what becomes of those that are and are not."""
    parts = []
    for name, state in said.contradictions.items():
        if name not in expected:
            denied = " and ".join(_answered(said.pack, fact, said.start.given.get(fact)) for fact in state.answers)
            parts.append(f"{name} presupposes {state.presupposes}" + (f" and {denied}" if denied else ""))
    for name in (each for each in expected if each not in said.contradictions):
        asked = [presupposed for question, _, presupposed in presuppositions(said.pack) if question.id == name]
        is_denied = any(holds(presupposed, said.start.known) is False for presupposed in asked)
        then = "which a finding names, or this answer does not presuppose" if is_denied else "which is not denied"
        needs = f"presupposes {' and '.join(map(written, asked))}, {then}" if asked else "presupposes nothing"
        is_known = any(fact == name or fact.startswith(f"{name}.") for fact in said.start.given)
        parts.append(f"{name} {needs if is_known or not asked else 'is unknown'}")
    return " and ".join(parts)


def _behind(said: Said, firing: Firing) -> str:
    facts = [fact for fact in said.start.answers_behind(firing.because) if not fact.startswith("aim.")]
    return " and ".join(_answered(said.pack, fact, said.start.given[fact]) for fact in facts)


def _lacking(said: Said, conclusions: Conclusions, condition: Condition) -> str:
    return lacking(said.pack, conclusions, condition)


def lacking(pack: Pack, conclusions: Conclusions, condition: Condition) -> str:
    """Name the tests that keep a condition from being true, with what is there instead."""
    return " and ".join(dict.fromkeys(_instead(pack, conclusions, test) for test in _failing(condition, conclusions)))


def _instead(pack: Pack, conclusions: Conclusions, test: Test) -> str:
    needed = written_values(test.fact, test.allowed, test.domain)
    return f"{_answered(pack, test.fact, _value(conclusions, test))} (needed: {needed})"


def _failing(condition: Condition, conclusions: Conclusions) -> Iterator[Test]:
    if holds(condition, conclusions.known) is True:
        return
    match condition:
        case Test():
            yield condition
        case Group(members=members):
            for member in members:
                yield from _failing(member, conclusions)


def _value(conclusions: Conclusions, test: Test) -> str | int | None:
    possible = conclusions.known.get(test.fact)
    if isinstance(possible, Span):
        return possible.low if possible.low == possible.high else None
    if possible is None or not isinstance(test.domain, Levels):
        return None
    return " or ".join(name for name in test.domain.names if name in possible)


def _step(said: Said, expected: tuple[str, ...]) -> str:
    """Say why at the first place where the paths part another step comes, or none."""
    place = next((at for at, pair in enumerate(zip(expected, said.steps, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(expected), len(said.steps)) if place is None else place
    if place == len(said.steps):
        return _ending(said)
    planned = said.plan.steps[place]
    if place == len(expected):
        return f"{planned.step.target} is not established before"
    wanted = said.pack.step(expected[place])
    if wanted not in candidates(said.pack, planned.choice.course):
        return _cannot_come(said, planned.before, wanted, said.steps[:place])
    criterion = fell_at(said.pack, planned.choice.course, wanted)
    if criterion is None:
        return f"no criterion tells it from {wanted.id}, and it stands before it in the pack"
    return f"the criterion {criterion} prefers it to {wanted.id}"


def _cannot_come(said: Said, before: Conclusions, step: Step, taken: tuple[str, ...]) -> str:
    if step.target not in said.answers.aim:
        return f"the city does not aim at {step.target}"
    if step.id in taken:
        return f"{step.id} was taken before"
    if before.concluded(step.target, "established"):
        return f"{step.target} is established before"
    if step.springboard in {approach.id for approach in said.pack.approaches} and not before.concluded(
        step.springboard, "established"
    ):
        return f"{step.springboard}, from which {step.id} springs, is {status_of(step.springboard, before)}"
    unmet = [
        precondition.asks
        for precondition in step.preconditions
        if not precondition.prepare and holds(precondition.asks, before.known) is not True
    ]
    if unmet:
        return _lacking(said, before, every(*unmet))
    there = ", ".join(
        f"{approach.id} is {' or '.join(possible_values(approach.id, STATUS, before.known))}" for approach in said.pack.approaches
    )
    return f"{step.id} cannot begin where {there}"


def _ending(said: Said) -> str:
    if said.plan.arrives:
        return "the path has arrived by then" if said.plan.steps else "everything aimed at is established"
    stops = {"undetermined": "every status is open", "no_step": "no step can come"}
    blocked = said.plan.blocked_by or ""
    return stops.get(blocked, f"{blocked} does not establish its target")


def _sign(said: Said, name: str) -> str:
    planned = said.taken(name)
    if planned is None or planned.step.fits is None:
        return f"{name} has no 'fits'"
    return " and ".join(_answered(said.pack, test.fact, _value(planned.before, test)) for test in leaves(planned.step.fits.when))


def _answered(pack: Pack, fact: str, value: Value | None) -> str:
    """Say how a fact was answered."""
    if value is None:
        return f"{subject(fact)} is unknown"
    if "." in fact and fact.partition(".")[0] in pack.vocabulary.several:
        return f"{subject(fact)} {'includes' if value == 'yes' else 'excludes'} {fact.partition('.')[2]}"
    return f"{fact} is {value}"
