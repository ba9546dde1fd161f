"""What is proved about a pack, and what comes out: a claim holds in every city, or here is a city in which it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

ASSUMED = (
    "Every question has an answer; a verdict that is settled while answers are missing holds for each of them (a property test).",
    "A question that does not arise is answered with the level that follows.",
    "Numbers lie within the bounds of their questions; dates are whole months before or after the day of the report.",
    "A step does all that its actions say, and lowers nothing.",
)
"""What the proofs take for granted, as sentences."""


class Expected(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a case expects that shows a failure: only what is named is compared."""

    statuses: dict[str, str] = {}
    absent: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    arrives: bool | None = None
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    details: dict[str, dict[str, tuple[str, ...]]] = {}


class Counterexample(msgspec.Struct, frozen=True):
    """A whole city in which a claim fails, the facts that matter, and what it should have been."""

    city: dict[str, Value]
    matters: tuple[str, ...]
    expected: Expected
    aim: tuple[str, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """A claim that does not hold; without a counterexample where no city at all does what it should."""

    about: str
    """The entry of the pack, as ``section/id``."""
    claim: str
    what: str
    example: Counterexample | None = None


class Proof(msgspec.Struct, frozen=True):
    """One kind of claim about a pack: how many were proved, and those that fail."""

    claim: str
    proved: int
    failures: tuple[Failure, ...] = ()


def gathered(claim: str, found: Iterator[Failure | None]) -> Proof:
    """Count what was proved, and keep what fails."""
    verdicts = list(found)
    return Proof(claim, sum(each is None for each in verdicts), tuple(each for each in verdicts if each is not None))
