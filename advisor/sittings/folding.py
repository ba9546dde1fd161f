"""Fold events into the interview that they lead to, of the room or of one person, and go on from there with what comes next."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from advisor.interview.interview import GOALS, Interview, Skip, resumed
from advisor.reasoning.answers import Answer
from advisor.sittings import events as did
from advisor.sittings.events import from_said, from_value
from advisor.sittings.standing import Standing, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.reasoning.answers import Answers
    from advisor.sittings.events import Event

_LOOKED_AT = (did.Chosen, did.WentBack)
_OF_ALL = (did.Imported, did.ChangedOutside)
"""What may bring answers of anybody, whoever did it."""


def in_force(events: Sequence[Event]) -> dict[int, Event]:
    """Return the events that count, by their numbers: an undoing takes those away that it names, unless it is undone itself.

    What was only looked at since the first of them goes, too, or a question that was picked meanwhile would come again.
    """
    gone: set[int] = set()
    looked_at = [number for number, event in enumerate(events, start=1) if isinstance(event, _LOOKED_AT)]
    for number, event in reversed(list(enumerate(events, start=1))):
        if isinstance(event, did.Undone) and number not in gone:
            gone.update(each for each in event.events if each < number)
            first, last = (bisect_left(looked_at, each) for each in (min(event.events, default=number), number))
            gone.update(looked_at[first:last])
    return {number: event for number, event in enumerate(events, start=1) if number not in gone}


def folding(base: Answers, events: Sequence[Event], person: str | None = None) -> Folding:
    """Return what events lead to, for the room or for one person."""
    course = _Course(base, person)
    for event in in_force(events).values():
        course.take(event)
    return Folding(course)


class Folding:
    """What events lead to so far; it stays as it is, and what comes next leads to another one."""

    def __init__(self, course: _Course) -> None:
        """Take how the interview stands after the events."""
        self._course = course

    @cached_property
    def interview(self) -> Interview:
        """The interview that the events lead to."""
        return self._course.interview()

    def after(self, events: Sequence[Event], new: int) -> Folding:
        """Return what all events lead to, of which so many are new; where one was undone, all of them are looked at again."""
        fresh = events[len(events) - new :]
        if any(isinstance(each, did.Undone) for each in fresh):
            return folding(self._course.base, events, self._course.person)
        if not any(map(self._course.concerns, fresh)):
            return self
        course = self._course.copied()
        for event in fresh:
            course.take(event)
        return Folding(course)


class _Course:
    """Builds an interview, event by event."""

    def __init__(self, base: Answers, person: str | None) -> None:
        self.base, self.person = base, person
        self._begin()

    def copied(self) -> _Course:
        """Return one that goes on from here by itself."""
        course = _Course(self.base, self.person)
        course._known, course._asked, course._put_off = dict(self._known), dict(self._asked), dict(self._put_off)
        course._skips, course._closed, course._alike = [*self._skips], set(self._closed), self._alike
        course._chosen, course._goal, course._fits = self._chosen, self._goal, self._fits
        return course

    def _begin(self) -> None:
        self._known: dict[str, Standing] = {}
        self._asked: dict[str, None] = {}
        self._skips: list[Skip] = []
        self._put_off: dict[str, None] = {}
        self._closed: set[str] = set()
        self._chosen: str | None = None
        self._goal = GOALS[0]
        self._fits: int | None = None
        self._alike: dict[str, tuple[str, ...]] = {}

    def interview(self) -> Interview:
        given = {name: found for name, each in self._known.items() if (found := each.answer) is not None}
        waiting = {name: each for name, each in given.items() if each.unanswered and not each.said}
        kept = {name: each for name, each in given.items() if name not in waiting}
        return Interview(
            answers=msgspec.structs.replace(self.base, answers=kept, waiting=waiting),
            asked=tuple(name for name in self._asked if name in kept),
            chosen=self._chosen,
            skips=tuple(self._skips),
            put_off=frozenset(self._put_off),
            closed=frozenset(name for name in self._closed if name in kept and kept[name].disputed),
            goal=self._goal,
            fits=self._fits,
            alike=self._alike,
        )

    def concerns(self, event: Event) -> bool:
        """Tell whether an event changes anything here."""
        return self.person is None or event.by == self.person or isinstance(event, _OF_ALL)

    def take(self, event: Event) -> None:
        if isinstance(event, _OF_ALL):
            self._bring(event)
        elif self.person is None or event.by == self.person:
            self._act(event)

    def _bring(self, event: did.Imported | did.ChangedOutside) -> None:
        if isinstance(event, did.Imported) and event.earlier:
            return
        if isinstance(event, did.Imported) and event.anew:
            self._begin()
        answers = {name: from_said(said) for name, said in event.answers.items() if said is not None}
        for name, said in event.answers.items():
            known = taken(answers[name]) if said is not None else Standing()
            self._known[name] = known if self.person is None else known.of(self.person)
            if said is None:
                self._asked.pop(name, None)
        order = event.asked if isinstance(event, did.Imported) else answers
        fresh = resumed(msgspec.structs.replace(self.base, answers=answers), order)
        self._asked |= dict.fromkeys(fresh.asked)
        self._closed = (self._closed - event.answers.keys()) | fresh.closed
        self._chosen = None

    def _act(self, event: Event) -> None:
        match event:
            case did.Answered(question=question) | did.Settled(question=question):
                self._answer(question, event)
            case did.Noted(question=question, note=note):
                new = Answer(value=None, note=note, by=event.by, on=event.on)
                self._known[question] = self._known.get(question, Standing()).noted(new)
            case did.WentBack():
                self._go_back()
            case did.Chosen(question=chosen):
                self._chosen = chosen
            case _:
                self._wish(event)

    def _wish(self, event: Event) -> None:
        match event:
            case did.Skipped(topic=topic, question=question):
                self._skips.append(Skip(topic, question, len(self._asked)))
                self._chosen = None
            case did.PutOff(question=question):
                self._put_off[question] = None
                self._chosen = None
            case did.TakenUp():
                self._skips, self._put_off, self._closed = [], {}, set()
            case did.WentOn():
                self._goal = GOALS[-1]
            case did.TimeBoxed(questions=questions):
                self._fits = questions
            case did.AskedAlike(role=role, questions=questions):
                self._alike = {**self._alike, role: questions}

    def _answer(self, question: str, event: did.Answered | did.Settled) -> None:
        known = self._known.get(question, Standing())
        said = Answer(value=from_value(event.value), note=event.note, by=event.by, on=event.on)
        known = known.answered(said) if isinstance(event, did.Answered) else known.agreed(said)
        self._known[question] = known
        self._asked.pop(question, None)
        self._asked[question] = None
        self._put_off.pop(question, None)
        self._closed.discard(question)
        if isinstance(event, did.Settled) and event.value is None:
            self._closed.add(question)
        self._fits = self._fits and self._fits - 1
        self._chosen = None

    def _go_back(self) -> None:
        if self._skips and self._skips[-1].after >= len(self._asked):
            self._chosen = self._skips.pop().question
        elif self._asked:
            self._chosen, _ = self._asked.popitem()
