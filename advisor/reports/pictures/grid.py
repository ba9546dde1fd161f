"""What the map and the timeline tell: where approaches stand, and which moves the path makes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.standing import status_words

if TYPE_CHECKING:
    from advisor.reports.context import Context


class Corner(msgspec.Struct, frozen=True):
    """An approach at its place."""

    id: str
    name: str
    status: str
    words: str
    row: int
    column: int


class Move(msgspec.Struct, frozen=True):
    """Steps from one approach to another, by their numbers; from nowhere where a step begins at its target."""

    start: str | None
    end: str
    numbers: tuple[int, ...]


def corners(context: Context) -> list[Corner]:
    """Return every approach at its place."""
    down, across = context.pack.axes
    states = context.outcome.approaches
    return [
        Corner(each.id, each.name, states[each.id].status, _words(context, each.id), row, column)
        for row, pole in enumerate(down.poles)
        for column, other in enumerate(across.poles)
        for each in context.pack.approaches
        if set(each.poles) == {pole.id, other.id}
    ]


def moves(context: Context) -> list[Move]:
    """Return the steps of the path as moves between approaches; steps along the same line share an arrow.

    There are none where it is open how the path begins.
    """
    known = {each.id for each in context.pack.approaches}
    lines: dict[tuple[str | None, str], list[int]] = {}
    steps = [] if begins_open(context) else [item for item in context.outcome.path if item.kind == "step"]
    for number, item in enumerate(steps, start=1):
        start = item.springboard if item.springboard in known else None
        lines.setdefault((start, item.target or ""), []).append(number)
    return [Move(start, end, tuple(numbers)) for (start, end), numbers in lines.items()]


def _words(context: Context, approach: str) -> str:
    state = context.outcome.approaches[approach]
    said = status_words(context, state)
    return said if state.aimed else context.words("picture.map.not_aimed", status=said)


def told(context: Context, found: list[Corner], arrows: list[Move]) -> str:
    """Return the map as a paragraph."""
    words = context.words
    names = {each.id: each.name for each in found}
    places = "; ".join(words("picture.map.place", name=each.name, status=each.words) for each in found)
    steps = sorted((number, each) for each in arrows for number in each.numbers)
    way = "; ".join(
        words("picture.map.enter", number=number, end=names[each.end])
        if each.start is None
        else words("picture.map.move", number=number, start=names[each.start], end=names[each.end])
        for number, each in steps
    )
    return words("picture.map.alt", places=places) + (f" {words('picture.map.way', steps=way)}" if way else "")
