"""The council paper: two pages that say where a city stands, what is next, what to decide on, and what is uncertain.

Everything is cut by rank to the room there is (``cutting.py``), so that each format says the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.reports.chapters import message, next_steps, pressing, reservations, settling
from advisor.reports.chapters.cutting import counted, first_sentence, how_many_fit, in_whole, lines, listed, opening, shortened
from advisor.reports.chapters.path import first_questions
from advisor.reports.chapters.second_page import Decided, as_fits, second_page
from advisor.reports.chapters.short_answers import ShortAnswer, short_answers
from advisor.reports.chapters.situation import first_of
from advisor.reports.chapters.standing import status_words
from advisor.reports.chapters.summary import Texts, forks, missing_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.reports.context import Context

_FIRST_PAGE, _SECOND_PAGE = 59.3, 62.5
"""How many lines of text each page has in the smallest type that a paper may have, beside the headings that always stand."""

_RUN_ON = 4.0
"""How many lines fewer the second page has where it begins with what the first one has no room for, beside those themselves."""

_OF_PICTURE = 18.0
"""How much of a picture, in its own units, is as high as a line."""

_LONG_NAME, _LONG, _LONGEST = 60, 420, 640
"""How many characters a name, any other text, and what is answered may have."""

_LINE, _ABOUT, _NAME, _STATUS = 108, 66, 22, 15
"""How many characters stand in a line of the first page in its smallest type, and of each column in the table of approaches."""

_SPACE = 0.4
"""How much of a line is around each text of the first page."""

_TABLE_HEAD, _HEAD = 1.5, 2.5
"""How many lines the head of a table takes, and a heading."""

_SHORT_NOTE = 180
"""How many characters of a note always stand on the first page; a longer one stands on the second one where there is no room."""

_FEW, _MANY, _LEAST = 4, 5, 2
"""How many points to settle are named beside steps, without them and in any case."""

_URGENT, _FEWER = 3, 2
"""How many urgent matters are named, where there is room and where there is little."""


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
    before: list[str]
    """When the motion is voted on, and what whoever puts it to the vote has to know first."""
    motion: list[Decided]
    open: Texts | None
    """The same, where more of it has room behind the motion."""
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
    runs_on = _below_map(page) + _RUN_ON if left < 0 else 0
    second = second_page(context, _SECOND_PAGE - runs_on, noted=page["note"] is None)
    page["before"], page["motion"] = second["before"], second["motion"]
    page["later"], page["reservations"] = second["later"], second["reservations"]
    page["next"]["rows"], page["next"]["total"] = second["rows"], next_steps.total(context, len(second["rows"]))
    if not second["rows"]:
        _put_instead(context, page, left, second["left"])
    return page


def _cut(context: Context, page: Council) -> Iterator[None]:
    """Make the first page shorter bit by bit, what ranks last first; of what is to be settled something always stands."""
    missing, follows, shown = page["missing"], page["next"], len(page["to_settle"])
    yield
    page["established"] = None
    yield
    if len(page["note"] or "") > _SHORT_NOTE:  # it stands on the second page, whole
        page["note"] = None
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
    page["urgent"] = None
    yield
    page["answers"] = _answers(context, in_short=True, least=True)


def _to_settle(context: Context, most: int, *, in_short: bool = False) -> list[str]:
    settle = settling.to_settle(context, in_short=in_short)
    return [*settle[:most], *counted(context.words, "to_settle", len(settle) - most)]


def _answers(context: Context, *, in_short: bool, least: bool = False) -> list[ShortAnswer]:
    told = short_answers(context, in_short=in_short, least=least)
    return [{"label": each["label"], "text": in_whole(each["text"], _LONGEST)} for each in told]


def _instead(context: Context) -> tuple[str, list[str]]:
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
    return what, [in_whole(each, _LONG) for each in texts]


def _put_instead(context: Context, page: Council, first: float, second: float) -> None:
    """Put what stands in the place of steps where more of it fits: on the first page, or behind the motion on the second."""
    what, told = _instead(context)
    heights = [lines(each) for each in told]
    fits = {
        "instead": how_many_fit((each + _SPACE for each in heights), first - _HEAD),
        "open": how_many_fit(heights, second - (1 if sum(heights) > second else 0)),
    }
    count = max(fits.values())
    if count:  # where not, the first questions stand among what is uncertain
        left = counted(context.words, what, len(told) - count)
        texts: Texts = {"label": context.words(f"council.instead.{what}"), "texts": [*told[:count], *left]}
        page["instead" if fits["instead"] == count else "open"] = texts
    others = _beside_forks(context)
    if others and page["open"] is None and second > len(others):
        page["open"] = {
            "label": context.words("council.instead.others"),
            "texts": as_fits(context, "questions", others, second),
        }


def _beside_forks(context: Context) -> list[str]:
    """Return the questions to answer beside those that decide which step comes first, where these stand with their answers."""
    if not context.outcome.path or settling.defers(context) or not forks(context):
        return []
    deciding = {context.text(context.pack.question(fork.question).ask) for fork in context.outcome.forks}
    return [in_whole(each, _LONG) for each in first_questions(context) if each not in deciding]


def _first_page(context: Context) -> Council:
    """Return the paper without what takes the room that the rest leaves on the first page."""
    few = _FEW if first_of(context.outcome.path, "step") else _MANY
    note = context.answers.note
    city = shortened(context.outcome.city.name, _LONG_NAME)
    return {
        "city": city,
        "note": opening(note, reservations.LONG) if note else None,
        "stands": in_whole(message.stands(context), _LONG),
        "decide": in_whole(message.decide(context), _LONGEST),
        "answers": _answers(context, in_short=False),
        "provisional": settling.provisional(context),
        "to_settle": _to_settle(context, few),
        "meanings": _meanings(context),
        "established": context.words("council.established"),
        "missing": [in_whole(each, _LONG) for each in missing_lines(context)],
        "urgent": _urgent(context),
        "next": {"why": next_steps.why(context), "follows": next_steps.follows(context), "rows": [], "total": None},
        "instead": None,
        "before": [],
        "motion": [],
        "open": None,
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
    return _said(texts) + _TABLE_HEAD + sum(height + _SPACE for height in rows)


def _said(texts: Iterable[str | None]) -> float:
    return sum(lines(text, _LINE) + _SPACE for text in texts if text)


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
        form = pressing.mended_form(context, "council.urgent_too" if told else "council.urgent_mended")
        told.append(context.words.counted(form, len(mended), titles=listed(context.words, mended, most)))
    return " ".join(told) or None
