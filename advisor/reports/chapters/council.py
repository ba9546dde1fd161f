"""The council paper: two pages that say where a city stands, what is next, what to decide on, and what is uncertain.

Everything is cut by rank to the room there is (``cutting.py``), so that each format says the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import message, motion, next_steps, reservations, settling
from advisor.reports.chapters.cutting import counted, first_sentence, how_many_fit, lines, listed, opening, shortened
from advisor.reports.chapters.path import first_questions
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import Texts, forks, missing_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reports.context import Context

_FIRST_PAGE, _SECOND_PAGE = 60.0, 50.0
"""How many lines of text each page has beside its headings."""

_OF_PICTURE = 18.0
"""How much of a picture, in its own units, is as high as a line."""

_LONG_NAME, _LONG, _LONGEST = 60, 420, 640
"""How many characters a name, any other text, and what is to be decided may have."""

_ABOUT = 62
"""How many characters stand in a line of the widest column in the table of approaches."""

_TABLE_HEAD = 1.5
_FEW, _MANY, _URGENT = 4, 5, 3
"""How many points to settle are named beside steps and without them, and how many urgent matters."""

_KEPT, _HEADS = 4, 4
"""How many reservations always stand, and how many lines the headings of the second page take."""


class Meaning(TypedDict):
    """An approach, where it stands, and what it is in one line."""

    name: str
    status: str
    about: str


class Council(TypedDict):
    """Everything that the council paper shows; where a list is cut, its last text says how many more there are."""

    city: str
    note: str | None
    stands: str
    decide: str
    provisional: str | None
    to_settle: list[str]
    meanings: list[Meaning]
    established: str | None
    """What the word for an approach that is there means; None where other things need the room."""
    missing: list[str]
    urgent: str | None
    uncertain: str
    next: next_steps.Next
    instead: Texts | None
    """Where there is no step: what to answer before one can be planned, or what to look at every year once all is built."""
    motion: list[motion.Resolution]
    later: list[str]
    reservations: list[str]


def council(context: Context, picture: float) -> Council:
    """Return the paper; ``picture`` is the height of the map, in its own units."""
    page = _first_page(context)
    room = _FIRST_PAGE - picture / _OF_PICTURE
    rows = next_steps.rows(context)
    named = next_steps.named(context, 1)
    _cut_first_page(context, page, room - next_steps.height(rows[:1]) - lines(named or ""))
    room -= _taken(page)
    shown = next_steps.that_fit(rows, room)
    page["next"]["rows"] = shown
    page["next"]["more"] = _more(context, len(rows), len(shown), room - next_steps.height(shown))
    page["instead"] = None if rows else _instead(context, room)
    return page


def _cut_first_page(context: Context, page: Council, room: float) -> None:
    """Take away what ranks last until the rest of the first page fits into so many lines."""
    if _taken(page) > room:
        page["established"] = None
    if _taken(page) > room:
        page["next"]["why"] = next_steps.why(context, in_short=True)
    if _taken(page) > room:
        page["next"]["why"] = None
    if _taken(page) > room and page["urgent"]:
        page["urgent"] = context.words.counted("council.urgent_short", len(motion.pressing(context)))
    missing = page["missing"]
    for kept in range(len(missing) - 1, 0, -1):
        if _taken(page) > room:
            page["missing"] = [*missing[:kept], *counted(context.words, "points", len(missing) - kept)]


def _more(context: Context, count: int, shown: int, room: float) -> str | None:
    """Return the steps after those that the table shows, by name where there is room for it."""
    names = next_steps.named(context, shown)
    if names is not None and lines(names) <= room:
        return names
    return " ".join(counted(context.words, "steps", count - shown)) or None


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
        "decide": shortened(message.decide(context), _LONGEST),
        "provisional": settling.provisional(context),
        "to_settle": [*settle[:few], *counted(context.words, "to_settle", len(settle) - few)],
        "meanings": _meanings(context),
        "established": context.words("council.established"),
        "missing": [shortened(each, _LONG) for each in missing_lines(context)],
        "urgent": _urgent(context),
        "uncertain": message.uncertain(context),
        "next": {"why": next_steps.why(context), "rows": [], "more": None, "total": next_steps.total(context)},
        "instead": None,
        "motion": decided[0],
        "later": decided[1],
        "reservations": decided[2],
    }


def _taken(page: Council) -> float:
    """Return how many lines the first page has before its list of steps or questions."""
    texts = [page["stands"], page["decide"], page["provisional"], page["note"], page["urgent"], page["uncertain"]]
    texts += [*page["to_settle"], *page["missing"]]
    texts += [page["next"]["why"], page["next"]["total"], page["established"]]
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
    return {"what": shortened(asked["what"], _LONG), "details": shortened(asked["details"], _LONGEST)}


def _cut(context: Context, what: str, texts: Sequence[str], room: float) -> list[str]:
    count = max(how_many_fit(map(lines, texts), room), min(len(texts), 1))
    return [*texts[:count], *counted(context.words, what, len(texts) - count)]


def _meanings(context: Context) -> list[Meaning]:
    found: list[Meaning] = []
    for approach in context.pack.approaches:
        state = context.outcome.approaches[approach.id]
        status = status_words(context, state)
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
    return context.words.counted("council.urgent", len(titles), titles=listed(context.words, titles, _URGENT)) if titles else None
