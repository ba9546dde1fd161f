"""Keep catalogues in step with the texts they translate: nothing is lost, and what changed is marked."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.write import write_whole
from advisor.i18n.articles import Grammar
from advisor.i18n.catalogue import Catalogue, Message, new_catalogue, read_catalogue, to_po
from advisor.i18n.extract import pack_messages
from advisor.i18n.languages import LANGUAGE, WORDS, source_words
from advisor.i18n.localise import brought
from advisor.i18n.translation import Texts, missing, telling
from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import TRANSLATIONS, languages
from advisor.reports.language import template_messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.knowledge.loader import LoadedPack

_CODE = re.compile(r"[a-z]{2,3}(_[A-Za-z]+)?")


class Translatable(msgspec.Struct, frozen=True):
    """A folder with texts to translate: a pack, or the templates.

    ``brought`` has, by language, what a pack that this one extends brings along: texts by context and text, and grammar.
    """

    folder: Path
    name: str
    language: str
    messages: tuple[Message, ...]
    brought: dict[str, tuple[Texts, Grammar | None]] = {}

    def left(self, language: str) -> tuple[Message, ...]:
        """Return what is left to translate into a language."""
        texts, _ = self.brought.get(language, ({}, None))
        return tuple(message for message in self.messages if message.key not in texts)


def translatable(folder: Path, loaded: LoadedPack | None = None) -> Translatable:
    """Return what is to be translated in a folder; ``loaded`` is the pack in it if it was read before.

    Raises:
        UnusableInputError: the folder is neither a pack nor the templates, or cannot be read.

    """
    if (folder / WORDS).is_file():
        return Translatable(folder, folder.name, source_words(folder)[LANGUAGE], tuple(template_messages(folder)))
    loaded = loaded or load_pack(folder)
    pack = loaded.pack
    return Translatable(folder, pack.info.id, pack.info.language, tuple(pack_messages(pack)), brought(loaded))


def translate(folder: Path, into: Sequence[str] = ()) -> Iterator[str]:
    """Write what is to be translated in a folder into its catalogues, of these languages or all there are; yield a line for each.

    Raises:
        UnusableInputError: the folder is neither a pack nor the templates, or something cannot be read or written.

    """
    yield from update_catalogues(translatable(folder), into)


def update_catalogues(source: Translatable, wanted: Sequence[str]) -> Iterator[str]:
    """Write the catalogues of these languages (by default of all there are), and yield a line about each.

    Raises:
        UnusableInputError: a catalogue cannot be read or written.

    """
    for language in wanted or languages(source.folder):
        if language == source.language or not _CODE.fullmatch(language):
            hint = f"Name another language than '{source.language}' by its code, such as fr or rm."
            raise UnusableInputError([Problem(Place(str(source.folder)), f"nothing can be translated into '{language}'.", hint)])
        file = source.folder / TRANSLATIONS / f"{language}.po"
        old = read_catalogue(file) if file.is_file() else new_catalogue(file, source.name, source.language)
        messages = source.left(language)
        new = updated(old, messages)
        _save(file, to_po(new))
        fuzzy, aside = sum(message.fuzzy for message in new.messages), len(new.obsolete) - len(old.obsolete)
        there = len(messages) - missing(messages, new)
        yield f"{file}: {there} of {len(messages)} texts are translated, {fuzzy} to revise, {max(aside, 0)} put aside."


def updated(old: Catalogue, messages: Sequence[Message]) -> Catalogue:
    """Return a catalogue with exactly these messages; what was translated stays, what changed is marked as fuzzy."""
    wanted, unique = {message.key for message in messages}, telling(messages)
    kept = {each.key: each for each in (*old.obsolete, *old.messages) if each.key in wanted}
    left = {each.key: each for each in (*old.obsolete, *old.messages) if each.key not in wanted and each.translation}
    first = [kept.get(message.key) or _moved(message, left) for message in messages]
    found = [
        _taken_over(message, there or _changed(message, left, unique)) for message, there in zip(messages, first, strict=True)
    ]
    return msgspec.structs.replace(old, messages=tuple(found), obsolete=tuple(left.values()))


def _moved(message: Message, left: dict[tuple[str, str], Message]) -> Message | None:
    there = next((each for each in left.values() if each.text == message.text), None)
    return left.pop(there.key) if there else None


def _changed(message: Message, left: dict[tuple[str, str], Message], unique: set[str]) -> Message | None:
    beside = {each.text: each for each in left.values() if each.context == message.context}
    near = list(beside) if message.context in unique else difflib.get_close_matches(message.text, beside, n=1)
    return left.pop(beside[near[-1]].key) if near else None


def _taken_over(message: Message, there: Message | None) -> Message:
    """Return a message with a translation; where that is of another text, this text is kept beside it."""
    if there is None:
        return message
    translated = there.previous if there.fuzzy and there.previous else there.text
    same = translated == message.text
    return msgspec.structs.replace(
        message,
        translation=there.translation,
        comments=there.comments,
        fuzzy=not same or (there.fuzzy and not there.previous),
        previous=None if same else translated,
    )


def _save(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        write_whole(file, text.encode())
    except OSError as error:
        problem = Problem(Place(str(file)), f"the catalogue cannot be written: {error.strerror}.", "Check the folder.")
        raise UnusableInputError([problem]) from error
