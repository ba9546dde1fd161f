"""The map: two poles down, two across, an approach in each corner, and the path as numbered arrows between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from advisor.reports.pictures.arrows import NUMBER, Arrow, numbered
from advisor.reports.pictures.drawing import WIDTH, Box, Figure, Label, block, rectangle, text_height
from advisor.reports.pictures.grid import Corner, Move, corners, moves, told
from advisor.reports.pictures.legend import by_status, icon, legend
from advisor.reports.pictures.map_in_text import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reports.context import Context

_SIDE, _CARD, _PAD = 128.0, 252.0, 14.0
_GAP_X, _GAP_Y, _NARROW = WIDTH - _SIDE - 2 * _CARD, 76.0, 28.0
_ENTRY = 46.0
_NAME = Label(0, 0, "", 17.0, 700)
_STATUS = Label(0, 0, "", 14.0, 600)
_POLE = Label(0, 0, "", 14.0, 600, "middle", "quiet")
_ICON, _AIR = 9.0, 5.0
_HALFWAY, _EARLY = 0.42, 0.25
"""Where on an arrow its number stands; on a diagonal one before the middle, where two of them would meet."""


def map_figure(context: Context) -> Figure:
    """Return the map of a case."""
    words, found, arrows = context.words, corners(context), moves(context)
    poles = [[pole.name for pole in axis.poles] for axis in context.pack.axes]
    top = max(text_height(name, _CARD, _POLE) for name in poles[1]) + 10
    tall = max(_card_height(each) for each in found)
    entries = {corner.row for corner in found for move in arrows if move.start is None and move.end == corner.id}
    first = top + (_ENTRY if 0 in entries else 0)
    rows = {each.id: each.row for each in found}
    gap = _GAP_Y if any(move.start and rows[move.start] != rows[move.end] for move in arrows) else _NARROW
    boxes = {each.id: _card(each, first, tall, gap) for each in found}
    bottom = first + 2 * tall + gap + (_ENTRY if 1 in entries else 0)
    drawn = [_arrow(move, boxes, {each.id: each for each in found}) for move in arrows]
    key = legend(context, bottom + 16, steps=bool(arrows))
    labels = (
        *_pole_labels(poles, first, tall, gap),
        *(label for each in found for label in _card_labels(each, boxes[each.id])),
        *(arrow.label for arrow in drawn),
        *key.labels,
    )
    shapes = {
        "cards": by_status((each.status, rectangle(boxes[each.id])) for each in found),
        "icons": by_status([*((each.status, icon(*_icon_place(each, boxes[each.id]))) for each in found), *key.icons]),
        "arrows": [arrow.shape() for arrow in drawn],
        "pills": key.pills,
    }
    lines = map_lines(context, found, arrows)
    return Figure(
        "map",
        words("picture.map.title"),
        map_caption(context),
        told(context, found, arrows),
        key.bottom,
        labels,
        shapes,
        lines,
    )


def map_caption(context: Context) -> str:
    """Return what stands below the map."""
    return context.words("picture.map.caption" if moves(context) else "picture.map.caption_still")


def _card(corner: Corner, first: float, tall: float, gap: float) -> Box:
    left = _SIDE + corner.column * (_CARD + _GAP_X)
    top = first + corner.row * (tall + gap)
    return left, top, left + _CARD, top + tall


def _card_height(corner: Corner) -> float:
    inner = _CARD - 2 * _PAD
    status = text_height(corner.words, inner - 2 * _ICON - 8, _STATUS)
    return max(2 * _PAD + text_height(corner.name, inner, _NAME) + 12 + status, 74.0)


def _card_labels(corner: Corner, box: Box) -> Iterator[Label]:
    inner = _CARD - 2 * _PAD
    yield from block(corner.name, box[0] + _PAD, box[1] + _PAD, inner, _NAME)
    left, middle = _icon_place(corner, box)
    yield from block(corner.words, left + _ICON + 8, middle - 8, inner - 2 * _ICON - 8, _STATUS)


def _icon_place(corner: Corner, box: Box) -> tuple[float, float]:
    below = box[1] + _PAD + text_height(corner.name, _CARD - 2 * _PAD, _NAME) + 12
    return box[0] + _PAD + _ICON, below + 8


def _pole_labels(poles: list[list[str]], first: float, tall: float, gap: float) -> Iterator[Label]:
    for column, name in enumerate(poles[1]):
        yield from block(name, _SIDE + _CARD / 2 + column * (_CARD + _GAP_X), 2, _CARD, _POLE)
    for row, name in enumerate(poles[0]):
        across = _SIDE - 16
        middle = first + tall / 2 + row * (tall + gap)
        yield from block(name, across / 2, middle - text_height(name, across, _POLE) / 2, across, _POLE)


def _arrow(move: Move, boxes: dict[str, Box], corner: dict[str, Corner]) -> Arrow:
    """Return an arrow from card to card, or into a card from outside, with its number on it."""
    end = boxes[move.end]
    if move.start is None:
        middle, above = (end[0] + end[2]) / 2, corner[move.end].row == 0
        edge = end[1] - _AIR if above else end[3] + _AIR
        away = _ENTRY - _AIR - NUMBER - 1
        return numbered((middle, edge - away if above else edge + away), (middle, edge), move.numbers, 0.0)
    start = boxes[move.start]
    here, there = _between(start, end)
    straight = here[0] == there[0] or here[1] == there[1]
    return numbered(here, there, move.numbers, _HALFWAY if straight else _EARLY)


def _between(start: Box, end: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where an arrow leaves one card and reaches the other: from side to side, or from corner to corner."""
    (x1, x2), (y1, y2) = _facing(start[0], start[2], end[0], end[2]), _facing(start[1], start[3], end[1], end[3])
    air = math.copysign(_AIR, x2 - x1), math.copysign(_AIR, y2 - y1)
    here = x1 + (air[0] if x1 != x2 else 0), y1 + (air[1] if y1 != y2 else 0)
    there = x2 - (air[0] if x1 != x2 else 0), y2 - (air[1] if y1 != y2 else 0)
    return here, there


def _facing(low: float, high: float, other_low: float, other_high: float) -> tuple[float, float]:
    """Return the ends of the way from one span to another; the middle of both where they are the same."""
    if low == other_low:
        return (low + high) / 2, (low + high) / 2
    return (high, other_low) if low < other_low else (low, other_high)
