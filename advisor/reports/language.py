"""The words of reports and the texts of templates: as messages for translators, and in the language a reader asks for."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from advisor.i18n.languages import LANGUAGE, source_words
from advisor.reports.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.i18n.catalogue import Message

_TEMPLATE = "template "


def load_words(folder: Path, language: str) -> Words:
    """Return the words, and with them the texts of the templates, in a language. They are read again only if a file has changed.

    Raises:
        UnusableInputError: they are not translated into this language, or not completely.

    """
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")) if file.is_file())
    return _read(folder, language, tuple((file, state.st_mtime_ns, state.st_size) for file, state in files))


@functools.lru_cache(maxsize=8)
def _read(folder: Path, language: str, _files: tuple[tuple[Path, int, int], ...]) -> Words:
    words = source_words(folder)
    if language == words[LANGUAGE]:
        return Words(words)
    from advisor.i18n.translation import finished, texts_of  # noqa: PLC0415 - catalogues load only where they are needed

    messages = template_messages(folder)
    found = texts_of(finished(folder, language, words[LANGUAGE], messages), messages, None)
    templates = {
        (context.removeprefix(_TEMPLATE), text): translation
        for (context, text), translation in found.items()
        if context.startswith(_TEMPLATE)
    }
    return Words({path: found.get((_context(path), text), text) for path, text in words.items()}, templates)


def template_messages(folder: Path) -> list[Message]:
    """Return the words and the texts of all templates, in the order in which they are written."""
    from advisor.i18n.catalogue import Message  # noqa: PLC0415
    from advisor.i18n.extract import has_words  # noqa: PLC0415
    from advisor.reports.templating import texts  # noqa: PLC0415

    words = [(path, text) for path, text in source_words(folder).items() if path != LANGUAGE and has_words(text)]
    return [
        *(Message(context=_context(path), text=text) for path, text in words),
        *(Message(context=f"{_TEMPLATE}{name}", text=text, percents=True) for name, text in dict.fromkeys(texts(folder))),
    ]


def _context(path: str) -> str:
    return f"words {path}"
