"""Keep the events of a sitting beside its answers, which are on disk before: where this fails, only undoing later is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import UnusableInputError
from advisor.files.lines import append
from advisor.files.read import TooLargeError
from advisor.reports.history import file_of
from advisor.sittings.events import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.sittings.events import Event
    from advisor.sittings.sitting import Sitting


class Written(msgspec.Struct, frozen=True):
    """How many events of a sitting are on disk, and how many bytes they take there; None once nothing more can be written."""

    events: int = 0
    size: int | None = 0


def kept(answers: Path, sitting: Sitting, written: Written) -> Written:
    """Write the events that are not on disk yet; what cannot be written ends the writing, and disturbs nobody."""
    new: tuple[Event, ...] = sitting.events[written.events :]
    if written.size is None or not new:
        return written
    try:
        lines = encoded(new)
        if append(file_of(answers), lines, after=written.size):
            return Written(len(sitting.events), written.size + len(lines))
    except (OSError, TooLargeError, UnusableInputError, UnicodeEncodeError):
        pass
    return Written(written.events, None)
