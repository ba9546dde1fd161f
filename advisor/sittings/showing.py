"""What a surface shows of a sitting, as data: ids, answers and numbers. How it is said, in which language, is its own matter."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from advisor.interview.interview import GOALS
from advisor.knowledge.model import Question
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, AnswerValue
from advisor.reasoning.conclusions import possible_values
from advisor.reasoning.firmness import Firm
from advisor.reasoning.relevance import Goal
from advisor.sittings.alike import Set
from advisor.sittings.events import from_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.interview.interview import Interview, Turn
    from advisor.knowledge.model import Pack
    from advisor.reasoning.glimpse import Certain
    from advisor.sittings.events import Imported

ACTS = (
    *("unknown", "disagree", "back", "undo", "note", "why", "sure", "what_if", "put_off", "skip", "take_up"),
    *("who", "time", "review", "leave"),
)
"""What can happen at a question besides an answer."""


class Earlier(msgspec.Struct, frozen=True):
    """What was answered at an earlier visit, and when."""

    answer: Answer
    on: datetime.date


class Progress(msgspec.Struct, frozen=True):
    """How many questions a topic has, and how many of them have an answer."""

    topic: str
    answered: int
    questions: int


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A question while it is asked.

    ``given`` is the answer that stands, ``said`` what each said; ``before`` is the value that stays if nothing else is given.
    ``earlier`` is shown where nothing was said yet; ``left`` counts what is asked at most until each goal, ``fits`` what still
    fits into the time that is left, if it is short; ``alike`` is there where everybody in a role is asked the same. ``by`` is who
    answers it, where that is somebody in particular.
    """

    question: Question
    number: int
    left: dict[Goal, int]
    topics: tuple[Progress, ...]
    given: Answer | None
    said: tuple[Answer, ...]
    note: str | None
    earlier: Earlier | None
    before: AnswerValue | None
    acts: tuple[str, ...]
    fits: int | None = None
    alike: Set | None = None
    by: str | None = None


class Reasons(msgspec.Struct, frozen=True):
    """What an answer can still decide: which approaches, whether the path, and which findings."""

    approaches: tuple[str, ...]
    path: bool
    findings: tuple[str, ...]


class Possible(msgspec.Struct, frozen=True):
    """What one approach can still be, and how firm that is where it is known."""

    approach: str
    statuses: tuple[str, ...]
    firm: Firm | None


class HowSure(msgspec.Struct, frozen=True):
    """Where a city stands so far; ``left`` is None where no question waits."""

    approaches: tuple[Possible, ...]
    steps: tuple[str, ...]
    path_settled: bool
    left: dict[Goal, int] | None


State = Literal["reached", "over", "waiting", "stuck", "blocked"]
"""Why no question comes."""


class AtGoal(msgspec.Struct, frozen=True, kw_only=True):
    """Why no question comes, and how to go on: ``acts``, the likeliest first.

    A goal is reached; or the time for it is over; or questions wait that were left out; or it is stuck, or blocked, on what
    nobody knows.
    """

    sure: HowSure
    goal: Goal
    state: State
    unknown: tuple[str, ...]
    divided: tuple[str, ...]
    left_out: tuple[str, ...]
    acts: tuple[str, ...]


class Contradiction(msgspec.Struct, frozen=True):
    """A finding that two answers cannot both be true, and the questions it is between."""

    finding: str
    questions: tuple[str, ...]


class Row(msgspec.Struct, frozen=True):
    """One question of a review; without an answer where nobody gave one."""

    number: int
    question: Question
    answered: bool
    note: str | None


class LeftOpen(msgspec.Struct, frozen=True, kw_only=True):
    """What a sitting left open when it stopped, and what was changed outside of it."""

    outside: tuple[str, ...]
    last: str | None
    skipped: tuple[str, ...]
    put_off: tuple[str, ...]
    goal: Goal
    divided: tuple[str, ...] = ()


def shown(
    pack: Pack, interview: Interview, turn: Turn, question: Question, earlier: Imported | None, *, alike: Set | None = None
) -> Shown:
    """Return what is shown of the question of a turn; whoever is asked what all in their role are sees nobody else's answer."""
    alone = alike is not None and question.id in alike.left
    given = None if alone else interview.answers.answers.get(question.id)
    stands = given is not None and not given.disputed and not given.unanswered
    then = _then(interview, question.id, earlier) if given is None else None
    kept = given if given is not None and not given.unanswered else then.answer if then else None
    return Shown(
        question=question,
        number=sum(pack.question(name).type != "text" for name in interview.asked) + 1,
        left=turn.left,
        topics=progress(pack, interview),
        given=given if stands else None,
        said=given.said if given else (),
        note=None if alone else interview.note_on(question.id),
        earlier=then if then and not then.answer.unanswered else None,
        before=kept.value if kept else None,
        acts=_possible_acts(interview, given),
        fits=interview.fits,
        alike=alike if alone else None,
    )


def _then(interview: Interview, question: str, earlier: Imported | None) -> Earlier | None:
    said = earlier.answers.get(question) if earlier else None
    return Earlier(from_said(said), earlier.on or interview.answers.date) if earlier and said else None


def _possible_acts(interview: Interview, given: Answer | None) -> tuple[str, ...]:
    there = {
        "back": bool(interview.asked or interview.skips),
        "take_up": bool(interview.skips or interview.put_off),
        "disagree": given is not None and len({each.value for each in given.said} - {None}) > 1,
    }
    return tuple(name for name in ACTS if there.get(name, True))


def progress(pack: Pack, interview: Interview) -> tuple[Progress, ...]:
    """Return how far each topic is."""
    given = {name for name, each in interview.answers.answers.items() if not each.unanswered}
    asked = {topic.id: [each.id for each in pack.questions if each.topic == topic.id] for topic in pack.topics}
    return tuple(Progress(topic, len(given.intersection(names)), len(names)) for topic, names in asked.items())


def reasons(pack: Pack, turn: Turn) -> Reasons:
    """Return what the answer to the question of a turn can still decide."""
    return Reasons(
        tuple(each.id for each in pack.approaches if each.id in turn.hangs_on),
        turn.stage == "choice",
        tuple(each.id for each in pack.findings if each.id in turn.hangs_on),
    )


def how_sure(pack: Pack, turn: Turn, firm: Mapping[str, Firm], certain: Certain | None = None) -> HowSure:
    """Return where a city stands at a turn; ``certain`` is what is so whatever is still found out, if that is another thing."""
    found = certain or turn.outlook
    return HowSure(
        tuple(
            Possible(each.id, tuple(possible_values(each.id, STATUS, found.known)), firm.get(each.id)) for each in pack.approaches
        ),
        tuple(found.steps),
        found.path_settled,
        turn.left if turn.question is not None else None,
    )


def at_goal(pack: Pack, interview: Interview, turn: Turn, firm: Mapping[str, Firm]) -> AtGoal:
    """Return why a turn has no question, and what can be done."""
    divided = interview.closed.intersection(turn.unknown)
    acts = ["review", "leave"]
    if turn.left_out or divided:
        acts.insert(0, "take_up")
    if interview.goal != GOALS[-1] and turn.left[GOALS[-1]]:
        acts.insert(0, "go_on")
    if interview.fits == 0 and turn.left[interview.goal]:
        acts = ["more_time", *(each for each in acts if each != "go_on")]
    return AtGoal(
        sure=how_sure(pack, turn, firm),
        goal=interview.goal,
        state=_state(interview, turn),
        unknown=tuple(name for name in turn.unknown if name not in divided),
        divided=tuple(name for name in turn.unknown if name in divided),
        left_out=turn.left_out,
        acts=tuple(acts),
    )


def _state(interview: Interview, turn: Turn) -> State:
    if interview.fits == 0 and turn.left[interview.goal]:
        return "over"
    if not turn.outlook.statuses and turn.outlook.path_settled:
        return "reached"
    if turn.left_out:
        return "waiting"
    return "blocked" if interview.goal == GOALS[0] and turn.unknown else "stuck"


def review(pack: Pack, interview: Interview) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Return every question with its number, by topic."""
    given = {name for name, each in interview.answers.answers.items() if not each.unanswered}
    rows = [
        Row(number, each, each.id in given, interview.note_on(each.id)) for number, each in enumerate(pack.questions, start=1)
    ]
    return tuple((topic.id, tuple(row for row in rows if row.question.topic == topic.id)) for topic in pack.topics)


def left_open(pack: Pack, interview: Interview, outside: Iterable[str]) -> LeftOpen:
    """Return what a sitting left open when it stopped; ``outside`` are the questions that were changed outside of it."""
    known = {each.id for each in pack.questions}
    return LeftOpen(
        outside=tuple(name for name in outside if name in known),
        last=interview.asked[-1] if interview.asked else None,
        skipped=tuple(each.topic for each in interview.skips),
        put_off=tuple(each.id for each in pack.questions if each.id in interview.put_off),
        goal=interview.goal,
        divided=tuple(each.id for each in pack.questions if each.id in interview.closed),
    )
