"""Tell whether several files are about one city, and what of its description they share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, coded, phrase
from advisor.knowledge.placeholders import CITY
from advisor.reasoning.answers import ALSO_IN_CITY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers, City

Part = tuple[str, "Answers"]
"""A file's name and its answers."""


def conflicts(parts: Sequence[Part]) -> Iterator[Problem]:
    """Yield what forbids to merge files: another pack, aim or city."""
    yield from _differing("pack", [(name, answers.pack) for name, answers in parts])
    yield from _differing("aim", [(name, ", ".join(answers.aim)) for name, answers in parts])
    names = [(name, answers.city.name) for name, answers in parts]
    yield from _differing("name", names, same=_plain)
    for field in ALSO_IN_CITY:
        stated = [(name, str(value)) for name, answers in parts if (value := _stated(answers, field)) is not None]
        yield from _differing(field, stated, same=str.lower)


def _differing(what: str, told: Sequence[tuple[str, str]], same: Callable[[str], str] = str) -> Iterator[Problem]:
    for name, value in told[1:]:
        if same(value) != same(told[0][1]):
            other, there = told[0]
            yield coded(Place(name), "A501", phrase("A501.hint"), how=what, here=value, there=there, file=other)


def _plain(name: str) -> str:
    """Return a name without what people leave out or write otherwise when they type: accents, capitals, blanks, other signs.

    >>> _plain("Biel / Bienne") == _plain("biel-bienne")
    True
    >>> _plain("Köniz") == _plain("Koeniz")
    True
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(each for each in letters if each.isalnum()) or letters
    return re.sub("(?<=[aou])e", "", plain)


def _stated(answers: Answers, field: str) -> object:
    """Return what a file says of the city, in its block or, where nothing stands there, among the answers."""
    given = answers.answers.get(field)
    in_block = getattr(answers.city, field)
    return in_block if in_block is not None or given is None else given.value


def one_city(parts: Sequence[Part], pack: Pack) -> City:
    """Return the city that files without conflicts are about.

    Of several spellings the most frequent is kept, then the one with more accents, then the one with fewer capitals. A language
    stays that of the city where all files have it; the names that a file gives the roles stay those of its language.
    """
    cities = [answers.city for _, answers in parts]
    name = spelling(parts)
    languages = {city.language for city in cities}
    found = {
        field: next((value for city in cities if (value := getattr(city, field)) is not None), None) for field in ALSO_IN_CITY
    }
    first = min(cities, key=lambda city: (city.language or "", city.name))
    return msgspec.structs.replace(
        first,
        name=name,
        canton=found["canton"],
        population=found["population"],
        language=languages.pop() if len(languages) == 1 else None,
        roles=_roles(cities, pack),
        labels={**first.labels, CITY: {"": name}},
    )


def spelling(parts: Sequence[Part]) -> str:
    """Return the spelling of the city's name that is kept."""
    times = Counter(answers.city.name for _, answers in parts)

    def rank(name: str) -> tuple[int, int, int, int, str]:
        letters = [each for each in name if each.isalpha()]
        accents = sum(not each.isascii() for each in letters)
        capitals = sum(each.isupper() for each in letters)
        return -times[name], -accents, int(not name[:1].isupper()), capitals, name

    return min(times, key=rank)


def _roles(cities: Sequence[City], pack: Pack) -> dict[str, str | dict[str, str]]:
    """Return the names of the roles; where files have different languages, each name with its own."""
    mixed = len({city.language for city in cities}) > 1
    found: dict[str, str | dict[str, str]] = {}
    for role in sorted({role for city in cities for role in city.roles}):
        raw = [city.roles[role] for city in cities if role in city.roles]
        if not mixed and all(each == raw[0] for each in raw):
            found[role] = raw[0]
            continue
        named = [names_by_language(city, role, pack) for city in cities if role in city.roles]
        spoken = sorted({language for names in named for language in names})
        found[role] = {language: min(names[language] for names in named if language in names) for language in spoken}
    return found


def names_by_language(city: City, role: str, pack: Pack) -> Mapping[str, str]:
    """Return what a city calls a role, by language; a name for all languages counts for that of the file."""
    name = city.roles[role]
    return name if isinstance(name, dict) else {city.language or (pack.original or pack).info.language: name}


def remarks(parts: Sequence[Part], pack: Pack) -> Iterator[Problem]:
    """Yield what was made one although it was written in several ways."""
    kept = spelling(parts)
    for name, answers in parts:
        if answers.city.name != kept:
            yield coded(Place(name), "A505", here=answers.city.name, kept=kept)
    merged = one_city(parts, pack).roles
    for name, answers in parts:
        for role in answers.city.roles:
            names = merged[role]
            for language, own in names_by_language(answers.city, role, pack).items():
                kept = names if isinstance(names, str) else names[language]
                if kept != own:
                    yield coded(Place(name), "A506", role=role, here=own, kept=kept)
