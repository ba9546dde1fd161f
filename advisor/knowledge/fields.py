"""The kinds of fields that parts of a pack are made of; their annotations say what a value stands for.

:mod:`~advisor.knowledge.decode` checks them, :mod:`~advisor.knowledge.schema` turns them into the JSON Schema that editors read.
``description`` texts are what an author sees when hovering over a key.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

_ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_PACK_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Means(msgspec.Struct, frozen=True):
    """Says what a value stands for: the id of something of this kind, or a text of a kind."""

    kind: str


NAMES = "x-names"
"""Stands in schemas where the id of something is named, with its kind, until the ids of a pack are put there."""
KEYS = "x-keys"
"""The same where the keys of a mapping are ids."""
VARIANTS = "x-variants"
"""Stands in schemas where one value may be written in place of a list."""

Id = Annotated[str, Meta(pattern=_ID, max_length=80, description="lower_case_with_underscores, at most 80 characters")]
PackId = Annotated[str, Meta(pattern=_PACK_ID, max_length=80, description="lower-case-with-hyphens, at most 80 characters")]
Text = Annotated[
    str,
    Means("text"),
    Meta(min_length=1, max_length=4000, description="A text for readers; roles as {der executive}, the city as {city}."),
]
Label = Annotated[str, Means("label"), Meta(min_length=1, max_length=200, description="A short name without placeholders.")]
Version = Annotated[
    str, Meta(pattern=r"^[0-9]{1,6}([.][0-9]{1,6}){0,3}$", description="Numbers with dots between them, such as 1.2.0")
]
ProperName = Annotated[
    str,
    Means("label"),
    Means("proper name"),
    Meta(min_length=1, max_length=200, description="A coined name; a translation is introduced with it in brackets."),
]
Fixed = Annotated[
    str, Means("fixed"), Meta(min_length=1, max_length=2000, description="The same in every language; no placeholders.")
]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Z][A-Za-z]+)?$", description="A language code, such as de or rm.")]
MOST_MONTHS = 600
"""The most months that anything takes, or is away."""
MonthCount = Annotated[int, Meta(ge=0, le=MOST_MONTHS, description="Months.")]
Months = Annotated[tuple[MonthCount, MonthCount], Meta(description="Shortest and longest duration in months.")]
Provenance = Annotated[
    Literal["seed", "source", "proposal"],
    Meta(description="Where the idea comes from: the framework itself, a public source, or our own proposal."),
]
TopicId = Annotated[str, Means("topic"), Meta(extra_json_schema={NAMES: "topic"})]
QuestionId = Annotated[str, Means("question"), Meta(extra_json_schema={NAMES: "question"})]
PoleId = Annotated[str, Means("pole"), Meta(extra_json_schema={NAMES: "pole"})]
ApproachId = Annotated[str, Means("approach"), Meta(extra_json_schema={NAMES: "approach"})]
RoleId = Annotated[str, Means("role"), Meta(extra_json_schema={NAMES: "role"})]
FindingId = Annotated[str, Means("finding"), Meta(extra_json_schema={NAMES: "finding"})]
ActivityId = Annotated[str, Means("activity"), Meta(extra_json_schema={NAMES: "activity"})]
SourceId = Annotated[str, Means("source"), Meta(extra_json_schema={NAMES: "source"})]
ArticleId = Annotated[str, Means("article"), Meta(extra_json_schema={NAMES: "article"})]
Raises = Annotated[dict[str, str], Means("level"), Meta(description="Facts and the level each is raised to at least.")]
Scalar = str | int | bool | tuple[str, ...]
"""A value as an author writes it; it is read as text, and typed by the question it answers."""
Given = Annotated[
    dict[str, Scalar],
    Means("answer"),
    Meta(description="Answers, and approaches with a status.", extra_json_schema={KEYS: "answer"}),
]
Cited = tuple[SourceId, ...]
Kind = Literal["contradiction", "risk", "blind_spot", "strength", "advice"]
FINDING_KINDS: tuple[Kind, ...] = ("contradiction", "risk", "blind_spot", "strength", "advice")
"""The kinds of findings in the order in which a report shows them."""
QuestionType = Literal["ordinal", "choice", "several", "number", "yes_no", "text", "date"]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every part of a pack has in common: nothing but its declared fields."""


class Sourced(Entry, frozen=True, kw_only=True):
    """What says where it comes from: the origin of the idea, what of it is ours, and the sources."""

    provenance: Provenance
    origin_note: Annotated[Text, Meta(description="What of it is ours, where the idea itself is not.")] | None = None
    sources: Annotated[Cited, Meta(description="Ids of the sources that document it.")] = ()


class Says(Entry, frozen=True, kw_only=True):
    """An author's own sentences in place of generated ones.

    How a verdict came about, why it did not, what would change it, and how firm it is.
    """

    how: Annotated[Text, Meta(description="What the verdict rests on, in place of generated sentences.")] | None = None
    why_not: Annotated[Text, Meta(description="What is missing, in your own words.")] | None = None
    change: Annotated[Text, Meta(description="What would flip it, in your own words.")] | None = None
    firm: Annotated[Text, Meta(description="How firm it is, in your own words.")] | None = None


class Identified(Sourced, frozen=True, kw_only=True):
    """A sourced part that others refer to by its id."""

    id: Id


class Concluded(Identified, frozen=True, kw_only=True):
    """What rules conclude: it has a reason, and may be explained in the author's own sentences."""

    reason: Annotated[Text, Meta(description="Why this holds, for readers who doubt it.")]
    says: Annotated[Says, Meta(description="Your own sentences in place of generated ones.")] = Says()
