"""Documents that are no reports, for the same writers: explanations, comparisons, protocols, questionnaires and more."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor import __version__
from advisor.errors import printable
from advisor.reports.document import PRODUCT, Document, Imprint, hashed
from advisor.reports.tree import Node, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.model import Pack
    from advisor.reports.words import Words

DOCUMENTS = ("md", "text", "html", "pdf", "docx")
"""The formats of a document that is no report."""


class About(msgspec.Struct, frozen=True):
    """Whom a document is about (nobody by name where it is about many), the day it tells of, and the hash of its answers."""

    city: str
    date: datetime.date
    answers_hash: str = ""


def document_of(tree: Node, kind: str, pack: Pack, words: Words, about: About) -> Document:
    """Return a tree as a document; ``kind`` says in its imprint what it is. Its title is its first heading."""
    made = Imprint(
        pack=f"{pack.info.id} {pack.info.version}",
        pack_hash=pack.hash,
        answers_hash=about.answers_hash,
        tree_hash=hashed(tree),
        product=f"{PRODUCT} {__version__}",
        edition=f"{pack.info.language} {kind}",
    )
    return Document(
        tree=tree,
        title=text_of(next(node for node in tree.children if isinstance(node, Node) and node.tag == "h1")),
        city=printable(about.city),
        language=pack.info.language,
        date=about.date,
        figures={},
        imprint=made,
        words=words,
        has_appendix=False,
    )


def text(tag: str, told: str) -> Node:
    """Return an element that holds a text; where it is empty, a dash."""
    return Node(tag, (" ".join(printable(told).split()) or "–",))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Node:
    """Return a table."""
    lines = [Node("tr", tuple(text("th", head) for head in heads))]
    return Node("table", (*lines, *(Node("tr", tuple(text("td", cell) for cell in row)) for row in rows)))
