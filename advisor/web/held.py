"""A sitting as it stands in the store: who takes part, what happened, and what follows; the fold that pages and papers show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

import msgspec

from advisor.desk import Pack, read_text
from advisor.desk.session import (
    ALSO_IN_CITY,
    Answers,
    Respondent,
    answers_in,
)
from advisor.desk.session import whole as whole_file
from advisor.sittings.sitting import Sitting
from advisor.web.knowledge import Known
from advisor.web.store import rooms
from advisor.web.store.values import Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.desk.session import Interview, Turn
    from advisor.web.knowledge import Knowledge
    from advisor.web.store.database import Database
    from advisor.web.store.values import Room, Seat

NAME = "answers.yaml"
_T = TypeVar("_T")
_KEPT = 256
"""How many states of sittings are remembered."""


class Held(msgspec.Struct, frozen=True):
    """A sitting at one moment: ``text`` is its answers file, ``answers`` what that says; every paper is made from it."""

    whole: Whole
    known: Known
    pack: Pack
    sitting: Sitting
    text: str
    answers: Answers

    @property
    def room(self) -> Room:
        """Return the room it is held in."""
        return self.whole.room

    @property
    def state(self) -> tuple[str, int, int]:
        """Return what names this state of its events."""
        return self.room.id, self.room.era, self.room.last

    def interview(self, person: str | None) -> Interview:
        """Return the interview of the room, or of one person; what is said of the city itself nobody is asked again."""
        answers = self.answers
        if person is None:
            return msgspec.structs.replace(self.sitting.interview, answers=answers)
        own, city = self.sitting.of(person), answers.city
        given = {name: answers.answers[name] for name in ALSO_IN_CITY if getattr(city, name) and name in answers.answers}
        mine = msgspec.structs.replace(
            own.answers, city=city, date=answers.date, start=answers.start, answers={**given, **own.answers.answers}
        )
        return msgspec.structs.replace(own, answers=mine)

    def last_of(self, seat: Seat) -> int:
        """Return the number of the last event that a seat brought."""
        return max((each.seq for each in self.whole.events if each.seat == seat.id), default=0)


def file_of(sitting: Sitting, seats: Iterable[Seat], language: str, pack: Pack) -> str:
    """Return the answers file of a sitting: of the day on which the last answer was given, with those who spoke."""
    answers = sitting.interview.answers
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
    return whole_file(msgspec.structs.replace(answers, city=city, date=day, start=start, respondents=known), pack)


def read_back(text: str, pack: Pack) -> Answers:
    """Return what the text of an answers file says.

    Raises:
        UnusableInputError: it cannot be read.

    """
    source, problems = read_text(text, NAME)
    return answers_in(source, problems, pack)[0]


class Sittings:
    """Folds rooms into sittings, and remembers what followed from the states that were asked for last."""

    def __init__(self, db: Database, knowledge: Knowledge) -> None:
        """Take where rooms are kept, and what is known."""
        self._db, self._knowledge = db, knowledge
        self._memory: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = threading.Lock()

    def held(self, room: str) -> Held | None:
        """Return a sitting as it stands now; None where there is no such room.

        Raises:
            StoreError: the store does not answer.
            UnusableInputError: its pack is kept no more.

        """
        whole = rooms.whole(self._db, room)
        if whole is None:
            return None
        known = self._knowledge.of(self._db, whole.room.pack)
        key = ("held", whole.room.id, whole.room.era, whole.room.last, whole.room.stirred)
        text, answers, pack, sitting = self.remembered(key, lambda: self._folded(whole, known))
        return Held(whole, known, pack, sitting, text, answers)

    def _folded(self, whole: Whole, known: Known) -> tuple[str, Answers, Pack, Sitting]:
        pack = known.pack(whole.room.language)
        sitting = Sitting(whole.room.base, tuple(each.event for each in whole.events))
        text = file_of(sitting, whole.seats, whole.room.language, pack)
        return text, read_back(text, pack), pack, sitting

    def turn(self, held: Held, person: str | None) -> Turn:
        """Return where the interview of the room or of one person stands."""

        def computed() -> Turn:
            with held.known.consulted() as consultation:
                return consultation.turn(held.interview(person))

        return self.remembered(("turn", *held.state, person), computed)

    def remembered(self, key: tuple[object, ...], compute: Callable[[], _T]) -> _T:
        """Return what was computed under a key, or compute it."""
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]  # type: ignore[return-value] # a key has one kind of value
        found = compute()
        with self._lock:
            self._memory[key] = found
            while len(self._memory) > _KEPT:
                self._memory.popitem(last=False)
        return found

    def forget(self, room: str) -> None:
        """Forget everything about a room: somebody had words of theirs erased."""
        with self._lock:
            for key in [each for each in self._memory if room in each]:
                del self._memory[key]
