"""Test a pack: the examples inside its rules, and cases, each told as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.knowledge.loader import CASES
from advisor.workshop.because import because
from advisor.workshop.cases import Case, read_cases
from advisor.workshop.examples import example_problems
from advisor.workshop.running import Deviation, Said, deviations
from advisor.workshop.updating import updated_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advisor.knowledge.loader import LoadedPack
    from advisor.knowledge.model import Pack
    from advisor.reasoning.engine import Engine


class Failed(msgspec.Struct, frozen=True):
    """A case in which the rules say something else than it expects."""

    case: Case
    said: Said
    deviations: list[Deviation]


def case_files(folder: Path, named: Sequence[Path]) -> list[Path]:
    """Return the files of cases to run: those that are named, else the one of the pack, if it has one."""
    own = folder / CASES
    return list(named) or ([own] if own.is_file() else [])


def failing_examples(loaded: LoadedPack, engine: Engine) -> Iterator[str]:
    """Yield a sentence about each example inside a rule that is not true."""
    whole = loaded.places.get(f"pack/{loaded.pack.info.id}", Place(loaded.pack.info.id))
    for entry, what, _ in example_problems(loaded.pack, engine):
        yield f"{loaded.places.get(entry, whole)}: {what}"


def failing_cases(pack: Pack, engine: Engine, cases: Sequence[Case]) -> list[Failed]:
    """Return the cases that fail, in their order."""
    found = []
    for case in cases:
        said = Said(pack, engine, case.answers)
        if differences := list(deviations(case, said)):
            found.append(Failed(case, said, differences))
    return found


def told(failed: Failed) -> Iterator[str]:
    """Yield a sentence for each thing that is not as a case expects."""
    case = failed.case
    for each in failed.deviations:
        reason = because(case, failed.said, each)
        yield f"{case.place(*each.path)}: '{case.name}': expected {each.expected}, the rules say {each.now}{reason}."


def update(file: Path, failed: Sequence[Failed]) -> Iterator[str]:
    """Let the failing cases of a file expect what the rules say now, and yield a line about each change.

    Raises:
        UnusableInputError: the file cannot be written.

    """
    try:
        text = updated_text(file.read_text(encoding="utf-8"), [(each.case, each.said, each.deviations) for each in failed])
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        problem = Problem(Place(str(file)), f"the cases cannot be written: {error.strerror}.", "Check the file.")
        raise UnusableInputError([problem]) from error
    for one in failed:
        for each in one.deviations:
            yield f"{one.case.place(*each.path)}: '{one.case.name}': {each.expected} → {each.now}"


def all_cases(pack: Pack, files: Sequence[Path]) -> dict[Path, tuple[Case, ...]]:
    """Return the cases of several files.

    Raises:
        UnusableInputError: with every problem of every file, if there is any.

    """
    found: dict[Path, tuple[Case, ...]] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found[file] = read_cases(file, pack)
        except UnusableInputError as error:
            problems += error.problems
    if problems:
        raise UnusableInputError(problems)
    return found
