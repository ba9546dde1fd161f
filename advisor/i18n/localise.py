"""A pack in the language a reader asks for: the same knowledge, the same ids and the same hash, other texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import languages

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.i18n.articles import Grammar
    from advisor.i18n.translation import Texts
    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack


def pack_in(folder: Path, language: str | None) -> Pack:
    """Return the pack in a folder in a language; None stands for its own.

    Raises:
        UnusableInputError: the pack cannot be read, or is not translated into this language, or not completely.

    """
    return in_language(load_pack(folder), language)


def in_language(loaded: LoadedPack, language: str | None) -> Pack:
    """Return a loaded pack in a language; None stands for its own.

    Raises:
        UnusableInputError: it is not translated into this language, or not completely.

    """
    if language in {None, loaded.pack.info.language}:
        return loaded.pack
    texts, grammar = _speaking(loaded, str(language))
    return translated(loaded.pack, str(language), texts, grammar)


def _speaking(loaded: LoadedPack, language: str) -> tuple[Texts, Grammar]:
    """Return the texts and the grammar of a pack in a language; where it extends another one, those of that one as well."""
    from advisor.i18n.articles import grammar_of  # noqa: PLC0415 - most packs are read in their own language
    from advisor.i18n.extract import pack_messages  # noqa: PLC0415
    from advisor.i18n.translation import finished, texts_of  # noqa: PLC0415

    pack = loaded.pack
    below, grammar = _inherited(loaded, language)
    own = [message for message in pack_messages(pack) if message.key not in below]
    catalogue = finished(loaded.folder, language, pack.info.language, own)
    grammar = grammar_of(loaded.folder, language, pack, grammar)
    return below | texts_of(catalogue, own, grammar.forms()), grammar


def _inherited(loaded: LoadedPack, language: str) -> tuple[Texts, Grammar | None]:
    """Return what the extended pack brings along in a language: nothing where there is none, or where it is in preparation."""
    from advisor.i18n.translation import is_finished  # noqa: PLC0415

    if loaded.base is None or not is_finished(loaded.base.folder, language):
        return {}, None
    return _speaking(loaded.base, language)


def brought(loaded: LoadedPack) -> dict[str, tuple[Texts, Grammar | None]]:
    """Return, by language, what the pack that this one extends brings along, so that nobody translates it again.

    Raises:
        UnusableInputError: a translation that it brings cannot be used.

    """
    known = languages(loaded.base.folder) if loaded.base else []
    return {language: _inherited(loaded, language) for language in known}


def translated(pack: Pack, language: str, texts: Texts, grammar: Grammar) -> Pack:
    """Return a pack with other texts, articles and role names; proper names are kept beside their translation."""
    from advisor.i18n.extract import PROPER, mapped  # noqa: PLC0415

    glosses: dict[str, str] = {}

    def change(context: str, text: str, kinds: frozenset[str]) -> str:
        translation = texts.get((context, text), text)
        if PROPER not in kinds:
            return translation
        if translation != text:
            glosses[translation] = text
        return translation

    found = mapped(pack, change)
    roles = {each.id: each for each in grammar.roles}
    articles = {each.id: each.article for each in grammar.approaches}
    replace = msgspec.structs.replace
    return replace(
        found,
        info=replace(found.info, language=language),
        articles=grammar.articles,
        roles=tuple(
            replace(
                role,
                article=(words := roles[role.id]).article,
                name=words.name,
                forms=words.forms,
                instead=tuple(
                    replace(other, article=there.article, name=there.name, forms=there.forms)
                    for other, there in zip(role.instead, words.instead, strict=True)
                ),
            )
            for role in found.roles
        ),
        approaches=tuple(replace(approach, article=articles[approach.id]) for approach in found.approaches),
        names=grammar.names,
        presets=grammar.presets,
        glosses=glosses,
        original=pack,
    )
