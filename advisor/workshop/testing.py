"""Test a pack: the examples inside its rules, and cases, each told as a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.answers.read import read_answers
from advisor.codes import severity
from advisor.files.write import write_whole
from advisor.i18n.languages import refuse_unspeakable
from advisor.knowledge.loader import load_pack
from advisor.knowledge.pack_files import case_files
from advisor.reasoning.deductions import deductions
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.propagation import Reading, ReadingEngine
from advisor.reasoning.runnable import refuse_tangled
from advisor.workshop.cases.accept import raw_text, updated_text, with_line_ends
from advisor.workshop.cases.examples import example_problems
from advisor.workshop.cases.explain import because
from advisor.workshop.cases.read import Case, cases_in
from advisor.workshop.cases.run import Deviation, Said, deviations
from advisor.workshop.checks.world import World
from advisor.yaml_source.read import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.workshop.coverage.measure import Coverage
    from advisor.workshop.coverage.mutation import Mutation


class Failed(msgspec.Struct, frozen=True):
    """A case in which the rules say something else than it expects."""

    file: Path
    case: Case
    said: Said
    deviations: list[Deviation]


class Files(msgspec.Struct, frozen=True):
    """The files that were named: those with cases, and those with the answers of a city."""

    cases: list[Path]
    answers: list[Path]


NO_FILES = Files([], [])


def sorted_files(named: Iterable[Path]) -> Files:
    """Tell files of cases from answers files; what is neither is read, and refused, as cases."""
    files = Files([], [])
    for file in named:
        source, _ = read_source(file, str(file))
        of_city = isinstance(source.data, dict) and "cases" not in source.data and "answers" in source.data
        (files.answers if of_city else files.cases).append(file)
    return files


class Bench:
    """One pack with everything it is tested by."""

    def __init__(self, folder: Path, files: Files = NO_FILES) -> None:
        """Read the pack, and the files of cases: those that are named, else its own; more answers files count for coverage.

        Raises:
            UnusableInputError: with every problem of the pack, or else of every file, if there is any.

        """
        self.name = folder.name
        self.loaded = load_pack(folder)
        refuse_tangled(self.loaded)
        self._files = cases_in(files.cases or case_files(folder), self.loaded.pack)
        self._cities = [read_answers(file, self.loaded.pack) for file in files.answers]
        self._named = {case.name for case in self.cases}
        self._base = KnowledgeBase(self.loaded.pack)

    @property
    def cases(self) -> list[Case]:
        """All cases."""
        return [case for cases in self._files.values() for case in cases]

    def failing_examples(self) -> Iterator[str]:
        """Yield a sentence about each example inside a rule that is not true."""
        rules = deductions(self.loaded.pack)
        found = example_problems(self.loaded.pack, self.loaded.places, Reading(rules), World(self.loaded.pack, rules))
        yield from (f"{problem.place}: {problem.what}" for problem in found if severity(problem.code) != "note")

    def failing_cases(self) -> list[Failed]:
        """Return the cases that fail, in their order."""
        found = []
        for file, cases in self._files.items():
            for case in cases:
                said = Said(self.loaded.pack, self._base.engine, case.answers, self._base.repertoire)
                if differences := list(deviations(case, said)):
                    found.append(Failed(file, case, said, differences))
        return found

    @staticmethod
    def told(failed: Sequence[Failed]) -> Iterator[str]:
        """Yield a sentence for each thing that is not as a case expects."""
        for one in failed:
            for deviation in one.deviations:
                place, reason = one.case.place(*deviation.path), because(one.case, one.said, deviation)
                yield f"{place}: '{one.case.name}': expected {deviation.expected}, the rules say {deviation.now}{reason}."

    @staticmethod
    def update(failed: Sequence[Failed]) -> Iterator[str]:
        """Let failing cases expect what the rules say now, and yield a line about each change.

        Raises:
            UnusableInputError: a file cannot be written.

        """
        for file in dict.fromkeys(failure.file for failure in failed):
            here = [failure for failure in failed if failure.file == file]
            write_whole(file, _updated(raw_text(file), here).encode())
            for one in here:
                for deviation in one.deviations:
                    yield f"{one.case.place(*deviation.path)}: '{one.case.name}': {deviation.expected} → {deviation.now}"

    def summary(self, failed: int) -> str:
        """Return how many tests there are, and how many of them fail."""
        cases = len(self.cases)
        counts = f"{2 * len(self.loaded.pack.findings)} examples and {cases} {'case' if cases == 1 else 'cases'}"
        return f"{self.name}: {counts}, {failed or 'none'} {'fails' if failed < 2 else 'fail'}."  # noqa: PLR2004 - one, or more

    def coverage(self) -> Coverage:
        """Return how much of the pack its tests reach, and what is missing.

        Raises:
            UnusableInputError: reports cannot be written in the language of the pack.

        """
        from advisor.workshop.coverage.measure import coverage  # noqa: PLC0415 - few runs measure, and reports are slow to load

        refuse_unspeakable(self.loaded, self.loaded.pack, paths.shipped("templates"))
        reader = ReadingEngine(self.loaded.pack, Reading(deductions(self.loaded.pack)))
        cities = [*(case.answers for case in self.cases), *self._cities]
        return coverage(self.loaded, reader, self._base, cities)

    def mutation(self) -> Mutation:
        """Return how many changes of the pack its tests notice, and those that they do not."""
        from advisor.workshop.coverage.mutation import mutation  # noqa: PLC0415

        return mutation(self.loaded.pack, self.cases)

    def told_about(self, measured: Coverage | Mutation) -> Iterator[str]:
        """Yield what was measured in lines, with a case to paste for what no test reaches or notices; finding one takes time."""
        from advisor.workshop.coverage import review  # noqa: PLC0415
        from advisor.workshop.coverage.measure import Coverage  # noqa: PLC0415

        if isinstance(measured, Coverage):
            yield from review.covered(self._base, measured, self._named)
        else:
            yield from review.mutated(self.loaded, self._base, measured, self._named)


def _updated(before: str, failed: Iterable[Failed]) -> str:
    """Return the text of a file in which failing cases expect what the rules say now; mark and line ends stay."""
    mark, text = ("\ufeff", before[1:]) if before.startswith("\ufeff") else ("", before)
    now = updated_text(text.replace("\r\n", "\n"), [(failure.case, failure.said, failure.deviations) for failure in failed])
    return mark + with_line_ends(now, text)
