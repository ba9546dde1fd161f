"""A document that is no report: what the protocol and a questionnaire on paper share with reports, for the same writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import __version__
from advisor.errors import printable
from advisor.reports.document import PRODUCT, Document, Imprint, hashed
from advisor.reports.tree import Node

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from advisor.knowledge.model import Pack
    from advisor.reports.words import Words

FORMATS = ("md", "text", "html", "pdf", "docx")


def document_of(tree: Node, kind: str, pack: Pack, words: Words, city: str, date: datetime.date) -> Document:
    """Return a tree as a document; ``kind`` says in its imprint what it is. Its first part is its title."""
    head = tree.children[0]
    title = "".join(each for each in head.children if isinstance(each, str)) if isinstance(head, Node) else kind
    made = Imprint(
        pack=f"{pack.info.id} {pack.info.version}",
        pack_hash=hashed(f"{pack.info.id} {pack.info.version}"),
        answers_hash="",
        tree_hash=hashed(tree),
        product=f"{PRODUCT} {__version__}",
        edition=f"{pack.info.language} {kind}",
    )
    return Document(
        tree=tree,
        title=title,
        city=printable(city),
        language=pack.info.language,
        date=date,
        figures={},
        imprint=made,
        words=words,
    )


def text(tag: str, told: str) -> Node:
    """Return an element that holds a text; where it is empty, a dash."""
    return Node(tag, (" ".join(printable(told).split()) or "–",))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Node:
    """Return a table."""
    lines = [Node("tr", tuple(text("th", head) for head in heads))]
    return Node("table", (*lines, *(Node("tr", tuple(text("td", cell) for cell in row)) for row in rows)))
