"""The document tree, and the strict reader that makes it from the HTML that templates write.

Templates may use a small semantic part of HTML. Anything else is refused, not cleaned: a mistake in a template must be seen by
its author, and text of a user can never become structure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from advisor.errors import UNSEEN, AdvisorError, printable
from advisor.reports.remembering import afresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.reports.remembering import Once

INLINE = frozenset({"strong", "em", "code", "a", "br"})
_TEXT = INLINE | {"#text"}
_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "ul", "ol", "table", "aside", "figure"})
_CHILDREN: dict[str, frozenset[str]] = {
    "article": _BLOCKS,
    "aside": frozenset({"p", "ul", "ol"}),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "p", "strong", "em", "code", "a", "th", "figure"), _TEXT),
    "td": _TEXT,
    "li": _TEXT | {"ul", "ol"},
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "br": frozenset(),
}
GROUPS = frozenset({"article", "aside", "ul", "ol", "table"})
"""What consists of elements alone."""
DOCUMENT, _LINE = "#document", "#line"
_IN_TEXT = frozenset[str]().union(*(inside for inside in _CHILDREN.values() if "#text" in inside))
INSIDE = {
    DOCUMENT: frozenset({"article"}),
    _LINE: frozenset[str]().union(*_CHILDREN.values()) - _IN_TEXT,  # wherever these may stand, white space around them is nothing
    **_CHILDREN,
}
ATTRIBUTES = {"a": "href", "figure": "src"}
TARGETS = {
    "a": (re.compile(r"(https?://|#)"), "a link must lead to http, https or a place in the document"),
    "figure": (re.compile(r"#(map|timeline|profile|reasons-[0-9]+)\Z"), "there is no such figure"),
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
DEEPEST, _DEEPEST_BLOCK = 20, 12
_SPACE = re.compile(r"[ \t\n]+")
_WITH_ADDRESS = re.compile(r"""([a-z]+) ([a-z]+)="((?:[^"<>&]|&(?:amp|lt|gt|\#34|\#39);)*)"\Z""")
"""What stands in a tag that leads somewhere, as templates write it; other tags are names alone."""

_ENTITY = re.compile(r"&[^;]{0,5};?")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'"}
"""What templates write for signs that mean something in HTML."""


class Node(msgspec.Struct, frozen=True, cache_hash=True, dict=True):
    """An element of the document; ``target`` is the address of a link, or the name of a figure, whose caption it holds."""

    tag: str
    children: tuple[Node | str, ...] = ()
    target: str | None = None


_BREAK = Node("br")


class TemplateError(AdvisorError):
    """A template wrote something that is not part of a document."""


def parse_document(html: str, name: str, once: Once = afresh) -> Node:
    """Return the tree of one ``article``; ``name`` is how errors call the template. Blocks that were read before are remembered.

    Raises:
        TemplateError: with the line, where the text is not made of the allowed elements.

    """
    return _read_plainly(html, once) or _read(html, name)


def _read(html: str, name: str) -> Node:
    from advisor.reports.tree_reader import read  # noqa: PLC0415 - shipped templates write plainly, and need no reader of HTML

    return read(html, name)


def _read_plainly(html: str, once: Once = afresh) -> Node | None:
    """Return the tree of what is written as templates write it; None for anything else, which takes ten times as long."""
    if "\r" in html or "\0" in html or not set(_ENTITY.findall(html)) <= _ENTITIES.keys():
        return None
    before, begun, rest = html.partition("<")
    if before.strip(" \n") or not begun:
        return None
    return _plain(rest.split("<") if once is afresh else _by_blocks(rest, once), DOCUMENT, DEEPEST)


def _by_blocks(html: str, once: Once) -> Iterator[str | Node]:
    """Yield blocks that begin a line and are whole in it, as they were read before, and the pieces between them."""
    for line in html.split("\n<"):
        block = once(_block, line)
        if block is None:
            yield from f"{line}\n".split("<")
        else:
            yield block


def _block(line: str) -> Node | None:
    """Return the element that a line is; None of a line that is no whole one, or one that could stand within a text."""
    return _plain(line.split("<"), _LINE, _DEEPEST_BLOCK)


def _plain(pieces: Iterable[str | Node], within: str, deepest: int) -> Node | None:
    """Return the tree of tags, each with the text behind it; None where one is not allowed, or not written plainly.

    What is allowed is what the other one allows, asked for in one loop: a report has a thousand elements.
    """
    tag, target, found = within, None, list[Node | str]()
    around: list[tuple[str, str | None, list[Node | str]]] = []
    for piece in pieces:
        if isinstance(piece, Node):
            if piece.tag not in INSIDE[tag] or len(around) + _DEEPEST_BLOCK > deepest:
                return None
            found.append(piece)
            continue
        inside, end, text = piece.partition(">")
        if not end:
            return None
        if around and inside[:1] == "/" and inside[1:] == tag:
            node = Node(tag, trimmed(found), target)
            tag, target, found = around.pop()
            found.append(node)
        elif inside == "br" and inside in INSIDE[tag]:
            found.append(_BREAK)
        else:
            opened = _opened(inside)
            if opened is None or opened[0] not in INSIDE[tag] or len(around) >= deepest:
                return None
            around.append((tag, target, found))
            (tag, target), found = opened, []
        if text and not _took(text, INSIDE[tag], found):
            return None
    is_whole = not around and len(found) == 1 and isinstance(found[0], Node)
    return found[0] if is_whole else None  # type: ignore[return-value] # an element, as was looked at


def _opened(inside: str) -> tuple[str, str | None] | None:
    """Return the name of the element that a tag opens, and where it leads; None of what is not written plainly."""
    if inside not in ATTRIBUTES and " " not in inside:
        return inside, None
    found = _WITH_ADDRESS.match(inside)
    if found is None or ATTRIBUTES.get(found[1]) != found[2]:
        return None
    target = _seen_target(found[1], _unescaped(found[3]))
    return None if target is None else (found[1], target)


def _took(text: str, allowed: frozenset[str], found: list[Node | str]) -> bool:
    """Take a text where one may stand; tell whether it may."""
    if "#text" not in allowed:
        return text.isspace() or not _unescaped(text).strip()
    is_plain = "&" not in text and text.isprintable() and "  " not in text  # most are, and need no more than this
    found.append(text if is_plain else shown(_unescaped(text)))
    return True


def _seen_target(tag: str, target: str) -> str | None:
    """Return where a link or a figure leads; None where that is not allowed."""
    return UNSEEN.sub(lambda sign: quote(sign[0], errors="replace"), target) if TARGETS[tag][0].match(target) else None


def shown(data: str) -> str:
    """Return a text as readers see it, with one blank where several signs of white space stand."""
    return data if data.isprintable() and "  " not in data else _SPACE.sub(" ", printable(data))


def without(gone: Callable[[Node], bool], document: Node) -> list[Node]:
    """Return the parts of a document that are left, without a heading under which stood nothing but what is gone."""
    found: list[Node] = []
    lost = False
    for node in document.children:
        if not isinstance(node, Node):
            continue
        if gone(node):
            lost = True
            continue
        if lost and found and 0 < _heads(node) <= _heads(found[-1]):
            found.pop()
        lost = False
        found.append(node)
    return found[:-1] if lost and found and _heads(found[-1]) else found


def _heads(node: Node) -> int:
    """Return the level of a heading; 0 for anything else."""
    return int(node.tag[1]) if node.tag in _HEADINGS else 0


def elements(node: Node) -> Iterator[Node]:
    """Yield an element and all within it, in the order of the document."""
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from elements(child)


def text_of(node: Node) -> str:
    """Return the text of an element without any structure."""
    return "".join(child if isinstance(child, str) else " " if child.tag == "br" else text_of(child) for child in node.children)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)


def trimmed(children: list[Node | str]) -> tuple[Node | str, ...]:
    """Drop the white space at both ends, and texts that are left empty."""
    if not children:
        return ()
    if len(children) == 1 and isinstance(only := children[0], str):
        return (text,) if (text := only.strip(" ")) else ()
    if isinstance(first := children[0], str):
        children[0] = first.lstrip(" ")
    if isinstance(last := children[-1], str):
        children[-1] = last.rstrip(" ")
    return tuple([child for child in children if child != ""]) if "" in children else tuple(children)
