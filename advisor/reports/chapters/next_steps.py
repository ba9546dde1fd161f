"""What a council paper says of the path: why the first step, the steps with dates and costs, and all of them together."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import deciders, motion, settling
from advisor.reports.chapters.cutting import first_sentence, how_many_fit, lines, shortened
from advisor.reports.chapters.path import cost_in_words
from advisor.reports.chapters.summary import begins_open

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.reasoning.outcome import PathStep
    from advisor.reports.context import Context

_ROW, _NARROW = 30, 17
"""How many characters stand in a line of the widest column of the table, and of the others."""

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
    """What to do next: why, the steps with dates and costs, and all of them together."""

    why: str | None
    rows: list[StepRow]
    more: str | None
    total: str | None


def why(context: Context, *, in_short: bool = False) -> str | None:
    """Return the reason for the first step; in short its first sentence."""
    step = motion.first_of(context.outcome.path, "step")
    if step is None or settling.defers(context) or begins_open(context):
        return None
    because = first_sentence(step.because) if in_short else step.because
    return shortened(context.words("council.why", because=because), _LONG)


def rows(context: Context) -> list[StepRow]:
    """Return a row for each step; none while it is open how the path begins."""
    words = context.words
    return [
        {
            "what": words("item.title", label=words("item.step", number=number), title=motion.title(context, item)),
            "who": shortened(context.role(item.actor), _LONG_NAME),
            "begins": context.begins(item, "council.when"),
            "ends": context.ends(item, "council.when"),
            "cost": motion.amount(context, item),
        }
        for number, item in enumerate(_steps(context), start=1)
    ]


def height(shown: Sequence[StepRow]) -> float:
    """Return how many lines the rows of steps take, each with the space around it."""
    return sum(max(map(_lines, row.items())) + 0.5 for row in shown)


def _lines(cell: tuple[str, object]) -> int:
    name, text = cell
    return lines(str(text), _ROW if name == "what" else _NARROW)


def that_fit(told: list[StepRow], room: float) -> list[StepRow]:
    """Return the rows that fit into so many lines, the first one in any case."""
    return told[: max(how_many_fit((ceil(height([row])) for row in told), room), 1)]


def named(context: Context, shown: int) -> str | None:
    """Return the names of the steps after so many that the table shows; nothing where it shows them all."""
    words = context.words
    left = [
        words("council.follows_step", number=number, title=motion.title(context, item))
        for number, item in enumerate(_steps(context), start=1)
        if number > shown
    ]
    return words("council.follows", steps=words.join(left)) if left else None


def total(context: Context) -> str | None:
    """Say what the whole path takes together, and which step brings costs that come back every year."""
    steps = _steps(context)
    parts = [*_duration(context), *_money(context), *_work(context)] if steps else []
    if not parts:
        return None
    said = context.words.counted("council.total", len(steps), parts=context.words.join(parts))
    return " ".join([said, *_yearly_later(context, steps)])


def _steps(context: Context) -> list[PathStep]:
    return [] if begins_open(context) else [item for item in context.outcome.path if item.kind == "step"]


def _duration(context: Context) -> list[str]:
    words, outcome = context.words, context.outcome
    if outcome.months is None:
        return [words("council.duration_open")] if context.pack.is_bound else []
    start = next(item.timeframe.start for item in outcome.path)
    return [words("council.duration", months=context.lasts(outcome.months), month=words.month(start))]


def _money(context: Context) -> list[str]:
    cost = context.outcome.cost
    if cost is None:
        return []
    return [*cost_in_words(context.words, cost), *([] if cost.yearly[1] else [context.words("council.not_yearly")])]


def _work(context: Context) -> list[str]:
    days = sum(context.outcome.effort.values())
    return [context.words("council.days", count=context.words.number(days))] if days > 1 else []


def _yearly_later(context: Context, steps: Sequence[PathStep]) -> list[str]:
    """Return from which step on money is needed every year, where the first step needs none."""
    costly = [number for number, item in enumerate(steps, start=1) if item.cost is not None and item.cost.yearly[1]]
    if not costly or costly[0] == 1:
        return []
    said = [context.words("council.yearly_later", number=costly[0])]
    return [*said, *_yearly_decided(context, {number: steps[number - 1] for number in costly})]


def _yearly_decided(context: Context, steps: Mapping[int, PathStep]) -> Iterator[str]:
    """Yield who decides on what steps cost every year, once for all that the same decide on."""
    told: dict[str, list[int]] = {}
    for number, step in steps.items():
        told.setdefault(deciders.together(context, step)[""], []).append(number)
    for numbers in told.values():
        who = deciders.together(context, steps[numbers[0]])
        names = context.words.join([str(number) for number in numbers])
        yield context.words.counted("council.yearly_decided", len(numbers), numbers=names, who=who)
