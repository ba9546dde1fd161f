"""What was read under another name than it stands in a file, as values that a command or a session can tell."""

from __future__ import annotations

from typing import Literal

import msgspec

from advisor.errors import Place

_SAID = {
    "renamed": "the question '{was}' is called '{question}' since version {version} of the pack. The answer counts there.",
    "level": "the level '{was}' of '{question}' is called '{now}' since version {version} of the pack. It is read as that.",
    "base": "these answers are for '{was}' {version}, which '{question}' extends. They are read as answers to that.",
    "retired": (
        "'{was}' is not asked any more since version {version} of the pack ({reason}). "
        "The answer does not count; 'advisor ask' and 'advisor merge' keep it under 'retired'."
    ),
}


class Notice(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One name of a file that is no longer that of today.

    ``question`` is the id of today, or the last one of a question that is no longer asked; ``reason`` says why it is not. ``was``
    and ``now`` are the two names, of the question or of its level. Where a whole file is for the base of a pack, ``was`` is the
    id of that base and ``question`` that of the pack.
    """

    place: Place
    kind: Literal["renamed", "level", "retired", "base"]
    version: str
    question: str
    was: str
    now: str = ""
    reason: str = ""

    def __str__(self) -> str:
        """Write the notice as one line: place, what changed, what that means for the answer."""
        return f"{self.place}: {_SAID[self.kind].format(**msgspec.structs.asdict(self))}"
