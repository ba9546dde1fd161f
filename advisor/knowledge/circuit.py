"""Conditions as a circuit: equal parts are one part, so each is read once however often it occurs.

A circuit is read for what is known and a few facts that are changed; the verdict on a part that none of them concerns is never
worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import Condition, Group, Test
from advisor.knowledge.readers import holds
from advisor.knowledge.values import Allowed

if TYPE_CHECKING:
    from collections.abc import Mapping

Changed = frozenset[tuple[str, Allowed]]
"""Facts with the values they have instead of those that are known."""


class Circuit:
    """Parts of conditions under numbers; the verdicts read so far are kept."""

    def __init__(self, known: Mapping[str, Allowed]) -> None:
        """Take the values that facts can have as long as they are not changed."""
        self._known = known
        self._tests: list[Test | None] = []
        self._needed: list[int] = []
        self._members: list[tuple[int, ...]] = []
        self._facts: list[frozenset[str]] = []
        self._numbers: dict[object, int] = {}
        self._verdicts: list[dict[Changed, bool | None]] = []

    def add(self, condition: Condition) -> int:
        """Return the number of a condition."""
        return self._add(condition, {})

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

    def concerned(self, part: int, changes: Changed) -> Changed:
        """Return the changes that concern a part."""
        facts = self._facts[part]
        return frozenset([change for change in changes if change[0] in facts])

    def verdict(self, part: int, changes: Changed) -> bool | None:
        """Tell whether a part is true, false, or open."""
        known = self._verdicts[part]
        if changes not in known:
            concerned = self.concerned(part, changes)
            same = len(concerned) == len(changes)
            known[changes] = self._read(part, changes) if same else self.verdict(part, concerned)
        return known[changes]

    def _read(self, part: int, changes: Changed) -> bool | None:
        test = self._tests[part]
        if test is not None:
            return holds(test, dict(changes) if changes else self._known)
        verdicts = [self.verdict(member, changes) for member in self._members[part]]
        if verdicts.count(True) >= self._needed[part]:
            return True
        return None if len(verdicts) - verdicts.count(False) >= self._needed[part] else False

    def _add(self, condition: Condition, seen: dict[int, int]) -> int:
        """Number a condition; ``seen`` knows the parts that are the same object."""
        if id(condition) not in seen:
            match condition:
                case Test(fact, allowed):
                    number = self._number((fact, allowed), condition, 0, (), frozenset({fact}))
                case Group(needed, members):
                    number = self._group(needed, tuple(self._add(member, seen) for member in members))
                case _:
                    assert_never(condition)
            seen[id(condition)] = number
        return seen[id(condition)]

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
            self._verdicts.append({})
        return self._numbers[key]
