"""Move entries of a text of YAML to another name or to the end of another block, with the comments that are about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.yaml_source import places
from advisor.yaml_source.edits import Editor, reads
from advisor.yaml_source.nodes import compose
from advisor.yaml_source.write import entry as entry_lines
from advisor.yaml_source.write import on_one_line, pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.yaml_source.nodes import Node
    from advisor.yaml_source.places import Entry
    from advisor.yaml_source.read import KeyPath


def moved_text(text: str, moved: Mapping[KeyPath, KeyPath]) -> str:
    """Return a text in which the entries at paths of two keys stand at others; new ones come last.

    Raises:
        NotYamlError: the text is none.

    """
    root = compose(text)
    if root is None or not moved:
        return text
    mover = _Mover(text, root)
    mover.move({(str(origin[0]), str(origin[1])): (str(home[0]), str(home[1])) for origin, home in moved.items()})
    return mover.editor.result()


class _Mover:
    """Moves the entries of one text."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.editor = Editor(text, root)
        self._last = places.entries(root)[-1]
        self._blocks = {entry.key.text: entry for entry in places.entries(root) if entry.key}

    def move(self, moved: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        arriving: dict[str, list[tuple[str, Entry]]] = {}
        leaving: dict[str, set[str]] = {}
        for (block, name), (new_block, new_name) in moved.items():
            entry = next(each for each in places.entries(self._blocks[block].value) if each.key and each.key.text == name)
            if block == new_block and entry.key:
                self.editor.patch(entry.key.start, entry.key.end, on_one_line(new_name))
            else:
                arriving.setdefault(new_block, []).append((new_name, entry))
                leaving.setdefault(block, set()).add(name)
        for block, entries in arriving.items():
            self._arrive(block, entries, leaving.get(block, set()))
        for block, names in leaving.items():
            if block not in arriving:
                self._leave(self._blocks[block], names)

    def _arrive(self, block: str, arriving: list[tuple[str, Entry]], leaving: set[str]) -> None:
        """Put entries at the end of a block, which is made where there is none."""
        home = self._blocks.get(block)
        if home is None:
            lines = [line for name, entry in arriving for line in self._lines(name, entry, self.editor.unit)]
            self.editor.put_lines(places.behind_comments(self.text, self.editor.after(self._last), 0), [f"{block}:", *lines])
        elif home.value.kind == "mapping" and home.value.items and home.value.flow:
            last = places.entries(home.value)[-1]
            for name, entry in arriving:
                self.editor.add_in_brackets(last, last, pair(name, reads(entry.value)))
        elif home.value.kind == "mapping" and home.value.items:
            last = places.entries(home.value)[-1]
            column = places.column(self.text, last.start)
            self.editor.put_lines(
                places.behind_comments(self.text, self.editor.after(last), column),
                [line for name, entry in arriving for line in self._lines(name, entry, column)],
            )
        else:
            self.editor.put_block(home, [line for name, entry in arriving for line in self._lines(name, entry, self.editor.unit)])
        if home is not None and leaving:
            self._leave(home, leaving)

    def _lines(self, name: str, entry: Entry, column: int) -> list[str]:
        """Return the lines of an entry under its new name, at a column, with the comments above it."""
        if entry.key is None or not self._moves_as_it_stands(entry):
            return entry_lines(name, reads(entry.value), column, self.editor.unit)
        start = places.comments_above(self.text, entry.start)
        key = places.line_start(self.text, entry.start)
        there = entry.start - key
        text = f"{self.text[start : entry.start]}{on_one_line(name)}{self.text[entry.key.end : self.editor.after(entry)]}"
        return [_moved_in(line, column - there) for line in places.lines(text)]

    def _moves_as_it_stands(self, entry: Entry) -> bool:
        """Tell whether an entry has lines of its own, whose value stays the same where other lines follow."""
        in_brackets = any(
            block.value.flow and block.value.start < entry.start < block.value.end for block in self._blocks.values()
        )
        is_open = places.is_folded(places.last(entry.value)) and not places.ends_in_a_line(self.text)
        return not in_brackets and not is_open and places.begins_its_line(self.text, entry)

    def _leave(self, block: Entry, names: set[str]) -> None:
        there = places.entries(block.value)
        gone = [each.key is not None and each.key.text in names for each in there]
        if block.value.flow:
            if all(gone):
                self.editor.patch(block.value.start, block.value.end, "{}")
            else:
                self.editor.remove(there, gone, flow=True)
            return
        for place, entry in enumerate(there):
            if gone[place]:
                end = self.editor.behind_removed(there, gone, place)
                self.editor.patch(places.comments_above(self.text, entry.start), end, "")
        if all(gone):
            colon = places.colon(self.text, block)
            self.editor.patch(colon, colon, " {}")


def _moved_in(line: str, by: int) -> str:
    if by >= 0:
        return " " * by + line if line.strip() else line
    blank = len(line) - len(line.lstrip(" "))
    return line[min(-by, blank) :]
