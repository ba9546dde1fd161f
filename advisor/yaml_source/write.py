"""Write values as YAML: plain where that reads back as the same text, in quotes elsewhere; short things on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.yaml_source.read import Plain

_PLAIN = re.compile(r"\d+(?:\.\d+){2,}|[^\W\d](?:[^\x00-\x1f,\[\]{}:#\\]*[^\x00-\x1f\s,\[\]{}:#\\])?")
_OTHERWISE = {"null", "true", "false"}
"""What other readers of YAML take for something else than text."""
_SHORT = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_JOINERS = "\u200c\u200d"


def plain(value: object) -> Plain:
    """Return a value as it reads when it has been written."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return str(value)


def is_short(value: object) -> bool:
    """Tell whether a value stands on one line: what is single, an answer with its note, and lists of what is single."""
    if isinstance(value, Mapping):
        return not value or ("value" in value and not isinstance(value.get("said"), list | tuple))
    return not isinstance(value, list | tuple) or not any(isinstance(each, Mapping) for each in value)


def on_one_line(value: object) -> str:
    """Return a value on one line, in brackets where it has parts."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(pair(key, each) for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(on_one_line, value)) + "]"
    return _text(value) if isinstance(value, str) else plain(value) or ""  # type: ignore[return-value]


def pair(key: object, value: object) -> str:
    """Return a key and its value on one line."""
    return f"{on_one_line(str(key))}: {on_one_line(value)}".rstrip()


def in_lines(value: object, column: int, unit: int) -> list[str]:
    """Return the lines of a mapping or a list that begin at a column; further ones are moved in by a unit."""
    found = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            found += entry(key, each, column, unit)
    elif isinstance(value, list | tuple):
        for each in value:
            found += item(each, column, unit)
    return found


def entry(key: object, value: object, column: int, unit: int) -> list[str]:
    """Return the lines of an entry of a mapping."""
    if is_short(value):
        return [" " * column + pair(key, value)]
    return [f"{' ' * column}{on_one_line(str(key))}:", *in_lines(value, column + unit, unit)]


def item(value: object, column: int, unit: int) -> list[str]:
    """Return the lines of an item of a list."""
    lines = [" " * (column + 2) + on_one_line(value)] if is_short(value) else in_lines(value, column + 2, unit)
    return [f"{' ' * column}- {lines[0][column + 2 :]}", *lines[1:]]


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHERWISE and all(map(_is_shown, text)):
        return text
    if all(map(_is_shown, text)):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _is_shown(sign: str) -> bool:
    return sign.isprintable() or sign in _JOINERS or (unicodedata.category(sign) == "Zs")


def _sign(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if _is_shown(sign) or unicodedata.category(sign) == "Cs":  # half a character is refused by whoever writes it
        return sign
    return f"\\U{ord(sign):08X}"
