"""Look into a condition: what each of its tests says, and whether the verdict hangs on it.

A test matters where the condition would turn out the other way if only this test did (masking MC/DC, after Chilenski, 2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.logic.condition import Condition, Group, Test, every, leaves, opposite, some
from advisor.logic.evaluate import verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Value = "Callable[[Test], bool | None]"


class Decided(msgspec.Struct, frozen=True):
    """A test that is decided: its place among the tests of its condition, its verdict, and whether that matters."""

    place: int
    verdict: bool
    matters: bool


def decided(condition: Condition, value: Callable[[Test], bool | None]) -> Iterator[Decided]:
    """Yield the tests of a condition that are decided; ``value`` tells what a test says."""
    yield from _decided(condition, value, 0, matters=True)


def _decided(condition: Condition, value: Callable[[Test], bool | None], first: int, *, matters: bool) -> Iterator[Decided]:
    match condition:
        case Test():
            if (verdict := value(condition)) is not None:
                yield Decided(first, verdict, matters)
        case Group(needed, members):
            verdicts = [verdict_of(member, value) for member in members]
            for at, member in enumerate(members):
                others = verdicts[:at] + verdicts[at + 1 :]
                tips = None not in others and others.count(True) == needed - 1
                yield from _decided(member, value, first, matters=matters and tips)
                first += sum(1 for _ in leaves(member))
        case _:
            assert_never(condition)


def where_it_matters(condition: Condition, place: int) -> Condition:
    """Return when the verdict on a condition hangs on its test at a place."""
    match condition:
        case Test():
            return every()
        case Group(needed, members):
            for at, member in enumerate(members):
                inside = sum(1 for _ in leaves(member))
                if place < inside:
                    others = [*members[:at], *members[at + 1 :]]
                    enough, not_more = Group(needed - 1, tuple(others)), opposite(Group(needed, tuple(others)))
                    parts = [enough] if needed > 1 else []
                    parts += [not_more] if needed <= len(others) else []  # type: ignore[list-item] # the opposite of a group is one
                    return every(*parts, where_it_matters(member, place))
                place -= inside
    return some()
