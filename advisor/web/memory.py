"""Remember what was found out about something as long as it stands so: found once, however many ask at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_T = TypeVar("_T")
_What = tuple[str, ...]

_STATES = 2
"""How many states of one thing are remembered: the last one, and that which somebody may still be looking at."""


class Memory:
    """What was found of things, by their names and their states; the name of a thing begins with that of its room.

    A state that comes takes the place of an older one of the same thing. So what many change at the same time crowds out nothing
    of what others go on with.
    """

    def __init__(self, most: int) -> None:
        """Take of how many things something is remembered; those that were asked for longest ago are forgotten first."""
        self._most = most
        self._found: OrderedDict[_What, OrderedDict[Hashable, object]] = OrderedDict()
        self._computing: dict[tuple[_What, Hashable], threading.Lock] = {}
        self._lock = threading.Lock()

    def found(self, what: _What, state: Hashable, compute: Callable[[], _T]) -> _T:
        """Return what was found of a thing in a state, or find it: once, however many ask for it at the same time."""
        key = (what, state)
        with self._lock:
            if state in self._found.get(what, ()):
                self._found.move_to_end(what)
                return self._found[what][state]  # type: ignore[return-value] # a thing has one kind of value
            turn = self._computing.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if state in self._found.get(what, ()):
                    return self._found[what][state]  # type: ignore[return-value] # as above
            try:
                value = compute()
            finally:
                with self._lock:
                    self._computing.pop(key, None)
            self.keep(what, state, value)
        return value

    def keep(self, what: _What, state: Hashable, value: object) -> None:
        """Remember what was found of a thing in a state."""
        with self._lock:
            states = self._found.setdefault(what, OrderedDict())
            states[state] = value
            self._found.move_to_end(what)
            while len(states) > _STATES:
                states.popitem(last=False)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def last(self, what: _What) -> object:
        """Return what was found of a thing last, in whatever state; None where nothing is remembered."""
        with self._lock:
            states = self._found.get(what)
            return states[next(reversed(states))] if states else None

    def forget(self, room: str) -> None:
        """Forget everything about a room."""
        with self._lock:
            for what in [each for each in self._found if each[0] == room]:
                del self._found[what]
