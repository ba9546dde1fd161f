"""Find places in a text of YAML, from the values in it: where lines, values and entries begin and end, comments left out."""

from __future__ import annotations

import re

import msgspec

from advisor.yaml_source.nodes import BOM, Node

_BREAKS = "\n\r\x85\u2028\u2029"
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_BLANK = " \t"
_FOLDED = ("|", ">")
_INTRODUCED = re.compile(r"[ \t]*(?:- +|\? +)*")


class Entry(msgspec.Struct):
    """An entry of a mapping or an item of a list, which has no key; characters from and to."""

    key: Node | None
    value: Node

    @property
    def start(self) -> int:
        """Return where it begins, after the dash of an item."""
        return self.value.start if self.key is None else self.key.start


def entries(node: Node) -> list[Entry]:
    """Return what a mapping or a list holds."""
    if node.kind == "list":
        return [Entry(None, item) for item in node.items]
    return [Entry(key, value) for key, value in node.pairs()]


def end(text: str, node: Node) -> int:
    """Return where the last character of a value stands; what holds several ends with the last of them."""
    while node.kind in {"list", "mapping"} and not node.flow and node.items:
        if node.items[-1].is_empty and node.kind == "mapping":
            return max(node.items[-2].end, node.items[-1].end)
        node = node.items[-1]
    return len(text[: node.end].rstrip(_BREAKS + _BLANK)) if is_folded(node) else node.end


def is_folded(node: Node) -> bool:
    """Tell whether a value stands in the lines below its sign."""
    return node.kind == "scalar" and node.style in _FOLDED


def last(node: Node) -> Node:
    """Return the value with which a value in lines ends."""
    while node.kind in {"list", "mapping"} and not node.flow and node.items:
        node = node.items[-1]
    return node


def line_start(text: str, place: int) -> int:
    """Return where the line of a place begins."""
    reach = 256
    while True:  # in growing steps back, as a sign that a text lacks would be looked for in all of it
        first = max(0, place - reach)
        found = max(text.rfind(sign, first, place) for sign in _BREAKS) + 1
        if found:
            return found
        if first == 0:
            return len(BOM) if text.startswith(BOM) else 0
        reach *= 8


def next_line(text: str, place: int) -> int:
    """Return where the line after that of a place begins, or the end of the text."""
    found = _BREAK.search(text, place)
    return found.end() if found else len(text)


def column(text: str, place: int) -> int:
    """Return how far from the margin a place is."""
    return place - line_start(text, place)


def line_break(text: str) -> str:
    """Return how the lines of a text end."""
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def ends_in_a_line(text: str) -> bool:
    """Tell whether a text ends where a new line may begin."""
    return not text or text[-1] in _BREAKS


def begins_its_line(text: str, entry: Entry) -> bool:
    """Tell whether nothing but the dash of an item stands before an entry in its line."""
    before = text[line_start(text, entry.start) : entry.start]
    if entry.key is None:
        return bool(re.fullmatch(r"[ \t]*-[ \t]*", before))
    return not before.strip(_BLANK)


def is_introduced(text: str, entry: Entry) -> bool:
    """Tell whether nothing but dashes stands before an entry in its line."""
    return bool(_INTRODUCED.fullmatch(text[line_start(text, entry.start) : entry.start]))


def solid(text: str, place: int) -> int:
    """Return the first place from here on that is neither blank nor comment; only where no value can lie between."""
    while place < len(text):
        if text[place] == "#":
            place = next_line(text, place)
        elif text[place] in _BREAKS or text[place] in _BLANK:
            place += 1
        else:
            break
    return place


def comma(text: str, place: int) -> int | None:
    """Return where the comma after a part of brackets stands; None where there is none."""
    found = solid(text, place)
    return found if text[found : found + 1] == "," else None


def colon(text: str, entry: Entry) -> int:
    """Return the place after the colon of an entry, or the dash of an item in lines."""
    if entry.key is not None:
        found = solid(text, entry.key.end)
        return found + 1 if text[found : found + 1] == ":" else entry.key.end
    return text.rfind("-", 0, entry.start) + 1


def is_below(text: str, entry: Entry) -> bool:
    """Tell whether a value begins in a line below its key or dash."""
    node = entry.value
    in_lines = node.kind in {"list", "mapping"} and not node.flow
    return in_lines and not text[line_start(text, node.start) : node.start].strip(_BLANK)


def unit(text: str, root: Node | None) -> int:
    """Return by how much this text moves in what belongs to a key; 2 where it does not say."""
    for entry in entries(root) if root and root.kind == "mapping" else ():
        inner = entry.value
        if inner.kind == "mapping" and not inner.flow and inner.items:
            found = column(text, inner.items[0].start) - column(text, entry.start)
            if found > 0:
                return found
    return 2


def comments_above(text: str, place: int) -> int:
    """Return where the lines of comments begin that stand directly above the line of a place."""
    start = line_start(text, place)
    while start:
        above = line_start(text, start - len(_ending(text, start)))
        if not text[above:start].lstrip(_BLANK).startswith("#"):
            break
        start = above
    return start


def behind_comments(text: str, place: int, margin: int) -> int:
    """Return where the comments end that stand below a place and right of a margin; folded lines above would take them in."""
    found = place
    while place < len(text):
        following = next_line(text, place)
        line = text[place:following].strip()
        if line and not (
            line.startswith("#") and len(text[place:following]) - len(text[place:following].lstrip(_BLANK)) > margin
        ):
            break
        place = following
        found = place if line else found
    return found


def _ending(text: str, start: int) -> str:
    """Return the line break before the beginning of a line."""
    return "\r\n" if text.startswith("\r\n", max(0, start - 2)) else text[start - 1]


def lines(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    found = _BREAK.split(text)
    return found[:-1] if found[-1] == "" else found
