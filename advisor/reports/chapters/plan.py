"""The path as a team needs it on paper: one table of when and for how much, and of each item what is left to do, in short.

Everything that is known of an item stands in the outcome and in the work list; here each thing has one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import settling, timing
from advisor.reports.chapters.cutting import first_sentence
from advisor.reports.chapters.path import Line, chosen_because, in_charge, item_title, line, month, precondition, work
from advisor.reports.chapters.resolution import amount
from advisor.reports.chapters.spending import each_by_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

DAYS_SHOWN = 3
"""How many lines say what is there after 90 days."""
_SHOWN = ("pitfall", "indicator", "a_year_later", "if_refused")
"""What is said of a step after its actions, in this order."""


class Planned(TypedDict):
    """A row of the table: what, who leads, when it begins and ends, and what it costs."""

    what: str
    who: str
    begins: str
    ends: str
    cost: str


class Item(TypedDict):
    """An item of the path in short: why, what is left to do, what is there after 90 days, and what to look out for."""

    title: str
    before: list[Line]
    actions: list[str]
    days: list[str]
    after: list[Line]


def planned(context: Context) -> list[Planned]:
    """Return a row for each item of the path."""
    return [
        {
            "what": item_title(context, item, number),
            "who": in_charge(context, item),
            "begins": month(context, item, context.begins(item, "council.when")),
            "ends": month(context, item, context.ends(item, "council.when")),
            "cost": context.words("source_none") if item.kind == "clarify" else amount(context, item),
        }
        for number, item in _numbered(context)
    ]


def items(context: Context) -> list[Item]:
    """Return each item of the path in short; what is looked up for an earlier one is not asked again."""
    told: dict[str, None] = {}
    found: list[Item] = []
    for number, item in _numbered(context):
        asked = [each for each in item.look_up if each not in told]
        told |= dict.fromkeys(asked)
        found.append(
            {
                "title": item_title(context, item, number),
                "before": list(_before(context, item, number)),
                "actions": [context.once(first_sentence, text) for text in item.actions] if item.kind != "clarify" else [],
                "days": _days(context, item, number),
                "after": [*([line(context, "look_up", " ".join(asked))] if asked else []), *_after(context, item)],
            }
        )
    return found


def _numbered(context: Context) -> Iterator[tuple[int, PathStep]]:
    number = 0
    for item in context.outcome.path:
        number += item.kind == "step"
        yield number, item


def _before(context: Context, item: PathStep, number: int) -> Iterator[Line]:
    words = context.words
    if item.questions:
        asked = settling.first_asked(context, item) if item.kind == "clarify" else item.questions
        questions = words.join([context.question_label(name) for name in asked])
        yield {"label": words("label.answers_to" if item.kind == "clarify" else "item.clarify"), "text": questions, "rules": ()}
    if item.kind != "step":
        return
    yield line(context, "why", context.once(first_sentence, item.because))
    yield line(context, "chosen", chosen_because(context, item))
    open_yet = [precondition(context, each) for each in item.preconditions if each.state != "met" or each.met_after]
    if open_yet:
        yield line(context, "preconditions", " ".join(open_yet))
    when = timing.remarks(context, item, number)
    if when:
        yield line(context, "time", " ".join(when))


def _days(context: Context, item: PathStep, number: int) -> list[str]:
    """Return what is there after 90 days; of the first step the first page says it."""
    del context
    return item.in_90_days[:DAYS_SHOWN] if item.kind == "step" and number > 1 else []


def _after(context: Context, item: PathStep) -> Iterator[Line]:
    if item.kind != "step":
        yield from _worked(context, item)
        return
    told = {"pitfall": item.pitfalls, "indicator": item.signs, "if_refused": item.if_refused}
    shown = {label: context.once(first_sentence, texts[0]) for label, texts in told.items() if texts}
    if item.a_year_later:
        shown["a_year_later"] = " ".join(item.a_year_later)
    yield from (line(context, label, shown[label]) for label in _SHOWN if label in shown)
    yield from _worked(context, item)
    step = context.step(item.step)
    example = context.example(step)
    if example:
        text = context.words("example", city=example.city, date=example.date, text=context.text(example.text))
        yield line(context, "example", f"{text} ({', '.join(example.sources)})")
    also = context.also_established(item)
    if also:
        text = context.words("item.also", names=context.words.join([context.name(name) for name in also]))
        yield line(context, "after", text)
    rules = (step.id, *([item.rule] if item.rule else []))
    yield {**line(context, "origin", context.origin(step)), "rules": rules}


def _worked(context: Context, item: PathStep) -> Iterator[Line]:
    """Yield the days of work of an item; of a preparation as well, for the sum counts them. And what a yearly amount is made of.

    The amount itself stands in the table of steps.
    """
    yield from work(context, item)
    if len(item.expenses) > 1 and any(each.cost.yearly[1] for each in item.expenses):
        yield line(context, "cost", each_by_itself(context.words, item))
