"""Fields of forms, as templates show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def line(
    name: str, label: str, value: str, hint: str | None = None, wrong: str | None = None, kind: str = "text"
) -> dict[str, object]:
    """Return a field of one line, as a template shows it."""
    described = " ".join(f"{name}-{part}" for part, there in (("hint", hint), ("error", wrong)) if there)
    found = {"id": name, "label": label, "type": kind, "value": value, "hint": hint, "wrong": wrong, "described": described}
    return {**found, "choices": None, "accept": None}


def choice(
    name: str, label: str, options: Sequence[tuple[str, str]], chosen: str, *, radio: bool = False, hint: str | None = None
) -> dict[str, object]:
    """Return a field with choices, as a template shows it."""
    shown = [
        {"id": key, "text": text, "chosen": key == chosen, "at": name if number == 0 else f"{name}-{number}"}
        for number, (key, text) in enumerate(options)
    ]
    found = {"id": name, "label": label, "choices": shown, "radio": "radio" if radio else None, "select": not radio}
    return {**found, "hint": hint, "wrong": None, "type": None, "value": None, "accept": None, "described": None}


def file_field(label: str, hint: str, wrong: str | None) -> dict[str, object]:
    """Return the field for a file, as a template shows it."""
    return {**line("file", label, "", hint, wrong, kind="file"), "accept": ".yaml,.yml,.xlsx,.csv"}
