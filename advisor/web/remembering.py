"""Sittings as they stand now, and what follows from them: found once for each state, and shared by all who look at it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

import msgspec

from advisor.sittings.sitting import Sitting
from advisor.web.held import Folded, Held, folded
from advisor.web.looking import Pages
from advisor.web.memory import Memory
from advisor.web.store import rooms
from advisor.web.store.values import Stored, Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from advisor.desk.session import DisputeState, Turn
    from advisor.sittings.events import Event
    from advisor.sittings.showing import AtGoal, Contradiction, HowSure
    from advisor.web.knowledge import Knowledge, Known
    from advisor.web.store.database import Database

_T = TypeVar("_T")
_KEPT, _ROOMS = 1024, 64
"""Of how many things in sittings something is remembered, and the events of how many rooms."""


class Sittings:
    """Folds rooms into sittings, and remembers what followed from the states that were asked for last."""

    def __init__(self, db: Database, knowledge: Knowledge) -> None:
        """Take where rooms are kept, and what is known."""
        self._db, self._knowledge = db, knowledge
        self._memory = Memory(_KEPT)
        self.pages = Pages()
        self._wholes: OrderedDict[str, Whole] = OrderedDict()
        self._lock = threading.Lock()

    def held(self, room: str) -> Held | None:
        """Return a sitting as it stands now; None where there is no such room.

        Raises:
            StoreError: the store does not answer.
            UnusableInputError: its pack is kept no more.

        """
        whole = self._whole(room)
        if whole is None:
            return None
        known = self._knowledge.of(self._db, whole.room.pack)
        return Held(whole, known, self._memory.found((whole.room.id, "held"), _state(whole), lambda: self._folded(whole, known)))

    def _whole(self, room: str) -> Whole | None:
        """Return a room with its events; those that are known are not read again, for they change only with the era."""
        with self._lock:
            before = self._wholes.get(room)
        found = rooms.whole(self._db, room, before.room.last if before is not None else 0)
        if found is not None and before is not None:
            if found.room.era == before.room.era:
                found = msgspec.structs.replace(found, events=(*before.events, *found.events))
            else:
                found = rooms.whole(self._db, room)
        with self._lock:
            self._wholes.pop(room, None)
            if found is not None:
                self._wholes[room] = found
            while len(self._wholes) > _ROOMS:
                self._wholes.popitem(last=False)
        return found

    def _folded(self, whole: Whole, known: Known) -> Folded:
        """Fold the events of a room: only those that came since it was folded last, as long as the others stay as they were."""
        sitting, pack = Sitting(whole.room.base, tuple(each.event for each in whole.events)), known.pack(whole.room.language)
        before = self._memory.last((whole.room.id, "held"))
        if isinstance(before, Folded) and before.pack is pack and before.leads_to(whole):
            return folded(whole, sitting, pack, before)
        return folded(whole, sitting, pack)

    def after(self, held: Held, events: Sequence[Event]) -> Folded:
        """Return what a sitting would lead to after something more; nothing of it is kept.

        Raises:
            UnusableInputError: its answers file could not be read.

        """
        return folded(held.whole, held.sitting.after(*events), held.pack, held.folded)

    def became(self, held: Held, seat: str, events: Sequence[Event], after: Folded) -> Held:
        """Return a sitting after something more from a seat, and remember it, now that exactly this was kept."""
        last = held.room.last + len(events)
        new = (Stored(seq=number, seat=seat, event=each) for number, each in enumerate(events, start=held.room.last + 1))
        whole = Whole(msgspec.structs.replace(held.room, last=last), held.whole.seats, (*held.whole.events, *new))
        self._memory.keep((held.room.id, "held"), _state(whole), after)
        return Held(whole, held.known, after)

    def next(self, held: Held, person: str | None) -> Turn:
        """Return which question comes next for the room or for one person; of a goal no more than that it is one."""

        def computed() -> Turn:
            with held.known.consulted() as consultation:
                return consultation.next(held.interview(person))

        return self._followed("next", held, person, computed)

    def turn(self, held: Held, person: str | None) -> Turn:
        """Return where the interview of the room or of one person stands."""
        turn = self.next(held, person)

        def computed() -> Turn:
            with held.known.consulted() as consultation:
                return consultation.settled(held.interview(person), turn)

        return turn if turn.question is not None else self._followed("turn", held, person, computed)

    def sure(self, held: Held, person: str | None) -> HowSure:
        """Return how sure things are, by what the room or one person said."""
        turn = self.next(held, person)

        def computed() -> HowSure:
            with held.known.consulted() as consultation:
                return consultation.how_sure(held.interview(person), turn)

        return self._followed("sure", held, person, computed)

    def at_goal(self, held: Held, person: str | None) -> AtGoal:
        """Return why the room or one person is asked nothing more, and how to go on."""
        turn = self.turn(held, person)

        def computed() -> AtGoal:
            with held.known.consulted() as consultation:
                return consultation.at_goal(held.interview(person), turn)

        return self._followed("goal", held, person, computed)

    def contradictions(self, held: Held, person: str | None) -> tuple[Contradiction, ...]:
        """Return the contradictions between what the room or one person said."""

        def computed() -> tuple[Contradiction, ...]:
            with held.known.consulted() as consultation:
                return consultation.contradictions(held.interview(person))

        return self._followed("contradictions", held, person, computed)

    def disputes(self, held: Held) -> list[DisputeState]:
        """Return what people disagree on, with what hangs on each."""

        def computed() -> list[DisputeState]:
            with held.known.consulted() as consultation:
                return consultation.disputes(held.interview(None))

        return self._followed("disputes", held, None, computed)

    def _followed(self, kind: str, held: Held, person: str | None, compute: Callable[[], _T]) -> _T:
        """Return what follows from the interview of the room or of one person, found once."""
        return self._memory.found((held.room.id, kind, person or ""), held.state(person), compute)

    def shown(self, room: str, what: str, state: Hashable, compute: Callable[[], bytes]) -> bytes:
        """Return a page about a room in a state, made once."""
        return self._memory.found((room, what), state, compute)

    def forget(self, room: str) -> None:
        """Forget everything about a room: somebody had words of theirs erased."""
        with self._lock:
            self._wholes.pop(room, None)
        self._memory.forget(room)
        self.pages.forget(room)


def _state(whole: Whole) -> tuple[int, ...]:
    return whole.room.era, whole.room.last, whole.room.stirred
