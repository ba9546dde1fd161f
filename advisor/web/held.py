"""A sitting as it stands in the store: who takes part, what happened, and what follows; the fold that pages and papers show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.desk import Pack, read_text
from advisor.desk.session import (
    ALSO_IN_CITY,
    Answers,
    Interview,
    Respondent,
    answers_in,
    renamed,
)
from advisor.desk.session import whole as whole_file
from advisor.sittings import events as did
from advisor.sittings.folding import Folding
from advisor.sittings.sitting import Sitting
from advisor.web.knowledge import Known
from advisor.web.store.values import Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.desk.session import Answer
    from advisor.web.store.values import Room, Seat

NAME = "answers.yaml"
_OF_ALL = (did.Imported, did.ChangedOutside, did.Undone, did.Redacted)
"""What may touch the interview of anybody, whoever did it."""


class Folded(msgspec.Struct, frozen=True):
    """What the events of a sitting lead to: ``written`` is what its answers file is written from, ``answers`` what that says.

    ``interviews`` keeps that of the room, and those of persons that somebody asked for, as long as this state is remembered;
    ``foldings`` how far events are folded for them, to go on from; ``told`` the answers with everybody called as in a language.
    """

    era: int
    pack: Pack
    sitting: Sitting
    written: Answers
    answers: Answers
    interviews: dict[str | None, Interview] = {}
    foldings: dict[str | None, Folding] = {}
    told: dict[str, Answers] = {}

    @property
    def text(self) -> str:
        """Return the answers file."""
        return whole_file(self.written, self.pack)

    def leads_to(self, whole: Whole) -> bool:
        """Tell whether a sitting goes on from here: events that were there change only with the era."""
        return self.era == whole.room.era and len(self.sitting.events) <= len(whole.events)


class Held(msgspec.Struct, frozen=True):
    """A sitting at one moment: ``text`` is its answers file, ``answers`` what that says; every paper is made from it."""

    whole: Whole
    known: Known
    folded: Folded

    @property
    def room(self) -> Room:
        """Return the room it is held in."""
        return self.whole.room

    @property
    def pack(self) -> Pack:
        """Return the pack, in the language of the sitting."""
        return self.folded.pack

    @property
    def sitting(self) -> Sitting:
        """Return what happened."""
        return self.folded.sitting

    @property
    def text(self) -> str:
        """Return the answers file."""
        return self.folded.text

    @property
    def answers(self) -> Answers:
        """Return what the answers file says."""
        return self.folded.answers

    def state(self, person: str | None = None) -> tuple[object, ...]:
        """Return what names the state of an interview: that of one person is the same while only others go on."""
        room, answers = self.room, self.answers
        if person is None:
            return room.id, room.era, room.last
        newest = reversed(self.whole.events)  # there may be hundreds, and this is asked several times for each page
        touched = (each.seq for each in newest if each.event.by == person or isinstance(each.event, _OF_ALL))
        return room.id, room.era, person, next(touched, 0), answers.date, answers.start, *self._of_city()

    def interview(self, person: str | None) -> Interview:
        """Return the interview of the room, or of one person; what is said of the city itself nobody is asked again."""
        if person is not None and person not in self.folded.interviews:
            self.folded.interviews[person] = self._interview(person)
        return self.folded.interviews[person]

    def _of_city(self) -> Iterator[tuple[str, Answer]]:
        city, given = self.answers.city, self.answers.answers
        return ((name, given[name]) for name in ALSO_IN_CITY if getattr(city, name) and name in given)

    def told_in(self, pack: Pack) -> Answers:
        """Return the answers in which everybody is called as in the language of a pack."""
        language = pack.info.language
        if pack is self.pack:
            return self.answers  # so they were read
        if language not in self.folded.told:
            self.folded.told[language] = renamed(pack, self.answers)
        return self.folded.told[language]

    def own(self, person: str) -> Interview:
        """Return what one person said, and nothing besides."""
        if person not in self.folded.foldings:
            self.folded.foldings[person] = self.sitting.folding(person)
        return self.folded.foldings[person].interview

    def _interview(self, person: str) -> Interview:
        answers = self.answers
        own = self.own(person)
        given = {**dict(self._of_city()), **own.answers.answers}
        mine = msgspec.structs.replace(own.answers, city=answers.city, date=answers.date, start=answers.start, answers=given)
        return msgspec.structs.replace(own, answers=mine)

    def last_of(self, seat: Seat) -> int:
        """Return the number of the last event that a seat brought."""
        return next((each.seq for each in reversed(self.whole.events) if each.seat == seat.id), 0)


def folded(whole: Whole, sitting: Sitting, pack: Pack, before: Folded | None = None) -> Folded:
    """Return what the events of a sitting lead to; ``before`` is what those led to that came first, with the same pack.

    Raises:
        UnusableInputError: its answers file could not be read.

    """
    foldings = _foldings(sitting, before)
    interview = foldings[None].interview
    written = _written(interview.answers, sitting, whole.seats, whole.room.language)
    answers = read_back(whole_file(written, pack), pack) if before is None else _read_on(written, before)
    return Folded(
        whole.room.era, pack, sitting, written, answers, {None: msgspec.structs.replace(interview, answers=answers)}, foldings
    )


def _foldings(sitting: Sitting, before: Folded | None) -> dict[str | None, Folding]:
    """Return how far events are folded for the room, and for those persons for whom they were: there may be hundreds of them."""
    if before is None:
        return {None: sitting.folding()}
    new = len(sitting.events) - len(before.sitting.events)
    return {person: each.after(sitting.events, new) for person, each in before.foldings.copy().items()}


def _read_on(written: Answers, before: Folded) -> Answers:
    """Return what an answers file says, of which only what is new is written and read: answers stand each for itself.

    With them go those that the rest of a file is held against, what the city says of itself and how it calls its bodies.
    """
    pack = before.pack
    hold = {*ALSO_IN_CITY, *(each.id for each in pack.questions if each.names_role)}
    then, now = (each.waiting | each.answers for each in (before.written, written))
    new = {name for name, answer in now.items() if name in hold or then.get(name) != answer}
    answers, waiting = ({name: each[name] for name in each if name in new} for each in (written.answers, written.waiting))
    read = read_back(whole_file(msgspec.structs.replace(written, answers=answers, waiting=waiting), pack), pack)
    there = {each.id: read if each.id in new else before.answers for each in pack.questions if each.id in now}
    answers = {name: part.answers[name] for name, part in there.items() if name in part.answers} | read.answers
    waiting = {name: part.waiting[name] for name, part in there.items() if name in part.waiting}
    return renamed(pack, msgspec.structs.replace(read, answers=answers, waiting=waiting))


def _written(answers: Answers, sitting: Sitting, seats: Iterable[Seat], language: str) -> Answers:
    """Return what the answers file of a sitting holds: of the day on which the last answer was given, with those who spoke."""
    day = max([answers.date, *(each.on for each in sitting.events if each.on is not None)])
    spoken = {each.by for answer in (*answers.answers.values(), *answers.waiting.values()) for each in (answer, *answer.said)}
    known = dict(answers.respondents)
    for each in seats:
        if each.person is not None and each.person in spoken:
            own = each.language if each.language != language else None
            known[each.person] = Respondent(role=each.role, name=each.name, language=own)
    city = answers.city
    for name in ALSO_IN_CITY:
        given = answers.answers.get(name)
        if getattr(city, name) is not None and given is not None and given.value is not None:
            value = given.value if name == "population" else str(given.value).upper()
            city = msgspec.structs.replace(city, **{name: value})
    start = day if answers.start == answers.date else answers.start
    return msgspec.structs.replace(answers, city=city, date=day, start=start, respondents=known)


def read_back(text: str, pack: Pack) -> Answers:
    """Return what the text of an answers file says.

    Raises:
        UnusableInputError: it cannot be read.

    """
    source, problems = read_text(text, NAME)
    return answers_in(source, problems, pack)[0]
