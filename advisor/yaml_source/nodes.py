"""Read YAML as a tree of values that know where they stand in the text. The only module that knows PyYAML.

The tree is built from the events of the parser: one pass, no calls of itself, and each value knows its characters in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml is seven times faster where the wheel has it
_DEEPEST = 1_000
"""How many values may lie in each other; what is allowed is far less."""
BOM = "\ufeff"

Kind = Literal["scalar", "list", "mapping", "alias"]
_SCALAR = yaml.ScalarEvent
_KINDS: dict[type, Kind] = {
    yaml.SequenceStartEvent: "list",
    yaml.MappingStartEvent: "mapping",
    yaml.AliasEvent: "alias",
}
_STARTS = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class Node(msgspec.Struct, gc=False):
    """A value and its place: characters from and to, the line counted from 0.

    ``items`` of a mapping are keys and values by turns. ``style`` is the sign that a quoted or folded scalar begins with.
    """

    kind: Kind
    start: int
    end: int
    line: int
    text: str = ""
    style: str = ""
    flow: bool = False
    items: list[Node] = []

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield the keys of a mapping with their values."""
        return zip(self.items[::2], self.items[1::2], strict=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was written for this value."""
        return self.kind == "scalar" and not self.text and not self.style


class NotYamlError(Exception):
    """A text that is no YAML, or not one document of it; ``line`` counts from 1, and 0 stands for the whole."""

    def __init__(self, said: str, line: int) -> None:
        """Keep what the parser said."""
        super().__init__(said)
        self.said = said
        self.line = line


class TooDeepError(NotYamlError):
    """Values lie deeper in each other than anything that is meant to be read."""


def compose(text: str) -> Node | None:
    """Return the tree of a text; None for one without any value.

    Raises:
        NotYamlError: it is no YAML, or more than one document.

    """
    try:
        return _composed(text)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise NotYamlError(f"{text[error.start]!r} is no character", line) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
        if "unexpected end of stream" in said and getattr(error, "context_mark", None) is not None:
            mark, said = error.context_mark, "a quote that opens here is never closed"  # type: ignore[attr-defined] # looked at
        raise NotYamlError(said, mark.line + 1 if mark else 0) from error


def _composed(text: str) -> Node | None:
    skipped = len(text) - len(text.removeprefix(BOM))
    roots: list[Node] = []
    around: list[Node] = []
    inside = roots
    anchors: set[str] = set()
    next_event: Callable[[], Any] = _LOADER(text[skipped:]).get_event
    for event in iter(next_event, None):
        what = type(event)
        if what is _SCALAR:  # most are, so these come first and make no call
            mark = event.start_mark
            start, end = mark.index + skipped, event.end_mark.index + skipped
            node = Node("scalar", start, end, mark.line, event.value, event.style or "")
        elif what in _KINDS:
            node = _node(event, _KINDS[what], skipped)
        elif what in _ENDS:
            around.pop().end = event.end_mark.index + skipped
            inside = around[-1].items if around else roots
            continue
        elif what is yaml.DocumentStartEvent and roots:
            raise NotYamlError("but found another document", event.start_mark.line + 1)
        else:
            continue
        inside.append(node)
        if event.anchor is not None:
            _known(event, node, anchors)
        if what in _STARTS:
            around.append(node)
            inside = node.items
            if len(around) > _DEEPEST:
                raise TooDeepError("values lie too deep in each other", node.line + 1)
    return roots[0] if roots else None


def _node(event: Any, kind: Kind, skipped: int) -> Node:  # noqa: ANN401 - an alias, or the start of a list or a mapping
    mark = event.start_mark
    start, end, line = mark.index + skipped, event.end_mark.index + skipped, mark.line
    if kind == "alias":
        return Node(kind, start, end, line, event.anchor)
    return Node(kind, start, end, line, flow=bool(event.flow_style), items=[])


def _known(event: Any, node: Node, anchors: set[str]) -> None:  # noqa: ANN401 - as above
    """Remember the names that values are given; an alias to none of them is no YAML."""
    if node.kind == "alias":
        if event.anchor not in anchors:
            raise NotYamlError("found undefined alias", node.line + 1)
    elif event.anchor in anchors:
        raise NotYamlError("found duplicate anchor", node.line + 1)
    else:
        anchors.add(event.anchor)
