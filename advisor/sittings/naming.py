"""What people and bodies are called: what a city calls its own, and who somebody is that joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.answers import roles
from advisor.answers.respondents import slug
from advisor.interview.typed import fitting, folded
from advisor.reasoning.answers import Respondent
from advisor.sittings import events as did

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.sittings.sitting import Sitting


class OwnName(msgspec.Struct, frozen=True):
    """A name that a city can give to a role: the question that asks for it, and what the role is called until then."""

    question: str
    role: str
    known: str


def own_names(pack: Pack, answers: Answers) -> tuple[OwnName, ...]:
    """Return the names that can be given and were not yet."""
    labels, city = answers.city.labels, answers.city.roles
    asked = ((each.id, each.names_role) for each in pack.questions if each.id not in answers.answers)
    return tuple(OwnName(name, role, labels[role][""]) for name, role in asked if role in labels and role not in city)


def described_again(answers: Answers, pack: Pack) -> dict[str, Any]:
    """Return what the file of a later visit says of the city: as it was described, and how it calls its bodies."""
    from advisor.answers.disk import city_block  # noqa: PLC0415 - few begin a second visit

    head, names = city_block(answers, pack), roles.given(pack, {}, answers.answers)
    return {**head, "roles": {**names, **answers.city.roles}} if names else head


def canton_meant(pack: Pack, typed: str) -> str | None:
    """Return the canton that somebody typed, by its letters or its name; None where nobody can tell which is meant.

    Where the pack asks for none, it is what was typed.
    """
    known = [(level.name, level.label) for each in pack.questions if each.id == "canton" for level in each.levels]
    if not typed or not known:
        return typed.upper()
    meant = [] if typed.isdigit() else fitting(known, typed)
    return meant[0].upper() if len(meant) == 1 else None


def person_meant(typed: str, people: Sequence[tuple[str, str]], *, numbered: bool = False) -> str | None:
    """Return who is meant of those who took part, by how they are called or any words of it; None where nobody can tell.

    Where they were shown ``numbered``, a number means one, too; else it may be a name.
    """
    if typed.isdigit() and not numbered:
        return None
    begun = fitting(people, typed)
    words = set(folded(typed).replace(",", " ").split())
    named = [key for key, called in people if words and words <= set(re.split(r"[\s,()]+", folded(called)))]
    return next((found[0] for found in (begun, named) if len(found) == 1), None)


def unused_id(sitting: Sitting, name: str) -> str:
    """Return an id for somebody new: made of the name, and nobody's so far, no role's either."""
    taken = {*sitting.people(), *sitting.base.city.labels}
    numbers = ("", *(f"_{number}" for number in range(2, len(taken) + 3)))
    return next(found for number in numbers if (found := f"{slug(name)}{number}") not in taken)


def introduced(sitting: Sitting) -> Sitting:
    """Return a sitting that knows by name and role everybody who said both when they joined."""
    known = sitting.base.respondents
    came = {
        each.by: Respondent(role=each.role, name=each.name)
        for each in sitting.events
        if isinstance(each, did.Joined) and each.role
    }
    new = {name: each for name, each in came.items() if name and name not in known and name != each.role}
    if not new:
        return sitting
    return msgspec.structs.replace(sitting, base=msgspec.structs.replace(sitting.base, respondents={**known, **new}))


def named_anew(pack: Pack, sitting: Sitting) -> Sitting:
    """Return a sitting that calls everybody as its answers say by now."""
    labels = roles.renamed(pack, sitting.interview.answers).city.labels
    if labels == sitting.base.city.labels:
        return sitting
    city = msgspec.structs.replace(sitting.base.city, labels=labels)
    return msgspec.structs.replace(sitting, base=msgspec.structs.replace(sitting.base, city=city))
