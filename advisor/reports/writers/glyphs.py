"""What happens to characters that the typeface does not have: another that looks the same, else a question mark, and a note."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.tree import Node
from advisor.reports.writers.typeface import characters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.reports.document import Document
    from advisor.reports.pictures.drawing import Figure

_ALIKE = str.maketrans({"\u2011": "-", "\u202f": "\u00a0", "\u2009": " ", "\u00ad": "", "\u200b": ""})
_LISTED = 12


def shown(text: str) -> str:
    """Return a text in characters that the typeface has."""
    if _plain().issuperset(text):
        return text
    normal = _normal(text)
    lost = _lost(normal)
    return normal.translate(dict.fromkeys(map(ord, lost), "?")) if lost else normal


def missing(figures: Mapping[str, Figure], *texts: str) -> list[str]:
    """Return the characters of figures and texts that cannot be shown, in the order of their codes."""
    labels = [text for figure in figures.values() for text in (figure.alt, figure.title, *(each.text for each in figure.labels))]
    return sorted(_lost("".join(_normal(text) for text in (*texts, *labels) if not _plain().issuperset(text))))


def named(signs: list[str]) -> str:
    """Name characters by their codes, as many as are worth reading."""
    more = " …" if len(signs) > _LISTED else ""
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs[:_LISTED]) + more


def showable(document: Document) -> Document:
    """Return the document in characters that the typeface has; figures are drawn with :func:`shown`, the title is never empty."""
    title = shown(document.title) or "?"
    return msgspec.structs.replace(document, tree=_shown_node(document.tree), title=title, city=shown(document.city))


@functools.cache
def _plain() -> frozenset[str]:
    """Return the characters that stay what they are, whatever stands beside them: nearly all of a report."""
    kept = {sign for sign in characters() if not unicodedata.combining(sign) and unicodedata.is_normalized("NFC", sign)}
    return frozenset(kept - set(map(chr, _ALIKE)) | {"\n"})


def _lost(normal: str) -> set[str]:
    return set(normal) - characters() - {"\n"}


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def _shown_node(node: Node) -> Node:
    children = tuple(shown(child) if isinstance(child, str) else _shown_node(child) for child in node.children)
    return Node(node.tag, children, node.target)
