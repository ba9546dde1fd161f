"""What a pack knows about the way: steps, the criteria that choose among them, and what comes once balance is reached."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.condition import Condition
from advisor.knowledge.fields import (
    ApproachId,
    Cited,
    Concluded,
    Entry,
    Fixed,
    Identified,
    Label,
    Means,
    Months,
    QuestionId,
    Raises,
    RoleId,
    Sourced,
    Text,
)


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

    city: Fixed
    date: Label
    text: Text
    sources: Cited


class Step(Concluded, frozen=True, kw_only=True):
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
