"""Notice what lies in a folder of cities and is not read, and whom its settings name in vain: nothing of it stops anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Place, Problem
from advisor.portfolio.folder import CITIES, ENDING, SETTINGS, as_key, visits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.portfolio.folder import Portfolio


def noticed(portfolio: Portfolio) -> list[Problem]:
    """Return what somebody may have meant otherwise."""
    return [*_unread(portfolio.path / CITIES), *_unmatched(portfolio)]


def _unread(cities: Path) -> Iterator[Problem]:
    """Yield files that are not where answers are, and folders of cities that are not called as tables would call them."""
    where = f"Answers stand in {CITIES}/NUMBER/DATE{ENDING}."
    for entry in sorted(cities.iterdir()) if cities.is_dir() else ():
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield Problem(Place(str(entry)), "this file is not read: it stands in no folder of a city.", where)
            continue
        if as_key(entry.name) != entry.name:
            what = f"a table would call this city '{as_key(entry.name)}'."
            yield Problem(Place(str(entry)), what, "Give the folder this name, so that it is the same city.")
        for file in sorted(entry.iterdir()):
            if not file.name.startswith(".") and not (file.is_file() and file.name.endswith(ENDING)):
                yield Problem(Place(str(file)), "this is not read.", where)


def _unmatched(portfolio: Portfolio) -> Iterator[Problem]:
    """Yield which cities the settings name that have no answers here: they may come yet, or be written wrongly."""
    there = {each.key for each in visits(portfolio)}
    named = {f"became.{old}": {old, new} for old, new in portfolio.settings.became.items()}
    named |= {f"regions.{region}": set(near) for region, near in portfolio.settings.regions.items()}
    place = Place(str(portfolio.path / SETTINGS))
    hint = "Look at the folder of cities for its key, or leave it if its answers are to come."
    for where, keys in named.items():
        for key in sorted(keys - there):
            yield Problem(place, f"{where}: there are no answers of a city '{key}'.", hint)
