"""What can be seen of a sitting at a glance: what is ahead when it opens, who has answered what, and what a search finds."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.interview.typed import folded
from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import ALSO_IN_CITY
from advisor.reasoning.conclusions import possible_values
from advisor.sittings.showing import Progress, Row, review

if TYPE_CHECKING:
    from advisor.interview.interview import Interview, Turn
    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import Answer, Answers
    from advisor.sittings.sitting import Sitting

SECONDS = 80
"""So long a room takes for one question, on the average: 20 to read it, 60 to talk (a proposal, as all times here)."""

HURRIED_SECONDS = 100
"""So long it takes where the time must suffice: what is left over goes into the end of the session."""

_ROUND = 5


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What those in the room should know before the first question.

    ``roles`` are those that act in a step, and should have a say before; ``questions`` and ``minutes`` are the least and the most
    that it usually takes until the path stands.
    """

    approaches: tuple[str, ...]
    topics: tuple[str, ...]
    roles: tuple[str, ...]
    questions: tuple[int, int]
    minutes: tuple[int, int]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What one person contributed so far; nobody in particular is the room. ``unknown`` counts what they did not know."""

    person: str | None
    answered: int
    unknown: int
    notes: int
    topics: tuple[Progress, ...]
    last: datetime.date | None


class Voices(msgspec.Struct, frozen=True):
    """Who has answered what; ``divided`` names the questions on which they differ, ``settled`` those they agreed on after it."""

    each: tuple[Voice, ...]
    divided: tuple[str, ...]
    settled: tuple[str, ...]


class Placed(msgspec.Struct, frozen=True):
    """An approach on the map: its pole of each axis, and what it can be by now."""

    approach: str
    poles: tuple[str, ...]
    statuses: tuple[str, ...]


def placed(pack: Pack, turn: Turn) -> tuple[Placed, ...]:
    """Return the map at a turn: empty at the begin, and full once every status is known."""
    known = turn.outlook.known
    return tuple(Placed(each.id, each.poles, tuple(possible_values(each.id, STATUS, known))) for each in pack.approaches)


def opening(pack: Pack) -> Opening:
    """Return what there is to be said when a sitting begins."""
    first = sum(each.short_run is not None for each in pack.questions) or len(pack.questions) // 4
    most = min(first + first // 2, len(pack.questions))
    return Opening(
        approaches=tuple(each.id for each in pack.approaches),
        topics=tuple(each.id for each in pack.topics),
        roles=tuple(each.id for each in pack.roles if any(step.actor == each.id for step in pack.steps)),
        questions=(first, most),
        minutes=(_minutes(first), _minutes(most)),
    )


def _minutes(questions: int) -> int:
    """Return how long so many questions take, rounded to what people say."""
    return max(round(questions * SECONDS / 60 / _ROUND), 1) * _ROUND


def that_fit(minutes: int) -> int:
    """Return how many questions fit into some minutes."""
    return max(minutes * 60 // HURRIED_SECONDS, 1)


def voices(pack: Pack, sitting: Sitting) -> Voices:
    """Return who has answered what: everybody who took part, and the room where it answered as one."""
    answers = sitting.interview.answers
    said = [(each.id, one) for each in pack.questions for one in _statements(answers, each)]
    heard = dict.fromkeys((*sitting.people(), *(one.by for _, one in said)))
    given = answers.answers.items()
    return Voices(
        tuple(_voice(pack, person, [(name, one) for name, one in said if one.by == person]) for person in heard),
        tuple(name for name, each in given if each.disputed),
        tuple(name for name, each in given if each.settled),
    )


def _statements(answers: Answers, question: Question) -> tuple[Answer, ...]:
    """Return what was said to a question by each; what the room settled afterwards is a word of its own.

    What stands in the head of a file nobody in particular said.
    """
    given = answers.answers.get(question.id) or answers.waiting.get(question.id)
    if given is None or (question.id in ALSO_IN_CITY and given.by is None and not given.said):
        return ()
    return (*given.said, *([given] if not given.said or given.settled else []))


def _voice(pack: Pack, person: str | None, said: list[tuple[str, Answer]]) -> Voice:
    answered = {name for name, one in said if not one.unanswered}
    names = {topic.id: [each.id for each in pack.questions if each.topic == topic.id] for topic in pack.topics}
    return Voice(
        person=person,
        answered=len(answered),
        unknown=sum(one.value is None and not one.unanswered for _, one in said),
        notes=sum(bool(one.note) for _, one in said),
        topics=tuple(Progress(topic, len(answered.intersection(asked)), len(asked)) for topic, asked in names.items()),
        last=max((one.on for _, one in said if one.on is not None), default=None),
    )


def found(pack: Pack, interview: Interview, typed: str) -> tuple[Row, ...]:
    """Return the rows of a review in which all words stand that were typed: in the question, in what it offers, or in a note."""
    words = folded(typed).split()
    rows = (row for _, topic in review(pack, interview) for row in topic)
    return tuple(row for row in rows if words and all(word in _searched(row) for word in words))


def _searched(row: Row) -> str:
    asked = row.question
    offered = (text for level in asked.levels for text in (level.label, level.behaviour or ""))
    return folded(" ".join((asked.label, asked.ask, *offered, row.note or "")))
