"""What every format relies on in a document, checked where somebody else wrote its templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.tree import Node, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def faults(document: Node, figures: Collection[str]) -> Iterator[str]:
    """Yield what keeps a document from being written; ``figures`` are those that this report has."""
    begins = [child.tag for child in document.children[:2] if isinstance(child, Node)]
    if begins != ["h1", "p"]:
        yield "a report begins with <h1> and then <p>."
    for node in elements(document):
        if node.tag in {"h1", "h2", "h3", "h4"} and not text_of(node).strip():
            yield f"<{node.tag}> has no text."
        if node.tag == "figure" and (node.target or "").removeprefix("#") not in figures:
            yield f"this report has no figure '{node.target}'."
        if node.tag == "table":
            wide = {len(row.children) for row in node.children if isinstance(row, Node)}
            if len(wide) != 1 or wide == {0}:
                yield "the rows of a table must have the same number of cells."
