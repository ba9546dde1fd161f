"""Every condition of a pack: where it stands, and how to put another in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from advisor.knowledge.model import Pack
from advisor.logic.condition import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.steps import Step

S = TypeVar("S", bound=msgspec.Struct)


class Slot(msgspec.Struct, frozen=True):
    """A place for a condition."""

    entry: str
    """The section and the id of what it belongs to, as in ``findings/some_id``."""
    called: str
    """How authors call the place: ``when``, ``established_when``, ``precondition 2``."""
    condition: Condition
    put: Callable[[Condition], Pack]
    """Returns the pack with another condition in this place."""


def slots(pack: Pack) -> Iterator[Slot]:
    """Yield the places of all conditions of a pack."""
    for question in pack.questions:
        if question.ask_when is not None:
            yield _slot(pack, "questions", question, "ask_when", question.ask_when)
    for approach in pack.approaches:
        yield _slot(pack, "approaches", approach, "established_when", approach.established_when)
        yield _slot(pack, "approaches", approach, "emerging_when", approach.emerging_when)
    for finding in pack.findings:
        yield _slot(pack, "findings", finding, "when", finding.when)
    for step in pack.steps:
        yield from _of_step(pack, step)
    for criterion in pack.criteria:
        yield _slot(pack, "criteria", criterion, "when", criterion.when)


def changed(pack: Pack, section: str, entry: msgspec.Struct, **fields: Any) -> Pack:  # noqa: ANN401 - whatever the fields hold
    """Return a pack in which fields of one entry are different."""
    entries = getattr(pack, section)
    new = tuple(msgspec.structs.replace(each, **fields) if each is entry else each for each in entries)
    return msgspec.structs.replace(pack, **{section: new})


def with_one(items: tuple[S, ...], place: int, *new: S) -> tuple[S, ...]:
    """Return items with the one at a place replaced; without it where nothing new is given."""
    return (*items[:place], *new, *items[place + 1 :])


def _slot(pack: Pack, section: str, entry: Any, field: str, condition: Condition) -> Slot:  # noqa: ANN401 - any entry with an id
    return Slot(f"{section}/{entry.id}", field, condition, lambda new: changed(pack, section, entry, **{field: new}))


def _of_step(pack: Pack, step: Step) -> Iterator[Slot]:
    key = f"steps/{step.id}"
    if step.fits is not None:
        fits = step.fits
        yield Slot(key, "fits", fits.when, lambda new: changed(pack, "steps", step, fits=msgspec.structs.replace(fits, when=new)))
    if step.premature is not None:
        early = step.premature
        yield Slot(
            key,
            "premature",
            early.when,
            lambda new: changed(pack, "steps", step, premature=msgspec.structs.replace(early, when=new)),
        )
    for place, each in enumerate(step.preconditions):

        def put(new: Condition, place: int = place) -> Pack:
            here = msgspec.structs.replace(step.preconditions[place], when=new)
            return changed(pack, "steps", step, preconditions=with_one(step.preconditions, place, here))

        yield Slot(key, f"precondition {place + 1}", each.when, put)
