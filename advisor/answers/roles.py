"""Give the roles the names a city uses: its own first, then those known for certain, then neutral ones.

The same name can mean the executive in one city and the parliament in the next, so nothing is guessed from the language; what
the law of a canton, or an answer, makes certain, a pack may say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import nearest, phrase
from advisor.knowledge.placeholders import CITY, joined
from advisor.logic.values import only
from advisor.reasoning.answers import facts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.errors import Phrase
    from advisor.knowledge.model import Pack
    from advisor.knowledge.people import OtherName, Role, RoleName
    from advisor.knowledge.placeholders import Forms
    from advisor.logic.values import Allowed
    from advisor.reasoning.answers import Answer, Answers


class UnknownRoleNameError(ValueError):
    """A role name whose article is not known; ``hints`` say how to give it."""

    def __init__(self, name: str, *hints: Phrase) -> None:
        """Keep what helps beside the name."""
        self.hints = hints
        super().__init__(name)


def labels(
    pack: Pack, city: str, canton: str | None, own: Mapping[str, str], known: Mapping[str, Allowed] | None = None
) -> dict[str, Forms]:
    """Return the forms of every role's name, and of the city's, in the language of the pack.

    A name that a city gave in the language in which the pack was written is not used in another one. ``known`` are the values
    that answers leave facts: a neutral name may be another one in a small town.

    Raises:
        UnknownRoleNameError: a city's own name is neither known to the pack nor written with its article.

    """
    preset = next(
        (each for each in pack.presets if each.city == city and (canton or each.canton).lower() == each.canton.lower()), None
    )
    found: dict[str, Forms] = {CITY: {"": city}}
    for role in pack.roles:
        given = named(pack, own[role.id]) if role.id in own else None
        preset_name = _known(pack, preset.labels[role.id]) if preset and role.id in preset.labels else None
        found[role.id] = given or preset_name or _forms(pack, role.called(known or {}))
    return found


def renamed(pack: Pack, answers: Answers) -> Answers:
    """Return answers in which everybody is called as the answers give it, in the language of the pack.

    Names come from the city, from questions that ask for them, and from what is known of the town. One that cannot stand in a
    sentence of this language is passed over; a file that holds it is refused before.
    """
    city = answers.city
    usable = {role: name for role, name in given(pack, city.roles, answers.answers).items() if _is_usable(pack, name)}
    known = {name: only(value) for name, value in facts_in(answers.answers, pack, answers.date).items()}
    found = labels(pack, city.name, city.canton, usable, known)
    return msgspec.structs.replace(answers, city=msgspec.structs.replace(city, labels=found))


def given(pack: Pack, names: Mapping[str, str | Mapping[str, str]], answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the names that a city gave its roles, in answers and beside them, as they are in the language of the pack."""
    asked = ((each.names_role, answers.get(each.id)) for each in pack.questions if each.names_role)
    own = {role: str(answer.value) for role, answer in asked if role and answer is not None and answer.value is not None}
    return own | in_language(names, pack.info.language)


def _is_usable(pack: Pack, name: str) -> bool:
    try:
        named(pack, name)
    except UnknownRoleNameError:
        return False
    return True


def in_language(names: Mapping[str, str | Mapping[str, str]], language: str) -> dict[str, str]:
    """Return the names that a city gave its roles, one for all languages or one for each, as they are in a language."""
    chosen = {role: name if isinstance(name, str) else name.get(language) for role, name in names.items()}
    return {role: name for role, name in chosen.items() if name is not None}


def named(pack: Pack, name: str) -> Forms | None:
    """Return the forms of a name that a city gave, bare (``Rat``) or with its article (``der Rat``).

    None stands for a name in the language in which the pack was written, where that is another one.

    Raises:
        UnknownRoleNameError: the name is neither known to the pack nor written with its article.

    """
    forms = _understood(pack, name)
    if forms is not None or (pack.original is not None and _understood(pack.original, name) is not None):
        return forms
    articles = [article for article, forms in pack.articles.items() if article in forms.values()]
    known, hint = ", ".join(articles), phrase("A204.hint")
    if pack.names:
        hint = phrase("A204.example", articles=known, example=joined(pack.names[0].article, pack.names[0].name))
    elif known:
        hint = phrase("A204.known", articles=known)
    meant = nearest(name, [each.name for each in pack.names])
    raise UnknownRoleNameError(name, *([phrase("suggest.meant", name=meant)] if meant else []), hint)


def _understood(pack: Pack, name: str) -> Forms | None:
    """Return the forms of a name that the pack knows, or whose article it knows."""
    known = _known(pack, name) or _inflected(pack, name)
    for article in () if known else pack.articles:
        bare = _straight(name).removeprefix(_straight(joined(article, "")))
        if bare not in {"", _straight(name)}:
            written = name[-len(bare) :]
            return _known(pack, written) or pack.declined(article, written)
    return known


def _known(pack: Pack, name: str) -> Forms | None:
    return next((_forms(pack, each) for each in pack.names if _straight(each.name) == _straight(name)), None)


def _inflected(pack: Pack, name: str) -> Forms | None:
    """Return the forms of a name that is written in one of them, as behind its article: «der Grosse Rat» for «Grosser Rat»."""
    written = _straight(name).lower()
    return next(
        (_forms(pack, each) for each in pack.names if written in map(_straight, map(str.lower, each.forms.values()))), None
    )


def _straight(name: str) -> str:
    """Return a name as it is typed on most keyboards."""
    return name.replace("’", "'")


def _forms(pack: Pack, named_thing: Role | OtherName | RoleName) -> Forms:
    return {**pack.declined(named_thing.article, named_thing.name), **named_thing.forms}
