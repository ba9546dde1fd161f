"""Write the report of a portfolio in the formats of other reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.document import hashed
from advisor.reports.formats import write_report
from advisor.reports.pictures.drawing import Figure, draw
from advisor.reports.plain import About, document_of
from advisor.reports.tree import Node, text_of
from advisor.reports.writers.colours import Colours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen
    from advisor.reports.options import Wish, Written
    from advisor.reports.words import Words


class Paper(msgspec.Struct, frozen=True):
    """A document with the figures that stand in it, by name."""

    tree: Node
    figures: dict[str, Figure] = {}

    @property
    def title(self) -> str:
        """Return what it is called."""
        return text_of(next(node for node in self.tree.children if isinstance(node, Node) and node.tag == "h1"))


def in_page(templates: Path, paper: Paper) -> str:
    """Return a document without its title as a part of a page, in HTML."""
    from advisor.reports.writers.html import body_of  # noqa: PLC0415 - other formats need none of it

    below = tuple(node for node in paper.tree.children if not (isinstance(node, Node) and node.tag == "h1"))
    return body_of(Node(paper.tree.tag, below), lambda name: draw(templates, paper.figures[name], Colours()))[0]


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
