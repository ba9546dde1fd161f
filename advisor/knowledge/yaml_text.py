"""Read YAML as plain text values with their lines. The only module that knows PyYAML.

Every scalar stays the text that was written, so a bare ``no`` never turns into False; what a value means is decided by the type
the model declares for it. Duplicate keys, aliases and over-deep nesting are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import yaml

from advisor.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yaml.nodes import Node

Plain = str | list["Plain"] | dict[str, "Plain"] | None
KeyPath = tuple[str | int, ...]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml is seven times faster where the wheel has it
_QUOTES = ("'", '"', "|", ">")
_NULLS = frozenset({"null", "Null", "NULL", "~"})
"""What YAML calls nothing, where it stands without quotes."""
_DEEPEST = 20
_INDENT = re.compile(r"^[ \t?:-]+", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*advisor:(?P<text>.*)$")
_LARGEST = 2_000_000
_TOO_DEEP = (f"values are nested more than {_DEEPEST} deep.", "Flatten them.", "R104")
_HARMLESS = 1_000
"""How deep a file may at most look for its tree to be built at once: the library calls itself for it, on a stack that ends."""


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
    empty = Source(name, None, {})
    try:
        text = _text(file)
        _refuse_depth(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return empty, [_syntax_problem(name, error)]
    except _TooDeepError as error:
        return empty, [Problem(Place(name, error.line), *_TOO_DEEP)]
    except (OSError, UnicodeDecodeError, _TooLargeError, RecursionError) as error:
        what, hint = _unreadable(error)
        return empty, [Problem(Place(name), what, hint, "R101")]
    reader = _Reader(name)
    data = None if node is None else reader.plain(node, ())
    comments = tuple(_comments(text, name, node))
    return Source(name, data, reader.lines, comments, nulls=frozenset(reader.nulls)), reader.problems


def _comments(text: str, name: str, node: Node | None) -> Iterator[Comment]:
    """Yield the comments to the check; PyYAML drops comments, so they are what is inside no value."""
    if "advisor:" not in text:
        return
    values = list(_spans(node)) if node else []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        found = _COMMENT.search(line)
        if found is None or any(start <= (number, found.start()) < end for start, end in values):
            continue
        alone = not line[: found.start()].strip()
        following = (later for later in range(number + 1, len(lines)) if lines[later].strip()[:1] not in {"", "#"})
        about = next(following, number) if alone else number
        yield Comment(Place(name, number + 1), found["text"].strip(), about + 1)


def _spans(node: Node) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if isinstance(node, yaml.ScalarNode):
        yield (node.start_mark.line, node.start_mark.column), (node.end_mark.line, node.end_mark.column)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _spans(part)
    else:
        for item in node.value:
            yield from _spans(item)


class _TooDeepError(Exception):
    """Values are nested deeper than a stack can bear; ``line`` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _refuse_depth(text: str) -> None:
    """Look at the depth of a file before its tree is built, where brackets or blanks suggest that it may be deep.

    Raises:
        _TooDeepError: it is.

    """
    if text.count("[") + text.count("{") + max(map(len, _INDENT.findall(text)), default=0) < _HARMLESS:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST + 1:
            mark = event.start_mark
            raise _TooDeepError(mark.line + 1 if mark else 0)


class _TooLargeError(Exception):
    """The file is larger than anything a person writes."""


def _text(file: Path) -> str:
    if file.stat().st_size > _LARGEST:
        raise _TooLargeError
    return file.read_text(encoding="utf-8-sig")


def _unreadable(error: Exception) -> tuple[str, str]:
    """Say why a file cannot be read, and what helps."""
    match error:
        case FileNotFoundError():
            return "there is no such file.", "Check the path."
        case IsADirectoryError():
            return "this is a folder, not a file.", "Name the file inside it."
        case UnicodeDecodeError():
            return f"the file is not UTF-8 text (byte {error.start}).", "Save it with the encoding UTF-8."
        case _TooLargeError():
            return f"the file is larger than {_LARGEST // 1_000_000} MB.", "Split it into several files."
        case RecursionError():
            return "the file is nested too deeply.", "Flatten it."
        case _:
            return f"the file cannot be read: {error}.", "Check its permissions."


def _syntax_problem(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    hint = "Check the indentation, the colons and the quotes around this line."
    return Problem(Place(name, mark.line + 1 if mark else 0), f"the file cannot be understood here: {said}.", hint, "R102")


class _Reader:
    """Turns nodes into plain data while noting lines and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self.nulls: set[KeyPath] = set()
        self._seen: set[int] = set()

    def plain(self, node: Node, path: KeyPath) -> Plain:
        line = node.start_mark.line + 1
        self.lines[path] = line
        if id(node) in self._seen:
            self._complain(line, "a value is reused through an alias (*).", "Write the value out.", "R103")
            return None
        self._seen.add(id(node))
        if len(path) > _DEEPEST:
            self._complain(line, *_TOO_DEEP)
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _scalar(self, node: yaml.ScalarNode, path: KeyPath) -> Plain:
        if node.style in _QUOTES:
            return str(node.value)
        if node.value in _NULLS:
            self.nulls.add(path)
        return None if node.value == "" else str(node.value)

    def _mapping(self, node: Node, path: KeyPath) -> Plain:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(line, "a key must be a plain word.", "Quote it, or check the brackets.", "R105")
                continue
            key = str(key_node.value)
            if key in result:
                first = self.lines[(*path, key)]
                self._complain(line, f"'{key}' is given twice, first in line {first}.", "Keep one of them.", "R106")
                continue
            result[key] = self.plain(value_node, (*path, key))
            self.lines[(*path, key)] = line
        return result

    def _complain(self, line: int, what: str, hint: str, code: str) -> None:
        self.problems.append(Problem(Place(self.name, line), what, hint, code))
