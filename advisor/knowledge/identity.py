"""What a pack says of itself: what it is, which packs it adds to, and who may grant money where it advises.

Annotations are evaluated with the module, as in ``model``.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from advisor.knowledge.fields import Entry, FindingId, Fixed, Label, Language, PackId, QuestionId, Text, Version
from advisor.knowledge.history import PackChange
from advisor.knowledge.people import Competence


class Extends(Entry, frozen=True, kw_only=True):
    """The pack that this one adds to."""

    pack: Annotated[PackId, Meta(description="The id of the pack that this one adds to.")]
    version: Annotated[
        Version, Meta(description="Its version; with another one this pack is refused until you have looked at it.")
    ]
    replaces: Annotated[
        tuple[Fixed, ...],
        Meta(description="Entries of that pack that this one writes anew, such as findings/some_id or tie."),
    ] = ()


class Base(msgspec.Struct, frozen=True):
    """A pack that another one extends: which one exactly, and what its versions changed, for answers to it are read as well."""

    id: str
    version: str
    hash: str
    changes: tuple[PackChange, ...] = ()


class PackInfo(Entry, frozen=True, kw_only=True):
    """The pack as a whole."""

    id: PackId
    version: Version
    language: Language
    title: Annotated[Label, Meta(description="The name of the pack for readers.")]
    about: Annotated[Text, Meta(description="Whom the pack advises, and on what.")]
    origin: Annotated[Text, Meta(description="Where the framework comes from, and what is your own.")]
    limits: Annotated[Text, Meta(description="What the result does not say.")]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="The currency of all costs, as three capitals.")] | None = (
        None
    )
    next_round: (
        Annotated[QuestionId, Meta(description="The id of the question about the months until money can next be applied for.")]
        | None
    ) = None
    term_ends: (
        Annotated[QuestionId, Meta(description="The id of the question about the day on which the term of those in office ends.")]
        | None
    ) = None
    money_ends: (
        Annotated[
            QuestionId,
            Meta(description="The id of the question about the day on which money ends that was granted for a time."),
        ]
        | None
    ) = None
    freeze_ends: (
        Annotated[
            QuestionId,
            Meta(description="The id of the question about the day until which no new money is granted."),
        ]
        | None
    ) = None
    money_tight: (
        Annotated[FindingId, Meta(description="The id of the finding that is told beside every request for more money.")] | None
    ) = None
    before_motion: Annotated[
        tuple[FindingId, ...],
        Meta(description="The ids of the findings that are told above the motion of a council paper."),
    ] = ()

    competences: Annotated[
        tuple[Competence, ...],
        Meta(description="Who may grant money, the least first; the last role may grant any amount."),
    ] = ()
