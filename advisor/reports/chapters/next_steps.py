"""What a council paper says of the path: why the first step, the steps with dates and costs, and all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import settling
from advisor.reports.chapters.cutting import counted, first_sentence, how_many_fit, in_whole, lines, shortened
from advisor.reports.chapters.resolution import amount, title
from advisor.reports.chapters.settling import begins_open
from advisor.reports.chapters.situation import first_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reports.context import Context

_ROW, _NARROW = 30, 17
"""How many characters stand in a line of the widest column of the table, and of the others."""

_NARROWER, _AROUND = 0.45, 1.3
"""How much of its lines in narrow columns a row has in the end, and how much space is around it, in lines."""

_LONG_NAME, _LONG = 60, 420
"""How many characters a name and any other text may have."""


class StepRow(TypedDict):
    """A step with its lead, when it begins and ends, and what it costs."""

    what: str
    who: str
    begins: str
    ends: str
    cost: str


class Next(TypedDict):
    """What to do next: on the first page why and what follows, on the second the steps one by one and all of them together."""

    why: str | None
    follows: str | None
    """The steps by name; None where there are none."""
    rows: list[StepRow]
    total: str | None
    """How long the whole path takes and how much work it is, and how many steps more there are than rows."""


def why(context: Context, *, in_short: bool = False) -> str | None:
    """Return the reason for the first step; in short its first sentence."""
    step = first_of(context.outcome.path, "step")
    if step is None or settling.defers(context) or begins_open(context):
        return None
    because = first_sentence(step.because) if in_short else step.because
    return in_whole(context.words("council.why", because=because), _LONG)


def rows(context: Context) -> list[StepRow]:
    """Return a row for each step; none while it is open how the path begins."""
    words = context.words
    return [
        {
            "what": words("item.title", label=words("item.step", number=number), title=title(context, item)),
            "who": shortened(context.role(item.actor), _LONG_NAME),
            "begins": _month(context, context.begins(item, "council.when")),
            "ends": _month(context, context.ends(item, "council.when")),
            "cost": amount(context, item),
        }
        for number, item in enumerate(steps_of(context), start=1)
    ]


def _month(context: Context, told: str) -> str:
    """Return a month as it is told; where answers have to be settled first, nobody can say one yet."""
    return context.words("council.after_answers") if settling.defers(context) else told


def height(shown: Sequence[StepRow]) -> float:
    """Return how many lines the rows of steps take, each with the space around it.

    The columns are as wide as their words ask for, so that a row is less high than its longest cell in a narrow one.
    """
    return sum(_NARROWER * max(map(_lines, row.items())) + _AROUND for row in shown)


def _lines(cell: tuple[str, object]) -> int:
    name, text = cell
    return lines(str(text), _ROW if name == "what" else _NARROW)


def that_fit(told: list[StepRow], room: float, least: int) -> list[StepRow]:
    """Return the rows that fit into so many lines, the first ones in any case."""
    return told[: max(how_many_fit((height([row]) for row in told), room), least)]


def follows(context: Context, *, in_short: bool = False) -> str | None:
    """Return the names of the steps in their order, or that the path is one step; in short what they lead to."""
    words, form = context.words, "aims" if in_short else "follows"
    titles = [context.name(item.target or "") if in_short else title(context, item) for item in steps_of(context)]
    if len(titles) == 1:
        return words(f"council.{form}_one", title=titles[0])
    names = [words(f"council.{form}_step", number=number, title=each) for number, each in enumerate(titles, start=1)]
    return words(f"council.{form}", steps=words.join(names)) if names else None


def total(context: Context, shown: int) -> str | None:
    """Say how long the whole path takes and how many days of work, and how many of its steps are shown nowhere here."""
    steps = steps_of(context)
    if not steps:
        return None
    parts = [duration(context) or context.words("council.duration_open"), *_work(context)]
    told = context.words.counted("council.total", len(steps), parts=context.words.join(parts))
    return " ".join([told, *counted(context.words, "steps", len(steps) - shown)])


def duration(context: Context) -> str | None:
    """Return how long the whole path takes, from which month on where it has dates; None where nobody knows."""
    words, outcome = context.words, context.outcome
    if outcome.months is None or not steps_of(context):
        return None
    if settling.defers(context):
        return context.lasts(outcome.months)
    start = next(item.timeframe.start for item in outcome.path)
    return words("council.duration", months=context.lasts(outcome.months), month=words.month(start))


def _work(context: Context) -> list[str]:
    days = sum(context.outcome.effort.values())
    return [context.words("council.days", count=context.words.number(days))] if days > 1 else []
