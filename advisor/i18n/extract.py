"""The texts of a pack that are translated, found by the annotations of the model, each with where it stands.

The context of a text is its path in the pack: ``question staff_unit levels none label``. Ids lead the way where there are any,
positions elsewhere. What is ``Text`` or ``Label`` is translated; ids, addresses, titles of sources and names of roles are not.
"""

from __future__ import annotations

import functools
import re
import types
import typing
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from advisor.i18n.catalogue import Message
from advisor.knowledge.fields import Entry, Means
from advisor.knowledge.loader import ONE
from advisor.knowledge.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.knowledge.model import Pack

    Change = Callable[[str, str, frozenset[str]], str]
    """Takes the context, the text and its kinds; returns the text to put in its place."""

_TRANSLATED = {"text", "label"}
_SECTION = {kind: section for section, kind in ONE.items()}
_NO_WORDS = re.compile("[ –-]*")
PROPER = "proper name"
"""The kind of names that stand behind their translation where that is introduced."""

_HINTS = {PROPER: "A coined name; where its translation is introduced, this one stands behind it in brackets."}


def pack_messages(pack: Pack) -> list[Message]:
    """Return every text of a pack that is translated, in the order of the pack."""
    found: list[Message] = []

    def note(context: str, text: str, kinds: frozenset[str]) -> str:
        if has_words(text):
            hints = tuple(hint for kind, hint in _HINTS.items() if kind in kinds)
            found.append(Message(context=context, text=text, hints=hints))
        return text

    mapped(pack, note)
    return found


def has_words(text: str) -> bool:
    """Tell whether there is anything to translate beside placeholders, blanks and dashes."""
    return _NO_WORDS.fullmatch(re.sub(r"\{[^{}]*\}", "", text)) is None


def mapped(pack: Pack, change: Change) -> Pack:
    """Return a pack with every translated text changed."""
    values = {name: getattr(pack, name) for name in pack.__struct_fields__}
    changed = {name: _value(value, name, frozenset(), change) for name, value in values.items()}
    return msgspec.structs.replace(pack, **{name: value for name, value in changed.items() if value is not values[name]})


def _value(value: Any, path: str, kinds: frozenset[str], change: Change) -> Any:  # noqa: ANN401 - any part of a pack
    if isinstance(value, str):
        return change(path, value, kinds) if kinds & _TRANSLATED else value
    if isinstance(value, tuple) and len(value) == 1 and "variants" in kinds:
        return (_value(value[0], path, kinds, change),)  # one text stands where several may
    if isinstance(value, tuple):
        named = [(getattr(item, "name", str(place)), item) for place, item in enumerate(value, start=1)]
        return tuple(_value(item, f"{path} {name}", kinds, change) for name, item in named)
    return _entry(value, path, change) if isinstance(value, Entry) else value


def _entry(entry: Entry, path: str, change: Change) -> Entry:
    if type(entry) in _SECTION:
        path = _SECTION[type(entry)]
    elif hasattr(entry, "id"):
        path = f"{type(entry).__name__.lower()} {entry.id}"
    is_sentence = isinstance(entry, Sentence)  # which may be written as a text alone
    values = {
        name: _value(getattr(entry, name), path if is_sentence else f"{path} {key}", kinds, change)
        for name, key, kinds in parts(type(entry))
    }
    return msgspec.structs.replace(entry, **values)


@functools.cache
def parts(kind: type[Entry]) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return the fields of an entry that may hold texts: name, key in the pack's files, and what the value means."""
    found = [(field.name, field.encode_name, _kinds(field.type)) for field in msgspec.structs.fields(kind)]
    return tuple(found)


def _kinds(annotation: Any) -> frozenset[str]:  # noqa: ANN401 - any annotation
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return frozenset(each.kind for each in arguments[1:] if isinstance(each, Means)) | _kinds(arguments[0])
    if origin in {tuple, typing.Union, types.UnionType}:
        return frozenset[str]().union(*(_kinds(each) for each in arguments))
    return frozenset()
