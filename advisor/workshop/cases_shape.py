"""The shape of a file of cases: what the decoder reads it into."""

from __future__ import annotations

from typing import Annotated, Literal

from advisor.knowledge.fields import ApproachId, Entry, Means, Raises

FindingId = Annotated[str, Means("finding")]
StepId = Annotated[str, Means("step")]


class Details(Entry, frozen=True, kw_only=True):
    """What is expected of one step of the path; only what is named is compared."""

    fits: bool | None = None
    preconditions: tuple[Literal["met", "missing", "unknown"], ...] | None = None
    prepares: Raises = {}
    raises: Raises = {}


class Expect(Entry, frozen=True, kw_only=True):
    """What the rules should say about a case; only what is named is compared."""

    statuses: dict[str, Literal["established", "emerging", "absent", "undetermined"]] = {}
    present: tuple[FindingId, ...] = ()
    absent: tuple[FindingId, ...] = ()
    steps: tuple[StepId, ...] | None = None
    first_step: StepId | None = None
    arrives: bool | None = None
    details: dict[str, Details] = {}


class CaseBlock(Entry, frozen=True, kw_only=True):
    """One case; its answers are read like those of a city."""

    name: Annotated[str, Means("fixed")]
    note: str | None = None
    answers: dict[str, str] = {}
    aim: tuple[ApproachId, ...] | None = None
    date: str | None = None
    expect: Expect
