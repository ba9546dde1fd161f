"""What people and bodies are called: what a city calls its own, and who somebody is that joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers import roles
from advisor.answers.respondents import slug
from advisor.reasoning.answers import Respondent
from advisor.sittings import events as did

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.knowledge.placeholders import Forms
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


def labels_of(pack: Pack, answers: Answers) -> dict[str, Forms]:
    """Return the names of all roles as the answers give them now, in the language of the pack.

    Raises:
        UnknownRoleNameError: a name cannot stand in a sentence; a file that holds it is refused before.

    """
    city = answers.city
    given = ((each.names_role, answers.answers.get(each.id)) for each in pack.questions if each.names_role)
    own = {role: str(answer.value) for role, answer in given if role and answer is not None and answer.value is not None}
    return roles.labels(pack, city.name, city.canton, own | roles.in_language(city.roles, pack.info.language))


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
    labels = labels_of(pack, sitting.interview.answers)
    if labels == sitting.base.city.labels:
        return sitting
    city = msgspec.structs.replace(sitting.base.city, labels=labels)
    return msgspec.structs.replace(sitting, base=msgspec.structs.replace(sitting.base, city=city))
