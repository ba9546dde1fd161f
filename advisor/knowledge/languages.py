"""A pack in the language a reader asks for: the same knowledge, the same ids and the same hash, other texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.loader import TRANSLATIONS, load_pack

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.grammar import Grammar
    from advisor.knowledge.model import Pack
    from advisor.knowledge.translation import Texts


def pack_in(folder: Path, language: str | None) -> Pack:
    """Return the pack in a folder in a language; None stands for its own.

    Raises:
        UnusableInputError: the pack cannot be read, or is not translated into this language, or not completely.

    """
    pack = load_pack(folder).pack
    if language in {None, pack.info.language}:
        return pack
    from advisor.knowledge.grammar import no_grammar, read_grammar  # noqa: PLC0415 - most packs are read in their own language
    from advisor.knowledge.messages import pack_messages  # noqa: PLC0415
    from advisor.knowledge.translation import finished, texts_of  # noqa: PLC0415

    messages = pack_messages(pack)
    catalogue = finished(folder, str(language), pack.info.language, messages)
    roles = folder / TRANSLATIONS / f"{language}.roles.yaml"
    if not roles.is_file():
        raise no_grammar(roles)
    grammar = read_grammar(roles, pack)
    return translated(pack, str(language), texts_of(catalogue, messages, grammar.forms()), grammar)


def translated(pack: Pack, language: str, texts: Texts, grammar: Grammar) -> Pack:
    """Return a pack with other texts, articles and role names; names that stay are kept with their translation."""
    from advisor.knowledge.messages import PROPER, mapped  # noqa: PLC0415

    glosses: dict[str, str] = {}

    def change(context: str, text: str, kinds: frozenset[str]) -> str:
        translation = texts.get((context, text), text)
        if PROPER not in kinds:
            return translation
        if translation != text:
            glosses[text] = translation
        return text

    found = mapped(pack, change)
    roles = {each.id: each for each in grammar.roles}
    articles = {each.id: each.article for each in grammar.approaches}
    replace = msgspec.structs.replace
    return replace(
        found,
        info=replace(found.info, language=language),
        articles=grammar.articles,
        roles=tuple(
            replace(role, article=(words := roles[role.id]).article, name=words.name, forms=words.forms) for role in found.roles
        ),
        approaches=tuple(replace(approach, article=articles[approach.id]) for approach in found.approaches),
        names=grammar.names,
        presets=grammar.presets,
        glosses=glosses,
        original=pack,
    )
