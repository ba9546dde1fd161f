"""The shape of a file of cases: what the decoder reads it into."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from advisor.answers.shape import AnswerBlock
from advisor.knowledge.fields import KEYS, NAMES, ApproachId, Entry, Means, QuestionId, Raises, RoleId, Scalar

FindingId = Annotated[str, Means("finding"), Meta(extra_json_schema={NAMES: "finding"})]
StepId = Annotated[str, Means("step"), Meta(extra_json_schema={NAMES: "step"})]
Place = Annotated[
    str, Means("fixed"), Meta(description="As `explain --sentences` prints it: `measures/FACT.LEVEL/text`, `path/STEP/text`, ….")
]


class Details(Entry, frozen=True, kw_only=True):
    """What is expected of one step of the path; only what is named is compared."""

    fits: Annotated[bool, Meta(description="Whether the signs that its moment has come are there.")] | None = None
    preconditions: (
        Annotated[
            tuple[Literal["met", "missing", "unknown"], ...],
            Meta(description="What is the case with each of its preconditions, in their order."),
        ]
        | None
    ) = None
    prepares: Annotated[Raises, Meta(description="Facts that preparations raise, with their level.")] = {}
    raises: Raises = {}
    avoids: Annotated[tuple[FindingId, ...], Meta(description="Findings that the step must not bring about.")] = ()
    spares: Annotated[tuple[RoleId, ...], Meta(description="Roles on which the step lays nothing while they refuse.")] = ()


class Expect(Entry, frozen=True, kw_only=True):
    """What the rules should say about a case; only what is named is compared."""

    statuses: Annotated[
        dict[str, Literal["established", "emerging", "absent", "undetermined"]],
        Meta(description="By approach: the status it should have.", extra_json_schema={KEYS: "approach"}),
    ] = {}
    present: Annotated[tuple[FindingId, ...], Meta(description="Findings that should be concluded.")] = ()
    absent: Annotated[tuple[FindingId, ...], Meta(description="Findings that should not be concluded.")] = ()
    contradictions: (
        Annotated[
            tuple[QuestionId, ...],
            Meta(description="All questions whose answers presuppose what others deny; `[]` says that there are none."),
        ]
        | None
    ) = None
    said: Annotated[tuple[Place, ...], Meta(description="Places at which a sentence may be said.")] = ()
    unsaid: Annotated[tuple[Place, ...], Meta(description="Places at which nothing may be said.")] = ()
    steps: Annotated[tuple[StepId, ...], Meta(description="The whole path, in order.")] | None = None
    first_step: Annotated[StepId, Meta(description="The first step of the path.")] | None = None
    arrives: Annotated[bool, Meta(description="Whether the path reaches what the city aims at.")] | None = None
    details: Annotated[
        dict[str, Details], Meta(description="By step of the path: what is expected of it.", extra_json_schema={KEYS: "step"})
    ] = {}


class CaseBlock(Entry, frozen=True, kw_only=True):
    """One case; its answers are read like those of a city."""

    name: Annotated[str, Means("fixed"), Meta(description="A sentence that says what the case shows; unique.")]
    note: Annotated[str, Meta(description="What readers of the case should know.")] | None = None
    answers: Annotated[
        dict[str, Scalar | AnswerBlock],
        Meta(description="Answers, as in an answers file; what is not named is unknown.", extra_json_schema={KEYS: "question"}),
    ] = {}
    aim: Annotated[tuple[ApproachId, ...], Meta(description="The approaches aimed at; all, if it is left out.")] | None = None
    date: Annotated[str, Meta(description="The day of the case; needed where an answer is a date.")] | None = None
    expect: Annotated[Expect, Meta(description="What the rules should say; only what is named is compared.")]


class CasesFile(Entry, frozen=True, kw_only=True):
    """A file of cases."""

    cases: Annotated[tuple[CaseBlock, ...], Meta(description="Imagined cities, and what the rules should say.")]
