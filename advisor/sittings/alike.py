"""The same questions for everybody in a role, so that what they say can be compared: which they are, and which comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.placeholders import CITY
from advisor.logic.evaluate import holds
from advisor.sittings import events as did

if TYPE_CHECKING:
    from advisor.interview.interview import Interview
    from advisor.knowledge.model import Pack
    from advisor.sittings.sitting import Sitting


class Set(msgspec.Struct, frozen=True):
    """The questions that everybody in a role is asked, and those of them that one person has not answered yet."""

    role: str
    questions: tuple[str, ...]
    left: tuple[str, ...]


def questions_for_all(pack: Pack) -> tuple[str, ...]:
    """Return the questions that are worth asking everybody: those of the short run, in the order of the pack, by topic."""
    marked = tuple(each.id for each in pack.questions if each.short_run is not None)
    return marked or tuple(each.id for each in pack.questions if each.type != "text")


def role_of(sitting: Sitting, person: str | None) -> str | None:
    """Return the role in which somebody answers: as the file says, or as they said when they joined; a role speaks for itself."""
    if person is None:
        return None
    known = sitting.base.respondents.get(person)
    joined = [each.role for each in sitting.events if isinstance(each, did.Joined) and each.by == person and each.role]
    own = person if person != CITY and person in sitting.base.city.labels else None
    return (known.role if known else None) or (joined[-1] if joined else own)


def set_of(pack: Pack, sitting: Sitting, interview: Interview, person: str | None) -> Set | None:
    """Return what somebody is asked as all in their role are; None where everybody is asked what still matters."""
    role = role_of(sitting, person)
    questions = interview.alike.get(role, ()) if role else ()
    if not role or not questions:
        return None
    own = sitting.of(str(person))
    known = own.answers.possible(pack)
    asked = [pack.question(name) for name in questions if name not in own.answers.answers and name not in own.put_off]
    left = (each for each in asked if each.arises is None or holds(each.arises, known) is not False)
    return Set(role, questions, tuple(each.id for each in left))
