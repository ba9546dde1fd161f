"""Write the report of a portfolio in the formats of other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import __version__
from advisor.reports.document import PRODUCT, Document, Imprint, hashed
from advisor.reports.formats import write_report
from advisor.reports.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen
    from advisor.reports.options import Wish, Written
    from advisor.reports.tree import Node
    from advisor.reports.words import Words

FORMATS = ("md", "text", "html", "pdf", "docx")


def write_paper(wish: Wish, pack: Pack, words: Words, tree: Node, seen: Sequence[Seen]) -> Written:
    """Return a document on many cities as it is wished for; its imprint names the pack, and the hash of all answers.

    Its day is that of the last answers.

    Raises:
        FormatError: what the format needs is not installed.

    """
    title = text_of(tree.children[0]) if tree.children and not isinstance(tree.children[0], str) else ""
    made = Imprint(
        pack=f"{pack.info.id} {pack.info.version}",
        pack_hash=pack.hash,
        answers_hash=hashed([[each.key, hashed(each.answers)] for each in seen]),
        tree_hash=hashed(tree),
        product=f"{PRODUCT} {__version__}",
        edition=f"{pack.info.language} portfolio",
    )
    document = Document(
        tree=tree,
        title=title,
        city="",
        language=pack.info.language,
        date=max(each.answers.date for each in seen),
        figures={},
        imprint=made,
        words=words,
    )
    return write_report(document, wish)
