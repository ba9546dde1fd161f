"""What a pack needs beside translated texts in another language: articles with their forms, and the names of roles.

They stand in ``translations/<language>.roles.yaml``, written like the same sections of a pack, so that files are all it takes to
add a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.fields import ApproachId, ArticleId, Entry, Fixed, RoleId
from advisor.knowledge.pack_files import TRANSLATIONS
from advisor.knowledge.people import Preset, RoleName
from advisor.knowledge.symbols import entries, gather_names
from advisor.yaml_source.read import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.yaml_source.read import Source


class RoleWords(Entry, frozen=True, kw_only=True):
    """The neutral name of a role."""

    id: RoleId
    article: ArticleId
    name: Fixed
    forms: dict[str, str] = {}
    instead: tuple[RoleName, ...] = ()
    """What the role is called under its conditions, in the order of the pack."""


class ApproachArticle(Entry, frozen=True, kw_only=True):
    """The article that goes with the name of an approach."""

    id: ApproachId
    article: ArticleId


class Grammar(msgspec.Struct, frozen=True, kw_only=True):
    """The articles of a language, and what roles and approaches need of them."""

    articles: dict[str, dict[str, str]]
    roles: tuple[RoleWords, ...]
    approaches: tuple[ApproachArticle, ...]
    names: tuple[RoleName, ...]
    presets: tuple[Preset, ...]

    def forms(self) -> frozenset[str]:
        """Return the forms in which names can stand in a text."""
        return frozenset(form for forms in self.articles.values() for form in forms)


_KINDS: dict[str, type[Entry]] = {
    "roles": RoleWords,
    "approaches": ApproachArticle,
    "names": RoleName,
    "presets": Preset,
}


def read_grammar(file: Path, pack: Pack, below: Grammar | None = None) -> Grammar:
    """Return the grammar of a language for a pack; ``below`` is that of the pack it extends, which the file adds to.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    below = below or Grammar(articles={}, roles=(), approaches=(), names=(), presets=())
    source, problems = read_source(file, str(file))
    names, found, _ = gather_names([source])
    known = {"role": [each.id for each in pack.roles], "approach": [each.id for each in pack.approaches]}
    cited = {"source": [each.id for each in pack.sources]}
    articles_below = {"article": [*below.articles, *names.ids["article"]]}
    forms = sorted({*names.forms, *below.forms()})
    decoder = Decoder(source, Names({**names.ids, **articles_below, **known, **cited}, names.vocabulary, forms))
    parts: dict[str, tuple[Any, ...]] = {
        section: tuple(decoder.listed(raw, kind, path) for _, path, raw in entries([source], section))
        for section, kind in _KINDS.items()
    }
    raw = source.data if isinstance(source.data, dict) else {}
    wanted = "articles" in raw or not below.articles
    articles = {**below.articles, **(decoder.table(raw.get("articles"), ("articles",)) if wanted else {})}
    problems += [*found, *decoder.problems]
    other_names = {each.id: len(each.instead) for each in pack.roles}
    if not problems:
        parts = {section: (*_others(getattr(below, section), own), *own) for section, own in parts.items()}
        problems += [*_unknown(source, raw), *_incomplete(source, known, parts, other_names), *_uneven(source, articles)]
    if problems:
        raise UnusableInputError(problems)
    return Grammar(articles=articles, **parts)


def _others(below: Sequence[Any], own: Sequence[Any]) -> Iterator[Any]:
    """Yield what the file does not say anew."""
    written = {_called(each) for each in own}
    yield from (each for each in below if _called(each) not in written)


def _called(entry: RoleWords | ApproachArticle | RoleName | Preset) -> str:
    match entry:
        case RoleName():
            return entry.name
        case Preset():
            return entry.city
        case _:
            return entry.id


def _unknown(source: Source, raw: dict[str, Any]) -> Iterator[Problem]:
    for section in raw:
        if section not in {*_KINDS, "articles"}:
            hint = f"Use: articles, {', '.join(_KINDS)}."
            yield Problem(source.place((section,)), f"'{section}' is not a section of this file.", hint, "T913")


def _incomplete(
    source: Source, known: dict[str, list[str]], parts: dict[str, tuple[Any, ...]], other_names: dict[str, int]
) -> Iterator[Problem]:
    for kind, section in (("role", "roles"), ("approach", "approaches")):
        for name in known[kind]:
            if name not in {each.id for each in parts[section]}:
                what = f"the {kind} '{name}' is missing."
                hint = "Add it with its article, as the other languages have it."
                yield Problem(source.place((section,)), what, hint, "T914")
    written = {role.id: len(role.instead) for role in parts["roles"]}
    for name, number in other_names.items():
        if written.get(name, number) != number:
            what = f"the role '{name}' has {written[name]} other names under 'instead'; in the pack it has {number}."
            hint = "Give one for each condition, in the order of the pack."
            yield Problem(source.place(("roles",)), what, hint, "T914")


def _uneven(source: Source, articles: dict[str, dict[str, str]]) -> Iterator[Problem]:
    forms = {form for each in articles.values() for form in each}
    for article, there in articles.items():
        for form in sorted(forms - there.keys()):
            what = f"the article '{article}' does not say what '{form}' becomes."
            yield Problem(source.place(("articles", article)), what, f"Add '{form}:'; texts may ask for it.", "T915")


def grammar_of(folder: Path, language: str, pack: Pack, below: Grammar | None = None) -> Grammar:
    """Return the grammar of a language for the pack in a folder; one that adds nothing to ``below`` needs no file.

    Raises:
        UnusableInputError: there is none, or it has problems.

    """
    file = folder / TRANSLATIONS / f"{language}.roles.yaml"
    if file.is_file():
        return read_grammar(file, pack, below)
    if below is None or not _covers(below, pack):
        raise _no_grammar(file)
    return below


def _covers(grammar: Grammar, pack: Pack) -> bool:
    """Tell whether a grammar has every role and approach of a pack."""
    roles, approaches = ({each.id for each in some} for some in (grammar.roles, grammar.approaches))
    return all(each.id in roles for each in pack.roles) and all(each.id in approaches for each in pack.approaches)


def _no_grammar(file: Path) -> UnusableInputError:
    hint = "Write them as the file of another language does; docs/how-to/translate-a-pack.md says how."
    return UnusableInputError([Problem(Place(str(file)), "there are no articles and role names in this language.", hint, "T912")])
