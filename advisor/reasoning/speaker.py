"""Say one sentence of a city, or tell why it is not said: those that its answers make certain, and none that they deny.

A sentence may be said where what its place claims and its ``when`` are certain, and its ``unless`` is not. What is said carries
an id that names its place in the pack, and the answers that make it certain.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.model import Pack
from advisor.knowledge.placeholders import Forms, fill, placeholders
from advisor.logic.condition import ALWAYS, Condition, every, leaves, opposite
from advisor.logic.evaluate import holds
from advisor.logic.notation import written
from advisor.logic.values import Allowed
from advisor.reasoning.answers import question_of
from advisor.reasoning.conclusions import Conclusions
from advisor.reasoning.deductions import AIM
from advisor.reasoning.told import PassedOver, Said
from advisor.reasoning.unfolding import Verdicts

if TYPE_CHECKING:
    from advisor.knowledge.sentences import Sentence

Turn = tuple[Condition, Sequence[Condition]]
"""The condition under which something is different here, and those before it that are not certain."""

_ALWAYS_SAID: Turn = (ALWAYS, ())


class Speaker(msgspec.Struct, frozen=True, dict=True):
    """What is known where something is said, and the words for roles, city and answers.

    ``possible`` are the values that the answers leave each fact, after all that was done before: what is raised from an unknown
    level is at least there, and may be higher. Every condition is read on them alone.
    """

    pack: Pack
    verdicts: Verdicts
    standing: Conclusions
    possible: Mapping[str, Allowed]
    words: Mapping[str, Forms]

    def holds(self, condition: Condition) -> bool | None:
        """Tell whether a condition is certainly so, certainly not, or open."""
        if condition not in self._read:
            self._read[condition] = holds(self.verdicts.grounded(condition), self.possible)
        return self._read[condition]

    @functools.cached_property
    def _read(self) -> dict[Condition, bool | None]:
        return {}

    def first(self, place: str, variants: Sequence[Sentence], claim: Condition = ALWAYS, turn: Turn | None = None) -> list[Said]:
        """Return the first variant that may be said, or nothing; ``turn`` is what decided that these are looked at."""
        for number, sentence in enumerate(variants):
            if self._may(sentence):
                return [self._said(place, sentence, claim, turn, variants[:number])] if self._is_certain(claim) else []
        return []

    def each(self, place: str, sentences: Sequence[Sentence], claim: Condition = ALWAYS) -> list[Said]:
        """Return every sentence that may be said, each under its own number."""
        if not self._is_certain(claim):
            return []
        spoken = ((number, sentence) for number, sentence in enumerate(sentences, start=1))
        return [self._said(f"{place}/{number}", sentence, claim) for number, sentence in spoken if self._may(sentence)]

    def _may(self, sentence: Sentence) -> bool:
        """Tell whether a sentence may be said, and every answer that it prints is known."""
        if sentence.when is not None and self.holds(sentence.when) is not True:
            return False
        if sentence.unless is not None and self.holds(sentence.unless) is True:
            return False
        return placeholders(sentence.text) <= self.words.keys()

    def _passed(self, sentence: Sentence) -> PassedOver:
        """Return why a variant is not said."""
        is_open = sentence.when is not None and self.holds(sentence.when) is not True
        is_denied = sentence.unless is not None and self.holds(sentence.unless) is True
        return PassedOver(
            when=written(sentence.when) if sentence.when is not None and is_open else "",
            unless=written(sentence.unless) if sentence.unless is not None and is_denied else "",
            unknown=sorted(placeholders(sentence.text) - self.words.keys()),
        )

    def _behind(self, condition: Condition) -> list[str]:
        """Return the questions whose answers decide a condition; several texts of a measure ask for the same."""
        if condition not in self._questions:
            facts = self.standing.answers_behind(leaves(condition))
            self._questions[condition] = [name for fact in facts if (name := question_of(fact)) != AIM]
        return self._questions[condition]

    @functools.cached_property
    def _questions(self) -> dict[Condition, list[str]]:
        return {}

    def _is_certain(self, claim: Condition) -> bool:
        return claim is ALWAYS or self.holds(claim) is True

    def _said(
        self, place: str, sentence: Sentence, claim: Condition, turn: Turn | None = None, before: Sequence[Sentence] = ()
    ) -> Said:
        here, skipped = turn or _ALWAYS_SAID
        if not before and not skipped and claim is here is ALWAYS and not sentence.bound:  # true of anybody
            return Said(id=place, text=fill(sentence.text, self.words), at="")
        bond = _bond(claim, here, tuple(skipped), sentence, tuple(before))
        return Said(
            id=place,
            text=fill(sentence.text, self.words),
            at="",
            when=bond.when,
            unless=bond.unless,
            passed_over=[*bond.skipped, *map(self._passed, before)],
            answers=list(dict.fromkeys(chain.from_iterable(map(self._behind, bond.conditions)))),
        )


class _Bond(msgspec.Struct, frozen=True):
    """What binds a sentence to answers, as far as a pack alone says it: its conditions, and how they are written."""

    when: str
    unless: str
    skipped: tuple[PassedOver, ...]
    conditions: tuple[Condition, ...]


@functools.lru_cache(maxsize=8192)  # the sentences of a pack, said of many cities
def _bond(
    claim: Condition, here: Condition, skipped: tuple[Condition, ...], sentence: Sentence, before: tuple[Sentence, ...]
) -> _Bond:
    claims = list(dict.fromkeys(part for part in (claim, here, sentence.when) if part is not None and part != ALWAYS))
    denied = [] if sentence.unless is None else [sentence.unless]
    silent = [*skipped, *(part for each in before for part in (each.when, each.unless) if part is not None)]
    return _Bond(
        when=written(claims[0] if len(claims) == 1 else every(*claims)) if claims else "",
        unless="".join(map(written, denied)),
        skipped=tuple(PassedOver(when=written(other)) for other in skipped),
        conditions=(*claims, *map(opposite, denied), *silent),
    )
