"""Read YAML files into plain values, each with the line where it stands, and say what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Phrase, Place, Problem, coded, phrase
from advisor.files.read import LARGEST, TooLargeError, content_of, text_of
from advisor.files.reasons import reason
from advisor.yaml_source.nodes import NotYamlError, TooDeepError, compose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.yaml_source.nodes import Node


_VALUE = re.compile(r"^\s*(?:- +)*(?:[^\s:\"'{}\[\],]+:\s+)?(?P<value>.*?)\s*$")
_TYPOGRAPHIC = "„“”«»‚‘’‹›"
_NEVER_FIRST = "@`%*&!|>{["
GENERAL = phrase("R102.general")

_NEVER_CLOSED = "never closed"
_BY_WORDS = {_NEVER_CLOSED: "R102.closed", "expected ',' or": "R102.bracket", "escape": "R102.escape"}
"""Hints by what the library says of a line, where that is enough to go by."""


Plain = str | list["Plain"] | dict[str, "Plain"] | None

KeyPath = tuple[str | int, ...]

_NULLS = frozenset({"null", "Null", "NULL", "~"})
"""What YAML calls nothing, where it stands without quotes."""

DEEPEST = 20
"""How many values may stand in each other."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*advisor:(?P<text>.*)$")


def slip(line: str, said: str) -> Phrase:
    """Return the hint for a line at which reading stopped; ``said`` is what the library says."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return phrase("R102.indent")
    known = next((phrase(hint) for words, hint in _BY_WORDS.items() if words in said), None)
    found = _VALUE.match(line)
    return known or _of_value(found["value"] if found else "", said) or GENERAL


def _of_value(value: str, said: str) -> Phrase | None:
    """Return the hint for the text behind a key or a dash; None where it does not look like the cause."""
    first = value[:1]
    if first and first in _TYPOGRAPHIC:
        return phrase("R102.typographic", sign=first, text=value)
    if first in {"'", '"'}:
        return phrase("R102.single" if first == '"' else "R102.double")
    if first and first in _NEVER_FIRST:
        return phrase("R102.first", sign=first)
    if "sequence entries" in said:
        return phrase("R102.list")
    if "mapping values" in said and re.search(r":(?:\s|$)", value):
        return phrase("R102.colon")
    return None


class Comment(msgspec.Struct, frozen=True):
    """A comment that speaks to the check (``# advisor: …``), and the line that it is about: its own, or the next one."""

    place: Place
    text: str
    about: int


class Source(msgspec.Struct, frozen=True):
    """What a file says: plain data, the line of each value by its path, and comments to the check.

    ``without`` are the paths of entries that no longer count, because another pack writes them anew. ``nulls`` are the paths of
    values that are written as YAML writes nothing; what may be left out is left out there.
    """

    file: str
    data: Plain
    lines: dict[KeyPath, int]
    comments: tuple[Comment, ...] = ()
    without: frozenset[KeyPath] = frozenset()
    nulls: frozenset[KeyPath] = frozenset()

    def place(self, path: KeyPath) -> Place:
        """Return the line of a value, or of the nearest one around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 0))


def read_source(file: Path, name: str) -> tuple[Source, list[Problem]]:
    """Read one file; ``name`` is how problems call it. Never raises for bad content."""
    try:
        text = text_of(content_of(file, LARGEST))
    except (OSError, UnicodeDecodeError, TooLargeError) as error:
        return Source(name, None, {}), [unreadable(error, Place(name))]
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[Source, list[Problem]]:
    """Read what a file of this name holds or shall hold. Never raises for bad content."""
    try:
        return read_tree(text, compose(text), name)
    except NotYamlError as error:
        place = Place(name, error.line)
        is_deep = isinstance(error, TooDeepError)
        return Source(name, None, {}), [coded(place, "R104", most=DEEPEST) if is_deep else _syntax(error, text, place)]


def read_tree(text: str, node: Node | None, name: str) -> tuple[Source, list[Problem]]:
    """Read a text from its tree."""
    reader = _Reader(name)
    data = None if node is None else reader.plain(node, ())
    comments = tuple(_comments(text, name, node))
    return Source(name, data, reader.lines, comments, nulls=frozenset(reader.nulls)), reader.problems


def _comments(text: str, name: str, node: Node | None) -> Iterator[Comment]:
    """Yield the comments to the check: what looks like one and is inside no value."""
    lines = text.splitlines(keepends=True) if "advisor:" in text else []
    looking = list(_looking_like_comments(lines))
    values = list(_spans(node)) if node and looking else []
    for number, found, place in looking:
        if any(first <= place < end for first, end in values):
            continue
        alone = not lines[number][: found.start()].strip()
        following = (later for later in range(number + 1, len(lines)) if lines[later].strip()[:1] not in {"", "#"})
        about = next(following, number) if alone else number
        yield Comment(Place(name, number + 1), found["text"].strip(), about + 1)


def _looking_like_comments(lines: list[str]) -> Iterator[tuple[int, re.Match[str], int]]:
    """Yield what looks like a comment to the check, with the number of its line and its place in the text."""
    start = 0
    for number, line in enumerate(lines):
        found = _COMMENT.search(line.rstrip()) if "advisor:" in line else None
        if found is not None:
            yield number, found, start + found.start()
        start += len(line)


def _spans(node: Node) -> Iterator[tuple[int, int]]:
    if node.kind == "scalar":
        yield node.start, node.end
    for item in node.items:
        yield from _spans(item)


def unreadable(error: OSError | UnicodeDecodeError | TooLargeError, place: Place) -> Problem:
    """Say why a file cannot be read, and what helps."""
    match error:
        case FileNotFoundError():
            return coded(place, "R101", how="none")
        case IsADirectoryError():
            return coded(place, "R101", how="folder")
        case UnicodeDecodeError():
            return coded(place, "R101", how="encoding", byte=error.start)
        case TooLargeError():
            return coded(place, "R101", how="large", size=LARGEST // 1_000_000)
        case _:
            return coded(place, "R101", how="other", reason=reason(error))


def _syntax(error: NotYamlError, text: str, place: Place) -> Problem:
    lines = text.splitlines()
    hint = slip(lines[error.line - 1], error.said) if 0 < error.line <= len(lines) else GENERAL
    return coded(place, "R102", hint, how="quote") if _NEVER_CLOSED in error.said else coded(place, "R102", hint, said=error.said)


class _Reader:
    """Turns nodes into plain data while noting lines and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self.nulls: set[KeyPath] = set()

    def plain(self, node: Node, path: KeyPath) -> Plain:
        self.lines[path] = node.line + 1
        if node.kind == "alias":
            self._complain(node.line + 1, "R103")
            return None
        if len(path) > DEEPEST:
            self._complain(node.line + 1, "R104", most=DEEPEST)
            return None
        if node.kind == "scalar":
            return self._scalar(node, path)
        if node.kind == "list":
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.items)]
        return self._mapping(node, path)

    def _scalar(self, node: Node, path: KeyPath) -> Plain:
        if not node.style and node.text in _NULLS:
            self.nulls.add(path)
        return None if node.is_empty else node.text

    def _mapping(self, node: Node, path: KeyPath) -> Plain:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.pairs():
            line, key = key_node.line + 1, key_node.text
            if key_node.kind != "scalar":
                self._complain(line, "R105")
                continue
            within = (*path, key)
            if key in result:
                self._complain(line, "R106", key=key, line=self.lines[within])
                continue
            result[key] = self.plain(value_node, within)
            self.lines[within] = line
        return result

    def _complain(self, place: int, code: str, **given: str | int) -> None:
        self.problems.append(coded(Place(self.name, place), code, **given))
