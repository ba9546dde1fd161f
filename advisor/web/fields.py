"""Fields of forms, as templates show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


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
    shown = [{**_option(name, number, key, text), "chosen": key == chosen} for number, (key, text) in enumerate(options)]
    found = {"id": name, "label": label, "choices": shown, "kind": "radio" if radio else None, "select": not radio}
    return {**found, "hint": hint, "wrong": None, "type": None, "value": None, "accept": None, "described": None}


def several(
    name: str, label: str, options: Sequence[tuple[str, str, str]], chosen: Collection[str], wrong: str | None = None
) -> dict[str, object]:
    """Return a field of which several may be chosen, each with what it means, as a template shows it."""
    shown = [
        {**_option(name, number, key, text), "hint": hint, "chosen": key in chosen}
        for number, (key, text, hint) in enumerate(options)
    ]
    found = {"id": name, "label": label, "choices": shown, "kind": "checkbox", "select": False}
    return {**found, "hint": None, "wrong": wrong, "type": None, "value": None, "accept": None, "described": None}


def _option(name: str, number: int, key: str, text: str) -> dict[str, object]:
    return {"id": key, "text": text, "hint": None, "at": name if number == 0 else f"{name}-{number}"}


def file_field(label: str, hint: str, wrong: str | None) -> dict[str, object]:
    """Return the field for a file, as a template shows it."""
    return {**line("file", label, "", hint, wrong, kind="file"), "accept": ".yaml,.yml,.xlsx,.csv"}
