"""The words of reports and the texts of templates: as messages for translators, and in the language a reader asks for."""

from __future__ import annotations

import functools
import hashlib
import os
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.files import cache
from advisor.i18n.languages import LANGUAGE, WORDS, problem_words, source_words
from advisor.i18n.wording import CONTEXT
from advisor.knowledge.pack_files import TRANSLATIONS
from advisor.reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from advisor.i18n.catalogue import Message

_TEMPLATE = "template "
_ROOMS = ("yaml_source", "i18n", "reports")
"""What decides how files become words."""


class _Kept(msgspec.Struct, frozen=True):
    """Words in a language that is not their own: by path, and the texts of templates with their translations."""

    entries: dict[str, str]
    templates: list[tuple[str, str, str]]


def load_words(folder: Path, language: str) -> Words:
    """Return the words, and with them the texts of the templates, in a language. They are read again only if a file has changed.

    Raises:
        UnusableInputError: they are not translated into this language, or not completely.

    """
    words = source_words(folder)
    if language == words[LANGUAGE]:
        return Words(words)
    return _read(folder, language, tuple(sorted(_states(str(folder)))))


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the files of a folder with when they were changed and how long they are: looked at for every report."""
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from _states(each.path)
            else:
                state = each.stat()
                yield each.path, state.st_mtime_ns, state.st_size


def _made_from(folder: Path, language: str) -> list[Path]:
    """Return the files that words in a language that is not their own are made from: words, templates, and one translation."""
    files = (folder / WORDS, *folder.rglob("*.j2"), folder / TRANSLATIONS / f"{language}.po")
    return sorted(file for file in files if file.is_file())


@functools.lru_cache(maxsize=8)
def _read(folder: Path, language: str, _files: tuple[tuple[str, int, int], ...]) -> Words:
    words = source_words(folder)
    name = _name(folder, language)
    found = cache.kept_as(name, _Kept)
    if found is None:
        found = _translated(folder, language, words)
        if name == _name(folder, language):  # else a file was changed meanwhile
            cache.keep(name, msgspec.msgpack.encode(found))
    return Words(found.entries, {(template, text): translation for template, text, translation in found.templates})


def _name(folder: Path, language: str) -> str:
    """Return the name under which words are kept: a hash of all that they are made from."""
    digest = hashlib.sha256(f"{__version__}\0{cache.state_of(_ROOMS)}\0{language}\0".encode())
    for file in _made_from(folder, language):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{digest.hexdigest()}.words"


def _translated(folder: Path, language: str, words: Mapping[str, str]) -> _Kept:
    from advisor.i18n.translation import finished, texts_of  # noqa: PLC0415 - catalogues load only where they are needed

    messages = template_messages(folder)
    found = texts_of(finished(folder, language, words[LANGUAGE], messages), messages, None)
    templates = [
        (context.removeprefix(_TEMPLATE), text, translation)
        for (context, text), translation in found.items()
        if context.startswith(_TEMPLATE)
    ]
    return _Kept({path: found.get((_context(path), text), text) for path, text in words.items()}, templates)


def template_messages(folder: Path) -> list[Message]:
    """Return the words, those of problems and the texts of all templates, in the order in which they are written."""
    from advisor.i18n.catalogue import Message  # noqa: PLC0415
    from advisor.i18n.extract import has_words  # noqa: PLC0415
    from advisor.reports.templating import texts  # noqa: PLC0415

    words = [(path, text) for path, text in source_words(folder).items() if path != LANGUAGE and has_words(text)]
    problems = [(path, text) for path, text in problem_words(folder).items() if path != LANGUAGE]
    return [
        *(Message(context=_context(path), text=text) for path, text in words),
        *(Message(context=f"{CONTEXT}{path}", text=text) for path, text in problems if has_words(text)),
        *(Message(context=f"{_TEMPLATE}{name}", text=text, percents=True) for name, text in dict.fromkeys(texts(folder))),
    ]


def _context(path: str) -> str:
    return f"words {path}"
