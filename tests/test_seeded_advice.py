"""Defects in what is said and advised, put into the shipped packs one by one, are found by the proofs, each with a city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from advisor.knowledge.conditions_of import changed
from advisor.knowledge.findings import Advice
from advisor.logic.condition import leaves
from advisor.workshop.proving import advice
from advisor.workshop.proving.ground import Ground
from tests.support.sampling import sampled
from tests.support.shipped import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.knowledge.measures import Measure
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.workshop.proving.proof import Failure

replace = msgspec.structs.replace
Claim = Any
Seed = tuple[str, str, Any, str]
"""The pack, the claim that is to fail, the pack with the defect, and the entry to be blamed."""


def silent_steps(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which nothing that a step has left says one of the three things."""
    for place, step in enumerate(pack.steps[::2]):
        key = ("text", "in_90_days", "done")[place % 3]
        works = [replace(pack.in_full(action), **{key: ()}, instead=()) for action in step.actions]
        mute = pack
        for action in step.actions:
            found = [measure for measure in mute.measures if measure.raises == action.raises]
            for measure in found:
                mute = with_measure(mute, measure, **{key: (), "instead": ()})
        yield name, "each_step_speaks", in_place(mute, step, actions=tuple(works)), f"steps/{step.id}"


def new_risks(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which a step does no longer what keeps it from letting a risk fire."""
    for step in pack.steps:
        for place in range(1, len(step.actions), 3):
            fewer = (*step.actions[:place], *step.actions[place + 1 :])
            yield name, "no_step_brings_a_risk", in_place(pack, step, actions=fewer), f"steps/{step.id}"


def refused(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which nobody wins who refuses before something is laid upon them, the step itself neither."""
    refusals = {role.id: role.refuses for role in pack.roles}
    for step in pack.steps:
        acting = {refusals[pack.in_full(work).actor or step.actor] for work in step.works} - {None}
        won = {fact for action in step.actions for fact in action.raises}
        acting = {refusal for refusal in acting if not {test.fact for test in leaves(refusal)} & won}
        kept = tuple(precondition for precondition in step.preconditions if precondition.unless not in acting)
        if len(kept) < len(step.preconditions):
            yield name, "nobody_acts_who_cannot", in_place(pack, step, preconditions=kept), f"steps/{step.id}"


def nobody_there(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which somebody does alone what others have to do while there is nobody."""
    absent = {role.id for role in pack.roles if role.absent is not None}
    for measure in pack.measures:
        alone = [other for other in measure.instead if other.actor is not None and measure.actor in absent]
        users = [step for step in pack.steps if any(work.raises == measure.raises for work in step.actions)]
        if alone and users and name == "smart-city" and measure.id == "interfaces_known.known":
            yield name, "nobody_acts_who_cannot", with_measure(pack, measure, instead=()), "steps/moeglichkeitsraum_begun"


def held_back(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which a finding holds back what the next step does."""
    doing = sorted({activity for step in pack.steps for action in step.actions for activity in pack.in_full(action).does})
    risks = [finding for finding in pack.findings if finding.kind == "risk"]
    for place, activity in enumerate(doing):
        risk = risks[place % len(risks)]
        told = (Advice(text="Wait with that.", pauses=(activity,)),)
        broken = changed(pack, "findings", risk, advice=told, remedy={}, silences=())
        yield name, "advice_never_collides", broken, f"findings/{risk.id}"


def unadvised(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which the advice of a risk is silent where one of the answers behind it is given."""
    for finding in pack.findings[::2]:
        if finding.kind in {"risk", "contradiction"} and finding.advice:
            bound = tuple(replace(variant, unless=finding.when) for variant in finding.advice)
            broken = changed(pack, "findings", finding, advice=bound, remedy={})
            yield name, "each_finding_advises", broken, f"findings/{finding.id}"


def nothing_below(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which a step raises what another answer has to be there for, and that is nowhere raised."""
    raising = {fact: action for step in pack.steps for action in step.actions for fact in action.raises}
    for question in pack.questions:
        if question.presupposes is None or question.id not in raising:
            continue
        needed = {test.fact for test in leaves(question.presupposes)}
        for step in pack.steps:
            if not needed & {fact for work in step.works for fact in work.raises} and step.springboard == "nothing":
                broken = in_place(pack, step, actions=(raising[question.id], *step.actions))
                yield name, "what_is_raised_arises", broken, f"steps/{step.id}"


def contradicting(name: str, pack: Pack) -> Iterator[Seed]:
    """Yield packs in which a step no longer does what keeps its answers from contradicting each other."""
    if name == "smart-city":
        step = pack.step("sektoralbereich_from_moeglichkeitsraum")
        fewer = tuple(action for action in step.actions if "topic_owners" not in action.raises)
        yield name, "no_step_contradicts", in_place(pack, step, actions=fewer), f"steps/{step.id}"
        step = pack.step("moeglichkeitsraum_from_themenlab")
        recorded = {"learnings_documented": "recorded"}
        asked = (each for each in step.preconditions if each.prepare is not None and each.prepare.raises == recorded)
        strict = {each.text: replace(each, when=step.fits.when) for each in asked if step.fits is not None}
        wider = tuple(strict.get(each.text, each) for each in step.preconditions)
        yield name, "no_step_contradicts", in_place(pack, step, preconditions=wider), f"steps/{step.id}"


def in_place(pack: Pack, step: Step, **fields: object) -> Pack:
    there = next(each for each in pack.steps if each.id == step.id)
    return changed(pack, "steps", there, **fields)


def with_measure(pack: Pack, measure: Measure, **fields: object) -> Pack:
    return changed(pack, "measures", measure, **fields)


def failures(pack: Pack, claim: str) -> list[Failure]:
    return [failure for failure in getattr(advice, claim)(Ground(pack)) if failure is not None]


KINDS: dict[str, Callable[[str, Pack], Iterator[Seed]]] = {
    "silent step": silent_steps,
    "refusal": refused,
    "nobody there": nobody_there,
    "collision": held_back,
    "no advice": unadvised,
    "nothing below": nothing_below,
    "contradiction": contradicting,
}
SEEDS = {
    f"{kind} {seed[0]} {number} {seed[3]}": seed
    for kind, make in KINDS.items()
    for name in ("smart-city", "unit-leadership")
    for number, seed in enumerate(make(name, shipped_pack(name)))
}


def test_there_are_enough_of_each_kind() -> None:
    assert len(SEEDS) >= 40
    assert all(any(called.startswith(kind) for called in SEEDS) for kind in KINDS)


@pytest.mark.parametrize("called", sampled(16, SEEDS))
def test_a_defect_in_what_is_said_is_found_with_a_city(called: str) -> None:
    _, claim, pack, blamed = SEEDS[called]
    found = [failure for failure in failures(pack, claim) if failure.about == blamed]
    assert found, f"{claim} does not blame {blamed}"
    assert all(failure.example is not None and failure.example.city for failure in found)


@pytest.mark.long
def test_an_action_that_keeps_a_risk_away_cannot_be_left_out() -> None:
    """Of the actions that establish nothing, most are there for that: without them a risk fires, and a city shows it."""
    blamed: set[str] = set()
    for _, claim, pack, entry in new_risks("smart-city", shipped_pack("smart-city")):
        for failure in failures(pack, claim):
            assert failure.about == entry
            assert failure.example is not None
            blamed.add(entry)
    assert len(blamed) >= 3
