"""Measures: what it takes to bring one fact to one level, said once; actions, preparations and remedies use them."""

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.fields import (
    VARIANTS,
    ActivityId,
    Cited,
    Entry,
    Means,
    Months,
    Provenance,
    QuestionId,
    Raises,
    RoleId,
    Text,
)
from advisor.knowledge.sentences import DatedSentence, Sentence, Variants
from advisor.logic.condition import Condition
from advisor.logic.evaluate import holds
from advisor.logic.values import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.logic.values import Allowed

    Barred = Callable[["Instead"], bool]

Amount = Annotated[int, Meta(ge=0, le=10_000_000_000, description="A whole number of the currency.")]
Days = Annotated[int, Meta(ge=0, le=10_000, description="Person-days.")]


class Lacking(Entry, frozen=True, kw_only=True):
    """A number of which only what lacks is paid for: what is there already costs nothing more."""

    number: Annotated[QuestionId, Meta(description="The id of the question about the number, which says how much is there.")]
    to: Annotated[int, Meta(ge=1, le=10_000_000, description="The number that the amounts beside it are for, from nothing on.")]

    def of(self, amounts: tuple[int, int], there: int) -> tuple[int, int]:
        """Return what is paid for what lacks, the least and the most, in whole numbers that do not promise too little.

        >>> Lacking(number="share", to=50).of((60000, 130000), 40)
        (12000, 26000)
        """
        lacks = min(max(self.to - there, 0), self.to)
        return amounts[0] * lacks // self.to, -(-amounts[1] * lacks // self.to)


class Cost(Entry, frozen=True, kw_only=True):
    """What is paid, from the least to the most."""

    once: Annotated[tuple[Amount, Amount], Meta(description="Once: the least and the most.")] = (0, 0)
    yearly: Annotated[tuple[Amount, Amount], Meta(description="Every year from then on: the least and the most.")] = (0, 0)
    for_a_time: Annotated[
        bool, Meta(description="true if what is paid once lasts for a time, and is to be granted anew if it is to go on.")
    ] = False
    lacking: Annotated[
        Lacking | None,
        Meta(description="The number that the amounts are for: where it is answered, only the share that lacks is paid."),
    ] = None

    def here(self, known: "Mapping[str, Allowed]") -> "Cost":
        """Return what is paid where certain values of facts are known; all of it where nobody knows how much is there."""
        there = None if self.lacking is None else exact(known.get(self.lacking.number))
        if self.lacking is None or there is None:
            return self
        once, yearly = (self.lacking.of(amounts, there) for amounts in (self.once, self.yearly))
        return msgspec.structs.replace(self, once=once, yearly=yearly, lacking=None)


class Wording(Entry, frozen=True, kw_only=True):
    """What can be said of something that is done; nothing of it has to be."""

    missing: Annotated[Variants, Meta(description="What is not there yet; said only where that is certain.")] = ()
    text: Annotated[Variants, Meta(description="What is done, so that it can stand alone.")] = ()
    in_90_days: Annotated[
        tuple[DatedSentence, ...],
        Means("variants"),
        Meta(extra_json_schema={VARIANTS: True}, description="What has happened by which of the first 90 days."),
    ] = ()
    done: Annotated[Variants, Meta(description="What can be seen when it is done.")] = ()
    goes_wrong: Annotated[Variants, Meta(description="How it goes wrong elsewhere, and how to avoid it.")] = ()
    if_refused: Annotated[Variants, Meta(description="What to do where it is refused.")] = ()
    actor: Annotated[RoleId, Meta(description="The role that does it.")] | None = None
    helpers: Annotated[tuple[RoleId, ...], Meta(description="Further roles that take part.")] = msgspec.field(
        name="with", default=()
    )
    months: Annotated[Months | None, Meta(description="How long it takes, without the time its money takes.")] = None
    waits_for: Annotated[QuestionId, Meta(description="The id of the question about the months that its money takes.")] | None = (
        None
    )
    after_money: Annotated[Months | None, Meta(description="How long of it remains once that money is there.")] = None
    effort: Annotated[dict[RoleId, Days], Meta(description="By role: the days of work it takes.")] = {}
    cost: Annotated[Cost | None, Meta(description="What is paid for it.")] = None
    granted_by: (
        Annotated[
            RoleId,
            Meta(
                description="The role that grants the money on its own by these texts; where it refuses or may not, what is"
                " different does not count."
            ),
        ]
        | None
    ) = None
    does: Annotated[tuple[ActivityId, ...], Meta(description="Ids of the activities that it is one of.")] = ()


class Instead(Wording, frozen=True, kw_only=True):
    """What is different where a condition is certain: the fields that are written here, and no others."""

    when: Annotated[Condition, Meta(description="Where it is different.")]
    at_once: Annotated[bool, Meta(description="true if its money is at hand there, so that nothing is waited for.")] = False


class Work(Wording, frozen=True, kw_only=True):
    """What is done to raise facts; it is needed while one of them is not there. What it leaves open its measure says."""

    raises: Raises
    instead: Annotated[tuple[Instead, ...], Meta(description="What is different under a condition; the first counts.")] = ()


class Measure(Work, frozen=True, kw_only=True):
    """What it takes to bring one fact to one level; a sourced entry, though structs have one base only."""

    provenance: Provenance
    origin_note: Annotated[Text, Meta(description="What of it is ours, where the idea itself is not.")] | None = None
    sources: Annotated[Cited, Meta(description="Ids of the sources that document it.")] = ()

    @property
    def id(self) -> str:
        """Name the measure after the fact and the level that it brings about."""
        return ".".join(part for pair in self.raises.items() for part in pair)


_WORDING = tuple(field for field in Wording.__struct_fields__)


def in_full(work: Work, measures: "Iterable[Measure]") -> Work:
    """Return what is done with what it leaves open filled in from the measure of its one fact and level.

    What is different under a condition stays so: whoever is small gets the small form, unless this step words that, too.
    """
    if isinstance(work, Measure) or len(work.raises) != 1:
        return work
    measure = next((measure for measure in measures if measure.raises == work.raises), None)
    if measure is None:
        return work
    own = _written(work)
    instead = tuple(_after_own(own, other) for other in measure.instead)
    return msgspec.structs.replace(work, **(_written(measure) | own), instead=(*work.instead, *instead))


def _after_own(own: "Mapping[str, object]", other: Instead) -> Instead:
    """Return what is different under a condition, behind those words of a step that are themselves bound to answers."""
    before = {name: _bound(said) for name, said in own.items() if getattr(other, name)}
    return msgspec.structs.replace(other, **{name: (*said, *getattr(other, name)) for name, said in before.items() if said})


def _bound(said: object) -> tuple[Sentence, ...]:
    sentences = said if isinstance(said, tuple) else ()
    return tuple(sentence for sentence in sentences if isinstance(sentence, Sentence) and sentence.bound)


def different(work: Work, known: "Mapping[str, Allowed]", barred: "Barred" = lambda _: False) -> Instead | None:
    """Return what is different where something is done: the first whose condition is certain, and that is not barred, counts."""
    return next((other for other in work.instead if holds(other.when, known) is True and not barred(other)), None)


def here(work: Work, known: "Mapping[str, Allowed]", barred: "Barred" = lambda _: False) -> Work:
    """Return what is done with what is different where it is done."""
    return under(work, different(work, known, barred))


def under(work: Work, other: Instead | None) -> Work:
    """Return what is done with what is different under a condition; None is what is done everywhere else."""
    if other is None:
        return work
    waiting = {"waits_for": None} if other.at_once else {}
    return msgspec.structs.replace(work, **(_written(other) | waiting), instead=())


def priced(work: Work, known: "Mapping[str, Allowed]") -> Work:
    """Return what is done with what is paid for it where it is done."""
    cost = None if work.cost is None else work.cost.here(known)
    return work if cost is work.cost else msgspec.structs.replace(work, cost=cost)


def within(work: Work, limit: int) -> Work:
    """Return what somebody grants on their own up to a limit, with no more money than that."""
    cost = work.cost
    if cost is None or work.waits_for or any(cost.yearly) or cost.once[0] > limit:
        return work
    return msgspec.structs.replace(work, cost=msgspec.structs.replace(cost, once=(cost.once[0], min(cost.once[1], limit))))


def _written(wording: Wording) -> dict[str, object]:
    """Return the fields that are written down."""
    return {name: value for name in _WORDING if (value := getattr(wording, name)) != _EMPTY[name]}


_EMPTY = {name: getattr(Wording(), name) for name in _WORDING}
