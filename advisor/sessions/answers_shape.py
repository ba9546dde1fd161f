"""The shape of an answers file: what the decoder reads it into, and what editors check it against."""

from __future__ import annotations

from advisor.knowledge.fields import Entry, Scalar


class CityBlock(Entry, frozen=True, kw_only=True):
    """The ``city`` block of an answers file."""

    name: str
    canton: str | None = None
    population: int | None = None
    language: str | None = None
    roles: dict[str, str | dict[str, str]] = {}
    start: str | None = None
    aim: tuple[str, ...] | None = None


class StatementBlock(Entry, frozen=True, kw_only=True):
    """What one respondent said."""

    value: Scalar
    note: str | None = None
    by: str | None = None
    on: str | None = None


class AnswerBlock(Entry, frozen=True, kw_only=True):
    """An answer with what speaks for it; a bare value is enough. ``said`` keeps what several respondents said."""

    value: Scalar
    note: str | None = None
    by: str | None = None
    on: str | None = None
    said: tuple[StatementBlock, ...] = ()


class AnswersFile(Entry, frozen=True, kw_only=True):
    """The whole file. ``retired`` keeps answers to questions that the pack no longer asks."""

    pack: str
    pack_version: str | None = None
    city: CityBlock
    date: str
    note: str | None = None
    answers: dict[str, Scalar | AnswerBlock] = {}
    retired: dict[str, Scalar | AnswerBlock] = {}
