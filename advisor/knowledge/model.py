"""What a pack is: frozen values, and at once the shape that rule authors write.

The annotations say what a field refers to; :mod:`~advisor.knowledge.decode` checks them, :mod:`~advisor.knowledge.schema` turns
them into the JSON Schema that editors read. ``description`` texts are what an author sees when hovering over a key.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from advisor.knowledge.condition import Condition
from advisor.knowledge.vocabulary import Vocabulary

_ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_PACK_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Means(msgspec.Struct, frozen=True):
    """Says what a value stands for: the id of something of this kind, or a text of a kind."""

    kind: str


Id = Annotated[str, Meta(pattern=_ID, description="lower_case_with_underscores")]
PackId = Annotated[str, Meta(pattern=_PACK_ID, description="lower-case-with-hyphens")]
Text = Annotated[
    str, Means("text"), Meta(min_length=1, description="A text for readers; roles as {der executive}, the city as {city}.")
]
Label = Annotated[str, Means("label"), Meta(min_length=1, description="A short name without placeholders.")]
Months = Annotated[tuple[int, int], Meta(description="Shortest and longest duration in months.")]
Provenance = Annotated[
    Literal["seed", "source", "proposal"],
    Meta(description="Where the idea comes from: the framework itself, a public source, or our own proposal."),
]
TopicId = Annotated[str, Means("topic")]
QuestionId = Annotated[str, Means("question")]
PoleId = Annotated[str, Means("pole")]
ApproachId = Annotated[str, Means("approach")]
RoleId = Annotated[str, Means("role")]
SourceId = Annotated[str, Means("source")]
ArticleId = Annotated[str, Means("article")]
Raises = Annotated[dict[str, str], Means("level"), Meta(description="Facts and the level each is raised to at least.")]
Scalar = str | int | bool | tuple[str, ...]
"""A value as an author writes it; it is read as text, and typed by the question it answers."""
Given = Annotated[dict[str, Scalar], Means("answer"), Meta(description="Answers, and approaches with a status.")]
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
    origin_note: Text | None = None
    sources: Cited = ()


class Identified(Sourced, frozen=True, kw_only=True):
    """A sourced part that others refer to by its id."""

    id: Id


class PackInfo(Entry, frozen=True, kw_only=True):
    """The pack as a whole."""

    id: PackId
    version: Label
    language: Label
    title: Label
    about: Text
    origin: Text
    limits: Text


class Topic(Entry, frozen=True, kw_only=True):
    """A group of questions."""

    id: Id
    name: Label
    about: Text


class Source(Entry, frozen=True, kw_only=True):
    """Where something is documented; rules cite it by its id."""

    id: Annotated[str, Meta(pattern=r"^[A-Z][A-Za-z0-9]*$", description="A capital and a number, such as S7.")]
    title: Label
    urls: tuple[Label, ...] = ()
    note: Label | None = None


class Level(Entry, frozen=True, kw_only=True):
    """One possible answer, described by behaviour that can be observed."""

    name: Id
    label: Label
    behaviour: Text | None = None
    number: int | None = None


class Question(Identified, frozen=True, kw_only=True):
    """One thing to know about a city."""

    topic: TopicId
    type: QuestionType
    label: Label
    ask: Text
    why: Text
    levels: tuple[Level, ...] = ()
    unit: Label | None = None
    minimum: int | None = None
    maximum: int | None = None
    short_run: Annotated[int, Meta(ge=1, description="Place in the short run.")] | None = None
    ask_when: Condition | None = None
    reverse: bool = False
    names_role: RoleId | None = None
    supports: Annotated[dict[ApproachId, int], Meta(description="Weight as evidence; a proposal.")] = {}


class Pole(Identified, frozen=True, kw_only=True):
    """One end of an axis: what it contributes, and how it fails alone."""

    name: Label
    about: Text
    ingredient: Label
    contributes: Text
    fails_alone: Text


class Axis(Entry, frozen=True, kw_only=True):
    """One of the basic questions, with its two poles."""

    id: Id
    name: Label
    question: Text
    poles: Annotated[tuple[Pole, ...], Meta(min_length=2, max_length=2)]


class Organisation(Entry, frozen=True, kw_only=True):
    """The form of organisation that goes with an approach."""

    leads: Text
    budget: Text
    decides: Text
    coordinates: Text


class Approach(Identified, frozen=True, kw_only=True):
    """One way of going about it: one pole of each axis, and the facts that constitute it."""

    name: Label
    article: ArticleId
    poles: Annotated[tuple[PoleId, ...], Meta(min_length=2, max_length=2)]
    about: Text
    established_when: Condition
    emerging_when: Condition
    organisation: Organisation
    strengths: tuple[Text, ...]
    blind_spots: tuple[Text, ...]
    fits: Text
    without_it: Text
    reason: Text


class RuleExamples(Entry, frozen=True, kw_only=True):
    """Answers on which the rule fires, and near ones on which it stays silent."""

    fires: Given
    silent: Given


class Finding(Identified, frozen=True, kw_only=True):
    """A rule that concludes something a council should know."""

    kind: Kind
    title: Label
    when: Condition
    concerns: tuple[ApproachId, ...] = ()
    text: Text
    advice: Text | None = None
    reason: Text
    examples: RuleExamples


class Sign(Entry, frozen=True, kw_only=True):
    """A condition on a step, with the sentence that says what it means."""

    when: Condition
    because: Text


class Preparation(Entry, frozen=True, kw_only=True):
    """What provides a precondition that is not met yet."""

    text: Text
    actor: RoleId
    raises: Raises
    months: Months


class Precondition(Entry, frozen=True, kw_only=True):
    """What must be there before a step can begin."""

    when: Condition
    text: Text
    prepare: Preparation | None = None


class Action(Entry, frozen=True, kw_only=True):
    """What is done in a step; it is needed while one of the facts it raises is not there."""

    raises: Raises
    text: Text


class CityExample(Entry, frozen=True, kw_only=True):
    """A dated, documented case."""

    city: Label
    date: Label
    text: Text
    sources: Cited


class Step(Identified, frozen=True, kw_only=True):
    """What establishes one approach from one springboard."""

    target: ApproachId
    springboard: Annotated[
        str, Means("springboard"), Meta(description="An approach, or 'nothing', or 'begun' (the target itself, begun).")
    ]
    title: Text
    actor: RoleId
    helpers: Annotated[tuple[RoleId, ...], Meta(description="Further roles that take part.")] = msgspec.field(
        name="with", default=()
    )
    reason: Text
    fits: Sign | None = None
    premature: Sign | None = None
    preconditions: tuple[Precondition, ...] = ()
    actions: Annotated[tuple[Action, ...], Meta(min_length=1)]
    opens: bool = False
    months: Months
    waits_for: QuestionId | None = None
    first_90_days: Annotated[tuple[Text, ...], Meta(min_length=1)]
    pitfall: Text
    indicator: Text
    example: CityExample | None = None


class Criterion(Identified, frozen=True, kw_only=True):
    """A rule that prefers one step to another; those further up weigh more."""

    title: Label
    when: Annotated[Condition, Means("choice")]
    chosen: Annotated[Text, Means("choice")] = msgspec.field(name="for")
    put_back: Annotated[Text, Means("choice")] = msgspec.field(name="against")
    reason: Text


class Tie(Sourced, frozen=True, kw_only=True):
    """What to say when no criterion tells two steps apart: the order of the pack decides."""

    chosen: Annotated[Text, Means("choice")] = msgspec.field(name="for")
    put_back: Annotated[Text, Means("choice")] = msgspec.field(name="against")
    reason: Text


class YearlyCheck(Entry, frozen=True, kw_only=True):
    """A sign of decay to watch for once balance is reached."""

    watch: Text
    means: Text
    act: Text


class Balance(Sourced, frozen=True, kw_only=True):
    """What to say, and to watch, once all approaches aimed at are established."""

    reason: Text
    reached: Text
    renewal: Text
    yearly_check: tuple[YearlyCheck, ...]


class Role(Entry, frozen=True, kw_only=True):
    """Somebody who acts, under a neutral name."""

    id: Id
    article: ArticleId
    name: Label
    about: Text
    forms: dict[str, str] = {}


class RoleName(Entry, frozen=True, kw_only=True):
    """A name a city may use for a role; ``forms`` for those that the article alone does not give."""

    article: ArticleId
    name: Label
    forms: dict[str, str] = {}


class Preset(Entry, frozen=True, kw_only=True):
    """How a known city calls its roles."""

    city: Label
    canton: Label
    labels: dict[RoleId, Annotated[str, Means("role name")]]
    sources: Cited = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of knowledge, read and checked: everything the machine works with."""

    info: PackInfo
    hash: str
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    axes: tuple[Axis, ...]
    approaches: tuple[Approach, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    criteria: tuple[Criterion, ...]
    tie: Tie
    balance: Balance
    articles: dict[str, dict[str, str]]
    roles: tuple[Role, ...]
    names: tuple[RoleName, ...]
    presets: tuple[Preset, ...]
    sources: tuple[Source, ...]
    vocabulary: Vocabulary

    def question(self, name: str) -> Question:
        """Return the question with that id."""
        return next(question for question in self.questions if question.id == name)

    def approach(self, name: str) -> Approach:
        """Return the approach with that id."""
        return next(approach for approach in self.approaches if approach.id == name)

    def declined(self, article: str, name: str) -> dict[str, str]:
        """Return a name in every form that its article gives it; the bare name under the empty form."""
        return {"": name, **{form: f"{words} {name}" for form, words in self.articles[article].items()}}

    def concluded_facts(self) -> frozenset[str]:
        """Return the facts that rules conclude about a city: statuses, poles, findings and balance."""
        entries: tuple[Identified, ...] = (*self.approaches, *self.poles(), *self.findings)
        return frozenset({entry.id for entry in entries} | {"balance"})

    def poles(self) -> tuple[Pole, ...]:
        """Return the poles of all axes in their order."""
        return tuple(pole for axis in self.axes for pole in axis.poles)
