"""The picture of a chain of reasons: answers on the left, what was concluded from them, and the step on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.pictures.arrows import head, points
from advisor.reports.pictures.drawing import Box, Figure, Label, block, rectangle, text_height

if TYPE_CHECKING:
    from advisor.reports.chapters.why import Chain
    from advisor.reports.context import Context

_ACROSS, _GAP = 208.0, 48.0
_LEFTS = (0.0, _ACROSS + _GAP, 2 * (_ACROSS + _GAP))
_PAD, _BETWEEN, _APART, _TOP = 7.0, 5.0, 12.0, 24.0
_ANSWER = Label(0, 0, "", 12.5)
_CONCLUDED = Label(0, 0, "", 13.0, 600)
_STEP = Label(0, 0, "", 14.0, 700)
_HEAD = Label(0, 0, "", 12.5, 600, tone="quiet")


def reasons_figure(context: Context, chain: Chain) -> Figure:
    """Return the picture of a chain."""
    labels, boxes, arrows = _heads(context), _Boxes(), []
    y, middles = _TOP, []
    for link in chain.links:
        left = _column(link.answers, y, 0, _ANSWER, boxes.answers, labels)
        tall = text_height(link.concluded, _ACROSS - 2 * _PAD, _CONCLUDED) + 2 * _PAD
        bottom = max(left, y + tall)
        top = y + (bottom - y - tall) / 2
        answers = boxes.answers[len(boxes.answers) - len(link.answers) :]
        _column((link.concluded,), top, 1, _CONCLUDED, boxes.conclusions, labels)
        middles.append(top + tall / 2)
        arrows += [_arrow(box, boxes.conclusions[-1]) for box in answers]
        y = bottom + _APART
    tall = text_height(chain.title, _ACROSS - 2 * _PAD, _STEP) + 2 * _PAD
    middle = sum(middles) / len(middles)
    bottom = _column((chain.title,), max(_TOP, middle - tall / 2), 2, _STEP, boxes.steps, labels)
    arrows += [_arrow(box, boxes.steps[-1]) for box in boxes.conclusions]
    shapes: dict[str, object] = {
        "answers": [rectangle(box) for box in boxes.answers],
        "conclusions": [rectangle(box) for box in boxes.conclusions],
        "steps": [rectangle(box) for box in boxes.steps],
        "arrows": arrows,
    }
    title, caption = context.words("picture.reasons.title", number=chain.number), context.words("picture.reasons.caption")
    alt = context.words("picture.reasons.alt", title=chain.title)
    end = max(y - _APART, bottom) + 2
    return Figure(f"reasons-{chain.number}", title, caption, alt, end, tuple(labels), shapes)


class _Boxes:
    """The boxes of the three columns while they are stacked."""

    def __init__(self) -> None:
        self.answers: list[Box] = []
        self.conclusions: list[Box] = []
        self.steps: list[Box] = []


def _heads(context: Context) -> list[Label]:
    texts = context.words("picture.reasons.heads").split(" | ")
    return [label for text, left in zip(texts, _LEFTS, strict=True) for label in block(text, left, 2, _ACROSS, _HEAD)]


def _column(texts: tuple[str, ...], top: float, column: int, model: Label, boxes: list[Box], labels: list[Label]) -> float:
    """Stack texts in boxes; return where the last one ends."""
    y = top
    for text in texts:
        tall = text_height(text, _ACROSS - 2 * _PAD, model) + 2 * _PAD
        boxes.append((_LEFTS[column], y, _LEFTS[column] + _ACROSS, y + tall))
        labels += block(text, _LEFTS[column] + _PAD, y + _PAD, _ACROSS - 2 * _PAD, model)
        y += tall + _BETWEEN
    return y - _BETWEEN


def _arrow(start: Box, end: Box) -> dict[str, str]:
    here = start[2] + 2, (start[1] + start[3]) / 2
    tip = end[0] - 3, (end[1] + end[3]) / 2
    return {"line": points([here, (tip[0] - 6, tip[1])]), "head": points(head((tip[0] - 20, tip[1]), tip, 8))}
