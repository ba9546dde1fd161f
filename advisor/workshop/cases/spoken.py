"""What a case can expect of sentences: the places that a report can say something at, and what is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.logic.evaluate import holds
from advisor.reasoning.effects import raised_sets
from advisor.reasoning.repertoire import A_YEAR_LATER, LOOK_UP, SPOKEN, called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sized

    from advisor.knowledge.measures import Work
    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.planner import PlannedStep
    from advisor.reasoning.told import Said
    from advisor.reasoning.unfolding import Verdicts


def places(pack: Pack) -> Iterator[str]:
    """Yield every place at which something can be said, and the places in a pack that it can come from."""
    yield from _of((f"poles/{pole.id}" for pole in pack.poles()), ("contributes", "fails_alone"))
    yield from _of((f"approaches/{each.id}" for each in pack.approaches), ("strengths", "blind_spots"))
    yield from _of((f"findings/{finding.id}" for finding in pack.findings), ("text", "tends_to", "advice"))
    for approach in pack.approaches:
        for key in ("strengths", "blind_spots"):
            yield from _numbered(f"approaches/{approach.id}/{key}", getattr(approach, key))
        if approach.a_year_later is not None:
            yield from _of((f"approaches/{approach.id}/{A_YEAR_LATER}",), approach.a_year_later.__struct_fields__)
    for finding in pack.findings:
        yield from _numbered(f"findings/{finding.id}/tends_to", finding.tends_to)
    for activity in pack.activities:
        yield from _numbered(f"activities/{activity.id}/{LOOK_UP}", activity.look_up)
    for measure in pack.measures:
        yield from _of_work(f"measures/{measure.id}", measure)
    for step in pack.steps:
        yield from _of_step(pack, step)


def _of_step(pack: Pack, step: Step) -> Iterator[str]:
    """Yield the places of a step: where it speaks on the path, and those of the texts that are its own."""
    here = f"steps/{step.id}"
    yield from _of((f"path/{step.id}", f"path/{step.id}.preparation"), (*SPOKEN, LOOK_UP))
    yield f"path/{step.id}/{A_YEAR_LATER}"
    yield from _numbered(f"{here}/first_90_days", step.first_90_days)
    yield from (f"{here}/indicator", f"{here}/pitfall")
    for work in step.actions:
        yield from _of_work(f"{here}/{called(work)}", pack.in_full(work))
    for precondition in step.preconditions:
        if precondition.prepare is not None:
            yield from _of_work(f"{here}/prepare/{called(precondition.prepare)}", pack.in_full(precondition.prepare))


def _of_work(place: str, work: Work) -> Iterator[str]:
    days = {line.day for variant in (work, *work.instead) for line in variant.in_90_days}
    yield from _of((place,), (*SPOKEN, *(f"in_90_days/{day}" for day in sorted(days))))


def _numbered(place: str, sentences: Sized) -> Iterator[str]:
    return (f"{place}/{number}" for number in range(1, len(sentences) + 1))


def _of(entries: Iterable[str], keys: Collection[str]) -> Iterator[str]:
    return (f"{entry}/{key}" for entry in entries for key in keys)


def is_said(place: str, said: Collection[Said]) -> bool:
    """Tell whether something is said at a place, or comes from it.

    What is noted for the year after is no line of the work of a step, though it stands among its lines for 90 days.
    """
    noted = f"/{A_YEAR_LATER}/baseline"
    return any(
        (each.at == place and not each.id.endswith(noted)) or each.id == place or each.id.startswith(f"{place}/") for each in said
    )


def laid_upon(pack: Pack, verdicts: Verdicts, planned: PlannedStep) -> set[str]:
    """Return the roles that refuse or are not there at the moment at which a step lays something upon them."""
    cannot = {role.id: role.cannot_act for role in pack.roles}
    possible, found = dict(planned.before.known), set()
    for work in planned.works:
        actor = work.actor or planned.step.actor
        if holds(verdicts.grounded(cannot[actor]), possible) is True:
            found.add(actor)
        possible |= raised_sets(pack, possible, work.raises)
    return found


def brought_about(planned: PlannedStep, names: Iterable[str]) -> set[str]:
    """Return the findings, of those named, that are there after a step and were not there before."""
    return {name for name in names if planned.after.concluded(name, "present") and not planned.before.concluded(name, "present")}
