"""Write answers into a file without disturbing what else stands in it. The only module that knows ruamel.yaml.

Comments, order and quotes of a file written by hand survive; a file changes only in the lines of what was answered.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

if TYPE_CHECKING:
    from collections.abc import Mapping

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
