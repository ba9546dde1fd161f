"""Write the report of a portfolio in the formats of other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.document import hashed
from advisor.reports.formats import write_report
from advisor.reports.pictures.drawing import Figure
from advisor.reports.plain import About, document_of
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen
    from advisor.reports.options import Wish, Written
    from advisor.reports.words import Words


class Paper(msgspec.Struct, frozen=True):
    """A document with the figures that stand in it, by name."""

    tree: Node
    figures: dict[str, Figure] = {}


def write_paper(wish: Wish, pack: Pack, words: Words, paper: Paper, seen: Sequence[Seen]) -> Written:
    """Return a document on many cities as it is wished for; its imprint names the pack, and the hash of all answers.

    Its day is that of the last answers.

    Raises:
        FormatError: what the format needs is not installed.

    """
    date = max(each.answers.date for each in seen)
    all_answers = [[each.key, hashed(each.answers)] for each in seen]
    document = document_of(paper.tree, "portfolio", pack, words, About("", date, hashed(all_answers)))
    return write_report(msgspec.structs.replace(document, figures=paper.figures), wish)
