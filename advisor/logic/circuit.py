"""Conditions as a circuit: equal parts are one part, so each is read once however often it occurs.

One circuit takes many conditions. It is read for what is known of a city and a few facts that are supposed to be different; the
verdict on a part that none of them concerns is never worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.condition import Condition, Group, Test
from advisor.logic.evaluate import holds
from advisor.logic.values import Allowed

if TYPE_CHECKING:
    from collections.abc import Mapping

Changed = frozenset[tuple[str, Allowed]]
"""Facts with the values they have instead of those that are known."""


class Circuit:
    """Parts of conditions under numbers."""

    def __init__(self) -> None:
        """Begin without parts."""
        self._tests: list[Test | None] = []
        self._needed: list[int] = []
        self._members: list[tuple[int, ...]] = []
        self._facts: list[frozenset[str]] = []
        self._numbers: dict[object, int] = {}
        self._added: dict[Condition, int] = {}

    def test(self, part: int) -> Test | None:
        """Return the test that a part is, if it is one."""
        return self._tests[part]

    def members(self, part: int) -> tuple[int, ...]:
        """Return the members of a group."""
        return self._members[part]

    def needs_all(self, part: int) -> bool:
        """Tell whether a group needs every member."""
        return self._needed[part] == len(self._members[part])

    def facts(self, part: int) -> frozenset[str]:
        """Return the facts that a part tests."""
        return self._facts[part]

    def needed(self, part: int) -> int:
        """Return how many members of a group have to be true."""
        return self._needed[part]

    def places(self, part: int) -> dict[int, int]:
        """Return the places of everything in a part, members first: the same whatever else the circuit has taken before."""
        places: dict[int, int] = {}
        self._place(part, places)
        return places

    def add(self, condition: Condition) -> int:
        """Return the number of a condition."""
        if condition not in self._added:
            match condition:
                case Test(fact, allowed):
                    number = self._number((fact, allowed), condition, 0, (), frozenset({fact}))
                case Group(needed, members):
                    number = self._group(needed, tuple(self.add(member) for member in members))
                case _:
                    assert_never(condition)
            self._added[condition] = number
        return self._added[condition]

    def _place(self, part: int, places: dict[int, int]) -> None:
        for member in self._members[part]:
            if member not in places:
                self._place(member, places)
        places[part] = len(places)

    def _group(self, needed: int, members: tuple[int, ...]) -> int:
        if needed in {1, len(members)}:  # which members there are says everything then, however often
            every = needed == len(members)
            members = tuple(dict.fromkeys(members))
            needed = len(members) if every else 1
        if len(members) == 1 == needed:
            return members[0]
        facts = frozenset[str]().union(*(self._facts[member] for member in members))
        return self._number((needed, members), None, needed, members, facts)

    def _number(self, key: object, test: Test | None, needed: int, members: tuple[int, ...], facts: frozenset[str]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._tests)
            self._tests.append(test)
            self._needed.append(needed)
            self._members.append(members)
            self._facts.append(facts)
        return self._numbers[key]


class Supposed:
    """Some facts as they could be instead, and the verdicts read so far of a city in which they are; never two for the same."""

    __slots__ = ("changes", "facts", "values", "verdicts")

    def __init__(self, changes: Changed) -> None:
        """Take facts with their values."""
        self.changes = changes
        self.values = dict(changes)
        self.facts = frozenset(self.values)
        self.verdicts: dict[int, bool | None] = {}


class Suppositions:
    """A city as it is known, and as it could be instead: what is read of it is kept from one condition to the next."""

    def __init__(self, circuit: Circuit, known: Mapping[str, Allowed]) -> None:
        """Take the values that facts can have as long as nothing else is supposed."""
        self.circuit = circuit
        self.known = known
        self.nothing = Supposed(frozenset())
        self._supposed = {self.nothing.changes: self.nothing}

    def of(self, changes: Changed) -> Supposed:
        """Suppose that facts are different."""
        if changes not in self._supposed:
            self._supposed[changes] = Supposed(changes)
        return self._supposed[changes]

    def concerning(self, part: int, here: Supposed) -> Supposed:
        """Return what is supposed about the facts of a part, without the rest."""
        facts = self.circuit.facts(part)
        if here.facts <= facts:
            return here
        if here.facts.isdisjoint(facts):
            return self.nothing
        return self.of(frozenset([change for change in here.changes if change[0] in facts]))

    def verdict(self, part: int, here: Supposed) -> bool | None:
        """Tell whether a part is true, false, or open."""
        known = here.verdicts
        if part not in known:
            there = self.concerning(part, here)
            known[part] = self._read(part, here) if there is here else self.verdict(part, there)
        return known[part]

    def _read(self, part: int, here: Supposed) -> bool | None:
        test = self.circuit.test(part)
        if test is not None:
            return holds(test, here.values or self.known)
        members = self.circuit.members(part)
        needed = self.circuit.needed(part)
        spare = len(members) - needed
        for member in members:
            if needed <= 0 or spare < 0:
                break
            verdict = self.verdict(member, here)
            needed -= verdict is True
            spare -= verdict is False
        return True if needed <= 0 else None if spare >= 0 else False
