"""Write the report of a portfolio in the formats of other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.document import hashed
from advisor.reports.formats import write_report
from advisor.reports.plain import About, document_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen
    from advisor.reports.options import Wish, Written
    from advisor.reports.tree import Node
    from advisor.reports.words import Words


def write_paper(wish: Wish, pack: Pack, words: Words, tree: Node, seen: Sequence[Seen]) -> Written:
    """Return a document on many cities as it is wished for; its imprint names the pack, and the hash of all answers.

    Its day is that of the last answers.

    Raises:
        FormatError: what the format needs is not installed.

    """
    date = max(each.answers.date for each in seen)
    all_answers = [[each.key, hashed(each.answers)] for each in seen]
    document = document_of(tree, "portfolio", pack, words, About("", date, hashed(all_answers)))
    return write_report(document, wish)
