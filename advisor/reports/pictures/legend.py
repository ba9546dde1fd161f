"""The signs for statuses, which differ in shape and not only in colour, and the line that explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reports.pictures.drawing import WIDTH, Label, rectangle, room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.reports.context import Context

STATUSES = ("established", "emerging", "absent", "undetermined")
_TEXT = Label(0, 0, "", 14.0, tone="quiet")
_RADIUS, _LINE, _SPACE = 9.0, 26.0, 22.0


class Legend(msgspec.Struct, frozen=True):
    """Signs with their words, and where they end."""

    labels: tuple[Label, ...]
    icons: list[tuple[str, dict[str, object]]]
    pills: list[dict[str, object]]
    bottom: float


def by_status(shapes: Iterable[tuple[str, dict[str, object]]]) -> dict[str, object]:
    """Return shapes by their status: a template draws each kind in its own way."""
    groups: dict[str, list[object]] = {status: [] for status in STATUSES}
    for status, shape in shapes:
        groups[status].append(shape)
    return dict(groups)


def icon(x: float, y: float) -> dict[str, object]:
    """Return the sign of a status around a point."""
    return {
        "x": x,
        "y": y,
        "radius": _RADIUS,
        "half": f"M {x:.1f} {y - _RADIUS:.1f} A {_RADIUS} {_RADIUS} 0 0 1 {x:.1f} {y + _RADIUS:.1f} Z",
        "check": f"{x - 4.2:.1f},{y + 0.3:.1f} {x - 1.2:.1f},{y + 3.5:.1f} {x + 4.4:.1f},{y - 3.4:.1f}",
        "question": y + 4.4,
    }


def legend(context: Context, top: float, *, steps: bool) -> Legend:
    """Return the signs of all statuses with their words, in as many lines as they need."""
    x, y = 0.0, top + _RADIUS
    icons: list[tuple[str, dict[str, object]]] = []
    labels: list[Label] = []
    for status in STATUSES:
        words = context.words(f"status.{status}")
        x, y = _next(x, y, words)
        icons.append((status, icon(x + _RADIUS, y)))
        labels.append(msgspec.structs.replace(_TEXT, x=x + 2 * _RADIUS + 6, y=y + 4.3, text=words))
        x += 2 * _RADIUS + 6 + room(words, _TEXT.size) + _SPACE
    pills: list[dict[str, object]] = []
    if steps:
        words = context.words("picture.map.numbers")
        x, y = _next(x, y, words)
        labels.append(Label(x + _RADIUS, y + 4.9, "1", 14.0, 700, "middle", "paper"))
        labels.append(msgspec.structs.replace(_TEXT, x=x + 2 * _RADIUS + 6, y=y + 4.3, text=words))
        pills.append(rectangle((x, y - _RADIUS, x + 2 * _RADIUS, y + _RADIUS)))
    return Legend(tuple(labels), icons, pills, y + _RADIUS + 2)


def _next(x: float, y: float, words: str) -> tuple[float, float]:
    needed = 2 * _RADIUS + 6 + room(words, _TEXT.size)
    return (0.0, y + _LINE) if x and x + needed > WIDTH else (x, y)
