"""What rules conclude beside statuses: findings with what they say and advise, named conditions, and activities."""

from typing import Annotated

from msgspec import Meta

from advisor.knowledge.fields import (
    VARIANTS,
    ActivityId,
    ApproachId,
    Concluded,
    Entry,
    FindingId,
    Given,
    Id,
    Identified,
    Kind,
    Label,
    Means,
    QuestionId,
)
from advisor.knowledge.sentences import Sentence, Sentences, Variants
from advisor.logic.condition import Condition


class RuleExamples(Entry, frozen=True, kw_only=True):
    """Answers on which the rule fires, and near ones on which it stays silent."""

    fires: Annotated[Given, Meta(description="Answers on which the rule fires.")]
    silent: Annotated[Given, Meta(description="Near answers on which it stays silent.")]


class Activity(Entry, frozen=True, kw_only=True):
    """Something that one piece of advice may do and another one hold back."""

    id: Id
    label: Annotated[Label, Meta(description="The activity in a few words.")]
    look_up: Annotated[
        Sentences, Meta(description="What whoever does it looks up in their own rules before; a question each, never an answer.")
    ] = ()


class NamedCondition(Identified, frozen=True, kw_only=True):
    """A condition that rules ask for by its name."""

    name: Annotated[Label, Meta(description="What it is called where a verdict is explained.")]
    when: Annotated[Condition, Meta(description="When it holds.")]


class Advice(Sentence, frozen=True, kw_only=True):
    """What to do about a finding, and which activities that does or holds back."""

    does: Annotated[tuple[ActivityId, ...], Meta(description="Ids of activities that it is one of.")] = ()
    pauses: Annotated[tuple[ActivityId, ...], Meta(description="Ids of activities that should wait.")] = ()


class Finding(Concluded, frozen=True, kw_only=True):
    """A rule that concludes something a council should know."""

    kind: Annotated[Kind, Meta(description="contradiction, risk and blind_spot need advice; strength and advice do not.")]
    title: Annotated[Label, Meta(description="The situation it finds, in a few words; not the cure.")]
    when: Annotated[Condition, Meta(description="The condition on which the rule fires.")]
    concerns: Annotated[tuple[ApproachId, ...], Meta(description="Ids of the approaches it is about.")] = ()
    text: Annotated[Variants, Meta(min_length=1, description="What is so: what the condition says, in the words of readers.")]
    tends_to: Annotated[Sentences, Meta(description="What it leads to, each unless something denies it.")] = ()
    advice: Annotated[
        tuple[Advice, ...],
        Means("variants"),
        Meta(extra_json_schema={VARIANTS: True}, description="What to do first, and who does it."),
    ] = ()
    remedy: Annotated[
        dict[str, str], Means("level"), Meta(description="The fact that removes it, and the level to raise it to.")
    ] = {}
    gravity: Annotated[int, Meta(ge=1, le=3, description="1 a hint, 2 serious, 3 grave.")] = 2
    deadline: Annotated[QuestionId, Meta(description="The question about the months until it is too late.")] | None = None
    silences: Annotated[tuple[FindingId, ...], Meta(description="Ids of findings not told where this one is.")] = ()
    examples: Annotated[
        RuleExamples, Meta(description="Answers on which the rule fires, and near ones on which it stays silent.")
    ]
