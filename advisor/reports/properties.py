"""Say in the properties of a file for a word processor what it was made from: the imprint, in the three that have room for it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.reports.document import Document

_GROUPS = {
    "keywords": ("pack", "pack-hash"),
    "subject": ("answers-hash", "edition"),
    "comments": ("tree-hash", "product", "layout", "typst"),
}
"""Which property holds which values of the imprint."""

_LONGEST = 255
"""How many characters a property may have."""


def describe(properties: Any, document: Document) -> None:  # noqa: ANN401 - what python-docx calls core properties
    """Set the properties of a file to those of a report."""
    properties.title, properties.author = document.title[:_LONGEST], document.city[:_LONGEST]
    properties.language = document.language
    properties.created = properties.modified = datetime.datetime.combine(document.date, datetime.time())
    properties.last_modified_by = document.imprint.product
    made = document.imprint.entries()
    for name, keys in _GROUPS.items():
        setattr(properties, name, "; ".join(f"{key}: {made[key]}" for key in keys))
    properties.identifier, properties.version = made["tree-hash"], made["layout"]
    properties.revision = 1
