"""One question for a whole room to see, on a screen of its own: the question, its answers, and the map that fills up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk.session import called
from advisor.terminal.surface import WIDTH, wrapped
from advisor.terminal.telling import before, speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.sittings.glance import Placed
    from advisor.sittings.showing import Shown
    from advisor.terminal.telling import Told

_BAR = 20
_DONE, _AHEAD = "█", "░"
_MARKS = {"established": "█", "emerging": "▒", "absent": "·"}
_OPEN, _UNDETERMINED = "?", "undetermined"
_EDGE = 16
"""Columns for the names of the poles at the left."""


def question(told: Told, shown: Shown, placed: Sequence[Placed], *, with_levels: bool) -> str:
    """Return a question with nothing beside it but how far one is, and the map; its levels unless they come below it."""
    words, asked = told.words, shown.question
    topic = called("topic", asked.topic, told.pack.topics).name
    left = shown.fits if shown.fits is not None else shown.left["course"] or shown.left["findings"]
    done = shown.number - 1
    filled = _BAR * done // max(done + left, 1)
    bar = f"{_DONE * filled}{_AHEAD * (_BAR - filled)}"
    parts = (words("sitting.present.progress", number=shown.number, topic=topic), bar, words("sitting.present.left", left=left))
    lines = [wrapped("  ".join(parts)), *map_lines(told, placed), speaker(told, shown), wrapped(told.text(asked.ask), "  ")]
    for place, level in enumerate(asked.levels if with_levels else (), start=1):
        behaviour = f" – {told.text(level.behaviour)}" if level.behaviour else ""
        lines.append(wrapped(f"{level.label}{behaviour}", f"  {place}. ", "     "))
    if shown.given is not None:
        lines.append(wrapped(before(told, shown), "  "))
    return "\n".join(lines)


def map_lines(told: Told, placed: Sequence[Placed]) -> list[str]:
    """Return the map: the poles of the first axis from left to right, those of the second from top to bottom.

    Each approach has a bar that says by its pattern how far it is, and a word that says the same. A pack whose axes are not two
    has a line for each approach.
    """
    axes = told.pack.axes
    if len(axes) != 2:  # noqa: PLR2004 - a map has two axes
        return [" ".join(_cell(told, each)) for each in placed]
    across, down = axes
    width = (WIDTH - _EDGE) // len(across.poles)
    lines = [" " * _EDGE + "".join(_padded(pole.name, width) for pole in across.poles)]
    for pole in down.poles:
        there = [next((each for each in placed if {pole.id, beside.id} <= set(each.poles)), None) for beside in across.poles]
        cells = [_cell(told, each) if each else ("", "") for each in there]
        for edge, row in ((pole.name, 0), ("", 1)):
            lines.append(_padded(edge, _EDGE) + "".join(_padded(cell[row], width) for cell in cells))
    return [line.rstrip() for line in lines]


def _padded(text: str, width: int) -> str:
    """Return a text that takes so many columns, one of them empty."""
    return f"{text[: width - 1]:<{width}}"


def _cell(told: Told, placed: Placed) -> tuple[str, str]:
    """Return an approach with its bar, and how far it is."""
    certain = placed.statuses[0] if len(placed.statuses) == 1 else ""
    mark = _MARKS.get(certain, _OPEN)
    name = called("approach", placed.approach, told.pack.approaches).name
    return f"{mark * 2} {name}", f"   {told.words(f'status.{certain or _UNDETERMINED}')}"
