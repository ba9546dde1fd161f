"""A report as it was read back from a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.document import PRODUCT, WITH_PROTOCOL, Imprint
from advisor.reports.options import AUDIENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

_HASH = re.compile(r"[0-9a-f]{12}|[0-9a-f]{64}")
_SHAPES = {
    "pack": re.compile(r"\S+ \d+(\.\d+)*"),
    "pack_hash": _HASH,
    "answers_hash": _HASH,
    "tree_hash": _HASH,
    "product": re.compile(rf"{PRODUCT} \S+"),
    "edition": re.compile(rf"\w+(-\w+)* ({'|'.join(AUDIENCES)})( {WITH_PROTOCOL})?"),
    "layout": re.compile(r"\S+"),
    "typst": re.compile(r"\S+"),
}
"""What the values look like; where a report has little room its hashes are cut to twelve characters."""


class UnreadableError(Exception):
    """A file that is not what its first bytes promise."""


class OverfullError(Exception):
    """A file that holds more than any report, so that reading it would take long."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of itself: what it takes to write the same one again."""

    form: str
    imprint: Imprint
    attachments: dict[str, bytes] = {}


class Found(Said, frozen=True, kw_only=True):
    """What a file holds; ``parts`` are its text, a page each where it has pages, ``marks`` what gives that text its looks.

    ``holds`` names all else that a reader could meet: files, links, actions, comments, bytes behind the end.
    """

    parts: tuple[str, ...]
    marks: str = ""
    holds: tuple[str, ...] = ()

    def says(self, said: Said) -> bool:
        """Tell whether the report says this of itself."""
        return (self.form, self.imprint, self.attachments) == (said.form, said.imprint, said.attachments)


def to_imprint(entries: Mapping[str, str]) -> Imprint | None:
    """Return the imprint that the metadata of a file hold; None where a value is missing, or cannot be one."""
    values = {name: entries.get(name.replace("_", "-"), "") for name in _SHAPES}
    if not all(_SHAPES[name].fullmatch(value) for name, value in values.items()):
        return None
    return Imprint(**values)
