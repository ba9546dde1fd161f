"""The roadmap: when each item of the path runs at the earliest and at the latest, what it waits for, and the budget round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.reasoning.outcome import PathStep
from advisor.reports.pictures.arrows import head, points
from advisor.reports.pictures.drawing import WIDTH, Box, Figure, Label, block, rectangle, room, text_height

if TYPE_CHECKING:
    from advisor.reports.context import Context

_LEFT, _RIGHT = 262.0, WIDTH - 22
_HEADER, _PAD, _BAR, _BETWEEN, _BUDGET = 34.0, 8.0, 10.0, 3.0, 24.0
_ROW = 2 * _PAD + 2 * _BAR + _BETWEEN + 4
_LEAST = 4.0
"""What takes no time is still shown, so wide."""

_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_TICKS = 9
_TEXT = Label(0, 0, "", 13.0)
_QUIET = Label(0, 0, "", 12.5, tone="quiet")


class Row(msgspec.Struct, frozen=True):
    """One item of the path with its bars; a single one up to the edge where nobody knows when it ends."""

    item: PathStep
    name: str
    top: float
    bottom: float
    early: Box
    late: Box

    @property
    def middle(self) -> float:
        """Return the height of the row's bar for the earliest case."""
        return (self.early[1] + self.early[3]) / 2

    @property
    def is_known(self) -> bool:
        """Tell whether it is known when the item begins."""
        return not self.item.timeframe.begins_open

    @property
    def is_open(self) -> bool:
        """Tell whether the item begins at a known time, and ends nobody knows when."""
        return self.is_known and self.item.timeframe.ends_open

    @property
    def is_dated(self) -> bool:
        """Tell whether it is known when the item begins and ends."""
        return self.is_known and not self.item.timeframe.ends_open


class Key(msgspec.Struct, frozen=True):
    """The shapes that explain the others, by what they stand for."""

    boxes: dict[str, Box]
    labels: tuple[Label, ...]
    bottom: float

    def place(self, kind: str) -> list[Box]:
        """Return the shape of a kind, if it is explained."""
        return [self.boxes[kind]] if kind in self.boxes else []

    def follows(self) -> dict[str, object]:
        """Return the arrow that explains the others."""
        left, upper, right, lower = self.boxes["follows"]
        tip = right, (upper + lower) / 2
        return {"line": points([(left, tip[1]), (right - 6, tip[1])]), "head": points(head((left, tip[1]), tip, 7))}


class Scale(msgspec.Struct, frozen=True):
    """Places months on the sheet."""

    months: int
    tick: int

    def x(self, month: float) -> float:
        """Return where a month begins."""
        return _LEFT + (_RIGHT - _LEFT) * month / self.months


def timeline_figure(context: Context) -> Figure:
    """Return the roadmap of a path that is not empty; a step of which nobody knows when it begins has no bar in it."""
    placed = [item.timeframe for item in context.outcome.path if not item.timeframe.begins_open]
    scale = _scale(max(frame.ends[0 if frame.ends_open else 1] for frame in placed))
    rows = _rows(context, scale)
    bottom = rows[-1].bottom
    budgets = [_budget(context, scale, row) for row in rows if row.is_known and row.item.timeframe.lead_time]
    key = _legend(context, bottom + 12, is_open=any(row.is_open for row in rows), is_asked=bool(budgets))
    names = (label for row in rows for label in _name(row))
    unknown = [_unknown(context, row) for row in rows if not row.is_known]
    labels = (*_tick_labels(context, scale), *names, *unknown, *(each[0] for each in budgets), *key.labels)
    latest = [*(row.late for row in rows if row.is_dated), *key.place("latest")]
    open_ended = [*(row.early for row in rows if row.is_open), *key.place("open")]
    steps = [*(row.early for row in rows if row.is_dated and row.item.kind == "step"), *key.place("earliest")]
    prepares = [*(row.early for row in rows if row.is_dated and row.item.kind != "step"), *key.place("prepares")]
    drawn: dict[str, object] = {
        "ticks": [{"x": scale.x(month), "top": _HEADER - 6, "bottom": bottom} for month in _ticks(scale)],
        "rules": [{"y": row.top} for row in rows] + [{"y": bottom}],
        "left": 0.0,
        "right": WIDTH,
        "follows": [*_follows([row for row in rows if row.is_known]), key.follows()],
        "early": [rectangle(box) for box in steps],
        "prepares": [rectangle(box) for box in prepares],
        "late": [rectangle(box) for box in latest],
        "open": [_open(box) for box in open_ended],
        "hatches": _hatches(latest),
        "grounds": [rectangle(label.box()) for label in (*unknown, *(each[0] for each in budgets))],
        "budgets": [
            *(each[1] for each in budgets),
            *(_round(box[0] + 5, box[2] - 5, box[1] + _BAR / 2) for box in key.place("asks")),
        ],
    }
    title, caption = context.words("picture.timeline.title"), context.words("picture.timeline.caption")
    alt = context.words("picture.timeline.alt", month=context.words.month(context.outcome.path[0].timeframe.start))
    return Figure("timeline", title, caption, alt, key.bottom, labels, drawn)


def _scale(last: int) -> Scale:
    widest = _STEPS[-1]
    tick = next((each for each in _STEPS if last / each <= _TICKS), -(-last // (_TICKS * widest)) * widest)
    return Scale(max(tick, -(-last // tick) * tick), tick)


def _rows(context: Context, scale: Scale) -> list[Row]:
    found: list[Row] = []
    top, number = _HEADER, 0
    for item in context.outcome.path:
        number += item.kind == "step"
        if item.timeframe.begins_open and item.kind != "step":
            continue
        name = _title(context, item, number)
        tall = max(_ROW, text_height(name, _LEFT - 24, _TEXT) + 2 * _PAD)
        tall += _BUDGET if item.timeframe.lead_time and not item.timeframe.begins_open else 0
        found.append(Row(item, name, top, top + tall, *_bars(item, scale, top + _PAD + 2)))
        top += tall
    return found


def _bars(item: PathStep, scale: Scale, top: float) -> tuple[Box, Box]:
    """Return the bars of the earliest and of the latest case, one below the other."""
    begins, ends = item.timeframe.begins, item.timeframe.ends
    early, late = (
        (scale.x(begins[case]), y, max(scale.x(ends[case]), scale.x(begins[case]) + _LEAST), y + _BAR)
        for case, y in ((0, top), (1, top + _BAR + _BETWEEN))
    )
    return ((*early[:2], _RIGHT, early[3]) if item.timeframe.ends_open else early), late


def _open(box: Box) -> dict[str, object]:
    """Return a bar that is open at its end, where an arrow leads on."""
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    edges = points([(right - 9, top), (left, top), (left, bottom), (right - 9, bottom)])
    return {"edges": edges, "head": points([(right, middle), (right - 9, top - 2), (right - 9, bottom + 2)])}


def _unknown(context: Context, row: Row) -> Label:
    text = context.words("picture.timeline.unknown")
    return msgspec.structs.replace(_QUIET, x=_LEFT + 4, y=row.top + _PAD + 10.5, text=text)


def _title(context: Context, item: PathStep, number: int) -> str:
    words = context.words
    if item.kind == "step":
        return words("picture.timeline.step", number=number, title=context.text(context.step(item.step).title))
    return words("item.clarify_title") if item.kind == "clarify" else words("picture.timeline.preparation", number=number + 1)


def _name(row: Row) -> tuple[Label, ...]:
    weight = 600 if row.item.kind == "step" else 400
    return block(row.name, 0, row.top + _PAD, _LEFT - 24, msgspec.structs.replace(_TEXT, weight=weight))


def _ticks(scale: Scale) -> list[int]:
    return list(range(0, scale.months + 1, scale.tick))


def _tick_labels(context: Context, scale: Scale) -> list[Label]:
    start = context.outcome.path[0].timeframe.start
    found = []
    for month in _ticks(scale):
        year, place = divmod(start.year * 12 + start.month - 1 + month, 12)
        text = context.words("picture.timeline.tick", month=f"{place + 1:02}", year=year)
        found.append(msgspec.structs.replace(_QUIET, x=scale.x(month), y=16, anchor="middle", text=text))
    return found


def _follows(rows: list[Row]) -> list[dict[str, object]]:
    """Return an arrow from the end of each item to the beginning of those that wait for it."""
    known = {row.item.step: row for row in rows}
    return [_elbow(known[name].early, row.early) for row in rows for name in row.item.depends_on if name in known]


def _elbow(before: Box, after: Box) -> dict[str, object]:
    x = max(before[2] - 2, 0.0)
    tip = max(after[0] + 2, x), after[1]
    turn = after[1] - _PAD - 5
    corners = [(x, before[3]), (x, turn), (tip[0], turn), (tip[0], tip[1] - 6)]
    return {"line": points(corners), "head": points(head((tip[0], turn), tip, 7))}


def _hatches(boxes: list[Box]) -> list[dict[str, object]]:
    """Return the strokes that fill the bars of the latest case: told apart by pattern, not only by tone."""
    found: list[dict[str, object]] = []
    for left, top, right, bottom in boxes:
        tall, x = bottom - top, left + 4
        while x < right:
            over = min(tall, x - left)
            found.append({"x1": x, "y1": top, "x2": x - over, "y2": top + over})
            x += 6
    return found


def _budget(context: Context, scale: Scale, row: Row) -> tuple[Label, dict[str, object]]:
    """Return the round of the budget: from when the money is applied for until it is there."""
    lead = row.item.timeframe.lead_time or 0
    applied = (row.item.timeframe.asked or row.item.timeframe.begins)[0]
    left, right, y = scale.x(applied), min(scale.x(applied + lead), _RIGHT), row.late[3] + 14
    text = context.words("picture.timeline.budget", months=context.words.months(lead, lead))
    label = msgspec.structs.replace(_QUIET, text=text, y=y + 4.2, x=right + 12, tone="ink")
    if label.box()[2] > WIDTH:
        label = msgspec.structs.replace(label, x=left - 12, anchor="end")
    if label.box()[0] < _LEFT - 12:
        label = msgspec.structs.replace(label, x=WIDTH, anchor="end", y=y + 16)
    return label, _round(left, right, y)


def _round(left: float, right: float, y: float) -> dict[str, object]:
    return {"x1": left, "x2": right, "y": y, "from": _diamond(left, y), "to": _diamond(right, y)}


def _diamond(x: float, y: float) -> str:
    return points([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)])


def _legend(context: Context, top: float, *, is_open: bool, is_asked: bool) -> Key:
    """Return what each kind of bar and line means, of those that occur."""
    x, y = 0.0, top + 8
    labels, boxes = [], {}
    for kind in ("earliest", "prepares", "latest", *(["open"] if is_open else []), *(["asks"] if is_asked else []), "follows"):
        text = context.words(f"picture.timeline.{kind}")
        needed = 34 + room(text, _QUIET.size)
        x, y = (0.0, y + 20) if x and x + needed > WIDTH else (x, y)
        boxes[kind] = (x, y - _BAR / 2, x + 26, y + _BAR / 2)
        labels.append(msgspec.structs.replace(_QUIET, x=x + 33, y=y + 4.2, text=text))
        x += needed + 18
    return Key(boxes, tuple(labels), y + 10)
