"""Catalogues of translations: gettext PO files, which translators' tools open. The only module that knows babel.

A message is found by its context, which says where in the source it stands, and its text in the source language. The header of a
file is kept as it is, for it belongs to translators and their tools; ``X-Status: draft`` in it says that work is still going on.
"""

from __future__ import annotations

import functools
import re
from io import StringIO
from typing import TYPE_CHECKING

import msgspec
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po

from advisor.errors import Place, Problem, UnusableInputError
from advisor.files.read import TooLargeError, content_inside, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from babel.messages.catalog import Message as PoMessage

_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: {project}\\n"
"PO-Revision-Date: \\n"
"Last-Translator: \\n"
"Language-Team: \\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Source-Language: {source}\\n"
"X-Status: draft\\n"
"""
_DRAFT = re.compile(r'^"X-Status: draft(\\n)?"$', re.MULTILINE)
_NAMED = re.compile(r"%\(\w+\)s")
_PLURAL = re.compile(r"^(#~ *)?(msgid_plural|msgstr *\[)", re.MULTILINE)
_LARGEST = 10_000_000
_PREVIOUS = "| "
_WIDTH = 100


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A text to translate, and in a catalogue its translation.

    ``percents`` says that placeholders are written %(so)s; ``line`` is that of the text in the catalogue.
    """

    context: str
    text: str
    percents: bool = False
    hints: tuple[str, ...] = ()
    translation: str = ""
    fuzzy: bool = False
    previous: str | None = None
    comments: tuple[str, ...] = ()
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Return what a message is found by."""
        return self.context, self.text


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """The translations into one language; ``obsolete`` keeps those whose text is gone."""

    file: str
    language: str
    header: str
    messages: tuple[Message, ...]
    obsolete: tuple[Message, ...] = ()

    @property
    def draft(self) -> bool:
        """Tell whether the translators are still at work."""
        return _DRAFT.search(self.header) is not None


def new_catalogue(file: Path, project: str, source: str) -> Catalogue:
    """Return an empty catalogue, marked as a draft; the name of the file says its language."""
    header = _HEADER.format(project=project, language=file.stem, source=source)
    return Catalogue(file=str(file), language=file.stem, header=header, messages=())


def read_catalogue(file: Path) -> Catalogue:
    """Return what a PO file holds.

    Raises:
        UnusableInputError: the file cannot be read.

    """
    try:
        return _catalogue(file, _text(file))
    except PoFileError as error:
        hint = "Open it in a PO editor, or repair the line."
        raise UnusableInputError([Problem(Place(str(file), error.lineno + 1), f"{error}.", hint, "T901")]) from error
    except (OSError, ValueError) as error:
        problem = Problem(
            Place(str(file)), f"the file cannot be read: {error}.", "Save it as UTF-8, with one text for each message.", "T901"
        )
        raise UnusableInputError([problem]) from error


@functools.lru_cache(maxsize=8)
def _catalogue(file: Path, content: str) -> Catalogue:
    """Return what a content of a PO file holds; a check asks for the same one again and again."""
    found = read_po(StringIO(content), abort_invalid=True)
    return Catalogue(
        file=str(file),
        language=file.stem,
        header=content.split("\n\n", maxsplit=1)[0] + "\n",
        messages=tuple(_message(each) for each in found if each.id),
        obsolete=tuple(_message(each) for each in found.obsolete.values()),
    )


def _text(file: Path) -> str:
    """Return the text of a file, unless it is larger than any catalogue or has plural forms, which nothing here uses."""
    try:
        text = text_of(content_inside(file, _LARGEST))
    except TooLargeError as error:
        message = f"it is larger than {_LARGEST // 1_000_000} MB"
        raise ValueError(message) from error
    if _PLURAL.search(text):
        message = "it has plural forms, which nothing asks for"
        raise ValueError(message)
    return text


def _message(found: PoMessage) -> Message:
    previous = [each.removeprefix(_PREVIOUS) for each in found.user_comments if each.startswith(_PREVIOUS)]
    return Message(
        context=found.context or "",
        text=str(found.id),
        hints=tuple(found.auto_comments),
        translation=str(found.string or ""),
        fuzzy=found.fuzzy,
        previous=denormalize("\n".join(previous).removeprefix("msgid ")) if previous else None,
        comments=tuple(each for each in found.user_comments if not each.startswith(_PREVIOUS)),
        line=found.lineno or 0,
    )


def to_po(catalogue: Catalogue) -> str:
    """Return a catalogue as the text of a PO file; the same catalogue always gives the same text."""
    blocks = [catalogue.header.rstrip("\n")]
    blocks += ["\n".join(_lines(message, "")) for message in catalogue.messages]
    blocks += ["\n".join(_lines(message, "#~ ")) for message in catalogue.obsolete]
    return "\n\n".join(blocks) + "\n"


def _lines(message: Message, prefix: str) -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in message.comments)
    if not prefix:
        yield from (f"#. {hint}" for hint in message.hints)
        flags = ["fuzzy"] * message.fuzzy + ["python-format"] * bool(_NAMED.search(message.text))
        yield from (f"#, {', '.join(flags)}" for _ in flags[:1])
        yield from _field("#| ", "msgid", (message.previous,))
    yield from _field(prefix, "msgctxt", (message.context or None,))
    yield from _field(prefix, "msgid", (message.text,))
    yield from _field(prefix, "msgstr", (message.translation,))


def _field(prefix: str, keyword: str, values: Iterable[str | None]) -> Iterator[str]:
    for value in values:
        if value is not None:
            yield f"{prefix}{keyword} {normalize(value, prefix=prefix, width=_WIDTH)}"
