"""What two versions of a pack conclude from the same answers files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.answers.read import read_answers
from advisor.errors import UnusableInputError
from advisor.knowledge.sentences import in_general
from advisor.reasoning.diagnosis import status_of
from advisor.reasoning.pack_engine import build_engine
from advisor.workshop.cases.run import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack


class Told(msgspec.Struct, frozen=True):
    """What one pack concludes about a city."""

    statuses: dict[str, str]
    findings: tuple[str, ...]
    steps: tuple[str, ...]
    contents: dict[str, tuple[str, ...]]
    """What is prepared and done in each step."""
    arrives: bool


class FileChange(msgspec.Struct, frozen=True):
    """What is concluded from a file before and now; where one of the packs cannot read it, its problems instead."""

    file: str
    before: Told | None = None
    now: Told | None = None
    unreadable: tuple[str, ...] = ()


def file_changes(old: Pack, new: Pack, files: Sequence[Path]) -> list[FileChange]:
    """Return the files about which the packs say different things.

    Raises:
        UnusableInputError: neither pack can read a file.

    """
    engines = [(pack, build_engine(pack)) for pack in (old, new)] if files else []
    found = []
    for file in files:
        told: list[Told | None] = []
        errors: list[UnusableInputError] = []
        for pack, engine in engines:
            try:
                answers = read_answers(file, pack)
                told.append(_told(Said(pack, engine, answers.complete(pack))))
            except UnusableInputError as error:
                told.append(None)
                errors.append(error)
        if len(errors) == len(engines):
            raise errors[-1]
        if told[0] != told[1]:
            problems = tuple(str(problem) for error in errors for problem in error.problems)
            found.append(FileChange(str(file), told[0], told[1], problems))
    return found


def _told(said: Said) -> Told:
    pack = said.pack
    contents = {planned.step.id: (*(in_general(work.text) for work in planned.works),) for planned in said.plan.steps}
    return Told(
        {approach.id: status_of(approach.id, said.start) for approach in pack.approaches},
        tuple(finding.id for finding in pack.findings if said.start.concluded(finding.id, "present")),
        said.steps,
        contents,
        said.plan.arrives,
    )
