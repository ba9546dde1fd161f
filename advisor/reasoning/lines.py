"""Sentences at their places, as far as a pack alone says what it takes to say them: prepared once, and then said of many cities.

A place claims something, its sentences have conditions, and what decided that these are looked at has some as well. None of that
is of a city, nor is how it is written.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.placeholders import placeholders
from advisor.knowledge.sentences import Sentence
from advisor.logic.condition import ALWAYS, Condition, Test, every, leaves, opposite
from advisor.logic.notation import written
from advisor.reasoning.answers import question_of
from advisor.reasoning.deductions import AIM
from advisor.reasoning.told import PassedOver, Said
from advisor.reasoning.unfolding import Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turn(msgspec.Struct, frozen=True):
    """The condition under which something is different here, and those before it that are not certain."""

    when: Condition = ALWAYS
    silent: tuple[Condition, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """Where sentences stand in a pack and where they are said, by which day, what they claim, and why they are looked at."""

    id: str
    at: str = ""
    claim: Condition = ALWAYS
    turn: Turn = Turn()
    day: int | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether a sentence without conditions is said here of anybody."""
        return self.claim == ALWAYS == self.turn.when and not self.turn.silent


class Bond(msgspec.Struct, frozen=True):
    """What binds a sentence to answers: its conditions as they are written, and their tests, each with its question.

    What a city aims at is no question: a test of it has None.
    """

    when: str
    unless: str
    skipped: tuple[PassedOver, ...]
    tests: tuple[tuple[Test, str | None], ...]
    facts: frozenset[str]


class Line(msgspec.Struct, frozen=True, dict=True):
    """A sentence at its place, with what has to be so of answers alone, and what must not; None where nothing has to.

    ``variants`` are all of which the first is said that may be, and ``number`` is which of them it is. ``asked`` are the answers
    that it prints. ``alike`` is what is said, where that is the same of everybody.
    """

    verdicts: Verdicts
    place: Place
    variants: Sequence[Sentence]
    number: int
    claim: Condition | None
    when: Condition | None
    unless: Condition | None
    asked: frozenset[str]
    is_free: bool
    alike: Said | None

    @property
    def sentence(self) -> Sentence:
        """Return the sentence itself."""
        return self.variants[self.number]

    @functools.cached_property
    def next(self) -> Line | None:
        """The variant that is looked at where this one may not be said."""
        return variant(self.verdicts, self.place, self.variants, self.number + 1)

    @functools.cached_property
    def bond(self) -> Bond | None:
        """What is told with it; None where it is true of anybody."""
        if self.is_free:
            return None
        place, sentence = self.place, self.sentence
        claims = dict.fromkeys(part for part in (place.claim, place.turn.when, sentence.when) if part not in {None, ALWAYS})
        before = (part for each in self.variants[: self.number] for part in (each.when, each.unless) if part is not None)
        return _bond(tuple(claims), sentence.unless, place.turn.silent, tuple(before))

    @functools.cached_property
    def at_hand(self) -> Said:
        """What is said where all that binds it is answered, nothing is passed over for it, and no answer is printed."""
        place, bond = self.place, self.bond
        said = Said(id=place.id, text=self.sentence.text, at=place.at, day=place.day)
        if bond is None:
            return said
        answers = list(dict.fromkeys(question for _, question in bond.tests if question is not None))
        return msgspec.structs.replace(said, when=bond.when, unless=bond.unless, passed_over=list(bond.skipped), answers=answers)


@functools.lru_cache(maxsize=4096)  # many sentences have the same conditions: those of one measure, above all
def _bond(
    claims: tuple[Condition, ...], unless: Condition | None, silent: tuple[Condition, ...], before: tuple[Condition, ...]
) -> Bond:
    """Return what binds a sentence that claims something, is denied by something, and comes after others that were not said."""
    denied = () if unless is None else (opposite(unless),)
    tests = dict.fromkeys(test for condition in (*claims, *denied, *silent, *before) for test in leaves(condition))
    return Bond(
        when=written(claims[0] if len(claims) == 1 else every(*claims)) if claims else "",
        unless="" if unless is None else written(unless),
        skipped=tuple(PassedOver(when=written(other)) for other in silent),
        tests=tuple((test, None if (name := question_of(test.fact)) == AIM else name) for test in tests),
        facts=frozenset(test.fact for test in tests),
    )


def variant(verdicts: Verdicts, place: Place, variants: Sequence[Sentence], number: int = 0) -> Line | None:
    """Return one of several sentences of which the first is said that may be; None where there are no more."""
    if number >= len(variants):
        return None
    sentence = variants[number]
    asked = placeholders(sentence.text)
    is_free = place.is_free and not number and not sentence.bound
    return Line(
        verdicts,
        place,
        variants,
        number,
        claim=None if place.claim == ALWAYS else verdicts.grounded(place.claim),
        when=None if sentence.when is None else verdicts.grounded(sentence.when),
        unless=None if sentence.unless is None else verdicts.grounded(sentence.unless),
        asked=asked,
        is_free=is_free,
        alike=Said(id=place.id, text=sentence.text, at=place.at, day=place.day) if is_free and not asked else None,
    )


def numbered(verdicts: Verdicts, place: Place, sentences: Sequence[Sentence]) -> tuple[Line, ...]:
    """Return sentences each of which is said that may be, under its own number."""
    return tuple(_numbered(verdicts, place, sentences))


def _numbered(verdicts: Verdicts, place: Place, sentences: Sequence[Sentence]) -> Iterator[Line]:
    for number, sentence in enumerate(sentences, start=1):
        here = msgspec.structs.replace(place, id=f"{place.id}/{number}")
        line = variant(verdicts, here, (sentence,))
        if line is not None:
            yield line
