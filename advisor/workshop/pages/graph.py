"""Pictures of how entries hang together: three columns, with a line from each thing to what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.pictures.drawing import Box, Figure, Label, block, rectangle, text_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ACROSS, _GAP = 190.0, 75.0
_LEFTS = (0.0, _ACROSS + _GAP, 2 * (_ACROSS + _GAP))
_PAD, _BETWEEN = 7.0, 7.0
_MODELS = (Label(0, 0, "", 12.0), Label(0, 0, "", 12.0, 600), Label(0, 0, "", 12.0))

Line = tuple[str, str]


class Columns(msgspec.Struct, frozen=True):
    """What stands in each column, by name, and which leads to which; lines may pass over the column in the middle."""

    columns: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    lines: tuple[Line, ...]


class Told(msgspec.Struct, frozen=True):
    """What a picture is called, and what it says to those who do not see it."""

    title: str
    caption: str
    alt: str


def figure(name: str, graph: Columns, titles: Mapping[str, str], told: Told) -> Figure:
    """Return a picture; ``titles`` has what is written into the boxes."""
    columns = _ordered(graph)
    heights = [_height(column, titles, place) for place, column in enumerate(columns)]
    tallest = max(heights)
    boxes: dict[tuple[int, str], Box] = {}
    labels: list[Label] = []
    for place, column in enumerate(columns):
        y = (tallest - heights[place]) / 2
        for each in column:
            tall = text_height(titles[each], _ACROSS - 2 * _PAD, _MODELS[place]) + 2 * _PAD
            boxes[place, each] = (_LEFTS[place], y, _LEFTS[place] + _ACROSS, y + tall)
            labels += block(titles[each], _LEFTS[place] + _PAD, y + _PAD, _ACROSS - 2 * _PAD, _MODELS[place])
            y += tall + _BETWEEN
    shapes: dict[str, object] = {
        "lines": [curve for line in graph.lines if (curve := _curve(boxes, line))],
        "sides": [rectangle(box) for (place, _), box in boxes.items() if place != 1],
        "middles": [rectangle(box) for (place, _), box in boxes.items() if place == 1],
    }
    return Figure(name, told.title, told.caption, told.alt, tallest, tuple(labels), shapes)


def _height(column: Sequence[str], titles: Mapping[str, str], place: int) -> float:
    tall = sum(text_height(titles[each], _ACROSS - 2 * _PAD, _MODELS[place]) + 2 * _PAD + _BETWEEN for each in column)
    return max(tall - _BETWEEN, 0.0)


def _ordered(graph: Columns) -> list[list[str]]:
    """Put what belongs together at the same height: each column by where the things stand that it is linked with."""
    columns = [list(each) for each in graph.columns]
    for place, beside in ((1, (0,)), (2, (0, 1)), (1, (0, 2))):
        at = {name: number / len(columns[column]) for column in beside for number, name in enumerate(columns[column])}
        columns[place] = sorted(columns[place], key=lambda name, at=at: _mean(name, graph.lines, at))  # type: ignore[misc]
    return columns


def _mean(name: str, lines: Sequence[Line], at: Mapping[str, float]) -> float:
    found = [at[one] for pair in lines for one, other in (pair, pair[::-1]) if other == name and one in at]
    return round(sum(found) / len(found), 6) if found else 1.0


def _curve(boxes: Mapping[tuple[int, str], Box], line: Line) -> str:
    """Return a curve from the right of a box to the left of another further right; empty if there is none."""
    starts = [(place, box) for (place, name), box in boxes.items() if name == line[0]]
    ends = [(place, box) for (place, name), box in boxes.items() if name == line[1]]
    pairs = [(one, other) for here, one in starts for there, other in ends if here < there]
    if not pairs:
        return ""
    start, end = pairs[0]
    x, y, to, at = start[2], (start[1] + start[3]) / 2, end[0], (end[1] + end[3]) / 2
    half = (to - x) / 2
    return f"M{x:.1f} {y:.1f} C{x + half:.1f} {y:.1f} {to - half:.1f} {at:.1f} {to:.1f} {at:.1f}"
