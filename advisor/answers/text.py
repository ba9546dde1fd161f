"""Write into YAML files that people write: answers and cases.

A file changes only in the characters of what was answered or edited; all else stays to the byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.yaml_source.edits import Changes, Editor, Gone, Put
from advisor.yaml_source.moves import moved_text
from advisor.yaml_source.nodes import Node, compose
from advisor.yaml_source.places import Entry
from advisor.yaml_source.write import in_lines, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.yaml_source.read import KeyPath, Plain

Block = dict[str, Any]
"""An answers file as plain data: text, numbers, dates, lists and mappings."""


def new_text(data: Mapping[str, Any]) -> str:
    """Return the text of a new file."""
    return "".join(f"{line}\n" for line in in_lines(data, 0, 2))


def changed_text(text: str, path: KeyPath, value: object) -> str:
    """Return a file's text with the value at a path replaced or added.

    Raises:
        NotYamlError: the file is none.

    """
    return _edited(text, compose(text), {path: Put(value)})


def edited_text(text: str, edits: Mapping[KeyPath, object], root: Node | None = None) -> str:
    """Return a file's text with the values at paths replaced or added; None removes what stands there.

    Lists keep their style, and what stays in them keeps its comments. The tree of the text may be given, if it is known already.

    Raises:
        NotYamlError: the file is none.

    """
    wanted = {path: Gone.GONE if value is None else Put(value) for path, value in edits.items()}
    return _edited(text, compose(text) if root is None else root, wanted)


def edited_data(data: Plain, edits: Mapping[KeyPath, object]) -> Plain:
    """Return what a file with edits should read as, from what it reads as without them."""
    for path, value in edits.items():
        data = _with(data, path, value)
    return data


def _with(data: Plain, path: KeyPath, value: object) -> Plain:
    if not path:
        return plain(value)
    if isinstance(data, list):
        return [_with(each, path[1:], value) if number == path[0] else each for number, each in enumerate(data)]
    found, key = dict(data) if isinstance(data, dict) else {}, str(path[0])
    if value is None and key not in found:
        return data
    if value is None and len(path) == 1:
        found.pop(key, None)
    else:
        found[key] = _with(found.get(key), path[1:], value)
    return found


def _edited(text: str, root: Node | None, edits: Mapping[KeyPath, Put | Gone]) -> str:
    changes: Changes = {}
    for path, edit in edits.items():
        inner = changes
        for key in path[:-1]:
            inner = inner.setdefault(key, {})  # type: ignore[assignment]
        inner[path[-1]] = edit
    if root is None or not changes:
        return text
    editor = Editor(text, root)
    editor.change(Entry(None, root), changes)
    return editor.result()


def migrated_text(text: str, moved: Mapping[KeyPath, KeyPath], put: Mapping[KeyPath, str], version: str) -> str:
    """Return a file's text with answers moved to other names or blocks, their values replaced, for a version of the pack.

    Raises:
        NotYamlError: the file is none.

    """
    homes = {home: origin for origin, home in moved.items()}
    edits: dict[KeyPath, Put | Gone] = {(*homes.get(path[:2], path[:2]), *path[2:]): Put(value) for path, value in put.items()}
    return moved_text(_edited(text, compose(text), {**edits, ("pack_version",): Put(version, after="pack")}), moved)
