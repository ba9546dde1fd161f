"""Take back what one person said and wrote, and their name: out of what is known, and out of how it came to be.

What the room settled stays, for it is nobody's. The events keep their numbers, so that what was undone stays undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.sittings import events as did
from advisor.sittings.events import from_said, to_said
from advisor.sittings.sitting import Sitting
from advisor.sittings.standing import taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reasoning.answers import Answer, Answers
    from advisor.sittings.events import Event, Said


def names(sitting: Sitting, person: str) -> set[str]:
    """Return what a person is called, besides their id."""
    known = sitting.base.respondents.get(person)
    joined = {each.name for each in sitting.events if isinstance(each, did.Joined) and each.by == person}
    return {name for name in (known.name if known else None, *joined) if name}


def meant(sitting: Sitting, typed: str) -> list[str]:
    """Return the ids of those who are called so, by id or name."""
    everybody = sitting.people()
    if typed in everybody:
        return [typed]
    plain = typed.casefold().strip()
    return [each for each in everybody if plain in {name.casefold() for name in (each, *names(sitting, each))}]


def without(sitting: Sitting, person: str) -> Sitting:
    """Return a sitting in which a person said nothing; folding it gives the answers that are left."""
    base = sitting.base
    respondents = {name: each for name, each in base.respondents.items() if name != person}
    retired = {name: left for name, each in base.retired.items() if (left := _left(each, person)) is not None}
    base = msgspec.structs.replace(base, respondents=respondents, retired=retired)
    return Sitting(base, redacted(sitting.events, person))


def retired(before: Answers, now: Answers) -> dict[str, Answer | None]:
    """Return the answers to questions no longer asked of which two states know something else, with what the second knows."""
    return {name: now.retired.get(name) for name, each in before.retired.items() if now.retired.get(name) != each}


def redacted(events: Sequence[Event], person: str) -> tuple[Event, ...]:
    """Return events without what one person said and wrote, and without the name; what the room settled stays, without both."""
    return tuple(_without(each, person) for each in events)


def _without(event: Event, person: str) -> Event:
    if isinstance(event, did.Imported):
        kept = {name: left for name, said in event.answers.items() if (left := _unsaid(said, person)) is not None}
        event = msgspec.structs.replace(event, answers=kept, asked=tuple(name for name in event.asked if name in kept))
    if isinstance(event, did.ChangedOutside):
        outside = {name: said and _unsaid(said, person) for name, said in event.answers.items()}
        event = msgspec.structs.replace(event, answers=outside)
    if event.by != person:
        return event
    if isinstance(event, did.Answered | did.Noted | did.Joined):
        return did.Redacted(on=event.on, at=event.at)
    if isinstance(event, did.Settled):
        event = msgspec.structs.replace(event, note=None)
    return msgspec.structs.replace(event, by=None)


def _unsaid(said: Said, person: str) -> Said | None:
    """Return an answer without the statements of a person; None where nothing is left of it."""
    left = _left(from_said(said), person)
    return None if left is None else to_said(left)


def _left(answer: Answer, person: str) -> Answer | None:
    return taken(answer).without(person).answer
