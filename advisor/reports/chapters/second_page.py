"""The second page of a council paper: steps with dates and costs, the motion, what comes later, and what is held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import heading, motion, next_steps, pressing, reservations
from advisor.reports.chapters.cutting import BETWEEN, counted, height, how_many_fit, in_whole, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reports.chapters.resolution import Resolution
    from advisor.reports.context import Context

_LONG = 420
"""How many characters of a decision that comes later are said."""

_KEPT = 4
"""How many reservations always stand."""

_STEPS_HEAD, _HEAD = 6.0, 3.2
"""How many lines the heads of the table of steps and of any other part take, if there is one, with the space around them."""


class Decided(TypedDict):
    """What is to be decided, and all that is said of it."""

    what: str
    details: str


class SecondPage(TypedDict):
    """What the page shows; where a list is cut, its last text says how many more there are."""

    rows: list[next_steps.StepRow]
    before: list[str]
    """When the motion is voted on, and what whoever puts it to the vote has to know first."""
    motion: list[Decided]
    later: list[str]
    reservations: list[str]
    left: float
    """How many lines are left for one more part, without its heading."""


def second_page(context: Context, room: float, *, noted: bool) -> SecondPage:
    """Return what fits into so many lines: the motion and its steps, what comes later, further steps, what is held back.

    What a motion has no room for is held back, and no item of it: nobody votes on what stands elsewhere. A note stands among
    what is held back where ``noted`` asks for it.
    """
    rows = next_steps.rows(context)
    reserved = [in_whole(each, reservations.LONG) for each in reservations.reservations(context, noted=noted)]
    decided_later = [in_whole(each, _LONG) for each in motion.later(context)]
    held, all_later = height(reserved[:_KEPT]), height(decided_later)
    least = held + height(decided_later[:1])
    room -= _STEPS_HEAD + lines(next_steps.total(context, 0) or "") if rows else 0
    room -= _HEAD if decided_later else 0
    before = [in_whole(each, _LONG) for each in heading.before_the_motion(context)]
    room -= height(before)
    voted_on = max(sum(each.kind == "step" for each in motion.items(context)), 1)
    room -= next_steps.height(rows[:voted_on])
    resolutions, asked = _that_fit(context, room - least, room - held - all_later)
    room -= sum(_height(each) + BETWEEN for each in asked)
    shown = next_steps.that_fit(rows, room - held - all_later + next_steps.height(rows[:voted_on]), voted_on)
    room -= next_steps.height(shown[voted_on:])
    left_out = counted(context.words, "resolutions", sum(each["points"] for each in resolutions[len(asked) :]))
    room -= height(left_out)
    holds = as_fits(context, "reservations", reserved, max(room - all_later, held))
    room -= height(holds)
    later = as_fits(context, "decisions", decided_later, room)
    return {
        "rows": shown,
        "before": before,
        "motion": asked,
        "later": later,
        "reservations": [*left_out, *holds],
        "left": room - height(later) - _HEAD,
    }


def as_fits(context: Context, what: str, texts: Sequence[str], room: float) -> list[str]:
    """Return the first texts that fit into so many lines, one at least, and how many more there are."""
    count = how_many_fit(map(lines, texts), room)
    if count < len(texts):
        count = max(how_many_fit(map(lines, texts), room - 1), 1)
    return [*texts[:count], *counted(context.words, what, len(texts) - count)]


def _that_fit(context: Context, room: float, beside_all: float) -> tuple[list[Resolution], list[Decided]]:
    """Return all resolutions, and those of them that fit into so many lines, if possible ``beside_all`` that comes later.

    Before any is left out fewer urgent matters have one of their own: what has none is named in a last one for all of them.
    """
    beside = [(beside_all, own) for own in range(pressing.OWN, 0, -1)]
    for most, own in (*beside, (room, 1), (room, 0)):
        resolutions = motion.resolutions(context, own)
        told = _as_long_as_fits(resolutions, beside_all)
        if how_many_fit(map(_height, told), most) == len(told):
            return resolutions, told
    return resolutions, told[: max(how_many_fit(map(_height, told), room - 1), 1)]


def _as_long_as_fits(asked: Sequence[Resolution], room: float) -> list[Decided]:
    """Return resolutions in full; as long as they do not fit into so many lines, one more in short, the last of them first."""
    told: list[Decided] = [{"what": each["what"], "details": each["details"]} for each in asked]
    for place in reversed(range(len(asked))):
        if sum(_height(each) + BETWEEN for each in told) <= room:
            break
        told[place] = {"what": asked[place]["what"], "details": asked[place]["in_short"]}
    return told


def _height(resolution: Decided) -> int:
    return lines(resolution["what"]) + lines(resolution["details"])
