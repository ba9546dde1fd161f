"""The path as tables: when each item begins and ends, and the steps that could have come and were put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters.path import in_charge, item_title, month

if TYPE_CHECKING:
    from advisor.reports.context import Context


class Scheduled(TypedDict):
    """A row of the schedule; months are written as a reader says them, as one or as the earliest and the latest."""

    what: str
    who: str
    begins: str
    ends: str


class Alternative(TypedDict):
    """A step that could have come: at which place of the path, to which approach, and why it was put back."""

    place: str
    target: str
    title: str
    because: str


def schedule(context: Context) -> list[Scheduled]:
    """Return a row for each item: what, who, when it begins and ends; without months where the path may begin otherwise."""
    rows: list[Scheduled] = []
    number = 0
    for item in context.outcome.path:
        number += item.kind == "step"
        rows.append(
            {
                "what": item_title(context, item, number),
                "who": in_charge(context, item),
                "begins": month(context, item, context.begins(item)),
                "ends": month(context, item, context.ends(item)),
            }
        )
    return rows


def alternatives(context: Context) -> list[Alternative]:
    """Return the steps that could have come at some point of the path, and why they were put back."""
    rows: list[Alternative] = []
    number = 0
    for item in context.outcome.path:
        number += item.kind == "step"
        for each in item.alternatives:
            title = context.text(context.step(each.step).title)
            place = context.words("item.step", number=number)
            rows.append({"place": place, "target": context.name(each.target), "title": title, "because": each.because})
    return rows
