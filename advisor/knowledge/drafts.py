"""Papers to copy: what a city needs on its desk for what its path asks for now, as drafts to be made its own."""

from typing import Annotated, Literal

from msgspec import Meta

from advisor.knowledge.fields import Entry, Identified, Label, Raises, RoleId, Text
from advisor.knowledge.sentences import Sentences, Variants

Shown = Literal[
    "step", "missing", "text", "in_90_days", "done", "goes_wrong", "if_refused", "look_up", "urgent", "effort", "cost"
]


class DraftSection(Entry, frozen=True, kw_only=True):
    """A section of a paper; it is left out where nothing in it may be said of the city."""

    heading: Annotated[Label, Meta(description="What stands over it.")]
    text: Annotated[Sentences, Meta(description="Paragraphs: each that may be said of the city as it is today.")] = ()
    points: Annotated[Sentences, Meta(description="The same as a list.")] = ()
    shows: Annotated[
        tuple[Shown, ...],
        Meta(
            description="What of the path stands here: step, the title of the next one; urgent, what cannot wait; "
            "of what asks for the paper, what its measures and actions say under these keys, and what their activities look up."
        ),
    ] = ()
    note: (
        Annotated[Text, Meta(description="What those who use the paper look up or decide before; said where the rest is.")] | None
    ) = None


class Draft(Identified, frozen=True, kw_only=True):
    """A paper to copy: written where something in the next step, its preparation or an urgent remedy asks for it.

    That is what raises one of the facts so high, or what one of ``joined_by`` leads or takes part in. Without either each next
    step asks for it.
    """

    title: Annotated[Variants, Meta(min_length=1, description="What the paper is; the first variant that may be said.")]
    about: Annotated[Text, Meta(description="Who needs the paper, and for what.")]
    raises: Raises = {}
    joined_by: Annotated[
        tuple[RoleId, ...], Meta(description="Roles of which one leads what the paper is for, or takes part.")
    ] = ()
    sections: Annotated[tuple[DraftSection, ...], Meta(min_length=1, description="What stands in it, in this order.")]
