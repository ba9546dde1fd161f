"""Sentences about whoever is advised: a text, and what has to be certain before it may be said.

A plain text stands for a sentence that is true of anybody. ``when`` makes it a claim, ``unless`` a tendency; both are read by the
machine, so what a sentence claims is never left to its words (``docs/decisions/0024-sentences-are-bound-to-answers.md``).
"""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from advisor.knowledge.fields import VARIANTS, Entry, Means, Text
from advisor.logic.condition import Condition, every, opposite, some

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sentence(Entry, frozen=True, kw_only=True):
    """A text for readers with the condition on which it may be said; without one it may always be."""

    text: Annotated[Text, Means("said")]
    when: Annotated[Condition, Meta(description="Said only where this is certain.")] | None = None
    unless: Annotated[Condition, Meta(description="Not said where this is certain.")] | None = None

    @property
    def bound(self) -> bool:
        """Tell whether the sentence is said only of some."""
        return self.when is not None or self.unless is not None


class DatedSentence(Sentence, frozen=True, kw_only=True):
    """A sentence that says what has happened by a day."""

    day: Annotated[int, Meta(ge=1, le=90, description="By which of the first 90 days; lines stand in this order.")] = 90


Variants = Annotated[
    tuple[Sentence, ...],
    Means("variants"),
    Meta(extra_json_schema={VARIANTS: True}, description="A text, or several of which the first that may be said is said."),
]
Sentences = Annotated[
    tuple[Sentence, ...],
    Means("sentences"),
    Meta(extra_json_schema={VARIANTS: True}, description="A text, or several of which each is said that may be said."),
]


class AYearLater(Entry, frozen=True, kw_only=True):
    """What shows a year after an approach was established whether it lasts, and what that is compared with."""

    seen: Annotated[Variants, Meta(min_length=1, description="What can be seen a year later, as a number or a paper.")]
    found_in: Annotated[Variants, Meta(min_length=1, description="Where the number or the paper is to be found.")]
    baseline: Annotated[Variants, Meta(min_length=1, description="What is noted within the first 90 days to compare with.")]


def may_be_said(sentence: Sentence) -> Condition:
    """Return when a sentence may be said of whoever answered everything."""
    said = [*([sentence.when] if sentence.when else []), *([opposite(sentence.unless)] if sentence.unless else [])]
    return said[0] if len(said) == 1 else every(*said)


def one_may_be_said(variants: "Iterable[Sentence]") -> Condition:
    """Return when one of several variants may be said of whoever answered everything."""
    return some(*map(may_be_said, variants))


def in_general(variants: Variants) -> str:
    """Return the words of the last variant, which asks for the least; none where nothing is said."""
    return variants[-1].text if variants else ""
