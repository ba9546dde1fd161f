"""The council paper: two pages that say where a city stands, what is next, what to decide on, and what is uncertain.

Everything is cut by rank to the room there is (``cutting.py``), so that each format says the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import message, motion, next_steps, pressing, reservations, settling
from advisor.reports.chapters.cutting import counted, first_sentence, how_many_fit, in_whole, lines, listed, opening, shortened
from advisor.reports.chapters.path import first_questions
from advisor.reports.chapters.resolution import Resolution, cut_to
from advisor.reports.chapters.short_answers import ShortAnswer, short_answers
from advisor.reports.chapters.situation import first_of
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import Texts, forks, missing_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.reports.context import Context

_FIRST_PAGE, _SECOND_PAGE = 59.3, 66.0
"""How many lines of text each page has beside its headings: the first one in the smallest type that a paper may have."""

_OF_PICTURE = 18.0
"""How much of a picture, in its own units, is as high as a line."""

_LONG_NAME, _LONG, _LONGEST = 60, 420, 640
"""How many characters a name, any other text, and what is decided on may have."""

_LINE, _ABOUT, _NAME, _STATUS = 108, 66, 22, 15
"""How many characters stand in a line of the first page in its smallest type, and of each column in the table of approaches."""

_TABLE_HEAD, _HEAD = 1.5, 2.5
"""How many lines the head of a table takes, and a heading."""

_FEW, _MANY, _LEAST = 4, 5, 2
"""How many points to settle are named beside steps, without them and in any case."""

_URGENT, _FEWER = 3, 2
"""How many urgent matters are named, where there is room and where there is little."""

_KEPT, _HEADS, _STEPS_HEAD = 4, 4, 6
"""How many reservations always stand, and how many lines the headings of the second page take: of all of it, and of the steps
with what is said of all of them."""


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
    answers: list[ShortAnswer]
    """Who decides, by when, what it costs, and what is uncertain."""
    provisional: str | None
    to_settle: list[str]
    meanings: list[Meaning]
    established: str | None
    """What the word for an approach that is there means; None where other things need the room."""
    missing: list[str]
    urgent: str | None
    next: next_steps.Next
    instead: Texts | None
    """Where there is no step: what to answer before one can be planned, or what to look at every year once all is built."""
    motion: list[Resolution]
    later: list[str]
    reservations: list[str]


def council(context: Context, picture: float) -> Council:
    """Return the paper; ``picture`` is the height of the map, in its own units."""
    page = _first_page(context)
    room = _FIRST_PAGE - picture / _OF_PICTURE
    for _ in _cut(context, page):
        if _taken(page) <= room:
            break
    left = room - _taken(page)
    _fill_second_page(context, page, _SECOND_PAGE - (_below_map(page) if left < 0 else 0))
    page["instead"] = None if page["next"]["rows"] else _instead(context, left - _HEAD)
    return page


def _cut(context: Context, page: Council) -> Iterator[None]:
    """Make the first page shorter bit by bit, what ranks last first; of what is to be settled something always stands."""
    missing, follows, shown = page["missing"], page["next"], len(page["to_settle"])
    yield
    page["established"] = None
    yield
    follows["why"] = next_steps.why(context, in_short=True)
    yield
    follows["why"] = None
    yield
    for kept in range(len(missing) - 1, 0, -1):
        page["missing"] = [*missing[:kept], *counted(context.words, "missing", len(missing) - kept)]
        yield
    page["urgent"] = _urgent(context, _FEWER)
    yield
    page["answers"] = _answers(context, in_short=True)
    yield
    page["missing"] = counted(context.words, "all_missing", len(missing))
    yield
    for kept in range(shown - 1, _LEAST - 1, -1):
        page["to_settle"] = _to_settle(context, kept)
        yield
    follows["follows"] = next_steps.follows(context, in_short=True)
    yield
    for kept in range(min(shown, _LEAST), 0, -1):
        page["to_settle"] = _to_settle(context, kept, in_short=True)
        yield
    page["missing"] = []
    yield
    page["answers"] = _answers(context, in_short=True, least=True)
    yield
    page["urgent"] = None


def _to_settle(context: Context, most: int, *, in_short: bool = False) -> list[str]:
    settle = settling.to_settle(context, in_short=in_short)
    return [*settle[:most], *counted(context.words, "to_settle", len(settle) - most)]


def _answers(context: Context, *, in_short: bool, least: bool = False) -> list[ShortAnswer]:
    told = short_answers(context, in_short=in_short, least=least)
    return [{"label": each["label"], "text": shortened(each["text"], _LONGEST)} for each in told]


def _instead(context: Context, room: float) -> Texts | None:
    """Return what stands in the place of steps: open questions, or what a city that has arrived looks at every year.

    Where it is open which step comes first, the questions that decide it stand there with each of their answers.
    """
    if context.outcome.path:
        what, texts = "questions", [] if settling.defers(context) else forks(context)
        texts = texts or first_questions(context)
    else:
        what, texts = (
            "checks",
            [context.text(each.watch) for each in context.pack.balance.yearly_check if context.outcome.arrives],
        )
    told = [shortened(each, _LONG) for each in texts]
    if not told or lines(told[0]) > room:  # the first questions stand among what is uncertain
        return None
    return {"label": context.words(f"council.instead.{what}"), "texts": _as_fits(context, what, told, room)}


def _first_page(context: Context) -> Council:
    """Return the paper without what takes the room that the rest leaves on the first page."""
    few = _FEW if first_of(context.outcome.path, "step") else _MANY
    note = context.answers.note
    city = shortened(context.outcome.city.name, _LONG_NAME)
    return {
        "city": city,
        "note": opening(note, reservations.NOTE) if note else None,
        "stands": shortened(message.stands(context), _LONG),
        "decide": shortened(message.decide(context), _LONGEST),
        "answers": _answers(context, in_short=False),
        "provisional": settling.provisional(context),
        "to_settle": _to_settle(context, few),
        "meanings": _meanings(context),
        "established": context.words("council.established"),
        "missing": [shortened(each, _LONG) for each in missing_lines(context)],
        "urgent": _urgent(context),
        "next": {"why": next_steps.why(context), "follows": next_steps.follows(context), "rows": [], "total": None},
        "instead": None,
        "motion": [],
        "later": [],
        "reservations": [],
    }


def _taken(page: Council) -> float:
    """Return how many lines the first page has before its list of steps or questions."""
    texts = [page["stands"], page["decide"], page["provisional"], page["note"], *page["to_settle"]]
    return _said([*texts, *(f"{each['label']} {each['text']}" for each in page["answers"])]) + _below_map(page)


def _below_map(page: Council) -> float:
    """Return how many of these lines stand below the map: they go to the second page together where the first one is full."""
    texts = [page["next"]["follows"], page["established"], " ".join(page["missing"]), page["urgent"], page["next"]["why"]]
    rows = [
        max(lines(each["about"], _ABOUT), lines(each["name"], _NAME), lines(each["status"], _STATUS)) for each in page["meanings"]
    ]
    return _said(texts) + _TABLE_HEAD + sum(height + 0.4 for height in rows)


def _said(texts: Iterable[str | None]) -> float:
    return sum(lines(text, _LINE) + 0.4 for text in texts if text)


def _fill_second_page(context: Context, page: Council, room: float) -> None:
    """Put on the second page the first step, the motion, further steps, what is reserved, what comes later, as there is room."""
    rows, room = next_steps.rows(context), room - _HEADS
    asked = [cut_to(each, _LONG, _LONGEST) for each in motion.resolutions(context)]
    reserved = [in_whole(each, _LONG) for each in reservations.reservations(context)]
    decided_later = [shortened(each, _LONG) for each in motion.later(context)]
    one_later = sum(lines(text) + 0.4 for text in decided_later[:1])
    least = sum(lines(text) + 0.4 for text in reserved[:_KEPT]) + one_later
    room -= next_steps.height(rows[:1]) + (_STEPS_HEAD if rows else 0)
    heights = [lines(each["what"]) + lines(each["details"]) for each in asked]
    kept = max(how_many_fit(heights, room - least), 1)
    room -= sum(height + 0.4 for height in heights[:kept])
    shown = next_steps.that_fit(rows, room - least + next_steps.height(rows[:1]))
    room -= next_steps.height(shown[1:])
    holds = _as_fits(context, "reservations", reserved, room - one_later)
    room -= sum(lines(text) + 0.4 for text in holds)
    page["later"] = _as_fits(context, "decisions", decided_later, room)
    left: list[Resolution] = [{"what": text, "details": ""} for text in counted(context.words, "resolutions", len(asked) - kept)]
    page["motion"], page["reservations"] = [*asked[:kept], *left], holds
    page["next"]["rows"], page["next"]["total"] = shown, next_steps.total(context, len(shown))


def _as_fits(context: Context, what: str, texts: Sequence[str], room: float) -> list[str]:
    count = max(how_many_fit(map(lines, texts), room), min(len(texts), 1))
    return [*texts[:count], *counted(context.words, what, len(texts) - count)]


def _meanings(context: Context) -> list[Meaning]:
    found, provisional = list[Meaning](), settling.touched(context) if settling.defers(context) else []
    for approach in context.pack.approaches:
        state = context.outcome.approaches[approach.id]
        status = status_words(context, state)
        if approach.id in provisional and state.status != "undetermined":
            status = context.words("council.provisional.status", status=status)
        found.append(
            {
                "name": context.pack.introduced(approach.name),
                "status": status if state.aimed else context.words("picture.map.not_aimed", status=status),
                "about": first_sentence(context.text(approach.about)),
            }
        )
    return found


def _urgent(context: Context, most: int = _URGENT) -> str | None:
    """Say what cannot wait and has a resolution of its own, and what the step that is asked for mends."""
    titles, mended = pressing.left(context), pressing.mended(context)
    told = [context.words.counted("council.urgent", len(titles), titles=listed(context.words, titles, most))] if titles else []
    if mended:
        form = "council.urgent_too" if told else "council.urgent_mended"
        told.append(context.words.counted(form, len(mended), titles=listed(context.words, mended, most)))
    return " ".join(told) or None
