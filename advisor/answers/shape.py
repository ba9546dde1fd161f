"""The shape of an answers file: what the decoder reads it into, and what editors check it against."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from advisor.knowledge.fields import KEYS, NAMES, Entry, Scalar


class CityBlock(Entry, frozen=True, kw_only=True):
    """The ``city`` block of an answers file."""

    name: Annotated[str, Meta(pattern=r"\S", description="The name of whoever is advised.")]
    canton: Annotated[str, Meta(description="The canton, as two letters.")] | None = None
    population: Annotated[int, Meta(description="How many people live there.")] | None = None
    language: Annotated[str, Meta(description="The language of reports.")] | None = None
    roles: Annotated[
        dict[str, str | dict[str, str]], Meta(description="By role: the name used here, in one language or in several.")
    ] = {}
    start: Annotated[str, Meta(description="The day on which the path begins.")] | None = None
    aim: Annotated[tuple[str, ...], Meta(description="The approaches aimed at; all, if it is left out.")] | None = None


class RespondentBlock(Entry, frozen=True, kw_only=True):
    """One of several respondents; answers name it under ``by``."""

    role: Annotated[str, Meta(description="The role in which they answer.", extra_json_schema={NAMES: "role"})] | None = None
    name: Annotated[str, Meta(min_length=1, max_length=200, description="Their name, as readers shall see it.")] | None = None
    language: (
        Annotated[str, Meta(description="The language in which they answered, where it is not that of the city.")] | None
    ) = None


class StatementBlock(Entry, frozen=True, kw_only=True):
    """What one respondent said; a note alone is enough."""

    value: Annotated[Scalar, Meta(description="What was answered, or unknown.")] | None = None
    note: Annotated[str, Meta(description="What speaks for the answer.")] | None = None
    by: Annotated[str, Meta(description="Who answered: an id under respondents, a role, or a name.")] | None = None
    on: Annotated[str, Meta(description="The day of the answer.")] | None = None


class AnswerBlock(Entry, frozen=True, kw_only=True):
    """An answer with what speaks for it; a bare value is enough. ``said`` keeps what several respondents said.

    Without a value, the note belongs to a question that is still to be answered.
    """

    value: Annotated[Scalar, Meta(description="What was answered, or unknown; left out where nobody answered yet.")] | None = None
    note: Annotated[str, Meta(description="What speaks for the answer.")] | None = None
    by: Annotated[str, Meta(description="Who answered: an id under respondents, a role, or a name.")] | None = None
    on: Annotated[str, Meta(description="The day of the answer.")] | None = None
    said: Annotated[tuple[StatementBlock, ...], Meta(description="What several respondents said, where they differ.")] = ()


class AnswersFile(Entry, frozen=True, kw_only=True):
    """The whole file. ``retired`` keeps answers to questions that the pack no longer asks."""

    pack: Annotated[str, Meta(description="The id of the pack that asks.")]
    pack_version: Annotated[str, Meta(description="Its version when the answers were given.")] | None = None
    city: Annotated[CityBlock, Meta(description="Who is advised.")]
    date: Annotated[str, Meta(description="The day of the advice.")]
    note: Annotated[str, Meta(description="What readers of the file should know.")] | None = None
    respondents: Annotated[
        dict[str, RespondentBlock], Meta(description="By id: who answered; 'by' names such an id, a role, or somebody.")
    ] = {}
    answers: Annotated[
        dict[str, Scalar | AnswerBlock],
        Meta(description="By question: the answer, or the answer with what speaks for it.", extra_json_schema={KEYS: "question"}),
    ] = {}
    retired: Annotated[
        dict[str, Scalar | AnswerBlock], Meta(description="Answers to questions that the pack no longer asks.")
    ] = {}
