"""Plan the path: step by step from where the city stands, each step checked by running the same rules again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.measures import Work
from advisor.knowledge.steps import Precondition, Step
from advisor.logic.values import Allowed, Value, is_within
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.choice import Choice, choose, established
from advisor.reasoning.conclusions import Conclusions, Infers, possible_values
from advisor.reasoning.effects import raised, raised_sets
from advisor.reasoning.walk import Cities, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack


class PlannedStep(msgspec.Struct, frozen=True):
    """A step of the path: what is prepared, what is done for what is not there yet, and where it leads.

    ``preparing`` and ``actions`` are told in full: with what their measures say, and as it is done in this city.
    """

    choice: Choice
    preparations: tuple[Precondition, ...]
    preparing: tuple[Work, ...]
    actions: tuple[Work, ...]
    before: Conclusions
    prepared: dict[str, Value]
    changed: dict[str, Value]
    after: Conclusions
    provisional: bool

    @property
    def step(self) -> Step:
        """Return the step itself."""
        return self.choice.step

    @property
    def works(self) -> tuple[Work, ...]:
        """Return everything that is done, what is prepared first."""
        return (*self.preparing, *self.actions)


class Plan(msgspec.Struct, frozen=True):
    """The path from the first conclusions on; ``blocked_by`` names what stops it, if it does not arrive."""

    start: Conclusions
    steps: tuple[PlannedStep, ...]
    arrives: bool
    blocked_by: str | None

    @property
    def end(self) -> Conclusions:
        """Return the conclusions at the end of the path."""
        return self.steps[-1].after if self.steps else self.start


def preparation_of(step: str) -> str:
    """Name the item of the path that prepares a step."""
    return f"{step}.preparation"


def plan(
    pack: Pack,
    engine: Infers,
    given: Mapping[str, Value],
    aim: tuple[str, ...],
    disputed: Mapping[str, Allowed] | None = None,
) -> Plan:
    """Return the path to the approaches a city aims at."""
    return plan_from(pack, engine, engine.infer(given, disputed), aim)


def plan_from(pack: Pack, engine: Infers, start: Conclusions, aim: tuple[str, ...]) -> Plan:
    """Return the path from what was concluded about a city.

    While every status is still open nothing is planned: advice would rest on nothing.
    """
    walked = walk(_OneCity(pack, engine, aim), _Here(start), 1)
    return Plan(start, walked.end.steps, bool(walked.arrives), next(iter(walked.blocked), None))


class _Here(msgspec.Struct, frozen=True):
    """Where one city stands, the steps that it took, and the one that was chosen."""

    now: Conclusions
    steps: tuple[PlannedStep, ...] = ()
    choice: Choice | None = None


class _OneCity:
    """Walks one city, and keeps of each step what a report tells."""

    def __init__(self, pack: Pack, engine: Infers, aim: tuple[str, ...]) -> None:
        self._pack, self._engine, self._aim = pack, engine, aim

    def undetermined(self, start: _Here) -> Cities:
        return int(_all_open(start.now, self._aim))

    def arrived(self, now: _Here) -> Cities:
        return int(set(self._aim) <= set(established(self._pack, now.now)))

    def coming(self, now: _Here, of: Cities, taken: Mapping[str, Cities]) -> tuple[_Here, Mapping[str, Cities]]:
        choice = choose(self._pack, self._engine, now.now, self._aim, taken) if of else None
        return _Here(now.now, now.steps, choice), {} if choice is None else {choice.step.id: of}

    def after(self, now: _Here, chosen: Mapping[str, Cities]) -> _Here:
        del chosen
        if now.choice is None:
            return now
        planned = _take(self._pack, self._engine, now.now, now.choice)
        return _Here(planned.after, (*now.steps, planned))

    def leads_on(self, now: _Here, step: str) -> Cities:
        del step
        return int(_leads_on(now.steps[-1]))


def first_step(pack: Pack, engine: Infers, start: Conclusions, aim: tuple[str, ...]) -> Step | None:
    """Return the step with which the path begins; None where nothing is planned, or nothing is left to do."""
    if _all_open(start, aim) or set(aim) <= set(established(pack, start)):
        return None
    choice = choose(pack, engine, start, aim, ())
    return None if choice is None else choice.step


def _all_open(start: Conclusions, aim: tuple[str, ...]) -> bool:
    return all(len(possible_values(approach, STATUS, start.known)) > 1 for approach in aim)


def _take(pack: Pack, engine: Infers, now: Conclusions, choice: Choice) -> PlannedStep:
    step = choice.step
    known = now.known
    unmet = tuple(precondition for precondition in step.preconditions if precondition.prepare and not precondition.met(known))
    prepared: dict[str, Value] = {}
    for precondition in unmet:
        if precondition.prepare is not None:
            prepared |= _raised(pack, now, prepared, precondition.prepare.raises)
    actions = tuple(action for action in step.actions if _raised(pack, now, prepared, action.raises))
    changed: dict[str, Value] = {}
    for action in actions:
        changed |= _raised(pack, now, {**prepared, **changed}, action.raises)
    after = engine.infer({**now.given, **prepared, **changed}, now.disputed)
    open_before = len(possible_values(step.target, STATUS, known)) > 1
    preparing = (precondition.prepare for precondition in unmet if precondition.prepare is not None)
    return PlannedStep(
        choice=choice,
        preparations=unmet,
        preparing=tuple(pack.here(work, known) for work in preparing),
        actions=tuple(pack.here(work, known) for work in actions),
        before=now,
        prepared=prepared,
        changed=changed,
        after=after,
        provisional=open_before,
    )


def _raised(pack: Pack, now: Conclusions, changed: Mapping[str, Value], raises: Mapping[str, str]) -> dict[str, Value]:
    """Return what raising facts changes; a disputed fact that everybody sees high enough stays as it is."""
    found = raised(pack, {**now.given, **changed}, raises)
    if now.disputed.keys().isdisjoint(found):
        return found
    reached = raised_sets(pack, {}, raises)
    return {fact: value for fact, value in found.items() if not _agreed(now.disputed.get(fact), reached[fact])}


def _agreed(disputed: Allowed | None, reached: Allowed) -> bool:
    return disputed is not None and is_within(disputed, reached)


def _leads_on(planned: PlannedStep) -> bool:
    target = planned.step.target
    if planned.after.concluded(target, "established"):
        return True
    return planned.step.opens and "absent" not in possible_values(target, STATUS, planned.after.known)
