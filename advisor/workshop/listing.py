"""List what a pack holds, so that authors and scripts find the ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import printable

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack


def pack_line(pack: Pack) -> str:
    """Return a pack in one line: id, version, title and how much is in it."""
    counts = f"{len(pack.questions)} questions, {len(pack.findings)} findings, {len(pack.steps)} steps"
    return printable(f"{pack.info.id} {pack.info.version}  {pack.info.title}  ({counts})")


def listing(pack: Pack) -> str:
    """Return every id of a pack with its name, by section."""
    sections = {
        "questions": [
            (each.id, f"{each.label} ({', '.join(level.name for level in each.levels) or each.type})") for each in pack.questions
        ],
        "poles": [(each.id, each.name) for each in pack.poles()],
        "approaches": [(each.id, each.name) for each in pack.approaches],
        "findings": [(each.id, f"{each.title} ({each.kind})") for each in pack.findings],
        "steps": [(each.id, each.title) for each in pack.steps],
        "criteria": [(each.id, each.title) for each in pack.criteria],
        "roles": [(each.id, each.name) for each in pack.roles],
    }
    lines = [pack_line(pack)]
    for section, entries in sections.items():
        lines += ["", section, *(f"  {name:<44} {text}" for name, text in entries)]
    return printable("\n".join(lines)) + "\n"
