"""What pictures are made of: texts that know how much room they take, and figures that templates place."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import printable
from advisor.reports.writers.typeface import FAMILY, width

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.reports.writers.colours import Colours

WIDTH = 720.0
"""Every picture is so many units wide; heights follow from what is in it."""

_LINE = 1.25
_ASCENT, _DESCENT = 0.78, 0.25
_ROOM = 1.10
"""A page is shown in another typeface where the own one is not installed: texts get so much more room than they need."""

_SET = 1.05
"""How wide a text is set on a page, of what it takes in the own typeface: a little wide there, a little narrow in the others."""

_SHORT = 3
"""Texts of so few signs have room in any typeface."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Label(msgspec.Struct, frozen=True):
    """One line of text; ``x`` is where it begins, ends or has its middle, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float = 13.0
    weight: int = 400
    anchor: str = "start"
    tone: str = "ink"

    def box(self) -> Box:
        """Return the room the text takes."""
        taken = room(self.text, self.size, self.weight)
        left = self.x - {"start": 0.0, "middle": taken / 2, "end": taken}[self.anchor]
        return left, self.y - self.size * _ASCENT, left + taken, self.y + self.size * _DESCENT


class Figure(msgspec.Struct, frozen=True):
    """A picture that is ready to be drawn: what it says (``alt``), where everything stands, and how a terminal shows it."""

    name: str
    title: str
    caption: str
    alt: str
    height: float
    labels: tuple[Label, ...]
    shapes: Mapping[str, object]
    lines: tuple[str, ...] = ()


def room(text: str, size: float, weight: int = 400) -> float:
    """Return the room a line of text needs in any of the typefaces it may be shown in."""
    return width(text, size, weight) * _ROOM


@functools.lru_cache(maxsize=4096)
def wrapped(text: str, across: float, size: float, weight: int = 400) -> tuple[str, ...]:
    """Return a text in lines that fit; a word that is too long for a line is cut. Asked again for each height and each block."""
    lines: list[str] = []
    for word in printable(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and room(longer, size, weight) <= across:
            lines[-1] = longer
        else:
            lines += _cut(word, across, size, weight)
    return tuple(lines) or ("",)


def block(text: str, x: float, top: float, across: float, model: Label) -> tuple[Label, ...]:
    """Return the lines of a text under each other, from ``top`` down, each like the model."""
    return tuple(
        msgspec.structs.replace(model, x=x, y=top + model.size * (_ASCENT + _LINE * place), text=line)
        for place, line in enumerate(wrapped(text, across, model.size, model.weight))
    )


def text_height(text: str, across: float, model: Label) -> float:
    """Return how tall a text is when its lines fit."""
    lines = len(wrapped(text, across, model.size, model.weight))
    return model.size * (_ASCENT + _DESCENT + _LINE * (lines - 1))


def rectangle(box: Box) -> dict[str, object]:
    """Return a box as SVG writes rectangles."""
    return {"x": box[0], "y": box[1], "width": box[2] - box[0], "height": box[3] - box[1]}


def draw(
    templates: Path, figure: Figure, colours: Colours, clean: Callable[[str], str] = printable, *, embedded: bool = False
) -> str:
    """Return a figure as SVG; ``clean`` says what becomes of its texts.

    Where the typeface is not ``embedded``, each text says how wide it is to be: a wider typeface leaves no box.
    """
    from advisor.reports.templating import fill_in  # noqa: PLC0415 - sessions measure texts for figures, and draw none

    kind = figure.name.partition("-")[0]
    view = {
        "id": figure.name,
        "title": clean(figure.title),
        "alt": clean(figure.alt),
        "width": WIDTH,
        "height": round(figure.height, 1),
        "family": FAMILY,
        "colour": msgspec.structs.asdict(colours),
        "labels": [_placed(each, clean(each.text), embedded) for each in figure.labels],
        **{name: _plain(each) for name, each in figure.shapes.items()},
    }
    return fill_in(templates, f"pictures/{kind}.svg.j2", view)


def _cut(word: str, across: float, size: float, weight: int) -> list[str]:
    if room(word, size, weight) <= across:
        return [word]
    parts = [""]
    for sign in word:
        if parts[-1] and room(parts[-1] + sign, size, weight) > across:
            parts.append("")
        parts[-1] += sign
    return parts


def _plain(value: object) -> object:
    """Return what a template may see, with numbers as short as a picture needs them."""
    if isinstance(value, float):
        return round(value, 1)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _placed(label: Label, text: str, embedded: bool) -> dict[str, object]:  # noqa: FBT001 - one of the two kinds of formats
    """Return a label as a template places it, and how wide it is set."""
    across = None if embedded or len(text) <= _SHORT else width(text, label.size, label.weight) * _SET
    entries = {**msgspec.structs.asdict(label), "text": text, "across": across}
    return {name: _plain(each) for name, each in entries.items()}
