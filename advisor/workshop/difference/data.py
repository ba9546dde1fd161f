"""A difference for programs: as JSON, and as a file of cases in which each example expects what the newer pack says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import escaped_data
from advisor.workshop.case_text import case_text

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack
    from advisor.workshop.difference.differ import Difference
    from advisor.workshop.difference.flips import Flip


def as_json(old: Pack, new: Pack, found: Difference) -> str:
    """Return a difference as data."""
    data = {
        "old": {"id": old.info.id, "version": old.info.version, "hash": old.hash},
        "new": {"id": new.info.id, "version": new.info.version, "hash": new.hash},
        "cities": [_flip(each) for each in found.flips.found],
        "undecided": list(found.flips.undecided),
        "first_steps_compared": found.flips.paths,
        "files": msgspec.to_builtins(found.files),
        "edits": msgspec.to_builtins(found.edits),
    }
    return escaped_data(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _flip(flip: Flip) -> dict[str, object]:
    answers = {name: answer.value for name, answer in flip.new.answers.items()}
    return {
        "about": flip.about,
        "before": flip.before,
        "now": flip.now,
        "answers": msgspec.to_builtins(answers),
        "aim": list(flip.new.aim),
        "asked": flip.asked,
    }


def as_cases(new: Pack, found: Difference) -> str:
    """Return the cities of a difference as a file of cases, or nothing; what the newer pack no longer has is not in it."""
    known = {each.id for each in (*new.approaches, *new.findings)}
    shown = [each for each in found.flips.found if each.about.startswith("steps/") or each.about.partition("/")[2] in known]
    cases = [
        case_text(new, f"{number}. {_name(each)}: {each.before or 'none'} → {each.now or 'none'}", each.new, _expected(each))
        for number, each in enumerate(shown, start=1)
    ]
    return "\n".join(["cases:", *cases]) + "\n" if cases else ""


def _name(flip: Flip) -> str:
    section, _, name = flip.about.partition("/")
    return "first step" if section == "steps" else name


def _expected(flip: Flip) -> dict[str, object]:
    section, _, name = flip.about.partition("/")
    if section == "steps":
        return {"first_step": flip.now} if flip.now else {"steps": []}
    return {"statuses": {name: flip.now}} if section == "approaches" else {flip.now: [name]}
