"""What a pack says about the pack that it extends, and what is kept of that."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.fields import Entry, Fixed, PackId, Version
from advisor.knowledge.history import PackChange


class Extends(Entry, frozen=True, kw_only=True):
    """The pack that this one adds to."""

    pack: Annotated[PackId, Meta(description="The id of the pack that this one adds to.")]
    version: Annotated[
        Version, Meta(description="Its version; with another one this pack is refused until you have looked at it.")
    ]
    replaces: Annotated[
        tuple[Fixed, ...],
        Meta(description="Entries of that pack that this one writes anew, such as findings/some_id or tie."),
    ] = ()


class Base(msgspec.Struct, frozen=True):
    """A pack that another one extends: which one exactly, and what its versions changed, for answers to it are read as well."""

    id: str
    version: str
    hash: str
    changes: tuple[PackChange, ...] = ()
