"""Which packs are here, and what is in them by name: for commands that list them, and for shells that complete what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers.packs import load, summary
from advisor.errors import AdvisorError, UnusableInputError, printable
from advisor.knowledge.installed import installed_packs, known_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.knowledge.measures import Measure
    from advisor.knowledge.model import Pack
    from advisor.knowledge.pack_cache import Summary


class Here(msgspec.Struct, frozen=True):
    """A pack that is shipped or installed, in one line; or, if it is ``broken``, what is wrong with it."""

    line: str
    broken: bool = False


def packs_here() -> Iterator[Here]:
    """Yield the packs that are shipped or installed; one that cannot be read stops no other."""
    shipped = [(folder, "") for folder in paths.shipped_packs()]
    for folder, note in (*shipped, *((each.folder, f"  [{each.brought_by}]") for each in installed_packs())):
        try:
            yield Here(f"{_line(summary(folder))}{note}")
        except UnusableInputError as error:
            yield Here(f"{error}{note}", broken=True)


def pack_named_in(file: Path) -> Path | None:
    """Return the folder of the pack that an answers file names; None where it names none, or none that is here."""
    from advisor.answers.read import read_pack_id  # noqa: PLC0415 - whoever lists packs reads no answers

    try:
        return known_pack(read_pack_id(file), file)
    except (AdvisorError, OSError):
        return None


def ids_of(folder: Path) -> str:
    """Return every id of a pack with its name, by section.

    Raises:
        UnusableInputError: the pack cannot be read.

    """
    from advisor.knowledge.pack_cache import summary_of  # noqa: PLC0415 - whoever lists packs needs neither of these
    from advisor.knowledge.sentences import in_general  # noqa: PLC0415
    from advisor.logic.notation import written  # noqa: PLC0415

    pack = load(folder)
    sections = {
        "questions": [
            (each.id, f"{each.label} ({', '.join(level.name for level in each.levels) or each.type})") for each in pack.questions
        ],
        "poles": [(each.id, each.name) for each in pack.poles()],
        "approaches": [(each.id, each.name) for each in pack.approaches],
        "conditions": [(each.id, f"{each.name} ({written(each.when)})") for each in pack.conditions],
        "activities": [(each.id, each.label) for each in pack.activities],
        "measures": [(each.id, _measured(pack, each)) for each in pack.measures],
        "findings": [(each.id, f"{each.title} ({each.kind})") for each in pack.findings],
        "steps": [(each.id, each.title) for each in pack.steps],
        "criteria": [(each.id, each.title) for each in pack.criteria],
        "drafts": [(each.id, in_general(each.title)) for each in pack.drafts],
        "roles": [(each.id, each.name) for each in pack.roles],
    }
    lines = [_line(summary_of(pack))]
    for section, entries in ((name, found) for name, found in sections.items() if found):
        lines += ["", section, *(f"  {name:<44} {text}" for name, text in entries)]
    return printable("\n".join(lines)) + "\n"


def _line(told: Summary) -> str:
    """Return a pack in one line: id, version, title and how much is in it."""
    counts = f"{told.questions} questions, {told.findings} findings, {told.steps} steps"
    return printable(f"{told.id} {told.version}  {told.title}  ({counts})")


def _measured(pack: Pack, measure: Measure) -> str:
    """Return what a measure brings about, by the labels of the pack."""
    found = []
    for fact, level in measure.raises.items():
        question = pack.question(fact)
        label = next((each.label for each in question.levels if each.name == level), level)
        found.append(f"{question.label}: {label}")
    return ", ".join(found)
