"""Arrows with explicit heads, because markers are not shown everywhere, and with the numbers of steps on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from advisor.reports.pictures.drawing import Box, Label, rectangle, room

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = 13.0
"""Half the height of the pill that holds a number."""

_HEAD, _SIZE = 11.0, 14.0

Point = tuple[float, float]


class Arrow(msgspec.Struct, frozen=True):
    """A line from its start to its tip, the corners of its head, and the number it carries."""

    start: Point
    tip: Point
    head: tuple[Point, Point, Point]
    pill: Box
    label: Label

    def shape(self) -> dict[str, object]:
        """Return what a template places."""
        return {
            "points": points((self.start, _base(self.start, self.tip))),
            "head": points(self.head),
            "pill": rectangle(self.pill),
        }


def numbered(start: Point, tip: Point, numbers: tuple[int, ...], place: float) -> Arrow:
    """Return an arrow that carries the numbers of its steps at a place of its line, from 0 (start) to 1 (tip)."""
    x, y = start[0] + (tip[0] - start[0]) * place, start[1] + (tip[1] - start[1]) * place
    text = " · ".join(str(number) for number in numbers)
    half = max(NUMBER, room(text, _SIZE, 700) / 2 + 7)
    label = Label(x, y + 4.9, text, _SIZE, 700, "middle", "paper")
    return Arrow(start, tip, head(start, tip), (x - half, y - NUMBER, x + half, y + NUMBER), label)


def head(start: Point, tip: Point, size: float = _HEAD) -> tuple[Point, Point, Point]:
    """Return the corners of the head of an arrow."""
    x, y = _base(start, tip, size)
    length = math.dist(start, tip)
    aside = (start[1] - tip[1]) / length * size / 2, (tip[0] - start[0]) / length * size / 2
    return tip, (x + aside[0], y + aside[1]), (x - aside[0], y - aside[1])


def points(corners: Sequence[Point]) -> str:
    """Return points as SVG writes them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _base(start: Point, tip: Point, size: float = _HEAD) -> Point:
    length = math.dist(start, tip)
    return tip[0] - (tip[0] - start[0]) / length * size, tip[1] - (tip[1] - start[1]) / length * size
