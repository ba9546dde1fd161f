"""Change values in a text of YAML that people write: their characters are replaced and nothing else.

Each value is found by its place in the text. What is not changed stays to the byte: comments, quotes, order, line ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from advisor.yaml_source import places
from advisor.yaml_source.patches import Patches
from advisor.yaml_source.write import entry as entry_lines
from advisor.yaml_source.write import in_lines, is_short, item, on_one_line, pair, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.yaml_source.nodes import Node
    from advisor.yaml_source.places import Entry

_HEADER_COMMENT = re.compile(r"[^\n\r#]*?(\s+#[^\n\r]*)")


class Gone(Enum):
    """The new value of an entry that is taken away."""

    GONE = "gone"


class Put(msgspec.Struct):
    """A new value; an entry that is not there yet comes after the entry of a name, else last."""

    value: object
    after: str = ""


Changes = dict[str | int, "Put | Gone | Changes"]
"""What changes in a mapping or a list, by key or number."""


class Editor(Patches):
    """Gathers the changes of values in one text."""

    def become(self, entry: Entry, value: object, *, flow: bool, indent: int) -> None:
        """Give an entry another value; of what has parts only those that differ are changed.

        Args:
            entry: where.
            value: the new value.
            flow: whether it lies within brackets.
            indent: the column of its key or dash.

        """
        node, wanted = entry.value, plain(value)
        if reads(node) == wanted:
            return
        if node.kind == "mapping" and isinstance(value, Mapping) and any(key.text in value for key, _ in node.pairs()):
            names = [None, *map(str, value)]
            puts: Changes = {str(key): Put(each, names[place] or "") for place, (key, each) in enumerate(value.items())}
            gone: Changes = {key.text: Gone.GONE for key, _ in node.pairs() if key.text not in puts}
            self.change(entry, {**gone, **puts}, flow=flow, indent=indent)
        elif node.kind == "list" and node.items and isinstance(value, list | tuple) and value:
            self._relist(node, value, flow=flow or node.flow)
        else:
            self._replace(entry, value, flow=flow, indent=indent)

    def change(self, entry: Entry, changes: Changes, *, flow: bool = False, indent: int = 0) -> None:
        """Change entries of a mapping, or items of a list by their number."""
        node = entry.value
        if node.kind not in {"list", "mapping"} or not node.items:
            wanted = _new(changes)
            if wanted:
                self._fill(entry, wanted, flow=flow, indent=indent)
            return
        flow = flow or node.flow
        there = places.entries(node)
        column = places.column(self.text, there[0].start)
        names = [each.key.text if each.key else number for number, each in enumerate(there)]
        known = dict(zip(names, there, strict=True))
        gone = [changes.get(name) is Gone.GONE for name in names]
        if all(gone) and all(each is Gone.GONE for each in changes.values()):
            self._replace(entry, {} if node.kind == "mapping" else [], flow=flow, indent=indent)
            return
        self.remove(there, gone, flow=flow)
        for name, each in changes.items():
            if name in known and isinstance(each, Put):
                self.become(known[name], each.value, flow=flow, indent=column)
            elif name in known and isinstance(each, dict):
                self.change(known[name], each, flow=flow, indent=column)
        kept = [each for each, is_gone in zip(there, gone, strict=True) if not is_gone]
        self._add(there, kept, {name: each for name, each in changes.items() if name not in known}, flow=flow, pure=not any(gone))

    def _add(self, there: list[Entry], kept: list[Entry], new: Changes, *, flow: bool, pure: bool) -> None:
        by_name = {each.key.text: each for each in kept if each.key}
        column = places.column(self.text, there[0].start)
        added: dict[str, Entry | None] = {}
        for name, each in new.items():
            if each is Gone.GONE:
                continue
            value, after = (each.value, each.after) if isinstance(each, Put) else (_new(each), "")
            before = added.get(after, by_name.get(after)) if after else (kept[-1] if kept else None)
            added[str(name)] = before
            if flow:
                self.add_in_brackets(before, there[0], pair(name, value), in_lines_of_their_own=pure)
            else:
                self.add_lines(before, there[0], entry_lines(name, value, column, self.unit))

    def _relist(self, node: Node, wanted: Sequence[object], *, flow: bool) -> None:
        there = places.entries(node)
        column = places.column(self.text, colon_before(self.text, there[0])) if not flow else 0
        gone = [False] * len(there)
        added: list[tuple[Entry | None, object]] = []
        old, new = (
            [repr(each) for each in side] for side in ([reads(each.value) for each in there], [plain(each) for each in wanted])
        )
        for _, start, stop, new_start, new_stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            paired = min(stop - start, new_stop - new_start)
            for number in range(paired):
                self.become(there[start + number], wanted[new_start + number], flow=flow, indent=column)
            gone[start + paired : stop] = [True] * (stop - start - paired)
            before = there[start + paired - 1] if start + paired else None
            added += [(before, wanted[number]) for number in range(new_start + paired, new_stop)]
        self.remove(there, gone, flow=flow)
        for before, value in added:
            if flow:
                self.add_in_brackets(before, there[0], on_one_line(value), in_lines_of_their_own=not any(gone))
            else:
                self.add_lines(before, there[0], item(value, column, self.unit))

    def _fill(self, entry: Entry, wanted: dict[str, object], *, flow: bool, indent: int) -> None:
        """Give an empty mapping its first entries; a comment in its brackets stays there."""
        node = entry.value
        inner = self.text[node.start + 1 : node.end - 1] if node.kind == "mapping" else ""
        if not inner.strip() and not flow and entry.key is not None:
            self.put_block(entry, in_lines(wanted, indent + self.unit, self.unit))
        elif node.kind == "mapping":
            parts = ", ".join(pair(key, value) for key, value in wanted.items())
            self.patch(node.start + 1, node.start + 1, parts + (" " if inner.startswith("#") else ""))
        else:
            self._put_short(entry, on_one_line(wanted))

    def _replace(self, entry: Entry, value: object, *, flow: bool, indent: int) -> None:
        if flow or is_short(value):
            self._put_short(entry, on_one_line(value))
        elif entry.key is not None:
            self.put_block(entry, in_lines(value, indent + self.unit, self.unit))
        else:
            lines = item(value, indent, self.unit)
            self.patch(
                entry.value.start, places.end(self.text, entry.value), self._break.join([lines[0].lstrip(" -"), *lines[1:]])
            )

    def _put_short(self, entry: Entry, new: str) -> None:
        node = entry.value
        if places.is_below(self.text, entry):
            colon = places.colon(self.text, entry)
            self.patch(colon, colon, f" {new}" if new else "")
            self.patch(places.line_start(self.text, node.start), self._after_value(entry), "")
        elif node.start == node.end:
            colon = places.colon(self.text, entry)
            missing = entry.key is not None and self.text[colon - 1] != ":"
            self.patch(colon, colon, (": " if missing else " ") + new)
        else:
            header = _HEADER_COMMENT.match(self.text, node.start, places.end(self.text, node)) if places.is_folded(node) else None
            self.patch(node.start, places.end(self.text, node), new + (header[1] if header else ""))

    def put_block(self, entry: Entry, lines: list[str]) -> None:
        """Give an entry of a mapping a value in the lines below its key; a comment beside the key stays there."""
        node = entry.value
        if places.is_below(self.text, entry):
            start = places.line_start(self.text, node.start)
            self.patch(start, self._after_value(entry), "")
            self.put_lines(start, lines)
            return
        if node.start < node.end:
            self.patch(places.colon(self.text, entry), places.end(self.text, node), "")
        self.put_lines(self.after(entry), lines)

    def _after_value(self, entry: Entry) -> int:
        return places.next_line(self.text, places.end(self.text, entry.value))


def reads(node: Node) -> object:
    """Return what a value reads as."""
    if node.kind == "mapping":
        return {key.text: reads(value) for key, value in node.pairs()}
    if node.kind == "list":
        return [reads(item) for item in node.items]
    return None if node.is_empty else node.text


def colon_before(text: str, entry: Entry) -> int:
    """Return the place of the dash of an item."""
    return places.colon(text, entry) - 1


def _new(changes: Changes) -> dict[str, object]:
    """Return the new entries of a mapping that had none."""
    return {
        str(key): each.value if isinstance(each, Put) else _new(each) for key, each in changes.items() if each is not Gone.GONE
    }
