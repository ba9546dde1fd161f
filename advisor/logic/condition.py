"""The condition tree: tests on facts, joined by how many of them must hold.

``all`` asks for every member, ``any`` for one, ``at_least`` for a number in between. A negation becomes the complementary tests
while it is parsed, so the tree has just two kinds of node. What can be done with a tree are its readers: :func:`opposite` and
:func:`leaves` here, :mod:`~advisor.logic.evaluate` for verdicts, :mod:`~advisor.logic.implicants` for rules.
"""

import functools
from typing import TYPE_CHECKING, assert_never

import msgspec

from advisor.logic.values import Allowed, Domain, complement

if TYPE_CHECKING:
    from collections.abc import Iterator


class Test(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """The fact's value is one of the allowed ones."""

    __test__ = False  # pytest would otherwise take the class for a test case

    fact: str
    allowed: Allowed
    domain: Domain


class Group(msgspec.Struct, frozen=True, tag=True, cache_hash=True):
    """At least ``needed`` of the members hold."""

    needed: int
    members: "tuple[Test | Group, ...]"


Condition = Test | Group

ALWAYS = Group(0, ())
NEVER = Group(1, ())


def every(*members: Condition) -> Group:
    """Join conditions that must all hold."""
    return Group(len(members), members)


def some(*members: Condition) -> Group:
    """Join conditions of which one must hold."""
    return Group(1, members)


@functools.lru_cache(maxsize=16384)  # parts recur in many conditions; equal ones get one opposite
def opposite(condition: Condition) -> Condition:
    """Return the condition that is true exactly where this one is false."""
    match condition:
        case Test(fact, allowed, domain):
            return Test(fact, complement(domain, allowed), domain)
        case Group(needed, members):
            return Group(len(members) - needed + 1, tuple(opposite(member) for member in members))
        case _:
            assert_never(condition)


@functools.lru_cache(maxsize=4096)
def leaves(condition: Condition) -> tuple[Test, ...]:
    """Return the tests of a condition in the order in which they were written."""
    return tuple(_tests(condition))


def _tests(condition: Condition) -> "Iterator[Test]":
    match condition:
        case Test():
            yield condition
        case Group(members=members):
            for member in members:
                yield from _tests(member)
        case _:
            assert_never(condition)
