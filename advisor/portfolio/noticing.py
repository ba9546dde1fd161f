"""Notice what lies in a folder of cities and is not read, and whom its settings name in vain: nothing of it stops anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem, coded, phrase
from advisor.files.reasons import reason
from advisor.portfolio.folder import visits
from advisor.portfolio.names import CITIES, ENDING, SETTINGS, as_key, visit_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.portfolio.folder import Portfolio


def noticed(portfolio: Portfolio) -> list[Problem]:
    """Return what somebody may have meant otherwise."""
    return [*_unread(portfolio.path / CITIES), *_unmatched(portfolio)]


def _unread(cities: Path) -> Iterator[Problem]:
    """Yield files that are not where answers are, and folders of cities that are not called as tables would call them."""
    where = phrase("A931.hint", folder=CITIES, ending=ENDING)
    for entry in sorted(cities.iterdir()) if cities.is_dir() else ():
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield coded(Place(str(entry)), "A931", where, how="file")
            continue
        if as_key(entry.name) != entry.name:
            yield coded(Place(str(entry)), "A932", key=as_key(entry.name))
        try:
            files = sorted(entry.iterdir())
        except OSError as error:
            yield coded(Place(str(entry)), "R101", how="other", reason=reason(error))
            continue
        for file in files:
            if not file.name.startswith(".") and visit_in(file) is None:
                yield coded(Place(str(file)), "A931", where, how="other")


def _unmatched(portfolio: Portfolio) -> Iterator[Problem]:
    """Yield which cities the settings name that have no answers here: they may come yet, or be written wrongly."""
    there = {each.key for each in visits(portfolio)}
    named = {f"became.{old}": {old, new} for old, new in portfolio.settings.became.items()}
    named |= {f"regions.{region}": set(near) for region, near in portfolio.settings.regions.items()}
    place = Place(str(portfolio.path / SETTINGS))
    for where, keys in named.items():
        for key in sorted(keys - there):
            yield coded(place, "A933", where=where, key=key)
