"""What a paper about many cities rests on: whose answers of which days, chosen by what, and read with which pack."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import printable
from advisor.portfolio.blocks import p
from advisor.reports.tree import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.model import Pack
    from advisor.portfolio.folder import Seen, Settings
    from advisor.reports.words import Words


class Basis(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was counted; ``first`` and ``last`` are days of answers, ``undecided`` how many were left out as unknown."""

    pack: str
    version: str
    first: datetime.date
    last: datetime.date
    canton: str | None = None
    conditions: tuple[str, ...] = ()
    undecided: int = 0
    year: int | None = None


def basis_of(
    pack: Pack,
    settings: Settings,
    seen: Sequence[Seen],
    conditions: Sequence[str] = (),
    undecided: int = 0,
    year: int | None = None,
) -> Basis:
    """Return what a paper about these cities rests on; of one of them at least."""
    days = [each.answers.date for each in seen]
    canton, chosen = settings.canton, tuple(conditions)
    return Basis(pack.info.id, pack.info.version, min(days), max(days), canton, chosen, undecided, year)


def told(words: Words, pack: Pack, basis: Basis) -> Node:
    """Return it in one line, and before it in another what was chosen, if anything was: one paragraph, as it stands small."""
    chosen: list[Node | str] = []
    if basis.conditions:
        codes = [Node("code", (printable(each),)) for each in basis.conditions]
        parts = [part for code in codes for part in ("; ", code)][1:]
        chosen += [f"{words('portfolio.basis.where')} ", *parts, "."]
        chosen += [f" {words('portfolio.undecided', count=words.number(basis.undecided))}"] if basis.undecided else []
    if basis.year is not None:
        chosen.append(f"{' ' if chosen else ''}{words('portfolio.basis.year', year=basis.year)}")
    first, last = words.date(basis.first), words.date(basis.last)
    one_day = basis.first == basis.last
    rests = [words("portfolio.basis.day", day=last) if one_day else words("portfolio.basis.days", first=first, last=last)]
    rests.append(words("portfolio.basis.pack", pack=pack.info.title, version=basis.version))
    rests += [words("portfolio.basis.canton", canton=basis.canton)] if basis.canton else []
    return p(*chosen, *([Node("br")] if chosen else []), " ".join(rests))
