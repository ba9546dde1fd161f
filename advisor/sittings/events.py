"""What happens in a sitting, as values: each act an event, with who did it and when. Written as JSON, one event a line.

Events are only ever appended; undoing is one of them. The number of an event is its place in the list, from 1 on. Redaction alone
changes what stands there already, and keeps the numbers.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, UnusableInputError, coded
from advisor.reasoning.answers import Answer, AnswerValue

if TYPE_CHECKING:
    from collections.abc import Iterable


class Day(msgspec.Struct, frozen=True):
    """A date among values: without a mark it would come back as a text."""

    day: datetime.date


Value = str | int | tuple[str, ...] | Day | None


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An answer as it can be written and read back: what a file holds of :class:`~advisor.reasoning.answers.Answer`."""

    value: Value = None
    note: str | None = None
    by: str | None = None
    on: datetime.date | None = None
    said: tuple[Said, ...] = ()
    unanswered: bool = False


def _tag(name: str) -> str:
    """Return the name of an event as it is written: ``ChangedOutside`` is ``changed outside``."""
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="did", tag=_tag):
    """One thing that happened: ``by`` whom, ``on`` which day it counts, and ``at`` which moment it was done."""

    by: str | None = None
    on: datetime.date | None = None
    at: datetime.datetime | None = None


class Imported(Act, frozen=True):
    """Answers came from a source: a file, a sheet. ``asked`` is their order.

    Where the sitting begins ``anew`` they are all that counts; ``earlier`` ones, of a visit before, are only shown.
    """

    source: str
    answers: dict[str, Said] = {}
    asked: tuple[str, ...] = ()
    anew: bool = False
    earlier: bool = False


class ChangedOutside(Act, frozen=True):
    """The answers file says something else than the events: what it says now, None where it says nothing any more."""

    answers: dict[str, Said | None]


class Joined(Act, frozen=True):
    """Somebody is there from now on; ``by`` is the id they are known by."""

    role: str | None = None
    name: str | None = None


class Answered(Act, frozen=True):
    """Somebody answered a question; without a value they do not know."""

    question: str
    value: Value = None
    note: str | None = None


class Noted(Act, frozen=True):
    """Somebody wrote what an answer rests on; without a note it was taken away."""

    question: str
    note: str | None = None


class Settled(Act, frozen=True):
    """The room agreed on a value, whatever each had said; without a value it left the question open."""

    question: str
    value: Value = None
    note: str | None = None


class Skipped(Act, frozen=True):
    """A topic was left out, at one of its questions."""

    topic: str
    question: str


class PutOff(Act, frozen=True):
    """One question was put off."""

    question: str


class TakenUp(Act, frozen=True):
    """All that was left out, put off or left open was taken up again."""


class WentOn(Act, frozen=True):
    """The first goal was reached, and the last one is aimed at."""


class TimeBoxed(Act, frozen=True):
    """Only so many questions still fit into the time that is left; None where time does not matter any more."""

    questions: int | None = None


class AskedAlike(Act, frozen=True):
    """Everybody in a role is asked the same questions from now on, whatever others said; none where that ends."""

    role: str
    questions: tuple[str, ...] = ()


class WentBack(Act, frozen=True):
    """The question before was shown again."""


class Chosen(Act, frozen=True):
    """A question was picked by hand; None leaves the choice to the interview again."""

    question: str | None = None


class Undone(Act, frozen=True):
    """Events were taken back, by their numbers; an undoing that is undone counts them again."""

    events: tuple[int, ...]


class Redacted(Act, frozen=True):
    """Something was erased here because of whom it came from."""


class Closed(Act, frozen=True):
    """The people went home."""


Event = (
    Imported
    | ChangedOutside
    | Joined
    | Answered
    | Noted
    | Settled
    | Skipped
    | PutOff
    | TakenUp
    | WentOn
    | TimeBoxed
    | AskedAlike
    | WentBack
    | Chosen
    | Undone
    | Redacted
    | Closed
)

_DECODER = msgspec.json.Decoder(Event)


def to_value(value: AnswerValue | None) -> Value:
    """Return the value of an answer as it is written."""
    return Day(value) if isinstance(value, datetime.date) else value


def from_value(value: Value) -> AnswerValue | None:
    """Return the value of an answer from what was written."""
    return value.day if isinstance(value, Day) else value


def to_said(answer: Answer) -> Said:
    """Return an answer as it is written."""
    said = tuple(map(to_said, answer.said))
    return Said(
        value=to_value(answer.value), note=answer.note, by=answer.by, on=answer.on, said=said, unanswered=answer.unanswered
    )


def from_said(said: Said) -> Answer:
    """Return an answer from what was written."""
    each = tuple(map(from_said, said.said))
    return Answer(value=from_value(said.value), note=said.note, by=said.by, on=said.on, said=each, unanswered=said.unanswered)


def encoded(events: Iterable[Event]) -> bytes:
    """Return events as JSON, one a line."""
    return b"".join(msgspec.json.encode(each) + b"\n" for each in events)


def decoded(content: bytes, name: str) -> tuple[Event, ...]:
    """Return the events that were written; a last line without its end was never finished, and is no event.

    Raises:
        UnusableInputError: a line is no event; ``name`` is how the source of the lines is called.

    """
    found: list[Event] = []
    for number, line in enumerate(content.split(b"\n")[:-1], start=1):
        try:
            found.append(_DECODER.decode(line))
        except msgspec.MsgspecError as error:
            raise UnusableInputError([coded(Place(name, number), "A708", said=str(error))]) from error
    return tuple(found)
