"""Find what somebody means who names things as a report does: by their labels instead of their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping


def meant(name: str, labels: Mapping[str, str]) -> str | None:
    """Return the id that is called so, or whose label is, in capitals or not; None where none is, or several are.

    >>> meant("Shared Owners", {"owners": "shared owners", "staff": "Staff"})
    'owners'
    """
    if name in labels:
        return name
    folded = " ".join(name.casefold().split())
    found = [each for each, label in labels.items() if folded in {each.casefold(), " ".join(label.casefold().split())}]
    return found[0] if len(found) == 1 else None


def suggestion(name: str, labels: Mapping[str, str]) -> str:
    """Name the id whose label or own name is nearest, or list what there is."""
    near = suggest(name, {*labels, *labels.values()})
    ids = {label: each for each, label in labels.items()}
    label = near.removeprefix("Did you mean '").removesuffix("'?")
    return (
        f"{near[:-1]} ({ids[label]})?"
        if label in ids and ids[label] != label
        else suggest(name, labels)
        if label == near
        else near
    )
