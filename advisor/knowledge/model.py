"""What a pack is: frozen values, and at once the shape that rule authors write.

Steps and their choice are in :mod:`~advisor.knowledge.steps`; what a field may hold is in :mod:`~advisor.knowledge.fields`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.condition import Condition
from advisor.knowledge.fields import (
    ApproachId,
    ArticleId,
    Cited,
    Concluded,
    Entry,
    Fixed,
    Given,
    Id,
    Identified,
    Kind,
    Label,
    Language,
    Means,
    PackId,
    PoleId,
    ProperName,
    QuestionType,
    RoleId,
    Text,
    TopicId,
    Version,
)
from advisor.knowledge.history import PackChange
from advisor.knowledge.steps import Balance, Criterion, Step, Tie
from advisor.knowledge.texts import joined
from advisor.knowledge.vocabulary import Vocabulary


class PackInfo(Entry, frozen=True, kw_only=True):
    """The pack as a whole."""

    id: PackId
    version: Version
    language: Language
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
    title: Fixed
    urls: tuple[Fixed, ...] = ()
    note: Fixed | None = None


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
    otherwise: Annotated[Fixed, Meta(description="The level that follows where the question does not arise.")] | None = None
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


class Approach(Concluded, frozen=True, kw_only=True):
    """One way of going about it: one pole of each axis, and the facts that constitute it."""

    name: ProperName
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


class RuleExamples(Entry, frozen=True, kw_only=True):
    """Answers on which the rule fires, and near ones on which it stays silent."""

    fires: Given
    silent: Given


class Finding(Concluded, frozen=True, kw_only=True):
    """A rule that concludes something a council should know."""

    kind: Kind
    title: Label
    when: Condition
    concerns: tuple[ApproachId, ...] = ()
    text: Text
    advice: Text | None = None
    examples: RuleExamples


class Role(Entry, frozen=True, kw_only=True):
    """Somebody who acts, under a neutral name."""

    id: Id
    article: ArticleId
    name: Fixed
    about: Text
    forms: dict[str, str] = {}


class RoleName(Entry, frozen=True, kw_only=True):
    """A name a city may use for a role; ``forms`` for those that the article alone does not give."""

    article: ArticleId
    name: Fixed
    forms: dict[str, str] = {}


class Preset(Entry, frozen=True, kw_only=True):
    """How a known city calls its roles."""

    city: Fixed
    canton: Fixed
    labels: dict[RoleId, Annotated[str, Means("role name")]]
    sources: Cited = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of knowledge, read and checked: everything the machine works with.

    In another language ``original`` is the pack as it was written, and ``glosses`` are the translations of names that stay.
    """

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
    changes: tuple[PackChange, ...]
    vocabulary: Vocabulary
    glosses: dict[str, str] = {}
    original: Pack | None = None

    def question(self, name: str) -> Question:
        """Return the question with that id."""
        return next(question for question in self.questions if question.id == name)

    def approach(self, name: str) -> Approach:
        """Return the approach with that id."""
        return next(approach for approach in self.approaches if approach.id == name)

    def declined(self, article: str, name: str) -> dict[str, str]:
        """Return a name in every form that its article gives it; the bare name under the empty form."""
        return {"": name, **{form: joined(words, name) for form, words in self.articles[article].items()}}

    def introduced(self, name: str) -> str:
        """Return a name that stays in every language with its translation, where there is one."""
        return f"{name} ({self.glosses[name]})" if name in self.glosses else name

    def concluded_facts(self) -> frozenset[str]:
        """Return the facts that rules conclude about a city: statuses, poles, findings and balance."""
        entries: tuple[Identified, ...] = (*self.approaches, *self.poles(), *self.findings)
        return frozenset({entry.id for entry in entries} | {"balance"})

    def poles(self) -> tuple[Pole, ...]:
        """Return the poles of all axes in their order."""
        return tuple(pole for axis in self.axes for pole in axis.poles)
