"""What a pack is made of: questions, approaches, findings, steps and the rest, as authors write them and as the rules read them.

One model for both (``docs/decisions/0004-one-model-for-authors-and-machine.md``): its fields are the keys of the YAML files.

Here and in what a pack is made of, annotations are evaluated with the module, which is compiled. Put off, msgspec would compile
hundreds of them anew in every process, which took longer than anything else about a pack that is kept.
"""

import functools
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.drafts import Draft
from advisor.knowledge.fields import (
    ApproachId,
    ArticleId,
    Concluded,
    Entry,
    Fixed,
    Id,
    Identified,
    Label,
    PoleId,
    ProperName,
    QuestionType,
    RoleId,
    Text,
    TopicId,
)
from advisor.knowledge.findings import Activity, Finding, NamedCondition
from advisor.knowledge.history import PackChange
from advisor.knowledge.identity import Base, PackInfo
from advisor.knowledge.lookup import Index
from advisor.knowledge.measures import Instead, Measure, Work, different, here, in_full, priced, within
from advisor.knowledge.people import Preset, Role, RoleName
from advisor.knowledge.placeholders import joined
from advisor.knowledge.sentences import AYearLater, Sentences, Variants
from advisor.knowledge.steps import Balance, Criterion, Step, Tie
from advisor.logic.condition import Condition
from advisor.logic.evaluate import holds
from advisor.logic.values import exact
from advisor.logic.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.logic.values import Allowed


class Topic(Entry, frozen=True, kw_only=True):
    """A group of questions."""

    id: Id
    name: Annotated[Label, Meta(description="The name of the topic for readers.")]
    about: Annotated[Text, Meta(description="What its questions are about.")]


class Source(Entry, frozen=True, kw_only=True):
    """Where something is documented; rules cite it by its id."""

    id: Annotated[str, Meta(pattern=r"^[A-Z][A-Za-z0-9]*$", description="A capital and a number, such as S7.")]
    title: Annotated[Label, Meta(description="Author, title and year, as readers would cite it.")]
    urls: Annotated[tuple[Fixed, ...], Meta(description="Addresses where it can be read.")] = ()
    note: Annotated[Fixed, Meta(description="What readers should know about it, or where it is if it has no address.")] | None = (
        None
    )


class Level(Entry, frozen=True, kw_only=True):
    """One possible answer, described by behaviour that can be observed."""

    name: Id
    label: Annotated[Label, Meta(description="The answer in a few words.")]
    behaviour: Annotated[Text, Meta(description="What a meeting can observe where this answer is true.")] | None = None
    number: Annotated[int, Meta(description="The number of the level, where files count otherwise than from 0.")] | None = None
    presupposes: (
        Annotated[Condition, Meta(description="What must be so for this answer; answers that deny it contradict it.")] | None
    ) = None


class Question(Identified, frozen=True, kw_only=True):
    """One thing to know about a city."""

    topic: Annotated[TopicId, Meta(description="The id of the topic it belongs to.")]
    type: Annotated[
        QuestionType,
        Meta(
            description="ordinal: levels in order; choice: one of several; several: any of them; also yes_no, number, date, text."
        ),
    ]
    label: Annotated[Label, Meta(description="The question in a few words, for tables and pictures.")]
    ask: Annotated[Text, Meta(description="The question as it is put to people.")]
    why: Annotated[Text, Meta(description="Why it is asked: what the answer decides.")]
    levels: Annotated[tuple[Level, ...], Meta(description="The possible answers; of an ordinal question the lowest first.")] = ()
    unit: Annotated[Label, Meta(description="What a number counts.")] | None = None
    minimum: Annotated[int, Meta(description="The least number that makes sense.")] | None = None
    maximum: Annotated[int, Meta(description="The greatest number that makes sense.")] | None = None
    short_run: Annotated[int, Meta(ge=1, description="Place in the short run.")] | None = None
    presupposes: (
        Annotated[Condition, Meta(description="What must be so for the question to arise; answers that deny it contradict it.")]
        | None
    ) = None
    ask_when: (
        Annotated[Condition, Meta(description="An older word: where the question arises, without a contradiction.")] | None
    ) = None
    otherwise: Annotated[Fixed, Meta(description="The level that follows where the question does not arise.")] | None = None
    reverse: Annotated[bool, Meta(description="true if a higher answer is worse; then nothing may raise it.")] = False
    names_role: Annotated[RoleId, Meta(description="For a text: the role that is called as the answer says.")] | None = None
    supports: Annotated[dict[ApproachId, int], Meta(description="Weight as evidence; a proposal.")] = {}

    @property
    def arises(self) -> Condition | None:
        """Return the condition without which the question does not arise; None where it always does."""
        return self.presupposes or self.ask_when


class Pole(Identified, frozen=True, kw_only=True):
    """One end of an axis: what it contributes, and how it fails alone."""

    name: Annotated[Label, Meta(description="The name of the pole for readers.")]
    about: Annotated[Text, Meta(description="How one works who is at this pole.")]
    ingredient: Annotated[Label, Meta(description="What it brings in, as a noun with its article.")]
    contributes: Annotated[Variants, Meta(min_length=1, description="What is better where this pole is there.")]
    fails_alone: Annotated[Variants, Meta(min_length=1, description="What goes wrong where only this pole is there.")]


class Axis(Entry, frozen=True, kw_only=True):
    """One of the basic questions, with its two poles."""

    id: Id
    name: Annotated[Label, Meta(description="The name of the axis for readers.")]
    question: Annotated[Text, Meta(description="The basic question that its poles answer.")]
    poles: Annotated[tuple[Pole, ...], Meta(min_length=2, max_length=2, description="Its two ends.")]


class Organisation(Entry, frozen=True, kw_only=True):
    """The form of organisation that goes with an approach."""

    leads: Annotated[Text, Meta(description="Who leads.")]
    budget: Annotated[Text, Meta(description="Where the money is.")]
    decides: Annotated[Text, Meta(description="Who decides.")]
    coordinates: Annotated[Text, Meta(description="What holds it together.")]


class Approach(Concluded, frozen=True, kw_only=True):
    """One way of going about it: one pole of each axis, and the facts that constitute it."""

    name: ProperName
    article: Annotated[ArticleId, Meta(description="The article of the name, one of those under articles.")]
    poles: Annotated[tuple[PoleId, ...], Meta(min_length=2, max_length=2, description="One pole of each axis, by id.")]
    about: Annotated[Text, Meta(description="What it looks like in practice.")]
    established_when: Annotated[Condition, Meta(description="The condition on answers that makes it established.")]
    emerging_when: Annotated[Condition, Meta(description="The condition on answers that makes it at least begun.")]
    organisation: Annotated[Organisation, Meta(description="The form of organisation that goes with it.")]
    strengths: Annotated[Sentences, Meta(description="What it is good at.")]
    blind_spots: Annotated[Sentences, Meta(description="What it does not see.")]
    fits: Annotated[Text, Meta(description="When it is the right one.")]
    without_it: Annotated[Text, Meta(description="What is missing where it is absent.")]
    a_year_later: Annotated[
        AYearLater | None, Meta(description="What shows a year later whether it lasts, and what that is compared with.")
    ] = None


class Pack(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A folder of knowledge, read and checked: everything the machine works with.

    In another language ``original`` is the pack as it was written, and ``glosses`` are its own names behind their translations.
    ``bases`` are the packs that it extends, the nearest first; the hash covers them.
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
    conditions: tuple[NamedCondition, ...] = ()
    activities: tuple[Activity, ...] = ()
    measures: tuple[Measure, ...] = ()
    drafts: tuple[Draft, ...] = ()
    glosses: dict[str, str] = {}
    original: "Pack | None" = None
    bases: tuple[Base, ...] = ()

    def question(self, name: str) -> Question:
        """Return the question with that id, or raise UnknownIdError."""
        return self._index.called("question", name, self.questions)

    def approach(self, name: str) -> Approach:
        """Return the approach with that id, or raise UnknownIdError."""
        return self._index.called("approach", name, self.approaches)

    def finding(self, name: str) -> Finding:
        """Return the finding with that id, or raise UnknownIdError."""
        return self._index.called("finding", name, self.findings)

    def step(self, name: str) -> Step:
        """Return the step with that id, or raise UnknownIdError."""
        return self._index.called("step", name, self.steps)

    def criterion(self, name: str) -> Criterion:
        """Return the criterion with that id, or raise UnknownIdError."""
        return self._index.called("criterion", name, self.criteria)

    @functools.cached_property
    def _index(self) -> Index:
        return Index()

    @property
    def is_bound(self) -> bool:
        """Tell whether the pack binds its sentences to answers; one of the earlier shape does not, and is told as it was."""
        return bool(self.measures or self.activities or self.conditions)

    def in_full(self, work: Work) -> Work:
        """Return what is done with what it leaves open filled in from its measure."""
        return self._in_full.get(id(work)) or in_full(work, self.measures)

    @functools.cached_property
    def _in_full(self) -> dict[int, Work]:  # by identity: the pack keeps what its steps do
        return {id(work): in_full(work, self.measures) for step in self.steps for work in step.works}

    def measures_raising(self, raises: "Mapping[str, str]") -> tuple[Measure, ...]:
        """Return the measures that raise exactly these facts to these levels."""
        return self._by_raises.get(frozenset(raises.items()), ())

    @functools.cached_property
    def _by_raises(self) -> dict[frozenset[tuple[str, str]], tuple[Measure, ...]]:
        found: dict[frozenset[tuple[str, str]], tuple[Measure, ...]] = {}
        for measure in self.measures:
            raised = frozenset(measure.raises.items())
            found[raised] = (*found.get(raised, ()), measure)
        return found

    @functools.cached_property
    def answer_words(self) -> "dict[str, dict[str | int | None, dict[str, str]]]":
        """The label of each answer that has one, as texts show it: by the question and its value."""
        named = (question for question in self.questions if question.levels)
        return {each.id: {level.name: {"": level.label} for level in each.levels} for each in named}

    def here(self, work: Work, known: "Mapping[str, Allowed]") -> Work:
        """Return what is done in full, with what is different where certain values of facts are known."""
        found = priced(here(self.in_full(work), known, lambda other: self._barred(other, known)), known)
        limit = self._limit(found.granted_by, known)
        return found if limit is None else within(found, limit)

    def different(self, work: Work, known: "Mapping[str, Allowed]") -> Instead | None:
        """Return what is different where something is done: nothing that is granted by somebody who refuses, or may not."""
        return different(work, known, lambda other: self._barred(other, known))

    def _barred(self, other: Instead, known: "Mapping[str, Allowed]") -> bool:
        if other.granted_by is None:
            return False
        refuses = next((role.refuses for role in self.roles if role.id == other.granted_by), None)
        cost = None if other.cost is None else other.cost.here(known)
        limit, least = self._limit(other.granted_by, known), cost.once[0] + cost.yearly[0] if cost else 0
        return (refuses is not None and holds(refuses, known) is True) or (limit is not None and limit < max(least, 1))

    def _limit(self, role: str | None, known: "Mapping[str, Allowed]") -> int | None:
        """Return up to which amount a role may grant money; None where nobody knows."""
        asked = next((each.up_to for each in self.info.competences if each.role == role), None)
        return exact(known.get(asked or ""))

    def declined(self, article: str, name: str) -> dict[str, str]:
        """Return a name in every form that its article gives it; the bare name under the empty form."""
        return {"": name, **{form: joined(words, name) for form, words in self.articles[article].items()}}

    @functools.cached_property
    def approach_names(self) -> dict[str, dict[str, str]]:
        """The names of approaches in every form, by their ids."""
        return {each.id: self.declined(each.article, each.name) for each in self.approaches}

    def introduced(self, name: str) -> str:
        """Return a coined name with the one of the language the pack is written in, where that is another."""
        return f"{name} ({self.glosses[name]})" if name in self.glosses else name

    def concluded_facts(self) -> frozenset[str]:
        """Return the facts that rules conclude about a city: statuses, poles, findings and balance."""
        entries: tuple[Identified, ...] = (*self.approaches, *self.poles(), *self.findings, *self.conditions)
        return frozenset({entry.id for entry in entries} | {"balance"})

    def poles(self) -> tuple[Pole, ...]:
        """Return the poles of all axes in their order."""
        return tuple(pole for axis in self.axes for pole in axis.poles)
