"""Choose the next step: ask the rules which one comes, and say why the others wait."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.steps import Step
from advisor.logic.evaluate import holds
from advisor.logic.vocabulary import STATUS, YES
from advisor.reasoning.conclusions import Conclusions, possible_values
from advisor.reasoning.course import available_fact, next_fact, running_fact, taken_fact
from advisor.reasoning.deductions import MISSING, aim_fact, preference_fact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.conclusions import Infers
    from advisor.reasoning.course import CourseReading


class Alternative(msgspec.Struct, frozen=True):
    """A step towards another target that was put back, and the criterion that decided; None for the pack's order."""

    step: Step
    criterion: str | None


class Choice(msgspec.Struct, frozen=True):
    """The step chosen, the criterion that set it apart from the next best target, and the alternatives in order.

    ``course`` is what the rules about the way concluded here.
    """

    step: Step
    criterion: str | None
    alternatives: tuple[Alternative, ...]
    course: Conclusions


def established(pack: Pack, conclusions: Conclusions) -> tuple[str, ...]:
    """Return the approaches that are certainly established."""
    return tuple(each.id for each in pack.approaches if conclusions.concluded(each.id, "established"))


def choose(pack: Pack, engine: Infers, conclusions: Conclusions, aim: Collection[str], taken: Collection[str]) -> Choice | None:
    """Return the step that comes next towards one of the aims, by the rules alone; None where none does.

    The alternatives are the steps that would come next if no step led to its target, or to those before them.
    """
    reading = engine.course_reading
    standing = assumed(pack, reading, conclusions) | {taken_fact(step): "yes" for step in taken}
    found = engine.infer_course({**standing, **{aim_fact(target): "yes" for target in aim}})
    best = coming(pack, found)
    if best is None:
        return None
    alternatives = tuple(Alternative(step, fell_at(pack, found, step)) for step in _waiting(pack, reading, found, best))
    return Choice(best, alternatives[0].criterion if alternatives else None, alternatives, found)


def _waiting(pack: Pack, reading: CourseReading, found: Conclusions, best: Step) -> Iterator[Step]:
    """Yield the first step to each other target, in the order in which they come."""
    left = [step for step in candidates(pack, found) if step.target != best.target]
    left.sort(key=cmp_to_key(lambda one, other: -1 if reading.precedes(one, other, found.known) else 1))
    seen: set[str] = set()
    for step in left:
        if step.target not in seen:
            seen.add(step.target)
            yield step


def assumed(pack: Pack, reading: CourseReading, conclusions: Conclusions) -> dict[str, str]:
    """Return how a city is taken to stand where something is open: with the least status that is possible, and no more.

    Only what is so is listed, and of the signs only those that the rules about the way ask for. What is open covers no pole: a
    pole that no approach certainly covers is one that a step can bring.
    """
    known = conclusions.known
    found = {approach.id: possible_values(approach.id, STATUS, known)[0] for approach in pack.approaches}
    so = [sign for sign in reading.signs if known.get(sign) == YES]
    counted = {**known, **{pole.id: MISSING for pole in pack.poles() if not conclusions.concluded(pole.id, "covered")}}
    so += [preference for preference, condition in reading.for_a_pole.items() if holds(condition, counted)]
    return found | dict.fromkeys(so, "yes")


def coming(pack: Pack, course: Conclusions) -> Step | None:
    """Return the step that comes next."""
    return next((step for step in pack.steps if course.concluded(next_fact(step.id), "yes")), None)


def candidates(pack: Pack, course: Conclusions) -> list[Step]:
    """Return every step that could come."""
    return [step for step in pack.steps if course.concluded(available_fact(step.id), "yes")]


def fell_at(pack: Pack, course: Conclusions, step: Step) -> str | None:
    """Return the criterion after which a step was no longer in the running; None where only the order of the pack decided."""
    fallen = (each.id for each in pack.criteria if not course.concluded(running_fact(each.id, step.id), "yes"))
    return next(fallen, None)


def prefers(conclusions: Conclusions, criterion: str, step: Step) -> bool:
    """Tell whether a criterion prefers a step."""
    return conclusions.concluded(preference_fact(criterion, step.id), "yes")
