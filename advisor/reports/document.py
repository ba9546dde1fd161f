"""A report before it has a format: its tree, its figures, and what identifies it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.reports.pictures.drawing import Figure
from advisor.reports.remembering import Keep, Once, afresh, keeper
from advisor.reports.tree import GROUPS, Node
from advisor.reports.words import Words

if TYPE_CHECKING:
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome

LAYOUT = "2"
"""Changes whenever the looks of a report change."""

TYPST = "0.15.1"
"""The release of Typst that sets PDF; its Python package has numbers of its own. A test holds it to what that brings."""

PRODUCT = "smart-city-advisor"


WITH_PROTOCOL = "protocol"
"""The word in an edition that says that the protocol of the sittings is part of the report."""


class Imprint(msgspec.Struct, frozen=True):
    """What a report was made from and with; the three hashes are SHA-256 in hexadecimal."""

    pack: str
    pack_hash: str
    answers_hash: str
    tree_hash: str
    product: str
    edition: str
    """Language and audience, as in ``de team``, and a word where the protocol is in it: what it takes to write the same again."""
    layout: str = LAYOUT
    typst: str = TYPST

    def entries(self) -> dict[str, str]:
        """Return what machines find in the metadata of a file."""
        return {name.replace("_", "-"): value for name, value in msgspec.structs.asdict(self).items()}


class Document(msgspec.Struct, frozen=True):
    """A report that any format can be written from."""

    tree: Node
    title: str
    city: str
    language: str
    date: datetime.date
    figures: Mapping[str, Figure]
    imprint: Imprint
    words: Words
    pages: int | None = None
    """How many pages it may take on paper; None is as many as it needs."""
    has_appendix: bool = True
    """Whether its last chapter begins a page of its own."""
    once: Once = afresh
    """Remembers what was written of it before, in other documents."""


def imprint(tree: Node, answers: Answers, outcome: Outcome, edition: str, once: Once = afresh) -> Imprint:
    """Return the imprint of a report; the tree is hashed before the imprint is part of it."""
    return Imprint(
        pack=f"{outcome.pack.id} {outcome.pack.version}",
        pack_hash=outcome.pack.hash,
        answers_hash=hashed(answers),
        tree_hash=hashed(tree if once is afresh else _in_parts(tree, keeper(once))),
        product=f"{PRODUCT} {outcome.product}",
        edition=edition,
    )


def hashed(value: object) -> str:
    """Return the SHA-256 of a value's JSON; the order of mappings does not matter."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


def _in_parts(node: Node, keep: Keep) -> Any:  # noqa: ANN401 - an element, or its JSON
    """Return an element with the JSON of all within it that other reports may have as well, as it was written for them."""
    if node.tag not in GROUPS:
        return keep(_encoded, node)
    return Node(node.tag, tuple([_in_parts(child, keep) for child in node.children if isinstance(child, Node)]), node.target)


def _encoded(node: Node) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(node))
