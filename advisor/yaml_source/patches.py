"""Gather changes of characters in a text of YAML: where lines and parts of brackets are added and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.yaml_source import places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.yaml_source.nodes import Node
    from advisor.yaml_source.places import Entry


class Patches:
    """Gathers what changes in one text."""

    def __init__(self, text: str, root: Node | None) -> None:
        """Take a text and its tree."""
        self.text = text
        self.unit = places.unit(text, root)
        self._patches: list[tuple[int, int, str]] = []
        self._break = places.line_break(text)
        self._stripped: set[int] = set()

    def result(self) -> str:
        """Return the text with all changes."""
        found, done = [], 0
        for start, end, new in sorted(self._patches, key=lambda patch: patch[:2]):
            if start < done:  # within what goes
                continue
            found.append(self.text[done:start])
            found.append(self._without_break(new, "".join(found)) if start == len(self.text) else new)
            done = max(done, end)
        return "".join(found) + self.text[done:]

    def _without_break(self, new: str, before: str) -> str:
        """Return what comes last without the break that ends the line before it, where that is gone and ends already.

        It would leave a blank line, which a value above may keep.
        """
        is_superfluous = places.ends_in_a_line(before) and not places.ends_in_a_line(self.text)
        return new.removeprefix(self._break) if is_superfluous else new

    def patch(self, start: int, end: int, new: str) -> None:
        """Replace characters."""
        self._patches.append((start, end, new))

    def put_lines(self, place: int, lines: Sequence[str]) -> None:
        """Put lines where a line begins, or after the last one."""
        if place == len(self.text) and not places.ends_in_a_line(self.text):
            self.patch(place, place, "".join(self._break + line for line in lines))
        else:
            self.patch(place, place, "".join(line + self._break for line in lines))

    def after(self, entry: Entry) -> int:
        """Return where the line after an entry in lines begins; a value in lines that would grow by that is closed."""
        leaf = places.last(entry.value)
        if not places.is_folded(leaf):
            return places.next_line(self.text, max(places.end(self.text, entry.value), entry.key.end if entry.key else 0))
        header = self._header(leaf)
        if leaf.end == len(self.text) and not places.ends_in_a_line(self.text) and "-" not in header:
            if leaf.start not in self._stripped:
                sign = leaf.start + header.index(leaf.style)
                self.patch(sign + 1, sign + 1 + header[header.index(leaf.style) + 1 :].count("+"), "-")
                self._stripped.add(leaf.start)
            return leaf.end
        return leaf.end if "+" in header else places.next_line(self.text, places.end(self.text, leaf))

    def behind(self, entry: Entry) -> int:
        """Return where an entry in lines ends with the comments that stand below it, further right than itself."""
        return places.behind_comments(self.text, self.after(entry), places.column(self.text, entry.start))

    def add_lines(self, before: Entry | None, first: Entry, lines: list[str]) -> None:
        """Add the lines of an entry after another one, or before the first."""
        if before is not None:
            self.put_lines(self.after(before), lines)
        elif places.begins_its_line(self.text, first):
            self.put_lines(places.line_start(self.text, first.start), lines)
        else:
            rest = " " * places.column(self.text, first.start)
            self.patch(first.start, first.start, self._break.join([lines[0].lstrip(), *lines[1:]]) + self._break + rest)

    def add_in_brackets(self, before: Entry | None, first: Entry, new: str, *, in_lines_of_their_own: bool = True) -> None:
        """Add a part after another one, in a line of its own where that one has such a line."""
        if before is None:
            self.patch(first.start, first.start, f"{new}, ")
            return
        end = max(before.value.end, before.key.end if before.key else 0)
        start = places.line_start(self.text, before.start)
        comma = places.comma(self.text, end)
        behind = end if comma is None else comma + 1
        following = places.next_line(self.text, behind)
        alone = not self.text[start : before.start].strip() and places.solid(self.text, behind) >= following
        if not (in_lines_of_their_own and alone and following > behind):
            self.patch(end, end, f", {new}")
            return
        if comma is None:
            self.patch(end, end, ",")
        self.put_lines(following, [self.text[start : before.start] + new + ("" if comma is None else ",")])

    def remove(self, there: list[Entry], gone: list[bool], *, flow: bool) -> None:
        """Take entries away, with the comments in their lines; those in lines of their own stay."""
        kept = max((place for place, is_gone in enumerate(gone) if not is_gone), default=-1)
        if not flow and gone[0] and kept > 0 and not places.begins_its_line(self.text, there[0]):
            first = gone.index(False)  # what follows the dash goes, and the first that stays takes its place
            self.patch(there[0].start, there[first].start, "")
            there, gone = there[first:], gone[first:]
        for place, entry in enumerate(there):
            if gone[place] and flow:
                self._remove_in_brackets(there, place, kept)
            elif gone[place]:
                self.patch(places.line_start(self.text, entry.start), self.behind_removed(there, gone, place), "")

    def behind_removed(self, there: list[Entry], gone: list[bool], place: int) -> int:
        """Return where an entry in lines ends that is taken away, with the blank lines that the value above would take in."""
        kept_above = [each for each, is_gone in zip(there[:place], gone, strict=False) if not is_gone]
        end = self.behind(there[place])
        return self._behind_blanks(end) if kept_above and self._keeps_blanks(kept_above[-1]) else end

    def _keeps_blanks(self, entry: Entry) -> bool:
        """Tell whether blank lines below an entry would become part of its value."""
        leaf = places.last(entry.value)
        return places.is_folded(leaf) and "+" in self._header(leaf)

    def _header(self, leaf: Node) -> str:
        """Return the line in which a folded value begins, without its comment."""
        return self.text[leaf.start : places.next_line(self.text, leaf.start)].partition("#")[0]

    def _behind_blanks(self, start: int) -> int:
        while start < len(self.text) and not self.text[start : (end := places.next_line(self.text, start))].strip():
            start = end
        return start

    def _remove_in_brackets(self, there: list[Entry], place: int, kept: int) -> None:
        entry, ends = there[place], [max(each.value.end, each.key.end if each.key else 0) for each in there]
        if place > kept >= 0 and "#" not in self.text[ends[kept] : there[place].start]:
            self.patch(ends[place - 1], ends[place], "")
            return
        comma = places.comma(self.text, ends[place])
        behind = ends[place] if comma is None else comma + 1
        following = there[place + 1].start if place + 1 < len(there) else behind
        self.patch(entry.start, behind if "#" in self.text[behind:following] else following, "")
