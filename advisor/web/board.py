"""How sure things are, as pages show it: the map with a status in each field, the steps that are certain, what is left to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk.session import called, certainty, fill

if TYPE_CHECKING:
    from advisor.desk import Pack
    from advisor.desk.session import Answers, Words
    from advisor.sittings.showing import HowSure, Possible


def board(words: Words, pack: Pack, answers: Answers, sure: HowSure, *, firm: bool = True) -> dict[str, object]:
    """Return what the map and the lines below it show; ``answers`` in the language of the pack, for the names of roles.

    ``firm`` says how sure each status is; on a wall that would be small print.
    """
    down, across = pack.axes
    found = {each.approach: each for each in sure.approaches}
    at = {frozenset(each.poles): each.id for each in pack.approaches}
    rows = [
        {
            "name": pole.name,
            "cells": [
                {
                    "place": f"{pole.name} · {other.name}",
                    **_cell(words, pack, found, at.get(frozenset((pole.id, other.id))), firm=firm),
                }
                for other in across.poles
            ],
        }
        for pole in down.poles
    ]
    titles = [fill(called("step", name, pack.steps).title, answers.city.labels) for name in sure.steps]
    left = sure.left and words("ask.left" if sure.left["course"] else "ask.left_to_end", **sure.left)
    return {
        "across": [pole.name for pole in across.poles],
        "rows": rows,
        "steps": titles,
        "open": None if sure.path_settled else words("ask.path_open"),
        "left": left,
    }


def _cell(words: Words, pack: Pack, found: dict[str, Possible], approach: str | None, *, firm: bool) -> dict[str, object]:
    if approach is None or approach not in found:
        return {"name": None, "status": None, "firm": None, "kind": "none"}
    each = found[approach]
    names = [words(f"status.{status}") for status in each.statuses]
    settled = len(names) == 1
    told = " ".join(certainty(words, pack, each.firm)) if firm and each.firm is not None else None
    return {
        "name": called("approach", approach, pack.approaches).name,
        "status": names[0] if settled else words("possible", statuses=words.join(names, "or")),
        "firm": told,
        "kind": each.statuses[0] if settled else "open",
    }
