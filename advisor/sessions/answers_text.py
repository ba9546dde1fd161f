"""Write into YAML files that people write: answers and cases. The only module that knows ruamel.yaml.

Comments, order and quotes of a file written by hand survive; a file changes only in the lines of what was answered or edited.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from advisor.sessions.layout import keep_layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.yaml_text import KeyPath

Block = dict[str, Any]
"""An answers file as plain data: text, numbers, dates, lists and mappings."""


def new_text(data: Mapping[str, Any]) -> str:
    """Return the text of a new file."""
    return _dumped(_commented(data))


def changed_text(text: str, path: tuple[str, ...], value: object) -> str:
    """Return a file's text with the value at a path replaced or added."""
    document = _yaml().load(text)
    target = document
    for key in path[:-1]:
        if target.get(key) is None:
            target[key] = CommentedMap()
        target = target[key]
    target[path[-1]] = _commented(value)
    return _dumped(document)


def edited_text(text: str, edits: Mapping[KeyPath, object]) -> str:
    """Return a file's text with the values at paths replaced or added; None removes what stands there.

    All other lines stay as they are laid out. Lists keep their style, and what stays in them keeps its comments.
    """
    document = _yaml().load(text)
    unedited = _dumped(document)
    for path, value in edits.items():
        target = document
        for key in path[:-1]:
            target = target[key]
        last = path[-1]
        if value is None:
            target.pop(last, None)
        elif isinstance(value, list) and isinstance(target.get(last), CommentedSeq):
            _relist(target[last], value)
        else:
            target[last] = _commented(value)
    edited = _dumped(document)
    kept = keep_layout(text, unedited, edited)
    return kept if _yaml().load(kept) == document else edited


def _relist(items: CommentedSeq, wanted: list[Any]) -> None:
    if not items:
        items.fa.set_flow_style()
    for place in reversed(range(len(items))):
        if items[place] not in wanted:
            del items[place]
    items.extend(each for each in wanted if each not in items)
    if list(items) != wanted:
        items[:] = wanted


def migrated_text(text: str, moved: Mapping[KeyPath, KeyPath], put: Mapping[KeyPath, str], version: str) -> str:
    """Return a file's text with answers moved to other names or blocks, then values replaced, for a version of the pack."""
    document = _yaml().load(text)
    for (block, name), (new_block, new_name) in moved.items():
        if document.get(new_block) is None:
            document[new_block] = CommentedMap()
        _move(document[block], name, document[new_block], new_name)
        if not document[block]:
            document[block].fa.set_flow_style()
    for path, value in put.items():
        holder = document
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
    if "pack_version" in document:
        document["pack_version"] = version
    else:
        document.insert(list(document).index("pack") + 1, "pack_version", version)
    return _dumped(document)


def _move(source: CommentedMap, name: object, target: CommentedMap, new_name: object) -> None:
    """Give an entry another name in its place, or put it at the end of another mapping; its comments go with it."""
    names, place, column = list(source), list(source).index(name), source.lc.key(name)[1]
    comment = source.ca.items.pop(name, None)
    value = source.pop(name)
    target.insert(place if target is source else len(target), new_name, value)
    if comment is not None:
        target.ca.items[new_name] = comment
    if target is source:
        return
    if place == 0 and source.ca.comment and source.ca.comment[1]:
        _put_above(target, new_name, "".join(token.value for token in source.ca.comment[1]), column)
        source.ca.comment[1].clear()  # the mapping around it holds the same list
    in_lines = isinstance(value, CommentedMap | CommentedSeq) and not value.fa.flow_style()
    if comment is not None and comment[2] is not None and not in_lines and place + 1 < len(names):
        # What stands above the next entry was read as the rest of the comment on this line.
        own, _, above = comment[2].value.partition("\n")
        comment[2].value = f"{own}\n"
        _put_above(source, names[place + 1], above, column)


def _put_above(mapping: CommentedMap, name: object, comment: str, column: int) -> None:
    lines = [line.strip().removeprefix("#").strip() for line in comment.strip().splitlines()]
    if lines:
        mapping.yaml_set_comment_before_after_key(name, before="\n".join(lines), indent=column)


def keys_at(text: str, key: str) -> tuple[str, ...]:
    """Return the keys of the mapping under a key of a file, in their order."""
    return tuple(_yaml().load(text).get(key) or ())


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: object) -> str:
    stream = io.StringIO()
    _yaml().dump(document, stream)
    return stream.getvalue()


def _commented(value: object) -> object:
    """Return a value as it is to be written: an answer with its note on one line, all else as a block."""
    if isinstance(value, dict):
        block = CommentedMap({key: _commented(each) for key, each in value.items()})
        if "value" in value and not any(isinstance(each, list) and key == "said" for key, each in value.items()):
            block.fa.set_flow_style()
        return block
    if isinstance(value, list | tuple):
        items = CommentedSeq([_commented(each) for each in value])
        if not any(isinstance(each, dict) for each in value):
            items.fa.set_flow_style()
        return items
    return value
