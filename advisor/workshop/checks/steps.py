"""Check steps: whether what they raise leads where they say, and whether all of it can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Problem
from advisor.logic.condition import Condition, every, leaves, opposite, some
from advisor.logic.evaluate import holds
from advisor.logic.notation import written
from advisor.logic.satisfy import can_hold
from advisor.logic.values import only
from advisor.reasoning.course import starting_point
from advisor.reasoning.effects import raised, reached, within_reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.knowledge.source_map import Places
    from advisor.knowledge.steps import Step
    from advisor.workshop.checks.world import World
    from advisor.yaml_source.read import KeyPath


def step_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield what is wrong with the steps, each by itself and beside the others."""
    yield from dict.fromkeys(_out_of_reach(pack, at))
    for step in pack.steps:
        key = f"steps/{step.id}"
        yield from _effects(pack, step, key, at)
        yield from _preparations(pack, step, key, at)
        yield from _parts(step, key, at)
    first: dict[tuple[object, ...], Step] = {}
    for other in pack.steps:
        one = first.setdefault(_signs(other), other)
        if one is not other and not one.opens:
            what = (
                f"'{other.id}' can never be chosen: '{one.id}' leads from the same place to the same target and stands before it."
            )
            yield Problem(at.of(f"steps/{other.id}"), what, "Join the two, or say when each of them fits.", "S618")


def _out_of_reach(pack: Pack, at: Places) -> Iterator[Problem]:
    """Find what steps and preparations should bring about and cannot, because they raise no numbers and no dates."""
    for step in pack.steps:
        key = f"steps/{step.id}"
        name = "emerging_when" if step.opens else "established_when"
        yield from _numbers_in(getattr(pack.approach(step.target), name), f"approaches/{step.target}", (name,), at)
        for place, precondition in enumerate(step.preconditions):
            if precondition.prepare is not None:
                yield from _numbers_in(precondition.asks, key, ("preconditions", place, "when"), at)


def _numbers_in(condition: Condition, entry: str, inside: KeyPath, at: Places) -> Iterator[Problem]:
    if not can_hold(condition) or can_hold(within_reach(condition)):
        return
    for test, place in zip(leaves(condition), at.tests(entry, *inside), strict=False):
        if not can_hold(within_reach(test)):
            what = f"'{entry.partition('/')[2]}' needs '{written(test)}', which no step can bring about."
            hint = "Steps raise levels, options, numbers, and yes or no: ask about it with levels, and test that here."
            yield Problem(place, what, hint, "S621")


def _effects(pack: Pack, step: Step, key: str, at: Places) -> Iterator[Problem]:
    target = pack.approach(step.target)
    if step.springboard == step.target:
        what = f"'{step.id}' springs from its own target."
        yield Problem(at.of(key, "springboard"), what, "Write 'springboard: begun' to complete what has begun.", "S605")
    given = {fact: only(value) for action in step.actions for fact, value in raised(pack, {}, action.raises).items()}
    wanted, word = (target.emerging_when, "open") if step.opens else (target.established_when, "establish")
    if not can_hold(within_reach(wanted)):
        return  # no step could; that is said where the target asks for it
    if holds(wanted, given) is not True:
        missing = ", ".join(sorted({test.fact for test in leaves(wanted) if holds(test, given) is not True}))
        hint = f"Raise what it needs ({missing})" + ("." if step.opens else ", or write 'opens: true' if it only opens it.")
        what = f"'{step.id}' does not {word} '{step.target}'."
        yield Problem(at.of(key, "actions"), what, hint, "S607" if step.opens else "S606")
    elif step.opens and holds(target.established_when, given) is True:
        what = f"'{step.id}' says that it only opens '{step.target}', and establishes it."
        yield Problem(at.of(key, "opens"), what, "Remove 'opens: true'.", "S608")


def _preparations(pack: Pack, step: Step, key: str, at: Places) -> Iterator[Problem]:
    for place, precondition in enumerate(step.preconditions):
        if precondition.prepare is None:
            continue
        prepared = {fact: only(value) for fact, value in raised(pack, {}, precondition.prepare.raises).items()}
        if holds(precondition.asks, prepared) is not True and can_hold(within_reach(precondition.asks)):
            facts = ", ".join(sorted({test.fact for test in leaves(precondition.asks)}))
            here = at.of(key, "preconditions", place, "prepare", "raises")
            what = f"a preparation of '{step.id}' does not provide its precondition."
            yield Problem(here, what, f"Raise {facts} far enough.", "S609")


def _parts(step: Step, key: str, at: Places) -> Iterator[Problem]:
    for place, role in enumerate(step.helpers):
        if role in (step.actor, *step.helpers[:place]):
            what = f"'{role}' is named twice in '{step.id}'."
            yield Problem(at.of(key, "with", place), what, "Name each role once, as actor or under 'with'.", "S616")
    if step.example is None:
        what = f"'{step.id}' has no example of a city that took it."
        yield Problem(at.of(key), what, "Add 'example:' with city, date, text and sources.", "S617")


def _signs(step: Step) -> tuple[object, ...]:
    signs = tuple(sign.when if sign else None for sign in (step.fits, step.premature))
    return step.target, step.springboard, *signs, *(precondition.asks for precondition in step.preconditions)


def place_problems(pack: Pack, at: Places, world: World) -> Iterator[Problem]:
    """Yield what steps say that is settled already where they begin."""
    for step in pack.steps:
        begins = starting_point(pack, step)
        if world.can_hold(begins):
            yield from _settled(step, begins, at, world)
            yield from _idle_actions(pack, step, begins, at, world)


def _settled(step: Step, begins: Condition, at: Places, world: World) -> Iterator[Problem]:
    key = f"steps/{step.id}"
    for name, sign in (("fits", step.fits), ("premature", step.premature)):
        if sign is None:
            continue
        verdict = "never" if not world.can_hold(every(begins, sign.when)) else "always" * world.follows(sign.when, begins)
        if verdict:
            what = f"where '{step.id}' can begin, its sign '{name}' {verdict} holds."
            yield Problem(at.of(key, name, "when"), what, "Ask for something that differs from city to city.", "S614")
    for place, precondition in enumerate(step.preconditions):
        here = at.of(key, "preconditions", place, "when")
        if world.follows(precondition.asks, begins):
            what = f"where '{step.id}' can begin, its precondition {place + 1} is always met."
            yield Problem(here, what, "Remove it, or ask for more.", "S612")
            if precondition.prepare is not None:
                what = f"the preparation for precondition {place + 1} of '{step.id}' is never shown: it is always met."
                yield Problem(at.of(key, "preconditions", place, "prepare"), what, "Remove 'prepare:'.", "S619")
        elif precondition.prepare is None and not world.can_hold(every(begins, precondition.asks)):
            what = f"where '{step.id}' can begin, its precondition {place + 1} is never met."
            yield Problem(here, what, "Ask for something that a city can bring along, or prepare it.", "S614")


def _idle_actions(pack: Pack, step: Step, begins: Condition, at: Places, world: World) -> Iterator[Problem]:
    before = every(begins, *(precondition.asks for precondition in step.preconditions))
    for place, action in enumerate(step.actions):
        needed = some(*(opposite(reached(pack, fact, level)) for fact, level in action.raises.items()))
        if not world.can_hold(every(before, needed)):
            facts = ", ".join(action.raises) or "nothing"
            what = f"action {place + 1} of '{step.id}' raises {facts}, which is there before the step begins: it is never shown."
            hint = "Raise it further, or remove the action."
            yield Problem(at.of(f"steps/{step.id}", "actions", place, "raises"), what, hint, "S613")


def way_problems(pack: Pack, at: Places) -> Iterator[Problem]:
    """Yield the places a city can be in from which no step leads on."""
    there: Mapping[tuple[str, str], Step] = {(step.target, step.springboard): step for step in pack.steps}
    for approach in pack.approaches:
        here = at.of(f"approaches/{approach.id}")
        origins = [*(other.id for other in pack.approaches if other != approach), "nothing"]
        for origin in origins:
            if (approach.id, origin) not in there:
                yield Problem(here, f"no step leads to '{approach.id}' from '{origin}'.", "Add a step.", "S610")
        opening = next((step for step in pack.steps if step.opens and step.target == approach.id), None)
        if opening is not None and (approach.id, "begun") not in there:
            what = f"a step only opens '{approach.id}', and none completes it."
            yield Problem(at.of(f"steps/{opening.id}", "opens"), what, "Add a step with 'springboard: begun'.", "S611")
