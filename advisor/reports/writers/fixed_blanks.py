"""Blanks at which no line may end, in formats whose lines are ended by somebody else: the same rules in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.tree import Node

if TYPE_CHECKING:
    from advisor.reports.document import Document

_FIXED = "\u00a0"

_KEPT = re.compile(
    r"(?<!\w)\d{1,2}\. (?=\w)"  # 4. Etappe, 22. November
    r"|(?<!\w)[A-Z]{3} (?=\d)"  # CHF 500
    r"|(?<!\w)[^\W\d]{3,9} (?=(?:19|20)\d\d(?!\d))"  # August 2027
    r"|(?<!\w)[^\W\d]{3,8} (?=\d{1,2}(?![\w.\u00a0]))"  # Schritt 2
    r"|(?<=\(\d) [^\W\d]+ (?=\d)"  # (1 von 2)
    r"|(?<=\S) (?=– )"  # a dash ends a line and begins none
)


def with_fixed_blanks(document: Document) -> Document:
    """Return the document with the blanks fixed that hold a number to what it counts; what is quoted letter by letter stays."""
    return msgspec.structs.replace(document, tree=_fixed_node(document.tree))


def fixed(text: str) -> str:
    """Return a text with its blanks fixed.

    >>> fixed("bis August 2027 – zusammen CHF 500, (1 von 2) nach Schritt 1").replace(_FIXED, "_")
    'bis August_2027_– zusammen CHF_500, (1_von_2) nach Schritt_1'
    """
    return _KEPT.sub(lambda found: found[0].replace(" ", _FIXED), text)


def _fixed_node(node: Node) -> Node:
    if node.tag == "code":
        return node
    return Node(
        node.tag, tuple(fixed(child) if isinstance(child, str) else _fixed_node(child) for child in node.children), node.target
    )
