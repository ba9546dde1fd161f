"""The council paper: two pages that say where a city stands, what is next, what to decide on, and what is uncertain.

Everything is cut by rank to the room there is (``cutting.py``), so that each format says the same sentences.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, TypedDict

from advisor.reasoning.schedule import add_months
from advisor.reports.chapters import message, motion, reservations, settling
from advisor.reports.chapters.cutting import counted, first_sentence, how_many_fit, lines, listed, opening, shortened
from advisor.reports.chapters.path import cost_in_words, first_questions
from advisor.reports.chapters.summary import Texts, begins_open, forks, missing_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reports.context import Context

_FIRST_PAGE, _SECOND_PAGE = 56.0, 50.0
"""How many lines of text each page has beside its headings."""

_OF_PICTURE = 18.0
"""How much of a picture, in its own units, is as high as a line."""

_LONG_NAME, _LONG = 60, 420
"""How many characters a name and any other text may have."""

_ROW, _ABOUT = 30, 62
"""How many characters stand in a line of the widest column, in the table of steps and in that of approaches."""

_TABLE_HEAD = 1.5
_FEW, _MANY, _URGENT = 4, 9, 3
"""How many points to settle are named beside steps and without them, and how many urgent matters."""

_KEPT, _HEADS = 4, 4
"""How many reservations always stand, and how many lines the headings of the second page take."""


class Meaning(TypedDict):
    """An approach, where it stands, and what it is in one line."""

    name: str
    status: str
    about: str


class StepRow(TypedDict):
    """A step with its lead, its earliest beginning, its latest end and what it costs."""

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


class Council(TypedDict):
    """Everything that the council paper shows; where a list is cut, its last text says how many more there are."""

    city: str
    note: str | None
    stands: str
    decide: str
    provisional: str | None
    to_settle: list[str]
    meanings: list[Meaning]
    missing: list[str]
    urgent: str | None
    uncertain: str
    next: Next
    instead: Texts | None
    """Where there is no step: what to answer before one can be planned, or what to look at every year once all is built."""
    motion: list[motion.Resolution]
    later: list[str]
    reservations: list[str]


def council(context: Context, picture: float) -> Council:
    """Return the paper; ``picture`` is the height of the map, in its own units."""
    page = _first_page(context)
    room = _FIRST_PAGE - picture / _OF_PICTURE
    rows = _steps(context)
    least = _heights(rows[:1])
    if _taken(page) + least > room:
        page["next"]["why"] = None
    if _taken(page) + least > room:
        page["urgent"] = None
    missing = page["missing"]
    for kept in range(len(missing) - 1, 0, -1):
        if _taken(page) + least > room:
            page["missing"] = [*missing[:kept], *counted(context.words, "points", len(missing) - kept)]
    room -= _taken(page)
    shown = rows[: max(how_many_fit((ceil(_heights([row])) for row in rows), room), 1)]
    page["next"]["rows"] = shown
    page["next"]["more"] = " ".join(counted(context.words, "steps", len(rows) - len(shown))) or None
    page["instead"] = None if rows else _instead(context, room)
    return page


def _heights(rows: Sequence[StepRow]) -> float:
    """Return how many lines the rows of steps take, each with the space around it."""
    return sum(max(lines(row["what"], _ROW), lines(row["cost"], _ROW // 2), lines(row["who"], _ROW // 2)) + 0.5 for row in rows)


def _instead(context: Context, room: float) -> Texts | None:
    """Return what stands in the place of steps: open questions, or what a city that has arrived looks at every year.

    Where it is open which step comes first, the questions that decide it stand there with each of their answers.
    """
    if context.outcome.path:
        what, texts = "questions", forks(context) or ([] if settling.defers(context) else first_questions(context))
    else:
        what, texts = (
            "points",
            [context.text(each.watch) for each in context.pack.balance.yearly_check if context.outcome.arrives],
        )
    label = context.words(f"council.instead.{what}")
    return {"label": label, "texts": _cut(context, what, [shortened(each, _LONG) for each in texts], room)} if texts else None


def _first_page(context: Context) -> Council:
    """Return the paper without what takes the room that the rest leaves on the first page."""
    settle = settling.to_settle(context)
    few = _FEW if motion.first_of(context.outcome.path, "step") else _MANY
    decided = _decided(context)
    note = context.answers.note
    city = shortened(context.outcome.city.name, _LONG_NAME)
    return {
        "city": city,
        "note": opening(note, reservations.NOTE) if note else None,
        "stands": shortened(message.stands(context), _LONG),
        "decide": shortened(message.decide(context), _LONG),
        "provisional": settling.provisional(context),
        "to_settle": [*settle[:few], *counted(context.words, "to_settle", len(settle) - few)],
        "meanings": _meanings(context),
        "missing": [shortened(each, _LONG) for each in missing_lines(context)],
        "urgent": _urgent(context),
        "uncertain": message.uncertain(context),
        "next": {"why": _why(context), "rows": [], "more": None, "total": _total(context)},
        "instead": None,
        "motion": decided[0],
        "later": decided[1],
        "reservations": decided[2],
    }


def _taken(page: Council) -> float:
    """Return how many lines the first page has before its list of steps or questions."""
    texts = [page["stands"], page["decide"], page["provisional"], page["note"], page["urgent"], page["uncertain"]]
    texts += [*page["to_settle"], *page["missing"]]
    texts += [page["next"]["why"], page["next"]["total"]]
    said = sum(lines(text) + 0.4 for text in texts if text)
    heads = _TABLE_HEAD * (2 if page["next"]["total"] else 1)
    return said + heads + sum(max(lines(each["about"], _ABOUT), lines(each["name"], 22)) + 0.4 for each in page["meanings"])


def _decided(context: Context) -> tuple[list[motion.Resolution], list[str], list[str]]:
    """Return the second page: the motion first, then what is reserved, then what comes later, as far as there is room."""
    asked = [_resolution(each) for each in motion.resolutions(context)]
    reserved = [shortened(each, _LONG) for each in reservations.reservations(context)]
    least = sum(lines(text) + 0.4 for text in reserved[:_KEPT])
    heights = [lines(f"{each['what']} {each['details']}") for each in asked]
    kept = max(how_many_fit(heights, _SECOND_PAGE - least - _HEADS), 1)
    room = _SECOND_PAGE - _HEADS - sum(height + 0.4 for height in heights[:kept])
    holds = _cut(context, "reservations", reserved, room)
    room -= sum(lines(text) + 0.4 for text in holds)
    later = _cut(context, "decisions", [shortened(each, _LONG) for each in motion.later(context)], room)
    left: list[motion.Resolution] = [
        {"what": text, "details": ""} for text in counted(context.words, "resolutions", len(asked) - kept)
    ]
    return [*asked[:kept], *left], later, holds


def _resolution(asked: motion.Resolution) -> motion.Resolution:
    return {"what": shortened(asked["what"], _LONG), "details": shortened(asked["details"], _LONG)}


def _cut(context: Context, what: str, texts: Sequence[str], room: float) -> list[str]:
    count = max(how_many_fit(map(lines, texts), room), min(len(texts), 1))
    return [*texts[:count], *counted(context.words, what, len(texts) - count)]


def _meanings(context: Context) -> list[Meaning]:
    found: list[Meaning] = []
    for approach in context.pack.approaches:
        state = context.outcome.approaches[approach.id]
        status = context.words(f"status.{state.status}")
        found.append(
            {
                "name": context.pack.introduced(approach.name),
                "status": status if state.aimed else context.words("picture.map.not_aimed", status=status),
                "about": first_sentence(context.text(approach.about)),
            }
        )
    return found


def _urgent(context: Context) -> str | None:
    titles = motion.pressing(context)
    return context.words("council.urgent", titles=listed(context.words, titles, _URGENT)) if titles else None


def _why(context: Context) -> str | None:
    step = motion.first_of(context.outcome.path, "step")
    if step is None or settling.defers(context) or begins_open(context):
        return None
    return shortened(context.words("council.why", because=step.because), _LONG)


def _steps(context: Context) -> list[StepRow]:
    words = context.words
    steps = [] if begins_open(context) else [item for item in context.outcome.path if item.kind == "step"]
    return [
        {
            "what": words("item.title", label=words("item.step", number=number), title=motion.title(context, item)),
            "who": shortened(context.role(item.actor), _LONG_NAME),
            "begins": words.month(add_months(item.timeframe.start, item.timeframe.begins[0])),
            "ends": words.month(add_months(item.timeframe.start, item.timeframe.ends[1])),
            "cost": motion.amount(context, item),
        }
        for number, item in enumerate(steps, start=1)
    ]


def _total(context: Context) -> str | None:
    """Say what the whole path takes together: how long, how much money, how many days of work."""
    words, outcome = context.words, context.outcome
    if begins_open(context):
        return None
    parts = [words.about(*outcome.months)] if outcome.months else []
    parts += cost_in_words(context, outcome.cost) if outcome.cost else []
    days = sum(outcome.effort.values())
    parts += [words("council.days", count=words.number(days))] if days > 1 else []
    count = sum(item.kind == "step" for item in outcome.path)
    if not parts:
        return None
    said = words.join(parts)
    return words("council.total_one", parts=said) if count == 1 else words("council.total", parts=said, count=words.number(count))
