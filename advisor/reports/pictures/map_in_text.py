"""The map in box characters, for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.reports.context import Context
    from advisor.reports.pictures.grid import Corner, Move

_CARD, _GAP = 28, 7
_MARKS = {"established": "●", "emerging": "◐", "absent": "○", "undetermined": "?"}
_TURNS = {(0, 1): "→", (0, -1): "←", (1, 0): "↓", (-1, 0): "↑", (1, 1): "↘", (1, -1): "↙", (-1, 1): "↗", (-1, -1): "↖"}


def map_lines(context: Context, found: list[Corner], arrows: list[Move]) -> tuple[str, ...]:
    """Return the map in box characters: cards beside and below each other, arrows with their numbers between them."""
    names = [pole.name for pole in context.pack.axes[1].poles]
    rows = [pole.name for pole in context.pack.axes[0].poles]
    gap = " " * _GAP
    place = {each.id: each for each in found}
    ways: dict[tuple[float, float], list[str]] = {}
    for move in arrows:
        number, end = "·".join(map(str, move.numbers)), place[move.end]
        start = place[move.start] if move.start else None
        turn = (end.row - start.row, end.column - start.column) if start else (0, 0)
        spot = (end.row - turn[0] / 2, end.column - turn[1] / 2)
        ways.setdefault(spot, []).append(f"{number}{_TURNS[turn]}" if start else number)
    cards = {(each.row, each.column): _text_card(context, each, ways.get((each.row, each.column), [])) for each in found}
    lines = [gap.join(name[:_CARD].center(_CARD) for name in names).rstrip()]
    for row in (0, 1):
        tall = max(len(cards[row, 0]), len(cards[row, 1]))
        lines.append(rows[row])
        for height, (left, right) in enumerate(zip(_tall(cards[row, 0], tall), _tall(cards[row, 1], tall), strict=True)):
            between = " ".join(ways.get((row, 0.5), [])) if height == tall // 2 else ""
            lines.append(f"{left}{between[:_GAP].center(_GAP)}{right}")
        if row == 0:
            spots = [ways.get((0.5, column), []) for column in (0.0, 0.5, 1.0)]
            widths = (_CARD, _GAP, _CARD)
            lines.append("".join(" ".join(spot).center(wide) for spot, wide in zip(spots, widths, strict=True)).rstrip())
    return tuple(lines)


def _text_card(context: Context, corner: Corner, entries: list[str]) -> list[str]:
    inner = _CARD - 4
    said = [corner.name, f"{_MARKS[corner.status]} {corner.words}"]
    said += [context.words("item.step", number=number) for number in entries]
    lines = [line for text in said for line in textwrap.wrap(text, inner)]
    edge = "─" * (_CARD - 2)
    return [f"┌{edge}┐", *(f"│ {line.ljust(inner)} │" for line in lines), f"└{edge}┘"]


def _tall(card: list[str], tall: int) -> list[str]:
    empty = f"│{' ' * (_CARD - 2)}│"
    return [*card[:-1], *[empty] * (tall - len(card)), card[-1]]
