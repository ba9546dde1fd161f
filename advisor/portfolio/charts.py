"""Charts of many cities, drawn as figures of other reports: each says in words what it shows, and a table stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.portfolio.views import STATUSES
from advisor.reports.pictures.arrows import points
from advisor.reports.pictures.drawing import WIDTH, Figure, Label, block, room, text_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.reports.words import Words

    Counts = Mapping[str, Mapping[str, int]]

_TEXT = Label(0, 0, "", 13.0)
_QUIET = Label(0, 0, "", 12.0, tone="quiet")
_BAR, _TALL, _APART = (210.0, WIDTH), 24.0, 12.0
_LEFT, _RIGHT, _THICK = 200.0, WIDTH - 200.0, 14.0
_TOP, _FLOW, _BETWEEN = 24.0, 170.0, 18.0
_YEAR = msgspec.structs.replace(_QUIET, y=12, weight=600, anchor="middle")
_DARK = "established"
"""On this colour text is light."""


def statuses_chart(words: Words, names: Mapping[str, str], statuses: Counts) -> Figure:
    """Return a bar for each approach, parted by how many cities have which status of it."""
    labels: list[Label] = []
    bars: dict[str, list[dict[str, float]]] = {status: [] for status in STATUSES}
    y = 0.0
    for approach, counts in statuses.items():
        labels += block(names[approach], 0, y + 3, _BAR[0] - 14, _TEXT)
        for status, left, right in _parted(counts):
            bars[status].append({"x": left, "y": y, "width": right - left, "height": _TALL})
            labels += _inside(str(counts[status]), status, left, right, y)
        y += max(_TALL, text_height(names[approach], _BAR[0] - 14, _TEXT) + 6) + _APART
    y = _legend(words, y + 4, labels, bars)
    told = "; ".join(
        words("portfolio.chart.part", what=names[approach], counts=_counted(words, counts))
        for approach, counts in statuses.items()
    )
    alt = words("portfolio.chart.statuses_alt", parts=told)
    title, caption = words("portfolio.standing"), words("portfolio.chart.statuses")
    return Figure("statuses", title, caption, alt, y, tuple(labels), {"bars": bars})


def _parted(counts: Mapping[str, int]) -> Iterator[tuple[str, float, float]]:
    """Yield each status that occurs, and from where to where its part of the bar goes."""
    total, before = sum(counts.values()), 0
    for status in (each for each in STATUSES if counts[each]):
        after = before + counts[status]
        left, right = (_BAR[0] + (_BAR[1] - _BAR[0]) * place / total for place in (before, after))
        yield status, left, right
        before = after


def _inside(text: str, status: str, left: float, right: float, top: float) -> list[Label]:
    if room(text, _TEXT.size) + 6 > right - left:
        return []
    tone = "paper" if status == _DARK else "ink"
    return [msgspec.structs.replace(_TEXT, x=(left + right) / 2, y=top + 16.5, text=text, anchor="middle", tone=tone)]


def _legend(words: Words, top: float, labels: list[Label], bars: dict[str, list[dict[str, float]]]) -> float:
    x = 0.0
    for status in STATUSES:
        text = words(f"status.{status}")
        bars[status].append({"x": x, "y": top, "width": 14.0, "height": 14.0})
        labels.append(msgspec.structs.replace(_QUIET, x=x + 20, y=top + 11.4, text=text))
        x += 20 + room(text, _QUIET.size) + 20
    return top + 18


def flows_chart(words: Words, number: int, title: str, moves: Counts, years: tuple[int, int]) -> Figure:
    """Return from which status to which cities went, as bands between two years as broad as they are many."""
    total = sum(count for targets in moves.values() for count in targets.values())
    scale = (_FLOW - _BETWEEN * (len(STATUSES) - 1)) / max(total, 1)
    then = {was: sum(moves.get(was, {}).values()) for was in STATUSES}
    now = {will: sum(targets.get(will, 0) for targets in moves.values()) for will in STATUSES}
    left, right = _stacked(then, scale), _stacked(now, scale)
    shapes: dict[str, object] = {
        "bands": _bands(moves, left, right, scale),
        "blocks": {
            each: [*_block(then, left, each, _LEFT, scale), *_block(now, right, each, _RIGHT, scale)] for each in STATUSES
        },
    }
    labels = [
        *_beside(words, then, left, msgspec.structs.replace(_TEXT, x=_LEFT - 8, anchor="end"), scale),
        *_beside(words, now, right, msgspec.structs.replace(_TEXT, x=_RIGHT + _THICK + 8), scale),
        msgspec.structs.replace(_YEAR, x=_LEFT + _THICK / 2, text=str(years[0])),
        msgspec.structs.replace(_YEAR, x=_RIGHT + _THICK / 2, text=str(years[1])),
    ]
    caption = words("portfolio.chart.flows", before=years[0], now=years[1])
    return Figure(f"flows-{number}", title, caption, _told(words, title, moves), _TOP + _FLOW + 6, tuple(labels), shapes)


def _bands(moves: Counts, left: Mapping[str, float], right: Mapping[str, float], scale: float) -> dict[str, list[dict[str, str]]]:
    """Return the bands between the blocks, those that stay apart from those that go elsewhere."""
    bands: dict[str, list[dict[str, str]]] = {"stays": [], "goes": []}
    begins, ends = dict(left), dict(right)
    for was, targets in moves.items():
        for will, count in targets.items():
            broad, y, into = count * scale, begins[was], ends[will]
            corners = [(_LEFT + _THICK, y), (_RIGHT, into), (_RIGHT, into + broad), (_LEFT + _THICK, y + broad)]
            bands["stays" if was == will else "goes"].append({"points": points(corners)})
            begins[was], ends[will] = y + broad, into + broad
    return bands


def _block(counts: Mapping[str, int], tops: Mapping[str, float], status: str, x: float, scale: float) -> list[dict[str, float]]:
    tall = max(counts[status] * scale, 1.0)
    return [{"x": x, "y": tops[status], "width": _THICK, "height": tall}] if counts[status] else []


def _beside(words: Words, counts: Mapping[str, int], tops: Mapping[str, float], model: Label, scale: float) -> Iterator[Label]:
    """Yield what each block is, and how many."""
    for status, count in counts.items():
        if count:
            text = words("portfolio.chart.counted", what=words(f"status.{status}"), count=count)
            yield msgspec.structs.replace(model, y=tops[status] + count * scale / 2 + 4.4, text=text)


def _stacked(counts: Mapping[str, int], scale: float) -> dict[str, float]:
    """Return where the block of each status begins."""
    y, found = _TOP, {}
    for status, count in counts.items():
        found[status] = y
        y += count * scale + (_BETWEEN if count else 0)
    return found


def _told(words: Words, title: str, moves: Counts) -> str:
    each: Sequence[str] = [
        words("portfolio.chart.move", was=words(f"status.{was}"), will=words(f"status.{will}"), count=count)
        for was, targets in moves.items()
        for will, count in targets.items()
    ]
    return words("portfolio.chart.flows_alt", title=title, moves="; ".join(each))


def _counted(words: Words, counts: Mapping[str, int]) -> str:
    return ", ".join(
        words("portfolio.chart.counted", what=words(f"status.{status}"), count=counts[status]) for status in STATUSES
    )
