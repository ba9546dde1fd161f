"""Put the texts of a source and a catalogue of their translations side by side: what can be used, and what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, UnusableInputError, coded, phrase
from advisor.i18n.catalogue import Message, read_catalogue
from advisor.knowledge.pack_files import TRANSLATIONS, languages
from advisor.knowledge.placeholders import forms_asked, placeholder_problems, placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from advisor.i18n.catalogue import Catalogue

_NAMED = re.compile(r"%\((\w+)\)s")

Texts = dict[tuple[str, str], str]
"""Translations by context and text."""


def is_finished(folder: Path, language: str) -> bool:
    """Tell whether there is a catalogue of a language in which no translator is at work any more.

    Raises:
        UnusableInputError: the catalogue cannot be read.

    """
    file = folder / TRANSLATIONS / f"{language}.po"
    return file.is_file() and not read_catalogue(file).draft


def finished(folder: Path, language: str, source: str, messages: Sequence[Message]) -> Catalogue:
    """Return the catalogue of a language in which no translator is at work any more.

    Raises:
        UnusableInputError: there is none, or it is still in preparation.

    """
    if language not in languages(folder):
        ready = [each for each in languages(folder) if not read_catalogue(folder / TRANSLATIONS / f"{each}.po").draft]
        hint = phrase("A109.hint", known=", ".join([source, *ready]))
        raise UnusableInputError([coded(Place(folder.resolve().name), "A109", hint, language=language)])
    catalogue = read_catalogue(folder / TRANSLATIONS / f"{language}.po")
    if catalogue.draft:
        there = len(messages) - missing(messages, catalogue)
        hint, counts = phrase("A110.hint", source=source), {"there": there, "count": len(messages)}
        raise UnusableInputError([coded(Place(catalogue.file), "A110", hint, language=language, **counts)])
    return catalogue


def texts_of(catalogue: Catalogue, messages: Sequence[Message], forms: Collection[str] | None) -> Texts:
    """Return the translation of every message; ``forms`` are those that names can stand in, None for any.

    Raises:
        UnusableInputError: a message has no translation that can be used.

    """
    wrong = len({problem.what for problem in unusable(messages, catalogue, forms)})
    if wrong:
        what = f"the translation into '{catalogue.language}' is not up to date: {wrong} texts cannot be used."
        raise UnusableInputError([Problem(Place(catalogue.file), what, "'advisor check' names them and says what to do.")])
    return {message.key: message.translation for message in catalogue.messages}


def missing(messages: Sequence[Message], catalogue: Catalogue) -> int:
    """Return how many messages have no valid translation."""
    there = {each.key for each in catalogue.messages if each.translation and not each.fuzzy}
    return sum(message.key not in there for message in messages)


def unusable(messages: Sequence[Message], catalogue: Catalogue, forms: Collection[str] | None) -> Iterator[Problem]:
    """Yield a problem for each message that has no translation, an outdated one, or one that cannot be filled in."""
    found = {message.key: message for message in catalogue.messages}
    unique = telling(messages)
    changed = {message.context: message for message in catalogue.messages if message.context in unique}
    for message in messages:
        there = found.get(message.key)
        if there is None and message.context not in changed:
            hint = "Run 'advisor translate', then translate what it added."
            what = f"'{message.context}' is not in the catalogue: «{message.text:.40}»."
            yield Problem(Place(catalogue.file), what, hint, "T902")
        elif there is None or there.fuzzy:
            place = Place(catalogue.file, (there or changed[message.context]).line)
            hint = "Revise the translation and remove the mark 'fuzzy', which 'advisor translate' sets."
            yield Problem(place, f"the text of '{message.context}' has changed since it was translated.", hint, "T903")
        elif not there.translation:
            yield Problem(Place(catalogue.file, there.line), f"'{message.context}' is not translated.", "Translate it.", "T904")
        else:
            for what, hint, code in _faults(message, there.translation, forms):
                yield Problem(Place(catalogue.file, there.line), what, hint, code)


def orphans(messages: Sequence[Message], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each translation of a text that is not there any more."""
    known, unique = {message.key for message in messages}, telling(messages)
    for each in catalogue.messages:
        if each.key not in known and each.context not in unique:
            hint = "Run 'advisor translate'; it puts the translation aside."
            yield Problem(Place(catalogue.file, each.line), f"there is no text '{each.context}' any more.", hint, "T909")


def telling(messages: Sequence[Message]) -> set[str]:
    """Return the contexts that stand for one text only, so that another text there is that text, changed."""
    return {context for context, count in Counter(message.context for message in messages).items() if count == 1}


def _faults(message: Message, translation: str, forms: Collection[str] | None) -> Iterator[tuple[str, str, str]]:
    """Yield what keeps a translation from being filled in like its text."""
    wanted = placeholders(message.text)
    if forms is None:
        asked, declined = forms_asked(translation), {name for name, _ in forms_asked(message.text)}
        forms = {form for _, form in asked} if {name for name, _ in asked} <= declined else ()
    for name in sorted(wanted - placeholders(translation)):
        what = f"the translation of '{message.context}' has lost the placeholder '{name}'."
        yield what, "Put it where it belongs.", "T905"
    yield from placeholder_problems(translation, wanted, forms)
    yield from _percents(message, translation) if message.percents else ()
    if _blanks(message.text) != _blanks(translation):
        what = f"'{message.context}' begins or ends with other blanks than its text."
        yield what, "Keep the blanks at both ends.", "T908"


def _percents(message: Message, translation: str) -> Iterator[tuple[str, str, str]]:
    named = set(_NAMED.findall(message.text))
    if named != set(_NAMED.findall(translation)):
        hint = f"Needed: {', '.join(f'%({name})s' for name in sorted(named)) or 'none'}."
        yield f"'{message.context}' has other placeholders than its text.", hint, "T906"
    if "%" in _NAMED.sub("", translation).replace("%%", ""):
        yield f"a percent sign stands alone in '{message.context}'.", "Write it twice: %%.", "T907"


def _blanks(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
