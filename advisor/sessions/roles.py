"""Give the roles the names a city uses: its own first, then those known for certain, then neutral ones.

The same name can mean the executive in one city and the parliament in the next, so nothing is guessed from canton or language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import suggest
from advisor.knowledge.texts import CITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack, Role, RoleName
    from advisor.knowledge.texts import Forms


class UnknownRoleNameError(ValueError):
    """A role name whose article is not known; ``hint`` says how to give it."""

    def __init__(self, name: str, hint: str) -> None:
        """Keep the hint beside the message."""
        self.hint = hint
        super().__init__(f"the article of '{name}' is not known.")


def labels(pack: Pack, city: str, canton: str | None, own: Mapping[str, str]) -> dict[str, Forms]:
    """Return the forms of every role's name, and of the city's.

    Raises:
        UnknownRoleNameError: a city's own name is neither known to the pack nor written with its article.

    """
    preset = next(
        (each for each in pack.presets if each.city == city and (canton or each.canton).lower() == each.canton.lower()), None
    )
    found: dict[str, Forms] = {CITY: {"": city}}
    for role in pack.roles:
        name = own.get(role.id) or (preset.labels.get(role.id) if preset else None)
        found[role.id] = _forms(pack, role) if name is None else named(pack, name)
    return found


def named(pack: Pack, name: str) -> Forms:
    """Return the forms of a name that a city gave, bare (``Rat``) or with its article (``der Rat``)."""
    known = next((each for each in pack.names if each.name == name), None)
    if known is not None:
        return _forms(pack, known)
    article, _, bare = name.partition(" ")
    if bare and article in pack.articles:
        return next((named(pack, each.name) for each in pack.names if each.name == bare), pack.declined(article, bare))
    articles = [article for article in pack.articles if len(article) == len("der")]
    hint = f"Write it with its article ({', '.join(articles)}), such as '{articles[0] if articles else 'der'} {name}'."
    if suggest(name, [each.name for each in pack.names]).startswith("Did you mean"):
        hint = f"{suggest(name, [each.name for each in pack.names])} {hint}"
    raise UnknownRoleNameError(name, hint)


def _forms(pack: Pack, named_thing: Role | RoleName) -> Forms:
    return {**pack.declined(named_thing.article, named_thing.name), **named_thing.forms}
