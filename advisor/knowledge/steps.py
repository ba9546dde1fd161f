"""What a pack knows about the way: steps, the criteria that choose among them, and what comes once balance is reached."""

import re
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.fields import (
    NAMES,
    ApproachId,
    Cited,
    Concluded,
    Entry,
    FindingId,
    Fixed,
    Identified,
    Label,
    Means,
    Months,
    QuestionId,
    RoleId,
    Sourced,
    Text,
)
from advisor.knowledge.measures import Work
from advisor.knowledge.sentences import Sentences, Variants
from advisor.logic.condition import NEVER, Condition, every, opposite
from advisor.logic.evaluate import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.logic.values import Allowed


class Sign(Entry, frozen=True, kw_only=True):
    """A condition on a step, with the sentence that says what it means."""

    when: Annotated[Condition, Meta(description="The condition under which this is so.")]
    because: Annotated[Text, Meta(description="What it means, as a sentence for readers.")]


class Precondition(Entry, frozen=True, kw_only=True):
    """What must be there before a step can begin: it is prepared unless ``when`` is certain, or where ``unless`` is."""

    when: Annotated[Condition, Meta(description="The condition that must certainly hold before the step begins.")] | None = None
    unless: Annotated[Condition, Meta(description="The condition that must not certainly hold when it begins.")] | None = None
    text: Annotated[Text, Meta(description="The precondition as a sentence for readers.")]
    prepare: Annotated[Work | None, Meta(description="What provides it where it is missing.")] = None

    @property
    def asks(self) -> Condition:
        """Return what holds where the precondition is met, for whoever answered everything."""
        if self.when is None or self.unless is None:
            return self.when or opposite(self.unless or NEVER)
        return every(self.when, opposite(self.unless))

    def met(self, known: "Mapping[str, Allowed]") -> bool:
        """Tell whether nothing has to be prepared."""
        return (self.when is None or holds(self.when, known) is True) and (
            self.unless is None or holds(self.unless, known) is not True
        )


class CityExample(Entry, frozen=True, kw_only=True):
    """A dated, documented case."""

    city: Annotated[Label, Meta(description="Who took the step.")]
    date: Annotated[Label, Meta(description="When that was.")]
    text: Annotated[Text, Meta(description="What happened there.")]
    sources: Annotated[Cited, Meta(description="Ids of the sources that document it.")]
    year: (
        Annotated[int, Meta(ge=1000, le=9999, description="The last year of what is told, where date and text do not name it.")]
        | None
    ) = None

    @property
    def last_year(self) -> int | None:
        """Return the last year of what is told: reports of an earlier day do not tell it."""
        return self.year or max(years_in(f"{self.date} {self.text}"), default=None)


_YEAR = re.compile(r"(?<![\d.’'])(?:19|20)\d\d(?![\d.’']\d|\d)")


def years_in(text: str) -> list[int]:
    """Return the years that a text names, in any language that writes them in digits.

    >>> years_in("Von 2016 bis Mai 2021 für CHF 2000.50")
    [2016, 2021]
    """
    return [int(year) for year in _YEAR.findall(text)]


class AcceptedRisk(Entry, frozen=True, kw_only=True):
    """A risk that a step may let fire although it did not fire before."""

    risk: Annotated[FindingId, Meta(description="The id of the risk.")]
    because: Annotated[Fixed, Meta(description="Why that is acceptable.")]


class Step(Concluded, frozen=True, kw_only=True):
    """What establishes one approach from one springboard."""

    target: Annotated[ApproachId, Meta(description="The id of the approach it leads to.")]
    springboard: Annotated[
        str,
        Means("springboard"),
        Meta(
            extra_json_schema={NAMES: "springboard"},
            description="An approach, or 'nothing', or 'begun' (the target itself, begun).",
        ),
    ]
    title: Annotated[Text, Meta(description="The step in a few words.")]
    actor: Annotated[RoleId, Meta(description="The role that leads it.")]
    helpers: Annotated[tuple[RoleId, ...], Meta(description="Further roles that take part.")] = msgspec.field(
        name="with", default=()
    )
    fits: Annotated[Sign | None, Meta(description="Signs that its moment has come.")] = None
    premature: Annotated[Sign | None, Meta(description="Signs that it would come too early.")] = None
    preconditions: Annotated[
        tuple[Precondition, ...], Meta(description="What must be there before, each with the preparation that provides it.")
    ] = ()
    actions: Annotated[
        tuple[Work, ...], Meta(min_length=1, description="What is done; together they raise what the target needs.")
    ]
    opens: Annotated[bool, Meta(description="true if it only opens the target, which another step completes.")] = False
    months: Annotated[Months | None, Meta(description="How long it takes, where its actions do not say that.")] = None
    waits_for: (
        Annotated[
            QuestionId,
            Meta(description="The id of the question about the months that something takes before the step can begin."),
        ]
        | None
    ) = None
    first_90_days: Annotated[
        Sentences, Meta(description="What happens in the first three months, beside what its actions say.")
    ] = ()
    pitfall: Annotated[Variants, Meta(description="How it goes wrong elsewhere, beside what its actions say.")] = ()
    indicator: Annotated[Variants, Meta(description="How one sees that it worked, beside what its actions say.")] = ()
    example: Annotated[CityExample | None, Meta(description="A dated, documented case.")] = None
    accepts: Annotated[tuple[AcceptedRisk, ...], Meta(description="Risks that it may let fire, each with the reason.")] = ()

    @property
    def works(self) -> tuple[Work, ...]:
        """Return everything that is done in it, and to prepare it."""
        return (*(each.prepare for each in self.preconditions if each.prepare is not None), *self.actions)


class Criterion(Identified, frozen=True, kw_only=True):
    """A rule that prefers one step to another; those further up weigh more."""

    title: Annotated[Label, Meta(description="The criterion in a few words.")]
    when: Annotated[
        Condition, Means("choice"), Meta(description="When a step is preferred: target, pole and step stand for its own.")
    ]
    chosen: Annotated[Text, Means("choice"), Meta(description="Said for a step that it prefers; {target} is that step.")] = (
        msgspec.field(name="for")
    )
    put_back: Annotated[Text, Means("choice"), Meta(description="Said of a step put back; {chosen} is the one preferred.")] = (
        msgspec.field(name="against")
    )
    reason: Annotated[Text, Meta(description="Why it counts.")]


class Tie(Sourced, frozen=True, kw_only=True):
    """What to say when no criterion tells two steps apart: the order of the pack decides."""

    chosen: Annotated[Text, Means("choice"), Meta(description="Said for a step that it prefers; {target} is that step.")] = (
        msgspec.field(name="for")
    )
    put_back: Annotated[Text, Means("choice"), Meta(description="Said of a step put back; {chosen} is the one preferred.")] = (
        msgspec.field(name="against")
    )
    reason: Annotated[Text, Meta(description="Why the order of the pack decides.")]


class YearlyCheck(Entry, frozen=True, kw_only=True):
    """A sign of decay to watch for once balance is reached."""

    watch: Annotated[Text, Meta(description="The sign of decay to look for.")]
    means: Annotated[Text, Meta(description="What it means where it is seen.")]
    act: Annotated[Text, Meta(description="What to do then.")]


class Balance(Sourced, frozen=True, kw_only=True):
    """What to say, and to watch, once all approaches aimed at are established."""

    reason: Annotated[Text, Meta(description="When balance is reached, and why that is the aim.")]
    reached: Annotated[Text, Meta(description="What to say once balance is reached.")]
    renewal: Annotated[Text, Meta(description="When to answer the questions anew.")]
    yearly_check: Annotated[tuple[YearlyCheck, ...], Meta(description="Signs of decay, to look for once a year.")]
