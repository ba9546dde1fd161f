"""The path as a list of work: every question, preparation, action and decision, with who, from when to when, and for how much."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import deciders, motion, settling, timing
from advisor.reports.chapters.path import in_charge, item_title, precondition
from advisor.reports.chapters.summary import begins_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

Window = tuple[datetime.date, datetime.date | None]
"""The earliest month and the latest, if that is known, each by its first day."""

Kind = Literal["settle", "question", "decision", "action"]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do; months are told by their first day. Without an item of the path there are none."""

    kind: Kind
    key: str
    """The id of the item of the path; no two decisions have the same."""
    item: str
    text: str
    who: str
    begins: Window | None = None
    ends: Window | None = None
    cost: str = ""
    note: str = ""


def tasks(context: Context) -> list[Task]:
    """Return what there is to do in the order of the path; where it is open how that begins, only what is asked first."""
    return [*_to_settle(context), *(task for item, title in _items(context) for task in _of_item(context, item, title))]


def _to_settle(context: Context) -> Iterator[Task]:
    if not settling.defers(context):
        return
    who, item = context.words("item.everyone"), context.words("item.clarify")
    for text in settling.to_settle(context):
        yield Task(kind="settle", key="settle", item=item, text=text, who=who)


def _items(context: Context) -> Iterator[tuple[PathStep, str]]:
    number = 0
    for item in context.outcome.path:
        number += item.kind == "step"
        if item.kind == "clarify" or not begins_open(context):
            yield item, item_title(context, item, number)


def _of_item(context: Context, item: PathStep, title: str) -> Iterator[Task]:
    frame = item.timeframe
    begins, ends = _months(item, frame.begins, is_open=frame.begins_open), _months(item, frame.ends, is_open=frame.ends_open)
    who = in_charge(context, item)
    if item.kind == "clarify":
        for name in item.questions:
            asked = context.text(context.pack.question(name).ask)
            yield Task(kind="question", key=item.step, item=title, text=asked, who=who, begins=begins, ends=ends)
        return
    if item.kind == "step":
        note = [precondition(context, each) for each in item.preconditions if not each.met_after and each.state != "met"]
        note += timing.remarks(context, item, 1 if item is motion.first_of(context.outcome.path, "step") else 2)
        is_apart = deciders.is_apart(item)
        yield Task(
            kind="decision",
            key=item.step,
            item=title,
            text=context.words("worklist.decide", title=title),
            who=(deciders.on_doing(context, item) if is_apart else deciders.together(context, item))[""],
            begins=_months(item, (motion.decided(context, item), frame.begins[1]), is_open=frame.begins_open),
            cost="" if is_apart else motion.amount(context, item),
            note=" ".join(note),
        )
        yield from _asked(context, item, title) if is_apart else ()
    done = " ".join(item.signs)
    for place, text in enumerate(item.actions):
        note_done = done if place == len(item.actions) - 1 else ""
        yield Task(kind="action", key=item.step, item=title, text=text, who=who, begins=begins, ends=ends, note=note_done)


def _asked(context: Context, item: PathStep, title: str) -> Iterator[Task]:
    """Yield the application for the money of a step, which is decided on by itself."""
    asked = item.timeframe.asked or item.timeframe.begins
    yield Task(
        kind="decision",
        key=f"{item.step}.money",
        item=title,
        text=context.words("worklist.ask_for_money", title=title),
        who=deciders.on_money(context, item)[""],
        begins=_months(item, asked, is_open=item.timeframe.begins_open),
        cost=motion.amount(context, item),
    )


def _months(item: PathStep, months: tuple[int, int], *, is_open: bool) -> Window:
    first, last = (add_months(item.timeframe.start, each).replace(day=1) for each in months)
    return first, None if is_open else last
